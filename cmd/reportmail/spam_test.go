package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"
)

// TestSent_spamAssassin has every message of the sample documents looked at by the local rules of SpamAssassin: none may
// cost a point.
func TestSent_spamAssassin(t *testing.T) {
	tool, err := exec.LookPath("spamassassin")
	if err != nil {
		t.Skip("spamassassin is not here")
	}
	ws := filepath.Join(t.TempDir(), "ws")
	stream, n := sendSamples(t, ws)
	cmd := exec.Command(tool, "--local", "--test-mode", "--nocreate-prefs", "--mbox")
	cmd.Stdin, cmd.Env = stream, append(os.Environ(), "HOME="+t.TempDir())
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("spamassassin: %v", err)
	}
	if got := bytes.Count(out, []byte("Content analysis details:")); got != n {
		t.Fatalf("%d of %d messages were looked at", got, n)
	}
	rules := regexp.MustCompile(`(?m)^ *(-?\d+\.\d) ([A-Z][A-Z0-9_]+) +(.*)$`).FindAllSubmatch(out, -1)
	if len(rules) < n { // every one has HTML, for no points
		t.Fatalf("%d rules hit in %d messages", len(rules), n)
	}
	for _, rule := range rules {
		if points, err := strconv.ParseFloat(string(rule[1]), 64); err != nil || points > 0 {
			t.Errorf("%s points for %s: %s", rule[1], rule[2], rule[3])
		}
	}
}

// sendSamples sends the sample documents of a new workspace into its folder and returns what is there as one mailbox
// (RFC 4155).
func sendSamples(t *testing.T, ws string) (mbox *bytes.Buffer, n int) {
	t.Helper()
	command := func(in *bytes.Buffer, args ...string) *bytes.Buffer {
		var out, errs bytes.Buffer
		p := program{in: in, out: &out, err: &errs, getenv: func(string) string { return "" }, clock: time.Now}
		if code := run(context.Background(), p, args); code != 0 {
			t.Fatalf("%v: exit code %d\n%s", args, code, errs.String())
		}
		return &out
	}
	command(nil, "new", ws, "--company", "Noordzee BV", "--domain", "noordzee.example")
	stream := command(nil, append([]string{"render", "--workspace", ws, "--stream", "--quiet"}, posted(t)...)...)
	command(stream, "send", "--workspace", ws, "--quiet")
	files, err := filepath.Glob(filepath.Join(ws, "outgoing", "*.eml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d messages left, %v", len(files), err)
	}
	mbox = &bytes.Buffer{}
	for _, f := range files {
		eml, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(mbox, "From billing@noordzee.example Mon Nov  2 10:00:00 2026\n%s\n", eml)
	}
	return mbox, len(files)
}
