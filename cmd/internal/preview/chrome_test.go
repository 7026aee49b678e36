package preview

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// chrome is a browser without a window, driven by the DevTools protocol over a pipe: messages are JSON ended by NUL.
type chrome struct {
	t       *testing.T
	in      io.Writer
	mu      sync.Mutex
	next    int
	waiting map[int]chan reply
}

type reply struct {
	ID     int             `json:"id"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// startChrome starts the browser, or skips the test aloud.
func startChrome(t *testing.T) *chrome {
	t.Helper()
	var program string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			program = p
			break
		}
	}
	if program == "" {
		t.Skip("no Chromium here: the preview is not tested in a browser")
	}
	commands, ours, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	answers, theirs, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	profile, err := os.MkdirTemp("", "preview-browser-")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--remote-debugging-pipe", "--user-data-dir="+profile, "about:blank")
	cmd.ExtraFiles = []*os.File{commands, theirs}
	if err := cmd.Start(); err != nil {
		t.Skipf("Chromium does not start: %v", err)
	}
	_ = commands.Close()
	_ = theirs.Close()
	c := &chrome{t: t, in: ours, waiting: map[int]chan reply{}}
	go c.read(answers)
	t.Cleanup(func() {
		_, _ = ours.Write([]byte(`{"id":-1,"method":"Browser.close"}` + "\x00"))
		kill := time.AfterFunc(5*time.Second, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		kill.Stop()
		_ = ours.Close()
		_ = answers.Close()
		_ = os.RemoveAll(profile)
	})
	return c
}

func (c *chrome) read(r io.Reader) {
	for in := bufio.NewReaderSize(r, 1<<20); ; {
		line, err := in.ReadBytes(0)
		if err != nil {
			return
		}
		var m reply
		if json.Unmarshal(bytes.TrimRight(line, "\x00"), &m) != nil || m.ID == 0 {
			continue
		}
		c.mu.Lock()
		waiting := c.waiting[m.ID]
		delete(c.waiting, m.ID)
		c.mu.Unlock()
		if waiting != nil {
			waiting <- m
		}
	}
}

// call calls a method of the protocol.
func (c *chrome) call(session, method string, params map[string]any) json.RawMessage {
	c.t.Helper()
	c.mu.Lock()
	c.next++
	id, answer := c.next, make(chan reply, 1)
	c.waiting[id] = answer
	m := map[string]any{"id": id, "method": method, "params": params}
	if session != "" {
		m["sessionId"] = session
	}
	b, err := json.Marshal(m)
	if err == nil {
		_, err = c.in.Write(append(b, 0))
	}
	c.mu.Unlock()
	if err != nil {
		c.t.Fatal(err)
	}
	select {
	case r := <-answer:
		if r.Error != nil {
			c.t.Fatalf("%s: %s", method, r.Error.Message)
		}
		return r.Result
	case <-time.After(30 * time.Second):
		c.t.Fatalf("%s: no answer", method)
		return nil
	}
}

// tab is an open page.
type tab struct {
	*chrome
	session string
}

func (c *chrome) open(url string, width, height int) *tab {
	c.t.Helper()
	var target struct{ TargetID, SessionID string }
	c.decode(c.call("", "Target.createTarget", map[string]any{"url": "about:blank"}), &target)
	c.decode(c.call("", "Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}), &target)
	t := &tab{c, target.SessionID}
	c.call(t.session, "Page.enable", nil)
	t.emulate(width, height, "light")
	c.call(t.session, "Page.navigate", map[string]any{"url": url})
	t.wait("document.body && document.body.dataset.shown !== undefined", "the first page")
	return t
}

// close ends a tab.
func (t *tab) close() { t.call(t.session, "Page.close", nil) }

func (c *chrome) decode(b json.RawMessage, into any) {
	c.t.Helper()
	if err := json.Unmarshal(b, into); err != nil {
		c.t.Fatal(err)
	}
}

// eval runs a script and answers its value as text.
func (t *tab) eval(script string) string {
	t.t.Helper()
	var r struct {
		Result           struct{ Value any }
		ExceptionDetails *struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	t.decode(t.call(t.session, "Runtime.evaluate", map[string]any{"expression": script, "awaitPromise": true, "returnByValue": true}), &r)
	if r.ExceptionDetails != nil {
		t.t.Fatalf("%s: %s %s", script, r.ExceptionDetails.Text, r.ExceptionDetails.Exception.Description)
	}
	return fmt.Sprint(r.Result.Value)
}

// wait waits until a script's value is true and the browser has drawn it; it answers how long that took.
func (t *tab) wait(script, what string) time.Duration {
	t.t.Helper()
	started := time.Now()
	done := t.eval(fmt.Sprintf(`new Promise(resolve => {
		const end = performance.now() + 15000;
		const look = () => {
			let ok = false;
			try { ok = %s } catch (e) {}
			if (ok) requestAnimationFrame(() => resolve("yes"));
			else if (performance.now() > end) resolve("no");
			else requestAnimationFrame(look);
		};
		look();
	})`, script))
	if done != "yes" {
		t.t.Fatalf("%s does not show", what)
	}
	return time.Since(started)
}

// key presses a key as a person does.
func (t *tab) key(key string) {
	t.t.Helper()
	params := map[string]any{"type": "keyDown", "key": key}
	if len(key) == 1 {
		params["text"] = key
	}
	t.call(t.session, "Input.dispatchKeyEvent", params)
	t.call(t.session, "Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": key})
}

// shot keeps a picture of the page when PREVIEW_SHOTS names a folder, for people to look at.
func (t *tab) shot(name string) {
	dir := os.Getenv("PREVIEW_SHOTS")
	if dir == "" {
		return
	}
	var r struct{ Data string }
	t.decode(t.call(t.session, "Page.captureScreenshot", map[string]any{"format": "png"}), &r)
	data, err := base64.StdEncoding.DecodeString(r.Data)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), data, 0o644)
	}
	if err != nil {
		t.t.Error(err)
	}
}

func (t *tab) emulate(width, height int, scheme string) {
	t.call(t.session, "Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false})
	t.call(t.session, "Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}}})
}
