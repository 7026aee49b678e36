package docx

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what the reader gives into the cases of testdata")

// TestRead_cases reads the bodies in testdata/read: parts, a line of dashes, and the outline and findings that they
// give. A line "== name" begins another part than the body.
func TestRead_cases(t *testing.T) {
	files, err := filepath.Glob("testdata/read/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			input, want, ok := strings.Cut(string(data), "\n----\n")
			if !ok && !*update {
				t.Fatal("no line of dashes")
			}
			got := caseOutput(t, input)
			if *update {
				if err := os.WriteFile(file, []byte(strings.TrimRight(input, "\n")+"\n----\n"+got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

func caseOutput(t *testing.T, input string) string {
	more := map[string]string{"media/a.png": onePixel}
	body, rest, _ := strings.Cut("\n"+input, "\n== ")
	for rest != "" {
		var part string
		part, rest, _ = strings.Cut(rest, "\n== ")
		name, text, _ := strings.Cut(part, "\n")
		more[strings.TrimSpace(name)] = text
	}
	p, found := mustRead(t, body, more)
	var b strings.Builder
	b.WriteString(outline(p.Document))
	for _, f := range found {
		b.WriteString(f.String() + "\n")
	}
	return b.String()
}
