package design

import "reportmail/layouts/build"

// paper is the page of all documents: A4 with 20 mm at the sides.
func paper() build.Page {
	return build.A4(build.MM(28), build.MM(20), build.MM(27), build.MM(14), build.MM(10))
}

// letterhead puts the sender's name at the left and the logo at the right of the first page.
func (p page) letterhead(name, picture string) []build.Block {
	width := paper().Text()
	logo := build.MM(60)
	cell := build.Cell{VAlign: "center", Content: []build.Block{build.P(body).Aligned(build.Right)}}
	if p.has(picture) {
		cell.Content = []build.Block{build.P(body, build.Picture{Path: p.root + "/" + picture, Width: build.MM(52), Height: build.MM(18), Alt: "Logo"}).Aligned(build.Right)}
	}
	return []build.Block{
		build.Table{Columns: []build.Twips{width - logo, logo}, Rows: []build.Line{build.Row{Height: build.MM(18), Cells: []build.Cell{
			{VAlign: "center", Content: []build.Block{build.P(company, p.field(name))}}, cell,
		}}}},
		space(gap),
	}
}

// continuation is the head of the pages after the first: sender at the left, document at the right, a hairline below.
func (p page) continuation(name, title, number string) []build.Block {
	width := paper().Text()
	return []build.Block{
		build.Table{Columns: []build.Twips{width / 2, width - width/2}, Rows: []build.Line{build.Row{Cells: []build.Cell{
			{Below: hairline, Pad: build.Pad{Bottom: 80}, Content: []build.Block{build.P(running, p.field(name))}},
			{Below: hairline, Pad: build.Pad{Bottom: 80}, Content: []build.Block{build.P(running, p.field(title), build.Text(" "), p.field(number).In(strong)).Aligned(build.Right)}},
		}}}},
		space(gap),
	}
}

// imprint is the foot of every page: who the sender is, and the page number.
func (p page) imprint(address, contact, registration []string, pageCaption string) []build.Block {
	columns := []build.Twips{build.MM(50), build.MM(48), build.MM(52), build.MM(20)}
	top := build.Pad{Top: 100}
	cell := func(width build.Twips, rows build.Table) build.Cell {
		return build.Cell{Above: hairline, Pad: top, Content: []build.Block{rows}}
	}
	return []build.Block{build.Table{Columns: columns, Rows: []build.Line{build.Row{Cells: []build.Cell{
		cell(columns[0], p.stack(columns[0]-100, running, address...)),
		cell(columns[1], p.stack(columns[1]-100, running, contact...)),
		cell(columns[2], p.smallFacts(build.MM(22), columns[2]-build.MM(22)-100, registration...)),
		{Above: hairline, Pad: top, Content: []build.Block{build.P(running, p.field(pageCaption), build.Text(" "), build.PageNumber{}, build.Text(" / "), build.PageCount{}).Aligned(build.Right)}},
	}}}}}
}

// smallFacts are facts in the size of the footer.
func (p page) smallFacts(left, right build.Twips, columns ...string) build.Table {
	t := build.Table{Columns: []build.Twips{left, right}}
	for _, c := range columns {
		caption := p.caption(c)
		if !p.has(c) || caption == "" {
			continue
		}
		t.Rows = append(t.Rows, build.Row{Cells: []build.Cell{
			{Pad: build.Pad{Right: 60}, Content: []build.Block{build.P(running, p.field(caption))}},
			{Content: []build.Block{build.P(running, p.field(c).OrHide())}},
		}})
	}
	return t
}
