package message

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// shared returns a path in the folder of measuring tools beside the
// repository; the test is skipped where it is not there.
func shared(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			p := filepath.Join(dir, "..", "shared", name)
			if _, err := os.Stat(p); err != nil {
				t.Skipf("%s is not here", filepath.Join("..", "shared", name))
			}
			return p
		}
	}
	t.Skip("no go.mod above this folder")
	return ""
}

// judge runs emljudge over finished messages and fails on every ERROR.
func judge(t *testing.T, emls map[string][]byte) {
	t.Helper()
	tool := shared(t, "tools/emljudge")
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not here")
	}
	args := []string{tool}
	dir := t.TempDir()
	for name, eml := range emls {
		p := filepath.Join(dir, name+".eml")
		if err := os.WriteFile(p, eml, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, p)
	}
	out, err := exec.Command(python, args...).CombinedOutput()
	for _, line := range strings.Split(string(out), "\n") {
		if strings.Contains(line, "text/plain without charset") {
			continue // an attached text file: nobody told us its charset
		}
		if strings.Contains(line, "ERROR") || strings.Contains(line, "WARN") || strings.Contains(line, "Traceback") {
			t.Errorf("emljudge: %s", line)
		}
	}
	if err != nil && !t.Failed() {
		t.Errorf("emljudge: %v\n%s", err, out)
	}
}
