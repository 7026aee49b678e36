package pdfcheck_test

import (
	"strings"
	"testing"
	"time"

	"reportmail/render/doc"
	"reportmail/render/font"
	"reportmail/render/page"
	"reportmail/render/pdf"
	"reportmail/render/pdf/pdfcheck"
)

// sample is a file that keeps all rules: a heading, a table, a figure and a link.
func sample(t *testing.T) []byte {
	t.Helper()
	lib, err := font.NewLibrary(font.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sel := lib.Select("Calibri", font.Style{})
	root := &page.Tag{Kind: page.TagDocument}
	p := &page.Page{Width: 300, Height: 300}
	tag := func(parent *page.Tag, k page.TagKind) *page.Tag {
		c := &page.Tag{Kind: k}
		parent.Children = append(parent.Children, c)
		return c
	}
	text := func(at *page.Tag, y float64, s string) {
		g := &page.Glyphs{X: 10, Y: y, Font: sel, Size: 10, Scale: 1, Text: s, Tag: at}
		for _, r := range s {
			id, _ := sel.Glyph(r)
			g.Glyphs = append(g.Glyphs, page.Glyph{ID: id, Advance: sel.Advance(r, id) / 100, Runes: string(r)})
		}
		p.Items = append(p.Items, g)
	}
	text(tag(root, page.TagH1), 20, "Title")
	table := tag(root, page.TagTable)
	for i, k := range []page.TagKind{page.TagTH, page.TagTD} {
		row := tag(table, page.TagTR)
		text(tag(row, k), 40+20*float64(i), "left")
		text(tag(row, k), 41+20*float64(i), "right")
	}
	figure := tag(root, page.TagFigure)
	figure.Alt = "a box"
	p.Items = append(p.Items, &page.Rect{X: 10, Y: 100, W: 20, H: 20, Fill: doc.Color{R: 255}, Alpha: 255, Tag: figure})
	link := tag(tag(root, page.TagP), page.TagLink)
	text(link, 150, "link")
	p.Items = append(p.Items, &page.Link{X: 10, Y: 140, W: 30, H: 12, URL: "https://example.com", Tag: link})
	b, err := pdf.Write(&page.Pages{Pages: []*page.Page{p}, Tags: root, Title: "Sample", Lang: "en"}, pdf.Options{
		Time: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Attachments: []pdf.Attachment{{Name: "a.txt", MIME: "text/plain", Data: []byte("a")}}})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCheck_findsNothingInASoundFile(t *testing.T) {
	list, err := pdfcheck.Check(sample(t))
	if err != nil || len(list) != 0 {
		t.Errorf("%v %v", list, err)
	}
}

// TestCheck_findsWhatIsBroken breaks one thing after the other in the objects of a sound file.
func TestCheck_findsWhatIsBroken(t *testing.T) {
	sound := sample(t)
	for _, c := range []struct{ rule, old, new string }{
		{"identifier", "/ID[", "/IX["},
		{"metadata", `pdfaid:part="3"`, `pdfaid:part="2"`},
		{"metadata", `pdfuaid:part="1"`, `pdfuaid:part="2"`},
		{"information", "/Title(Sample)", "/Title(Sampler)"},
		{"output intent", "/S/GTS_PDFA1", "/S/GTS_PDFX"},
		{"fonts", "/Encoding/Identity-H", "/Encoding/Identity-V"},
		{"fonts", "/CIDToGIDMap/Identity", "/CIDToGIDMop/Identity"},
		{"fonts", "/W[0[", "/W[1["},
		{"fonts", "/FontFile2 ", "/FontFile9 "},
		{"fonts", "/ToUnicode ", "/ToUnicade "},
		{"attachments", "/AFRelationship/", "/AFRelationshap/"},
		{"annotations", "/F 4", "/F 2"},
		{"annotations", "/S/URI", "/S/Launch"},
		{"catalog", "/Lang(en)", "/Long(en)"},
		{"catalog", "/Marked true", "/Marked false"},
		{"catalog", "/DisplayDocTitle true", "/DisplayDocTitle false"},
		{"catalog", "/Tabs/S", "/Tabs/R"},
		{"content", "/H1<</MCID 0>>BDC", "q"},
		{"content", "EMC\n", "\n"},
		{"parent tree", "/MCID 1", "/MCID 7"},
		{"parent tree", "/StructParents 0", "/StructPirents 0"},
		{"parent tree", "/Nums[0[", "/Nums[5["},
		{"structure", "/S/TR", "/S/TX"},
		{"structure", "/S/Document", "/S/Part"},
		{"headings", "/S/H1", "/S/H3"},
		{"tables", "/Scope/Column", "/Scape/Column"},
		{"tables", "/S/TD", "/S/TD/A<</O/Table/ColSpan 2>>"},
		{"figures", "/Alt(a box)", "/Olt(a box)"},
		{"figures", "/BBox[", "/BBix["},
		{"links", "/Contents(https", "/Cantents(https"},
		{"links", "/S/Link", "/S/Span"},
	} {
		broken, err := pdfcheck.Replace(sound, c.old, c.new)
		if err != nil {
			t.Errorf("%s → %s: %v", c.old, c.new, err)
			continue
		}
		list, err := pdfcheck.Check(broken)
		if err != nil {
			t.Errorf("%s → %s: %v", c.old, c.new, err)
			continue
		}
		found := false
		for _, v := range list {
			found = found || v.Rule == c.rule
		}
		if !found {
			t.Errorf("%s → %s breaks %q and nobody says so: %v", c.old, c.new, c.rule, list)
		}
	}
}

func TestCheck_refusesWhatIsNoFile(t *testing.T) {
	sound := string(sample(t))
	for name, s := range map[string]string{
		"empty": "", "text": "hello", "cut": sound[:len(sound)/2], "no offset": strings.Replace(sound, "startxref\n", "startxref\nx", 1),
	} {
		if _, err := pdfcheck.Check([]byte(s)); err == nil {
			t.Errorf("%s is taken for a PDF", name)
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add([]byte("%PDF-1.7\n1 0 obj\n<</Type/XRef>>stream\n\nendstream\nendobj\nstartxref\n9\n%%EOF\n"))
	f.Fuzz(func(t *testing.T, data []byte) { pdfcheck.Check(data) })
}
