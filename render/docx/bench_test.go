package docx

import (
	"os"
	"strings"
	"testing"

	"reportmail/render/doc"
)

// invoice is a package of the size of a real layout: 100 KB of body.
func invoice(b *testing.B) []byte {
	row := `<w:tr w:rsidR="00C43401" w14:paraId="5770917A"><w:trPr><w:cantSplit/><w:trHeight w:val="290"/></w:trPr>` + strings.Repeat(bound("/H[1]/L[1]/V[1]", "",
		`<w:tc><w:tcPr><w:tcW w:w="2069" w:type="pct"/></w:tcPr><w:p w:rsidR="00C43401"><w:pPr><w:pStyle w:val="NoSpacing"/><w:jc w:val="right"/></w:pPr><w:r><w:rPr><w:lang w:val="da-DK"/></w:rPr><w:t>V</w:t></w:r></w:p></w:tc>`), 4) + `</w:tr>`
	body := `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr><w:tblGrid>` + strings.Repeat(`<w:gridCol w:w="2500"/>`, 4) + `</w:tblGrid>` + strings.Repeat(row, 45) + `</w:tbl><w:p/>`
	var styles strings.Builder
	for i := range 120 {
		styles.WriteString(`<w:style w:type="paragraph" w:styleId="S` + strings.Repeat("x", i%9) + string(rune('A'+i%26)) + `"><w:name w:val="s"/><w:pPr><w:spacing w:after="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="20"/></w:rPr></w:style>`)
	}
	return zipped(b, base(body, map[string]string{"styles": styles.String()}))
}

func BenchmarkRead(b *testing.B) {
	data := invoice(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(data, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRead_real reads a real layout where there is one.
func BenchmarkRead_real(b *testing.B) {
	data, err := os.ReadFile(layouts(b, "corpus", "W1__StandardSalesInvoice", "layout.docx")[0])
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(data, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPackage_Write(b *testing.B) {
	p, err := Read(invoice(b), nil)
	if err != nil {
		b.Fatal(err)
	}
	docs := []*doc.Document{copied(p.Document)}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Write(docs, nil, WriteOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
