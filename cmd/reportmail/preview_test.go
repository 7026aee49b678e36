package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"regexp"
	"testing"
	"time"
)

// TestPreview_startsAndEnds reads the address off the first line, as scripts and editors do, looks there, and ends the
// server as Ctrl+C does.
func TestPreview_startsAndEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	read, write := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, program{in: os.Stdin, out: write, err: io.Discard, getenv: func(string) string { return "" }, clock: time.Now}, []string{"preview", "-w", fixtures, "--port", "0"})
		_ = write.Close()
	}()
	lines := bufio.NewScanner(read)
	lines.Scan()
	address := lines.Text()
	if !regexp.MustCompile(`^http://localhost:\d+/$`).MatchString(address) {
		t.Fatalf("first line %q", address)
	}
	go func() { _, _ = io.Copy(io.Discard, read) }()
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); err != nil || res.StatusCode != 200 || !regexp.MustCompile(`Zilverkade`).Match(body) {
		t.Errorf("%d %v %s", res.StatusCode, err, body)
	}
	cancel()
	select {
	case got := <-code:
		if got != 0 {
			t.Errorf("exit code %d", got)
		}
	case <-time.After(10 * time.Second):
		t.Error("the server does not end")
	}
}
