package layouts

import (
	"bytes"
	"errors"
	"testing"

	"reportmail/layouts/design"
)

// The committed files are what the builder makes, byte for byte: go generate ./layouts renews them.
func TestBuiltin_isWhatTheBuilderMakes(t *testing.T) {
	entries, _ := builtin.ReadDir("builtin")
	if len(entries) != len(design.Entries()) {
		t.Errorf("%d files for %d layouts", len(entries), len(design.Entries()))
	}
	for _, e := range design.Entries() {
		l, err := e.Layout()
		if err != nil {
			t.Fatal(err)
		}
		want, err := l.Docx()
		if err != nil {
			t.Fatal(err)
		}
		got, err := Open(e.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("builtin/%s.docx is not what layouts/design describes: run go generate ./layouts", e.ID)
		}
	}
}

func TestOpen_unknown(t *testing.T) {
	for _, id := range []string{"", "nothing", "../layouts", "invoice.docx"} {
		if _, err := Open(id); !errors.Is(err, ErrNotFound) {
			t.Errorf("Open(%q): %v", id, err)
		}
	}
}
