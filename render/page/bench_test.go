package page

import (
	"fmt"
	"strings"
	"testing"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

// invoice is a document of the size of a posted sales invoice: addresses, captions, lines of nine cells, totals.
func invoice(lines int) string {
	var b strings.Builder
	b.WriteString("section w=595 h=842 margin=40\nheader\ntable w=100% grid=300,200\nrow\ncell w=60% | Sales - Invoice 103215\ncell w=40% align=right | {img 85x85}\nend\np | Page {page} of {pages}\nend\n")
	b.WriteString("footer\ntable w=100% grid=125,125,125,125\n")
	for range 4 {
		b.WriteString("row\ncell w=25% | Home page\ncell w=25% | Phone number\ncell w=25% | Registration\ncell w=25% | Bank account\n")
	}
	b.WriteString("end\nend\ntable w=100% grid=250,250\n")
	for i := range 8 {
		fmt.Fprintf(&b, "row h=14\ncell w=50%% | Line %d of the customer's address\ncell w=50%% | Line %d of the company's address\n", i, i)
	}
	b.WriteString("end\np |\ntable w=100% grid=125,125,125,125\n")
	for range 4 {
		b.WriteString("row\ncell | {b Payment terms}\ncell | {b Shipment method}\ncell | 1 month, 2% 8 days\ncell | Ex warehouse\n")
	}
	b.WriteString("end\np |\ntable w=100% grid=48,113,51,45,34,68,50,46,60 border=0.5\nrow header\n")
	cells := func(v ...string) {
		for _, s := range v {
			fmt.Fprintf(&b, "cell | %s\n", s)
		}
	}
	cells("No.", "Description", "Shipment date", "Quantity", "Unit", "Unit price", "Discount", "VAT", "Amount")
	for i := range lines {
		b.WriteString("row h=12\n")
		cells(fmt.Sprint(1896+i, "-S"), "Swivel chair with arm rests, blue", "20 May 2026", fmt.Sprint(i), "Piece", "1,000.80", "5%", "25", "2,001.60")
	}
	b.WriteString("end\np before=10 | Please pay within 30 days. Thank you for your business with us this year.\n")
	return b.String()
}

func benchmark(b *testing.B, lines int) {
	lib := library(b)
	d, err := parseDocument(invoice(lines))
	if err != nil {
		b.Fatal(err)
	}
	docs, o := []*doc.Document{d}, Options{Fonts: lib, Now: testNow}
	b.ReportAllocs()
	for b.Loop() {
		var f diag.List
		if _, err := Layout(docs, o, &f); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLayout_12lines(b *testing.B) { benchmark(b, 12) }

func BenchmarkLayout_120lines(b *testing.B) { benchmark(b, 120) }
