package batch

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"reportmail/render"
)

// Merged Word documents to PDF: this program beside LibreOffice, on the same files. LibreOffice converts twenty in one
// start, which is how it is quickest; it is left out where it is not installed.
func BenchmarkPages(b *testing.B) {
	r, compiler := sampleRenderer(b)
	for lines, file := range map[string]string{"12lines": "SI-26-0103.xml", "120lines": "SI-26-0109.xml"} {
		ds, d, err := r.Posted("../../../fixtures/posted/"+file, nil)
		if err != nil {
			b.Fatal(err)
		}
		layout, err := r.Layouts.Get("invoice")
		if err != nil {
			b.Fatal(err)
		}
		out, err := layout.Render(ds, render.Options{Docx: true, Lang: d.Language})
		if err != nil {
			b.Fatal(err)
		}
		b.Run("native/"+lines, func(b *testing.B) {
			benchmark(b, func() error {
				l, err := compiler.Compile("merged", out.Docx)
				if err != nil {
					return err
				}
				res, err := l.Render(nil, render.Options{PDF: true, Lang: d.Language})
				if err == nil && !bytes.HasPrefix(res.PDF, []byte("%PDF-")) {
					err = fmt.Errorf("no PDF")
				}
				return err
			})
		})
		b.Run("LibreOffice/"+lines, func(b *testing.B) { benchmarkOffice(b, out.Docx) })
	}
}

func benchmarkOffice(b *testing.B, docx []byte) {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		b.Skip("LibreOffice is not installed")
	}
	const documents = 20
	dir := b.TempDir()
	var files []string
	for i := range documents {
		file := filepath.Join(dir, fmt.Sprintf("%d.docx", i))
		if err := os.WriteFile(file, docx, 0o600); err != nil {
			b.Fatal(err)
		}
		files = append(files, file)
	}
	args := append([]string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", "pdf", "--outdir", filepath.Join(dir, "pdf")}, files...)
	for b.Loop() {
		if out, err := exec.Command(soffice, args...).CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
	}
	made, _ := filepath.Glob(filepath.Join(dir, "pdf", "*.pdf"))
	if len(made) != documents {
		b.Fatalf("%d documents of %d", len(made), documents)
	}
	b.ReportMetric(float64(b.N*documents)/b.Elapsed().Seconds(), "docs/s")
	b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N*documents), "ns/doc")
}
