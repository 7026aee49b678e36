package dataset

import (
	"bufio"
	"io"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// WriteOptions say how a Word part is written.
type WriteOptions struct {
	Namespace string // of the root; "" makes one of report name and id
	UTF8      bool   // UTF-8 instead of UTF-16 little endian with a byte order mark, which is what layouts have
}

// WriteWord writes the dataset as the custom XML part of a Word layout: columns in alphabetical order without regard to
// case, then nested data items in the order of the data.
func (d *Dataset) WriteWord(w io.Writer, o WriteOptions) error {
	var b strings.Builder
	encoding := "utf-16"
	if o.UTF8 {
		encoding = "utf-8"
	}
	b.WriteString(`<?xml version="1.0" encoding="` + encoding + `"?>` + "\n<" + rootName + ` xmlns="`)
	escape(&b, first(o.Namespace, d.Namespace()))
	b.WriteString("\">\n")
	writeBody(&b, d.ordered(), "  ", map[*shape][]int{})
	b.WriteString("</" + rootName + ">\n")
	if o.UTF8 {
		_, err := io.WriteString(w, b.String())
		return err
	}
	return write16(w, b.String())
}

// ordered is the root with report information first, labels next and data items behind them. Data without report
// information gets what is known.
func (d *Dataset) ordered() *Item {
	out := &Item{Name: rootName, shape: d.Root.shape, values: d.Root.values}
	if info := d.Info(); info != nil {
		out.Items = append(out.Items, info)
	} else if d.Report != "" || d.ID != "" {
		out.Items = append(out.Items, New(infoName, []*Item{
			New("ReportMetadata", nil, "ReportId", d.ID, "ReportName", d.Report),
			New("ReportRequest", nil, "Language", d.Language, "FormatRegion", d.FormatRegion),
		}))
	}
	if labels := d.Labels(); labels != nil {
		out.Items = append(out.Items, labels)
	}
	for it := range d.Rows() {
		out.Items = append(out.Items, it)
	}
	return out
}

// Namespace is the name space of the report's Word part.
func (d *Dataset) Namespace() string {
	return "urn:microsoft-dynamics-nav/reports/" + reportName(d.Report) + "/" + first(d.ID, "0") + "/"
}

// writeBody writes columns and nested rows. orders remembers the column order of each shape.
func writeBody(b *strings.Builder, it *Item, indent string, orders map[*shape][]int) {
	order, ok := orders[it.shape]
	if !ok {
		order = columnOrder(it.shape.names)
		orders[it.shape] = order
	}
	for _, i := range order {
		name, value := it.shape.names[i], it.values[i]
		b.WriteString(indent + "<" + name)
		if value == "" {
			b.WriteString("/>\n")
			continue
		}
		b.WriteByte('>')
		escape(b, value)
		b.WriteString("</" + name + ">\n")
	}
	for _, c := range it.Items {
		if len(c.Items) == 0 && len(c.values) == 0 {
			b.WriteString(indent + "<" + c.Name + "/>\n")
			continue
		}
		b.WriteString(indent + "<" + c.Name + ">\n")
		writeBody(b, c, indent+"  ", orders)
		b.WriteString(indent + "</" + c.Name + ">\n")
	}
}

func columnOrder(names []string) []int {
	order := make([]int, len(names))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return strings.Compare(strings.ToLower(names[a]), strings.ToLower(names[b]))
	})
	return order
}

// escape writes text for XML. Carriage returns are references, so that they survive line end handling.
func escape(b *strings.Builder, s string) {
	s = legal(s)
	for {
		i := strings.IndexAny(s, "&<>\r\"")
		if i < 0 {
			b.WriteString(s)
			return
		}
		b.WriteString(s[:i])
		b.WriteString(map[byte]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '\r': "&#13;", '"': "&quot;"}[s[i]])
		s = s[i+1:]
	}
}

func write16(w io.Writer, s string) error {
	out := bufio.NewWriter(w)
	out.WriteString("\xFF\xFE")
	var units []uint16
	for _, r := range s {
		units = utf16.AppendRune(units[:0], r)
		for _, u := range units {
			out.WriteByte(byte(u))
			out.WriteByte(byte(u >> 8))
		}
	}
	return out.Flush()
}

// legal is s with U+FFFD in place of characters that no XML text may hold (XML 1.0 2.2).
func legal(s string) string {
	if !strings.ContainsFunc(s, illegal) && utf8.ValidString(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if illegal(r) {
			return utf8.RuneError
		}
		return r
	}, s)
}

func illegal(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}
