package batch

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What is no document of its own is left out, wherever the envelope stands.
func TestDocuments(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"a.xml": "<a/>", "a.envelope.yaml": "edocument: ubl/a.xml\n", "ubl/a.xml": "<a/>",
		"b.json": `{"data": {}, "envelope": {"edocument": "b.ubl"}}`, "b.ubl": "<b/>",
		"c.json": `{"data": {"edocument": "a.xml"}}`, "d.xml": "<d/>", "d.envelope.json": `{"edocument": "d.xml"}`,
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for in, want := range map[string]string{
		"a.xml a.envelope.yaml ubl ubl/a.xml":   "a.xml | ubl",
		"./b.ubl b.json c.json d.envelope.json": "b.json c.json | ",
		"d.xml d.envelope.json gone.xml":        "d.xml gone.xml | ", // one that names itself is a document
		"ubl/a.xml":                             "ubl/a.xml | ",      // on its own it is taken for one, to say what is wrong
		"ubl a.envelope.yaml":                   "ubl | ",
		"-":                                     "- | ",
	} {
		documents, folders := Documents(strings.Fields(in))
		if got := strings.Join(documents, " ") + " | " + strings.Join(folders, " "); got != want {
			t.Errorf("%s: %q, not %q", in, got, want)
		}
	}
}
