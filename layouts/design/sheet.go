package design

import "reportmail/layouts/build"

// sheet says what a printed document shows around its lines.
type sheet struct {
	sender, picture     string // name and logo at the head of page 1
	title, number       string
	imprint, contact    []string // lines at the foot
	registration        []pair
	pageCaption         string
	parties             []party
	references, summary []pair
	total               pair // last in the summary; without column there is none
	body                []build.Block
}

// party is an address, line by line, with the column of its caption.
type party struct {
	caption string
	lines   []string
}

// paper is the page of all documents: A4 with 20 mm at the sides.
func paper() build.Page {
	return build.A4(build.MM(26), build.MM(20), build.MM(26), build.MM(12), build.MM(10))
}

// sheet is the layout of a printed document.
func (p page) sheet(s sheet) *build.Layout {
	l := &build.Layout{Page: paper(), FirstHeader: p.letterhead(s), Header: p.continuation(s), Footer: p.foot(s), FirstFooter: p.foot(s)}
	l.Body = append(l.Body, build.P(title, p.heading(s.title, s.number)...), space(gap), p.parties(s.parties, s.references), space(gap))
	if len(s.summary) > 0 {
		l.Body = append(l.Body, p.summary(s.summary, s.total), space(gap))
	}
	l.Body = append(l.Body, s.body...)
	return l
}

// heading is title and number, the number set off.
func (p page) heading(title, number string) []build.Inline {
	if number == "" {
		return []build.Inline{p.field(title)}
	}
	return []build.Inline{p.field(title), build.Text(" "), p.field(number).In(numberStyle)}
}

// letterhead puts the sender's name at the left and the logo at the right of the first page.
func (p page) letterhead(s sheet) []build.Block {
	width, logo := paper().Text(), build.MM(60)
	right := build.P(body).Aligned(build.Right)
	if p.has(s.picture) {
		right = build.P(body, p.logo(s.picture, build.MM(52), build.MM(18))).Aligned(build.Right)
	}
	return []build.Block{
		build.Table{Columns: []build.Twips{width - logo, logo}, Rows: []build.Line{build.Row{Height: build.MM(18), Cells: []build.Cell{
			{VAlign: "center", Content: []build.Block{build.P(company, p.field(s.sender))}},
			{VAlign: "center", Content: []build.Block{right}},
		}}}},
		space(gap),
	}
}

func (p page) logo(column string, width, height build.Twips) build.Inline {
	return build.Picture{Path: p.root + "/" + column, Width: width, Height: height, Alt: "Logo"}
}

// continuation is the head of the pages after the first: sender at the left, document at the right, a hairline below.
func (p page) continuation(s sheet) []build.Block {
	pad := build.Pad{Bottom: 80}
	right := []build.Inline{p.field(s.title)}
	if s.number != "" {
		right = append(right, build.Text(" "), p.field(s.number).In(strong))
	}
	return []build.Block{
		build.Table{Columns: columnsOf(paper().Text(), 2), Rows: []build.Line{build.Row{Cells: []build.Cell{
			{Below: hairline, Pad: pad, Content: []build.Block{build.P(running, p.field(s.sender))}},
			{Below: hairline, Pad: pad, Content: []build.Block{build.P(running, right...).Aligned(build.Right)}},
		}}}},
		space(gap),
	}
}

// foot is the foot of every page: who the sender is, and the page number.
func (p page) foot(s sheet) []build.Block {
	columns := []build.Twips{build.MM(44), build.MM(45), build.MM(63), build.MM(18)}
	number := []build.Inline{build.PageNumber{}, build.Text(" / "), build.PageCount{}}
	if s.pageCaption != "" {
		number = append([]build.Inline{p.field(s.pageCaption), build.Text(" ")}, number...)
	}
	cell := func(content build.Block) build.Cell {
		return build.Cell{Above: hairline, Pad: build.Pad{Top: 100}, Content: []build.Block{content}}
	}
	caption := build.MM(27)
	return []build.Block{build.Table{Columns: columns, Rows: []build.Line{build.Row{Cells: []build.Cell{
		cell(p.stack(columns[0]-100, running, s.imprint...)),
		cell(p.stack(columns[1]-100, running, s.contact...)),
		cell(p.facts(running, caption, columns[2]-caption-100, s.registration)),
		cell(build.P(running, number...).Aligned(build.Right)),
	}}}}}
}

// parties are the addresses, and the references that the document has.
func (p page) parties(parties []party, references []pair) build.Block {
	columns := []build.Twips{build.MM(51), build.MM(51), build.MM(68)}
	row := build.Row{}
	for i := range 2 {
		c := build.Cell{}
		if i < len(parties) {
			c.Content = []build.Block{p.address(columns[i]-200, parties[i].caption, parties[i].lines)}
		}
		row.Cells = append(row.Cells, c)
	}
	left := build.MM(34)
	row.Cells = append(row.Cells, build.Cell{Content: []build.Block{p.facts(factText, left, columns[2]-left, references)}})
	return build.Table{Columns: columns, Rows: []build.Line{row}}
}

// summary is the strip with what a reader looks for first.
func (p page) summary(facts []pair, total pair) build.Block {
	pad := build.Pad{Top: 120, Bottom: 120, Left: 140, Right: 80}
	width := paper().Text()
	if total.column == "" {
		row := build.Row{}
		for _, f := range facts {
			row.Cells = append(row.Cells, p.fact(f, value, pad))
		}
		return build.Table{Columns: columnsOf(width, len(facts)), Rows: []build.Line{row}}
	}
	last := build.MM(50)
	row := build.Row{}
	for _, f := range facts {
		row.Cells = append(row.Cells, p.fact(f, value, pad))
	}
	sum := p.fact(total, amount, build.Pad{Top: 120, Bottom: 120, Left: 80, Right: 140})
	for i, b := range sum.Content {
		sum.Content[i] = b.(*build.Para).Aligned(build.Right)
	}
	row.Cells = append(row.Cells, sum)
	columns := columnsOf(build.MM(36)*build.Twips(len(facts)-1), len(facts)-1) // dates are short, terms are not
	columns = append(columns, width-last-build.MM(36)*build.Twips(len(facts)-1), last)
	return build.Table{Columns: columns, Rows: []build.Line{row}}
}
