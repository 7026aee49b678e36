package folder

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reportmail/send/connector"
	"reportmail/send/connector/contest"
)

func TestConnector_contest(t *testing.T) {
	contest.Run(t, func(t *testing.T, o contest.Options) contest.Provider {
		dir := filepath.Join(t.TempDir(), "mail")
		c, err := New(dir)
		if err != nil {
			t.Fatal(err)
		}
		var order []string
		return contest.Provider{Connector: c, Delivered: func() []contest.Message { return read(t, dir, o.Discard, &order) }}
	})
}

// read returns the messages of a folder, new ones after those seen before.
func read(t *testing.T, dir string, discard bool, order *[]string) []contest.Message {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, n := range *order {
		known[n] = true
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".eml") && !known[e.Name()] {
			*order = append(*order, e.Name())
		}
	}
	var out []contest.Message
	for _, n := range *order {
		var m contest.Message
		if !discard {
			if m.Content, err = os.ReadFile(filepath.Join(dir, n)); err != nil {
				t.Fatal(err)
			}
		}
		info, err := os.Stat(filepath.Join(dir, n))
		if err != nil {
			t.Fatal(err)
		}
		m.Size = info.Size()
		out = append(out, m)
	}
	return out
}

func delivery(id, content string) connector.Delivery {
	return connector.Delivery{Envelope: connector.Envelope{From: "a@example.com", To: []string{"b@example.com"}}, MessageID: id, Size: int64(len(content)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}
}

func yes(context.Context, connector.Notice) error { return nil }

func TestConnector_twiceIsOneFile(t *testing.T) {
	dir := t.TempDir()
	c, err := New(dir)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := c.Send(context.Background(), delivery("x@example.com", "Subject: a\r\n\r\n"), yes); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || entries[0].Name() != "x@example.com.eml" {
		t.Errorf("folder holds %v, %v", entries, err)
	}
}

func TestConnector_leavesNoScraps(t *testing.T) {
	dir := t.TempDir()
	c, _ := New(dir)
	d := delivery("x@example.com", "abc")
	d.Size = 5
	if _, err := c.Send(context.Background(), d, yes); err == nil {
		t.Error("no error")
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestConnector_removesScrapsOfKilledProcesses(t *testing.T) {
	dir := t.TempDir()
	for name, age := range map[string]time.Duration{".tmp-old": 2 * scrapAge, ".tmp-new": 0} {
		f := filepath.Join(dir, name)
		if err := os.WriteFile(f, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(f, time.Time{}, time.Now().Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	c, _ := New(dir)
	if _, err := c.Send(context.Background(), delivery("x@example.com", "abc"), yes); err != nil {
		t.Fatal(err)
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) != 2 || entries[0].Name() != ".tmp-new" {
		t.Errorf("left behind: %v", entries)
	}
}

func TestConnector_folderCannotBeMade(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c, _ := New(filepath.Join(file, "mail"))
	if _, err := c.Check(context.Background()); connector.ClassOf(err) != connector.Account {
		t.Errorf("check: %v", err)
	}
	if _, err := c.Send(context.Background(), delivery("x@example.com", "a"), yes); connector.ClassOf(err) != connector.Temporary {
		t.Errorf("send: %v", err)
	}
	if _, err := New(""); err == nil {
		t.Error("no error for a folder account without a folder")
	}
}

func TestFileName_table(t *testing.T) {
	long := strings.Repeat("a", 300) + "@example.com"
	seen := map[string]string{}
	for _, id := range []string{"a@example.com", "A@example.com", "../../etc/passwd@x", "a/b@c", "a%2fb@c", ".hidden@x", long, long + "m", "con\x00@x", "ü@x"} {
		name := FileName(id)
		if strings.ContainsAny(name, "/\\\x00:*?\"<>|") || strings.HasPrefix(name, ".") || len(name) > 230 || !strings.HasSuffix(name, ".eml") {
			t.Errorf("%q: name %q is not safe", id, name)
		}
		if other, ok := seen[strings.ToLower(name)]; ok {
			t.Errorf("%q and %q share the name %q", id, other, name)
		}
		seen[strings.ToLower(name)] = id
	}
}

func FuzzFileName(f *testing.F) {
	f.Add("a@example.com")
	f.Add("../x")
	f.Fuzz(func(t *testing.T, id string) {
		if n := FileName(id); filepath.Base(n) != n || len(n) > 255 || bytes.ContainsAny([]byte(n), "/\x00") {
			t.Errorf("%q becomes %q", id, n)
		}
	})
}
