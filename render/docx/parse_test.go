package docx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"reportmail/render/doc"
)

func TestParseXPath_forms(t *testing.T) {
	for expr, want := range map[string]string{
		"/ns0:NavWordReportXmlPart[1]/ns0:Header[1]/ns0:Line": "NavWordReportXmlPart[1] Header[1] Line[0]",
		"/a/b[12]":              "a[0] b[12]",
		" / a / child::x:b [2]": "a[0] b[2]",
		"/Sales_x0020_Line":     "Sales_x0020_Line[0]",
		"/Ünï.code-1":           "Ünï.code-1[0]",
		"":                      "", "a/b": "", "/": "", "//a": "", "/a/": "", "/a[0]": "", "/a[last()]": "", "/a[@x='1']": "", "/@a": "", "/a/text()": "", "/*": "",
		"/a[1][2]": "", "/a | /b": "", "/a[": "", "/..": "", "/1a": "",
	} {
		path, ok := ParseXPath(expr)
		var got []string
		for _, s := range path {
			got = append(got, fmt.Sprintf("%s[%d]", s.Name, s.Index))
		}
		if strings.Join(got, " ") != want || ok != (want != "") {
			t.Errorf("%q: got %q %t, want %q", expr, got, ok, want)
		}
	}
}

func FuzzXPath(f *testing.F) {
	for _, s := range []string{"/a:b[1]/c", "/a[", "//", "/a[99999999999]/ü"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, expr string) {
		path, ok := ParseXPath(expr)
		if !ok {
			return
		}
		var b strings.Builder
		for _, s := range path {
			b.WriteString("/" + s.Name)
			if s.Index > 0 {
				fmt.Fprintf(&b, "[%d]", s.Index)
			}
		}
		again, ok := ParseXPath(b.String())
		if !ok || !reflect.DeepEqual(again, path) {
			t.Errorf("%q gives %v, which written again gives %v", expr, path, again)
		}
	})
}

func TestParseInstruction_forms(t *testing.T) {
	for instr, want := range map[string]string{
		` PAGE `:                              `PAGE [] []`,
		`page \* roman`:                       `PAGE [] [{* roman}]`,
		`DATE \@"d. M. yyyy" \*Upper`:         `DATE [] [{@ d. M. yyyy} {* Upper}]`,
		`MERGEFIELD "Name of it" \b "Mr. "`:   `MERGEFIELD [Name of it] [{b Mr. }]`,
		`MERGEFIELD  A \m \* MERGEFORMAT`:     `MERGEFIELD [A] [{m } {* MERGEFORMAT}]`,
		`HYPERLINK "C:\\dir\\f" \l "x" \n \o`: `HYPERLINK [C:\dir\f] [{l x} {n } {o }]`,
		`REF mark \h more`:                    `REF [mark more] [{h }]`,
		`QUOTE "a \"b\" c`:                    `QUOTE [a "b" c] []`,
		`\h`:                                  ` [] [{h }]`,
		``:                                    ` [] []`,
	} {
		f := parseInstruction(instr)
		if got := fmt.Sprintf("%s %v %v", f.Name, f.Args, f.Switch); got != want {
			t.Errorf("%q: got %q, want %q", instr, got, want)
		}
	}
}

func FuzzInstruction(f *testing.F) {
	f.Add(`IF a = "b \"c\"" \* x\y`)
	f.Fuzz(func(t *testing.T, instr string) { parseInstruction(instr) })
}

func TestScan_refuses(t *testing.T) {
	for _, s := range []string{
		"", "x", "<a>", "<a></b>", "</a>", "<a/><b/>", "<a b/>", "<a b=c/>", "<a b='<'/>", "<a>&x;</a>", "<a>&</a>", "<a>&#0;</a>", "<a>\x01</a>", "<a", "<a ", "<>",
		"<!DOCTYPE a><a/>", "<a><!--</a>", "<a><![CDATA[</a>", "<a b='1", "<a>&#xFFFFFFFFF;</a>", "<![CDATA[x]]><a/>", "<a/>x",
	} {
		if e, err := scan(s); !errors.Is(err, ErrXML) {
			t.Errorf("%q: got %v, %v", s, e, err)
		}
	}
}

func TestScan_text(t *testing.T) {
	e, err := scan("<?xml version='1.0'?><!-- c --><a x='1&#10;&quot;' xml:space='preserve'>a&amp;<!-- - -->b\r\nc<![CDATA[<d>&]]>\re</a>\n")
	if err != nil {
		t.Fatal(err)
	}
	if e.text != "a&b\nc<d>&\ne" || e.attr("x") != "1\n\"" || !e.preserve {
		t.Errorf("got %q and %q", e.text, e.attr("x"))
	}
}

func TestScan_names(t *testing.T) {
	e, err := scan(`<x:document xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main" xmlns="urn:o"><y x:val="1" val="2"/><z xmlns="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><q/></z><q:r/><w:p xmlns:w="urn:other"/></x:document>`)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, k := range e.kids {
		got = append(got, k.name)
	}
	if e.name != "w:document" || strings.Join(got, " ") != "{urn:o}y w:z {}r {urn:other}p" || e.kids[1].kids[0].name != "w:q" || e.kids[0].val() != "1" || e.kids[0].attr("val") != "2" {
		t.Errorf("got %s with %v", e.name, got)
	}
}

