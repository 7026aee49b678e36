// Package cmd_test holds the test of the project's shape: ARCHITECTURE.md says which package may use which, and the
// compiler's own list is held against it.
package cmd_test

import (
	"os"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var arrow = regexp.MustCompile("(?m)^\\| `([a-z0-9/]+)` \\| (.*?) \\|")

// TestArchitecture_arrows fails when a package imports one that ARCHITECTURE.md does not allow it, and when the
// document allows an arrow that is not there.
func TestArchitecture_arrows(t *testing.T) {
	text, err := os.ReadFile("../ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	allowed := map[string][]string{}
	for _, m := range arrow.FindAllStringSubmatch(string(text), -1) {
		allowed[m[1]] = []string{}
		for name := range strings.SplitSeq(m[2], ",") {
			if name = strings.Trim(strings.TrimSpace(name), "`"); name != "" && name != "–" {
				allowed[m[1]] = append(allowed[m[1]], name)
			}
		}
	}
	list := exec.Command("go", "list", "-f", "{{.ImportPath}}: {{join .Imports \" \"}}", "reportmail/...")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]map[string]bool{}
	for line := range strings.SplitSeq(strings.TrimSpace(string(out)), "\n") {
		pkg, imports, _ := strings.Cut(line, ": ")
		from := room(pkg, allowed)
		if from == "" {
			t.Errorf("%s has no row in ARCHITECTURE.md", pkg)
			continue
		}
		for imp := range strings.FieldsSeq(imports) {
			if !strings.HasPrefix(imp, "reportmail/") {
				continue
			}
			to := room(imp, allowed)
			if to == from {
				continue
			}
			if used[from] == nil {
				used[from] = map[string]bool{}
			}
			used[from][to] = true
			if !slices.Contains(allowed[from], to) && !slices.Contains(allowed[from], "everything") {
				t.Errorf("%s imports %s: ARCHITECTURE.md has no arrow from %s to %s", pkg, imp, from, to)
			}
		}
	}
	for from, list := range allowed {
		for _, to := range list {
			if to != "everything" && !used[from][to] {
				t.Errorf("ARCHITECTURE.md has an arrow from %s to %s that no import makes", from, to)
			}
		}
	}
}

// room is the row of the document that a package belongs to: its own, or that of the folder above.
func room(pkg string, rows map[string][]string) string {
	for at := strings.TrimPrefix(pkg, "reportmail/"); at != "." && at != "/"; at = path.Dir(at) {
		if _, ok := rows[at]; ok {
			return at
		}
	}
	return ""
}
