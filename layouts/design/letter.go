package design

import "reportmail/layouts/build"

// mailWidth is the column of a mail: 600 CSS pixels.
const mailWidth build.Twips = 9000

func mailPage() build.Page {
	side := (build.Twips(11906) - mailWidth) / 2
	return build.A4(build.MM(20), side, build.MM(20), build.MM(10), build.MM(10))
}

// textSlot is the title of the control for the text of a mail whose report has none.
const textSlot = "Text"

// letter says what a mail body shows.
type letter struct {
	sender, picture     string
	title, number       string // heading, for reports without a letter text
	greeting, addressee string
	text                []string
	hero                pair   // the amount that matters
	facts               []pair // under it
	table               []build.Block
	details             []pair
	remarks             []string
	closing, signer     string
	imprint, contact    []string
}

// letter is the layout of a mail body: what it is about, the amount, when and how to pay.
func (p page) letter(m letter) *build.Layout {
	l := &build.Layout{Page: mailPage()}
	l.Body = append(l.Body, p.mailHead(m), space(bigGap))
	if m.title != "" {
		l.Body = append(l.Body, build.P(title, p.heading(m.title, m.number)...), space(gap), build.Slot{Title: textSlot, Style: lead})
	}
	if m.greeting != "" {
		l.Body = append(l.Body, build.P(lead, p.field(m.greeting), build.Text(" "), p.field(m.addressee), build.Text(",")))
		for _, c := range m.text {
			l.Body = append(l.Body, p.para(lead, c)...)
		}
	}
	l.Body = append(l.Body, space(gap), p.panel(m.hero, m.facts), space(gap))
	l.Body = append(l.Body, p.services()...)
	l.Body = append(l.Body, m.table...)
	if rows := p.mailDetails(m); len(rows.Rows) > 1 {
		l.Body = append(l.Body, rows, space(gap))
	}
	l.Body = append(l.Body, p.para(lead, m.closing)...)
	if p.has(m.signer) {
		l.Body = append(l.Body, p.stack(mailWidth, lead, m.signer))
	}
	l.Body = append(l.Body, space(gap), p.mailFoot(m))
	return l
}

func (p page) mailHead(m letter) build.Block {
	logo, pad := build.MM(60), build.Pad{Bottom: 160}
	sender := masthead
	if m.title != "" {
		sender = company
	}
	right := build.P(body).Aligned(build.Right)
	if p.has(m.picture) {
		right = build.P(body, p.logo(m.picture, build.MM(48), build.MM(16))).Aligned(build.Right)
	}
	return build.Table{Columns: []build.Twips{mailWidth - logo, logo}, Rows: []build.Line{build.Row{Cells: []build.Cell{
		{Below: rule, VAlign: "center", Pad: pad, Content: []build.Block{build.P(sender, p.field(m.sender))}},
		{Below: rule, VAlign: "center", Pad: pad, Content: []build.Block{right}},
	}}}}
}

// panel is the tinted box with the amount and the facts under it.
func (p page) panel(hero pair, facts []pair) build.Block {
	top, low := build.Pad{Top: 240, Left: 280, Right: 160, Bottom: 60}, build.Pad{Top: 120, Left: 280, Right: 60, Bottom: 240}
	t := build.Table{Columns: columnsOf(mailWidth, len(facts))}
	if hero.column != "" {
		head := p.fact(hero, heroText, top)
		head.Span, head.Before = len(facts), edge
		t.Rows = append(t.Rows, build.Row{Cells: []build.Cell{head}})
	} else {
		low.Top = 240
	}
	row := build.Row{}
	for i, f := range facts {
		c := p.fact(f, value, low)
		if i == 0 {
			c.Before = edge
		} else {
			c.Pad.Left = 60
		}
		row.Cells = append(row.Cells, c)
	}
	t.Rows = append(t.Rows, row)
	return t
}

// services is a button for every payment service of the document.
func (p page) services() []build.Block {
	if !p.hasServices() {
		return nil
	}
	border := build.Border{Eighths: 8, Colour: build.Accent}
	return []build.Block{build.Repeat{Item: p.root + "/PaymentReportingArgument", Blocks: []build.Block{
		build.Table{Columns: []build.Twips{build.MM(62)}, Rows: []build.Line{build.Row{Cells: []build.Cell{{
			Above: border, Below: border, Before: border, After: border, Fill: build.Paper, Pad: build.Pad{Top: 140, Bottom: 140, Left: 200, Right: 200},
			Content: []build.Block{build.P(value, p.field("PaymentReportingArgument/PaymentServiceText_Url").In(button)).Aligned(build.Center)},
		}}}}},
		space(gap),
	}}}
}

// mailDetails are what else a reader may need, and the sentences about payment.
func (p page) mailDetails(m letter) build.Table {
	left := build.MM(40)
	t := p.facts(factText, left, mailWidth-left, m.details)
	for _, c := range m.remarks {
		if p.has(c) {
			t.Rows = append(t.Rows, build.Row{Cells: []build.Cell{{Span: 2, Pad: build.Pad{Top: 120}, Content: []build.Block{build.P(body, p.field(c).Multi().OrHide())}}}})
		}
	}
	return t
}

// mailFoot says who the sender is.
func (p page) mailFoot(m letter) build.Block {
	columns := columnsOf(mailWidth, 2)
	cell := func(lines []string) build.Cell {
		return build.Cell{Above: hairline, Pad: build.Pad{Top: 160}, Content: []build.Block{p.stack(columns[0]-200, note, lines...)}}
	}
	return build.Table{Columns: columns, Rows: []build.Line{build.Row{Cells: []build.Cell{cell(m.imprint), cell(m.contact)}}}}
}
