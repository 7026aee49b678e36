package files

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestWrite_leavesNothingHalf(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.pdf")
	if err := Write(path, []byte("one"), nil); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "taken"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "taken", "x"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Write(filepath.Join(dir, "taken"), []byte("two"), nil); err == nil {
		t.Error("a folder was overwritten")
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) != 2 {
		t.Errorf("left behind: %v", entries)
	}
	var out bytes.Buffer
	if err := Write("-", []byte("three"), &out); err != nil || out.String() != "three" {
		t.Errorf("%q %v", out.String(), err)
	}
}
