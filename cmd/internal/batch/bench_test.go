package batch

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"reportmail/cmd/internal/workspace"
	"reportmail/render"
	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/selection"
)

// A posted invoice to a finished message: dataset, merge, body, PDF, MIME. The sample workspace's own layouts, and
// Business Central's where the corpus is beside the repository (the figure of the design).
func BenchmarkPosted(b *testing.B) {
	r, compiler := sampleRenderer(b)
	b.Run("own/12lines", func(b *testing.B) {
		benchmark(b, func() error {
			res := r.Render(Job{[]string{"../../../fixtures/posted/SI-26-0103.xml"}}, nil)
			if res.Err != nil {
				return res.Err
			}
			return res.Mails[0].Message.Write(io.Discard)
		})
	})
	for size, name := range map[string]string{"12lines": "medium", "120lines": "large"} {
		b.Run("corpus/"+size, func(b *testing.B) {
			benchmarkCorpus(b, compiler, r, name)
		})
	}
}

// sampleRenderer renders the sample workspace.
func sampleRenderer(b *testing.B) (*Renderer, *render.Compiler) {
	w, err := workspace.Open("../../../fixtures")
	if err != nil {
		b.Fatal(err)
	}
	compiler, _, err := w.Compiler(w.FontOptions())
	if err != nil {
		b.Fatal(err)
	}
	return &Renderer{Workspace: w, Layouts: workspace.NewLayouts(w, compiler), Texts: workspace.NewTexts(w, compiler.Theme), Now: time.Date(2026, 5, 15, 0, 0, 0, 0, time.UTC)}, compiler
}

func benchmark(b *testing.B, one func() error) {
	b.ReportAllocs()
	for b.Loop() {
		if err := one(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "docs/s")
}

func benchmarkCorpus(b *testing.B, c *render.Compiler, r *Renderer, size string) {
	corpus := "../../../../shared/corpus"
	read := func(parts ...string) []byte {
		data, err := os.ReadFile(filepath.Join(append([]string{corpus}, parts...)...))
		if err != nil {
			b.Skipf("the corpus is not beside the repository: %v", err)
		}
		return data
	}
	data := read("W1__StandardSalesInvoice", size+".xml")
	body, err := c.Compile("body", read("W1__StandardSalesInvoiceDefEmail", "layout.docx"))
	if err != nil {
		b.Fatal(err)
	}
	pages, err := c.Compile("pages", read("W1__StandardSalesInvoice", "layout.docx"))
	if err != nil {
		b.Fatal(err)
	}
	r.Layouts = workspace.Compiled(map[string]*render.Layout{"body": body, "pages": pages})
	n := 0
	benchmark(b, func() error {
		n++
		ds, err := dataset.Read("medium.xml", data)
		if err != nil {
			return err
		}
		m := selection.Mail{Document: selection.Document{Usage: "S.Invoice", Number: fmt.Sprint(n)}, Subject: "Invoice", Body: &selection.Body{Layout: "body"}, Attachments: []selection.File{{Layout: "pages", Name: "Invoice.pdf", Format: "pdf"}}}
		m.Recipients.To = []string{"a@example.com"}
		out, err := r.mail(m, part{data: ds}, new(diag.List))
		if err != nil {
			return err
		}
		return out.Message.Write(io.Discard)
	})
}
