package design

import (
	"slices"
	"strings"
	"unicode"

	"reportmail/layouts/build"
	"reportmail/layouts/report"
)

// Limits of a starter: enough to begin with, few enough to find one's way.
const (
	starterFields  = 40
	starterColumns = 6
)

// Starter is a layout to begin from: the fields of the report's root item, a repeating table for every item below it, a
// header and a footer. used tells which columns have a value; the others are left out.
func Starter(r *report.Report, used func(path string) bool) *build.Layout {
	p := page{r, mainItem(r.Items).Name}
	s := starter{page: p, used: used}
	name := humanise(r.Name)
	l := &build.Layout{Title: name, Author: "reportmail", Report: r, Theme: theme, Styles: styles, Page: paper()}
	l.FirstHeader = s.head(name)
	l.Header = []build.Block{build.P(running, build.Text(name)).Aligned(build.Right), space(gap)}
	l.Footer = []build.Block{build.P(running, build.PageNumber{}, build.Text(" / "), build.PageCount{}).Aligned(build.Right)}
	l.FirstFooter = l.Footer
	l.Body = []build.Block{build.P(title, build.Text(name)), space(gap), s.fields(), space(gap)}
	for _, i := range r.Item(p.root).Items {
		l.Body = append(l.Body, s.tables(i.Name)...)
	}
	return l
}

// mainItem is the root item with the most below it: the one that documents are rows of.
func mainItem(items []*report.Item) *report.Item {
	return slices.MaxFunc(items, func(a, b *report.Item) int { return size(a) - size(b) })
}

func size(i *report.Item) int {
	n := len(i.Columns)
	for _, c := range i.Items {
		n += size(c)
	}
	return n
}

type starter struct {
	page
	used func(string) bool
}

// head is the head of the first page: the first picture of the report at the right.
func (s starter) head(name string) []build.Block {
	content := []build.Inline{build.Text(name)}
	for _, c := range s.Item(s.root).Columns {
		if picture(c) && s.used(s.root+"/"+c) {
			content = []build.Inline{s.logo(c, build.MM(52), build.MM(18))}
			break
		}
	}
	return []build.Block{build.P(body, content...).Aligned(build.Right), space(gap)}
}

// values are the columns of an item that a reader wants to see: used, no picture, no caption of another column.
func (s starter) values(item string) []string {
	i := s.Item(s.path(item))
	var out []string
	for _, c := range i.Columns {
		if s.used(s.path(item)+"/"+c) && !picture(c) && !isCaption(c) {
			out = append(out, c)
		}
	}
	return out
}

func (s starter) path(item string) string {
	if item == "" {
		return s.root
	}
	return s.root + "/" + item
}

// fields are the values of the root item with their captions, or with the names of their columns.
func (s starter) fields() build.Block {
	left := build.MM(60)
	t := build.Table{Columns: []build.Twips{left, paper().Text() - left}}
	for n, c := range s.values("") {
		if n == starterFields {
			break
		}
		caption := build.Inline(build.Styled{Style: soft, Text: build.Text(humanise(c))})
		if has := s.caption(c); has != "" {
			caption = s.field(has).In(soft)
		}
		t.Rows = append(t.Rows, build.Row{Cells: []build.Cell{
			{Pad: build.Pad{Right: 80}, Content: []build.Block{build.P(factText, caption)}},
			{Content: []build.Block{build.P(factText, s.field(c).Multi().OrHide())}},
		}})
	}
	return closed(t)
}

// tables are a repeating table of an item. An item without columns of its own repeats the tables of the items below it.
func (s starter) tables(item string) []build.Block {
	if columns := s.values(item); len(columns) > 0 {
		return []build.Block{s.table(item, columns[:min(len(columns), starterColumns)]), space(gap)}
	}
	var below []build.Block
	for _, i := range s.Item(s.path(item)).Items {
		below = append(below, s.tables(item+"/"+i.Name)...)
	}
	if below == nil {
		return nil
	}
	return []build.Block{build.Repeat{Item: s.path(item), Blocks: below}}
}

func (s starter) table(item string, columns []string) build.Block {
	t := build.Table{Columns: columnsOf(paper().Text(), len(columns)), Alt: humanise(item)}
	head, row := build.Row{Header: true}, build.Row{Split: true}
	pad := build.Pad{Top: 62, Bottom: 62, Right: 60}
	for _, c := range columns {
		heading := build.Inline(build.Text(humanise(c)))
		if caption := s.caption(item + "/" + c); caption != "" {
			heading = s.field(caption)
		}
		head.Cells = append(head.Cells, build.Cell{Below: rule, Pad: pad, VAlign: "bottom", Content: []build.Block{build.P(tableHead, heading)}})
		row.Cells = append(row.Cells, build.Cell{Below: hairline, Pad: pad, Content: []build.Block{build.P(tableText, s.field(item+"/"+c).Multi())}})
	}
	rows := build.Rows{Item: s.path(item), Rows: append([]build.Line{row}, s.rowsBelow(item, len(columns))...)}
	t.Rows = []build.Line{head, rows}
	return t
}

// rowsBelow are rows across the table for the items below a row, their values in one line.
func (s starter) rowsBelow(item string, columns int) []build.Line {
	var out []build.Line
	for _, i := range s.Item(s.path(item)).Items {
		path := item + "/" + i.Name
		var lines []build.Line
		if values := s.values(path); len(values) > 0 {
			content := []build.Inline{}
			for n, c := range values[:min(len(values), starterColumns)] {
				if n > 0 {
					content = append(content, build.Text("  "))
				}
				content = append(content, s.field(path+"/"+c).Multi())
			}
			lines = append(lines, build.Row{Cells: []build.Cell{{Span: columns, Below: hairline, Pad: build.Pad{Top: 30, Bottom: 30, Left: 200}, Content: []build.Block{build.P(tableNote, content...)}}}})
		}
		if lines = append(lines, s.rowsBelow(path, columns)...); lines != nil {
			out = append(out, build.Rows{Item: s.path(path), Rows: lines})
		}
	}
	return out
}

// picture tells from its name whether a column holds an image.
func picture(column string) bool {
	for _, suffix := range []string{"Picture", "Logo", "Image", "Picture1", "Picture2", "Picture3"} {
		if strings.HasSuffix(column, suffix) {
			return true
		}
	}
	return false
}

// isCaption tells whether a column holds the caption of another, or of nothing: it is shown beside its value.
func isCaption(column string) bool {
	return strings.HasSuffix(column, "Lbl") || strings.HasSuffix(column, "Caption") || strings.HasSuffix(column, "_UrlText")
}

// humanise makes words of a column's name: SellToCustomerNo_Lbl is Sell To Customer No Lbl.
func humanise(name string) string {
	var b strings.Builder
	runes := []rune(strings.NewReplacer("_", " ", "/", " ").Replace(name))
	for n, r := range runes {
		if n > 0 && unicode.IsUpper(r) && (unicode.IsLower(runes[n-1]) || n+1 < len(runes) && unicode.IsLower(runes[n+1]) && unicode.IsUpper(runes[n-1])) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