// FuzzScan holds the scanner against encoding/xml: what it reads, that reads too, and they see the same elements.
func FuzzScan(f *testing.F) {
	f.Add("<a x='1'>t<b/>&lt;<!-- c --></a>")
	f.Add("<?xml version='1.0'?><w:a xmlns:w='u'><w:b w:c=\"&#65;\"> </w:b></w:a>")
	f.Fuzz(func(t *testing.T, s string) {
		root, err := scan(s)
		if err != nil || strings.Contains(s, "<?") {
			return
		}
		d := xml.NewDecoder(strings.NewReader(s))
		n := 0
		for {
			tok, err := d.RawToken()
			if err == io.EOF {
				break
			}
			if err != nil {
				return // encoding/xml is strict about names and characters that do no harm
			}
			if _, ok := tok.(xml.StartElement); ok {
				n++
			}
		}
		if got := count(root); got != n {
			t.Errorf("%d elements, encoding/xml sees %d", got, n)
		}
	})
}

func count(e *element) int {
	if e.around != nil || strings.HasPrefix(e.name, "mc:") {
		return 0
	}
	n := 1
	for _, k := range e.kids {
		n += count(k)
	}
	return n
}

func FuzzDocument(f *testing.F) {
	f.Add(`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r></w:p>`)
	f.Add(`<w:tbl><w:tr><w:sdt><w:sdtContent><w:tc/></w:sdtContent></w:sdt></w:tr></w:tbl><w:p><w:pPr><w:sectPr/></w:pPr></w:p>`)
	f.Add(`<w:p><w:hyperlink><w:r><w:fldChar w:fldCharType="end"/></w:r></w:hyperlink></w:p>`)
	cases, err := filepath.Glob("testdata/read/*.txt")
	if err != nil || len(cases) == 0 {
		f.Fatal("no cases", err)
	}
	for _, file := range cases {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		body, _, _ := strings.Cut(string(data), "\n----\n")
		body, _, _ = strings.Cut(body, "\n== ")
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		p, err := Read(zipped(t, parts(body, nil)), nil)
		if err != nil {
			return
		}
		for _, s := range p.Document.Sections {
			doc.Walk(s.Content, func(n doc.Node) bool {
				checkSource(t, p, n)
				return true
			})
		}
		for _, docs := range [][]*doc.Document{{p.Document}, {copied(p.Document), copied(p.Document)}} {
			out, err := p.Write(docs, nil, WriteOptions{Unwrapped: len(body)%2 == 1})
			if err == nil {
				_, err = Read(out, nil)
			}
			if err != nil && !errors.Is(err, ErrTooLarge) {
				t.Errorf("written back: %v", err)
			}
		}
	})
}

// copied is a document in which every block is changed, and its content is not.
func copied(d *doc.Document) *doc.Document {
	out := *d
	out.Sections = nil
	for _, s := range d.Sections {
		sec := *s
		sec.Content = copies(s.Content)
		out.Sections = append(out.Sections, &sec)
	}
	return &out
}

func copies(content []doc.Node) (out []doc.Node) {
	for _, n := range content {
		switch n := n.(type) {
		case *doc.Paragraph:
			p := *n
			p.Content = copies(n.Content)
			out = append(out, &p)
		case *doc.Table:
			t := *n
			t.Content = copies(n.Content)
			out = append(out, &t)
		case *doc.Row:
			r := *n
			r.Content = copies(n.Content)
			out = append(out, &r)
		case *doc.Cell:
			c := *n
			c.Content = copies(n.Content)
			out = append(out, &c)
		case *doc.Control:
			c := *n
			c.Content = copies(n.Content)
			out = append(out, &c)
		case *doc.Run:
			r := *n
			out = append(out, &r)
		case *doc.Field:
			f := *n
			out = append(out, &f)
		default:
			out = append(out, n)
		}
	}
	return out
}

// checkSource wants the offsets of a node in order and inside its part.
func checkSource(t *testing.T, p *Package, n doc.Node) {
	src := sourceOf(n)
	if src == (doc.Source{}) {
		return
	}
	text := p.stories[src.Part-1].text
	if !(0 <= src.Start && src.Start <= src.Open && src.Open <= src.Close && src.Close <= src.End && int(src.End) <= len(text)) {
		t.Errorf("%T has offsets %+v", n, src)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(zipped(f, parts(`<w:p><w:r><w:t>x</w:t></w:r></w:p>`, map[string]string{"styles": `<w:style w:styleId="a" w:type="table"><w:tblStylePr w:type="firstRow"/></w:style>`, "media/a.png": onePixel})))
	f.Fuzz(func(t *testing.T, data []byte) {
		Read(data, nil)
	})
}

func FuzzStyles(f *testing.F) {
	f.Add(`<w:style w:styleId="a" w:default="1" w:type="paragraph"><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>`,
		`<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="a"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>`)
	f.Fuzz(func(t *testing.T, styles, numbering string) {
		p, err := Read(zipped(t, parts(`<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr></w:p>`, map[string]string{"styles": styles, "numbering": numbering})), nil)
		if err != nil {
			return
		}
		para := p.Document.Sections[0].Content[0].(*doc.Paragraph)
		f := p.Document.Styles.Para(para, doc.CellContext{Table: "a"})
		doc.NewCounter(p.Document.Styles.Numbering).Next(f.Num.V)
	})
}
