package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reportmail/cmd/internal/batch"
	"reportmail/cmd/internal/golden"
	"reportmail/cmd/internal/workspace"
)

var update = flag.Bool("update", false, "renew the golden files (look at the difference first)")

const (
	fixtures    = "../../fixtures"
	goldenFiles = "../../golden"
)

// fixtureRenderer renders the sample workspace at a fixed time with embedded fonts.
func fixtureRenderer(t testing.TB) *batch.Renderer {
	t.Helper()
	w, err := workspace.Open(fixtures)
	if err != nil {
		t.Fatal(err)
	}
	compiler, findings, err := w.Compiler(w.FontOptions())
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	return &batch.Renderer{
		Workspace: w, Layouts: workspace.NewLayouts(w, compiler), Texts: workspace.NewTexts(w, compiler.Theme), Now: time.Date(2026, 5, 15, 9, 41, 0, 0, time.UTC),
	}
}

// posted lists the posted documents of the sample workspace.
func posted(t testing.TB) []string {
	t.Helper()
	all, err := filepath.Glob(fixtures + "/posted/*")
	if err != nil || len(all) < 30 {
		t.Fatalf("%d posted documents: %v", len(all), err)
	}
	var out []string
	for _, f := range all {
		if !batch.IsEnvelope(f) {
			out = append(out, f)
		}
	}
	return out
}

// TestGolden_fixtures holds every posted document of the sample workspace against golden/: body, text and message byte
// for byte, pages by their words with positions and a hash.
func TestGolden_fixtures(t *testing.T) {
	r := fixtureRenderer(t)
	have := map[string]bool{}
	for _, file := range posted(t) {
		res := r.Render(batch.Job{Files: []string{file}}, nil)
		if res.Err != nil {
			t.Fatalf("%s: %v", file, res.Err)
		}
		s, err := golden.Of(res)
		if err != nil {
			t.Fatal(err)
		}
		for name := range s {
			have[name] = true
		}
		if *update {
			if err := golden.Update(goldenFiles, s); err != nil {
				t.Fatal(err)
			}
			continue
		}
		differences, err := golden.Compare(goldenFiles, s)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range differences {
			t.Errorf("%s is %s\n%s", d.File, d.Kind, head(d.Diff, 40))
		}
	}
	left, err := golden.Left(goldenFiles, have)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range left {
		if !*update {
			t.Errorf("golden/%s belongs to no document any more", d.File)
		} else if err := os.Remove(filepath.Join(goldenFiles, d.File)); err != nil {
			t.Error(err)
		}
	}
}

func head(s string, lines int) string {
	all := strings.SplitAfterN(s, "\n", lines+1)
	if len(all) > lines {
		return strings.Join(all[:lines], "") + "…\n"
	}
	return s
}

// TestRender_sameBytes renders documents twice, the second time in parallel and in another order: every byte is the same.
func TestRender_sameBytes(t *testing.T) {
	files := posted(t)[:8]
	first := map[string]golden.Snapshot{}
	r := fixtureRenderer(t)
	for _, f := range files {
		res := r.Render(batch.Job{Files: []string{f}}, nil)
		s, err := golden.Of(res)
		if err != nil || res.Err != nil {
			t.Fatal(err, res.Err)
		}
		first[f] = s
	}
	r = fixtureRenderer(t)
	for i := len(files) - 1; i >= 0; i-- {
		t.Run(filepath.Base(files[i]), func(t *testing.T) {
			t.Parallel()
			res := r.Render(batch.Job{Files: []string{files[i]}}, nil)
			s, err := golden.Of(res)
			if err != nil || res.Err != nil {
				t.Fatal(err, res.Err)
			}
			for name, data := range first[files[i]] {
				if string(s[name]) != string(data) {
					t.Errorf("%s differs between two renderings", name)
				}
			}
		})
	}
}
