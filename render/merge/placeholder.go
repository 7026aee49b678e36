package merge

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/nguyenthenguyen/docx"

	"reportmail/internal/nearest"
	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
)

// PlaceholderLayout is a Word document without controls that names columns in its text: {{CustomerName}},
// {{Header/DocumentNo}}. Its text is replaced before the document is read. It is immutable and shared by goroutines.
type PlaceholderLayout struct {
	pkg    []byte // the package, with a mark in place of each placeholder
	prefix string // of WordprocessingML in it
	names  []string
	edges  bool                  // headers or footers have some
	links  bool                  // addresses of links have some
	plan   *Plan                 // empty: rows are chosen as for other layouts
	places map[string]diag.Where // where each stands first
}

// ErrPlaceholders says that a document cannot be filled as plain text.
var ErrPlaceholders = errors.New("cannot fill placeholders")

// Marks stand for placeholders and for white space that text elements cannot hold. They are noncharacters, which no
// text has a use for (Unicode 23.7); values lose them.
const (
	markOpen  = "\uFDD0"
	markClose = "\uFDD1"
	markLine  = "\uFDD2"
	markTab   = "\uFDD3"
)

var unmarked = strings.NewReplacer(markOpen, "", markClose, "", markLine, "", markTab, "", "\r\n", markLine, "\r", markLine, "\n", markLine, "\t", markTab)

// HasPlaceholders tells whether a document has {{…}} in a paragraph of its text, however Word split it into runs.
func HasPlaceholders(d *doc.Document) bool { return len(placesOf(d)) > 0 }

// placesOf are the placeholders of a document and where each stands first.
func placesOf(d *doc.Document) map[string]diag.Where {
	out := map[string]diag.Where{}
	placed(d, func(n doc.Node, w diag.Where) {
		for _, found := range findPlaceholders(placeholderText(n)) {
			if _, known := out[found.name]; !known {
				w.Column = found.name
				out[found.name] = w
			}
		}
	})
	return out
}

// placeholderText is what placeholders of a node stand in: a paragraph's text, a link's address.
func placeholderText(n doc.Node) string {
	switch n := n.(type) {
	case *doc.Paragraph:
		return paragraphText(n.Content)
	case *doc.Link:
		return readableBraces(n.URL)
	case *doc.Drawing:
		return readableBraces(n.Link)
	}
	return ""
}

func paragraphText(content []doc.Node) string {
	var b strings.Builder
	doc.Walk(content, func(n doc.Node) bool {
		if r, ok := n.(*doc.Run); ok {
			b.WriteString(r.Text)
		}
		_, box := n.(*doc.Drawing)
		return !box
	})
	return b.String()
}

// CompilePlaceholders reads the package of a placeholder layout, and d, which was read from it: placeholders that Word
// split over runs are joined in the run where they begin.
func CompilePlaceholders(layout []byte, d *doc.Document) (*PlaceholderLayout, error) {
	p := &PlaceholderLayout{prefix: "w", places: placesOf(d), plan: &Plan{doc: &doc.Document{}, skeleton: &skeleton{}}}
	pkg, err := rewritePackage(layout, story, func(name, content string) string {
		j := joiner{names: p.names, prefix: wordPrefix(content)}
		out := j.join(content)
		if len(j.names) > len(p.names) && name != mainPart {
			p.edges = true
		}
		if name == mainPart {
			p.prefix = j.prefix
		}
		p.names = j.names
		return out
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPlaceholders, err)
	}
	p.pkg = pkg
	placed(d, func(n doc.Node, _ diag.Where) {
		if _, para := n.(*doc.Paragraph); !para && len(findPlaceholders(placeholderText(n))) > 0 {
			p.links = true
		}
	})
	if _, err := p.open(); err != nil {
		return nil, err
	}
	return p, nil
}

// open reads the package anew: the library shares headers and footers between the documents that it makes of one.
func (p *PlaceholderLayout) open() (*docx.Docx, error) {
	r, err := docx.ReadDocxFromMemory(bytes.NewReader(p.pkg), int64(len(p.pkg)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPlaceholders, err)
	}
	return r.Editable(), nil
}

// Names are the placeholders as written, in document order, each once.
func (p *PlaceholderLayout) Names() []string {
	var out []string
	for _, n := range p.names {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// Where is where a placeholder stands first.
func (p *PlaceholderLayout) Where(name string) diag.Where {
	w := p.places[name]
	w.Column = name
	return w
}

// Fill makes a .docx package for each row that starts a document. Columns that the data does not have are empty and
// reported.
func (p *PlaceholderLayout) Fill(ds *dataset.Dataset, o Options, f *diag.List) ([][]byte, error) {
	if f == nil {
		f = new(diag.List)
	}
	var out [][]byte
	name, rows := p.plan.split(ds, o, f)
	if name == "" {
		rows = []*dataset.Item{nil}
	}
	for i, row := range rows {
		x := p.plan.exec(ds, f)
		if row != nil {
			x.mergeName, x.mergeRow, x.mergePath = name, row, dataset.FormatPath([]dataset.Step{{Name: name, Index: i + 1}})
		}
		pkg, err := p.fill(x)
		if err == nil {
			pkg, err = p.fillLinks(x, pkg)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, pkg)
	}
	return out, nil
}

// value is the column of a placeholder; one that the data does not have is empty and reported.
func (p *PlaceholderLayout) value(x *exec, name string) string {
	value, _, ok := x.column(name)
	if !ok {
		x.find.Add(diag.Finding{ID: "missing-column", Severity: diag.Warning, Where: p.Where(name),
			Message: "the data has no column for placeholder {{" + name + "}}", Hint: nearest.Hint(name, x.flatNames())})
	}
	return value
}

func (p *PlaceholderLayout) fill(x *exec) ([]byte, error) {
	d, err := p.open()
	if err != nil {
		return nil, err
	}
	broken := false
	for i, name := range p.names {
		value := unmarked.Replace(p.value(x, name))
		broken = broken || p.edges && strings.ContainsAny(value, markLine+markTab)
		if err := replace(d, mark(i), value); err != nil {
			return nil, fmt.Errorf("%w: {{%s}}: %w", ErrPlaceholders, name, err)
		}
	}
	space := p.white(p.prefix)
	d.SetContent(space.Replace(d.GetContent()))
	var buf bytes.Buffer
	if err := d.Write(&buf); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPlaceholders, err)
	}
	if !broken {
		return buf.Bytes(), nil
	}
	// The library gives no access to the text of headers and footers, so their breaks are put in afterwards.
	return rewritePackage(buf.Bytes(), story, func(_, content string) string { return p.white(wordPrefix(content)).Replace(content) })
}

func replace(d *docx.Docx, mark, value string) error {
	return errors.Join(d.Replace(mark, value, -1), d.ReplaceHeader(mark, value), d.ReplaceFooter(mark, value))
}

// white turns the marks of white space into elements. QUIRK: the library puts a line break inside of w:t, which is not
// valid (ECMA-376-1 17.3.3.31), so it never gets to see one.
func (p *PlaceholderLayout) white(prefix string) *strings.Replacer {
	around := func(name string) string {
		return "</" + prefix + ":t><" + prefix + ":" + name + "/><" + prefix + `:t xml:space="preserve">`
	}
	return strings.NewReplacer(markLine, around("br"), markTab, around("tab"))
}

func mark(i int) string { return markOpen + strconv.Itoa(i) + markClose }
