package build

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"reportmail/layouts/report"
)

// sample is a small layout with every kind of piece.
func sample() *Layout {
	return &Layout{
		ID: "sample", Title: "Sample & test", Author: "test",
		Report: &report.Report{ID: 50100, Name: "Sample", Items: []*report.Item{{Name: "Header", Columns: []string{"Picture", "Title"}, Items: []*report.Item{{Name: "Line", Columns: []string{"Amount", "Text"}}}}}},
		Theme:  Theme{Name: "t", Ink: "111111", Quiet: "666666", Paper: "FFFFFF", Wash: "EEEEEE", Accent: "0B6B6B", Heading: "Calibri", Text: "Calibri"},
		Styles: []Style{{ID: "Text", Name: "Text"}, {ID: "End", Name: "End", Size: 1, Line: 20, Exact: true}, {ID: "Strong", Name: "Strong", Character: true, Bold: true}},
		Page:   A4(MM(20), MM(20), MM(20), MM(10), MM(10)),
		Header: []Block{P("Text", F("Header/Title"))},
		Body: []Block{
			P("Text", Text("a < b & c"), F("Header/Title").In("Strong"), Picture{Path: "Header/Picture", Width: MM(30), Height: MM(10), Alt: "Logo"}).Aligned(Right).Kept(),
			Table{Columns: []Twips{4000, 2000}, Alt: "Lines", Rows: []Line{
				Row{Header: true, Cells: []Cell{{Span: 2, Fill: Wash, Below: Border{4, Hairline}, Content: []Block{P("Text", Text("Lines"))}}}},
				Rows{Item: "Header/Line", Rows: []Line{Row{Cells: []Cell{{Content: []Block{P("Text", F("Header/Line/Text").Multi())}}, {Content: []Block{P("Text", F("Header/Line/Amount").OrHide())}}}}}},
			}},
			Repeat{Item: "Header/Line", Blocks: []Block{P("Text", F("Header/Line/Text"))}},
		},
		FirstFooter: []Block{P("Text", PageNumber{}, Text(" / "), PageCount{})},
	}
}

func parts(t *testing.T, l *Layout) map[string]string {
	t.Helper()
	data, err := l.Docx()
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(b)
	}
	return out
}

func TestLayout_sameBytesEveryTime(t *testing.T) {
	a, err := sample().Docx()
	if err != nil {
		t.Fatal(err)
	}
	b, err := sample().Docx()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Error("two builds differ")
	}
}

func TestLayout_partsAreXMLAndReferredTo(t *testing.T) {
	all := parts(t, sample())
	for name, text := range all {
		switch {
		case strings.HasSuffix(name, ".png"), name == "customXml/item1.xml":
			continue
		}
		d := xml.NewDecoder(strings.NewReader(text))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Errorf("%s: %v", name, err)
				break
			}
		}
	}
	for _, want := range []string{"word/header1.xml", "word/footer2.xml", "word/theme/theme1.xml", "word/media/picture.png", "customXml/itemProps1.xml", "docProps/core.xml"} {
		if all[want] == "" {
			t.Errorf("no part %s", want)
		}
	}
	for _, name := range []string{"word/header1.xml", "word/header2.xml", "word/footer1.xml", "word/footer2.xml", "word/styles.xml"} {
		if !strings.Contains(all["[Content_Types].xml"], `PartName="/`+name+`"`) {
			t.Errorf("%s has no content type", name)
		}
		if !strings.Contains(all["word/_rels/document.xml.rels"], strings.TrimPrefix(name, "word/")) {
			t.Errorf("%s has no relationship", name)
		}
	}
}

func TestLayout_bindings(t *testing.T) {
	all := parts(t, sample())
	document := all["word/document.xml"]
	for _, want := range []string{
		`w:xpath="/ns0:NavWordReportXmlPart[1]/ns0:Header[1]/ns0:Title[1]"`,
		`w:xpath="/ns0:NavWordReportXmlPart[1]/ns0:Header[1]/ns0:Line"`, // the last step of a repeater has no index
		`w:xpath="/ns0:NavWordReportXmlPart[1]/ns0:Header[1]/ns0:Line[1]/ns0:Amount[1]"`,
		`<w:alias w:val="#Nav: /Header/Line/Text"/><w:tag w:val="#Nav: Sample/50100"/>`,
		`<w:tag w:val="#BC:HideTableRowIfEmpty"/>`, `<w:text w:multiLine="1"/>`, `<w15:repeatingSectionItem/>`, "a &lt; b &amp; c",
	} {
		if !strings.Contains(document, want) {
			t.Errorf("the document has no %s", want)
		}
	}
	store := sample().storeID()
	if !strings.Contains(all["customXml/itemProps1.xml"], store) || strings.Count(document, store) != strings.Count(document, "w:xpath=") {
		t.Error("bindings do not all name the store of the custom part")
	}
}

func TestLayout_controlIDsDiffer(t *testing.T) {
	document := parts(t, sample())["word/document.xml"]
	seen := map[string]bool{}
	for _, s := range strings.Split(document, `<w:id w:val="`)[1:] {
		id, _, _ := strings.Cut(s, `"`)
		if seen[id] {
			t.Errorf("control id %s twice", id)
		}
		seen[id] = true
	}
	if len(seen) < 8 {
		t.Errorf("%d controls", len(seen))
	}
}

func TestLayout_customPart(t *testing.T) {
	raw := []byte(parts(t, sample())["customXml/item1.xml"])
	if !bytes.HasPrefix(raw, []byte{0xFF, 0xFE}) {
		t.Fatalf("the part begins with % X, want a UTF-16LE byte order mark", raw[:2])
	}
	units := make([]uint16, len(raw)/2-1)
	for i := range units {
		units[i] = uint16(raw[2*i+2]) | uint16(raw[2*i+3])<<8
	}
	text := string(utf16.Decode(units))
	for _, want := range []string{`<NavWordReportXmlPart xmlns="urn:microsoft-dynamics-nav/reports/Sample/50100/">`, "<Title>Title</Title>", "<Picture/>", "<Line><Amount>Amount</Amount>", "<CompanyName>"} {
		if !strings.Contains(text, want) {
			t.Errorf("the part has no %s", want)
		}
	}
}

func TestLayout_saysEverythingThatIsWrong(t *testing.T) {
	l := sample()
	l.Body = append(l.Body,
		P("Nothing", F("Header/Titel")),
		Repeat{Item: "Header/Lines"},
		Table{Columns: []Twips{1000, 1000}, Rows: []Line{Row{Cells: []Cell{{}}}, Row{Cells: []Cell{{Span: 3}}}}},
	)
	_, err := l.Docx()
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"layout sample", `style "Nothing"`, "no Header/Titel", "no Header/Lines", "covers 1 of 2 columns", "more cells than"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q: %v", want, err)
		}
	}
}

func TestShade_darkens(t *testing.T) {
	if got := shade("FFFFFF", 0xD9); got != "D9D9D9" {
		t.Errorf("shade = %s", got)
	}
}
