package pdf

import "testing"

// BenchmarkWrite writes finished pages: a one-page invoice of 12 lines with six fonts and a logo, and one of 120.
func BenchmarkWrite(b *testing.B) {
	for _, c := range []struct {
		name   string
		lines  int
		engine Engine
	}{{"native 12 lines", 12, Native}, {"native 120 lines", 120, Native}, {"gofpdf 12 lines", 12, Gofpdf}} {
		p := invoice(newComposer(b), c.lines)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			size := 0
			for b.Loop() {
				out, err := Write(p, Options{Time: testTime, Engine: c.engine})
				if err != nil {
					b.Fatal(err)
				}
				size = len(out)
			}
			b.ReportMetric(float64(size), "bytes")
		})
	}
}
