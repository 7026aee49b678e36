package preview

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/merge"
	"reportmail/render/page"
)

// still is a source that shows one view.
type still struct {
	view  *View
	index *Index
	sent  []string
}

func (s *still) Index() *Index                     { return s.index }
func (s *still) View(context.Context, Place) *View { return s.view }
func (s *still) Word(context.Context, Place) (*Word, error) {
	return &Word{Name: "x.docx", Data: []byte("PK"), Changes: []string{"body: gone"}, Lines: []Line{{Spans: []Span{{Text: "Nr. "}, {Text: "<1001>", Column: "/H/No"}}}}}, nil
}

func (s *still) Send(_ context.Context, _ Place, target string) (string, error) {
	if target == "bad" {
		return "", errors.New("not allowed")
	}
	s.sent = append(s.sent, target)
	return "sent to " + target, nil
}

func (s *still) Changes() (<-chan int, func()) {
	c := make(chan int, 1)
	c <- 7
	return c, func() {}
}

const hostile = `"><script>alert(1)</script>`

// example is a source whose every text tries to get out of its place.
func example(t *testing.T) *still {
	t.Helper()
	ds, err := dataset.Read("x.json", []byte(`{"data": {"Header": {"No": "1001", "Evil": "\"><script>alert(1)</script>", "Line": [{"Text": "one"}, {"Text": "two"}]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	return &still{
		view: &View{
			Version: 3, Subject: "Invoice " + hostile, Summary: []Field{{"To", hostile}}, Parts: 2, Note: hostile,
			Body: Body{Layout: "mail", Size: 60, Text: []byte("text " + hostile), HTML: []byte(`<html><head></head><body style="color:#000000"><data value="0">1001</data></body></html>`),
				Origins: []*doc.Origin{{Column: "/Header/No", Control: &doc.Control{Title: "No " + hostile, Kind: doc.PlainText, Binding: &doc.Binding{XPath: "/ns0:x"}, Where: doc.ControlWhere{Part: "word/document.xml", Table: 2}}}}},
			Files:    []File{{Name: hostile + ".pdf", Layout: "pages", Data: []byte("%PDF"), Pages: &page.Pages{Pages: []*page.Page{{Width: 100, Height: 50}}}}},
			Message:  []byte("Subject: =?utf-8?q?caf=C3=A9?=\r\nFrom: a@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello " + hostile + "\r\n--b--\r\n"),
			Data:     ds,
			Uses:     []merge.Use{{Path: "/Header/No", Shows: merge.ShowsColumn, Where: diag.Where{Part: "mail"}}, {Path: "/Header/No", Shows: merge.ShowsColumn, Where: diag.Where{Part: "mail"}}, {Path: "/Header/Line", Shows: merge.ShowsRows, Where: diag.Where{Part: "pages"}}},
			Findings: []Group{{"Layout mail", []diag.Finding{{ID: "missing-column", Severity: diag.Warning, Message: hostile, Count: 2}, {ID: "note", Message: "a note", Count: 1}}}},
		},
		index: &Index{
			Version: 3, Title: hostile, Layouts: []Layout{{ID: "mail", Own: true, Report: 1306}, {ID: "other", Report: 1}},
			Documents: []Document{{ID: "posted/a.xml", Title: "1001", Report: 1306}, {ID: "posted/b.xml", Title: hostile, Report: 1, Fault: hostile}},
			Targets:   []Target{{ID: "folder:out", Label: "Folder " + hostile}},
		},
	}
}

func get(t *testing.T, s *Server, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	r := httptest.NewRequest("GET", path, nil)
	r.Host = "localhost:3000"
	s.ServeHTTP(w, r)
	return w
}

func serve(t *testing.T, source Source) *Server {
	t.Helper()
	s, err := New(source)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// An address may name more messages and attachments than there are any more.
func TestServer_placesThatAreGone(t *testing.T) {
	s := serve(t, example(t))
	body := get(t, s, "/?document=posted/a.xml&tab=pages&file=7&part=9").Body.String()
	for _, want := range []string{`src="/pages?`, "Open the PDF", `aria-current="true">2</a>`} {
		if !strings.Contains(body, want) {
			t.Errorf("nothing of %q", want)
		}
	}
	if body := get(t, s, "/pages?document=posted/a.xml&file=7").Body.String(); !strings.Contains(body, "<svg") {
		t.Error("the page that is left is not shown")
	}
}

func TestServer_everyViewIsWholeWithoutScript(t *testing.T) {
	s := serve(t, example(t))
	for tab, wants := range map[string][]string{
		"body":     {`<iframe class="w600 light"`, `src="/body?document=posted%2Fa.xml&amp;v=3"`, "As selected", "Of other reports"},
		"pages":    {`src="/pages?`, "Open the PDF"},
		"word":     {`<mark title="/H/No">&lt;1001&gt;</mark>`, "1 place of the layout is not"},
		"message":  {"café", "multipart/mixed", "text/plain"},
		"data":     {`id="c.Header.No"`, "mail ×2", "pages · rows", `class="unused"`},
		"findings": {"missing-column", "×2", "102 KB", "1 note, by which"},
	} {
		w := get(t, s, "/?document=posted/a.xml&tab="+tab)
		body := w.Body.String()
		if w.Code != 200 || !strings.Contains(body, "</html>") {
			t.Fatalf("%s: %d %s", tab, w.Code, body)
		}
		for _, want := range wants {
			if !strings.Contains(body, want) {
				t.Errorf("%s: nothing of %q", tab, want)
			}
		}
		if strings.Contains(body, "<script>") {
			t.Errorf("%s: a text got out of its place", tab)
		}
		if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: %s", tab, csp)
		}
	}
}

func TestServer_frames(t *testing.T) {
	s := serve(t, example(t))
	for path, want := range map[string]string{
		"/body?document=posted/a.xml":             "color:#000000",
		"/body?document=posted/a.xml&mode=forced": "color:#ffffff",
		"/pages?document=posted/a.xml":            "<svg ",
		"/pages?document=posted/a.xml&file=9":     "<body>",
	} {
		w := get(t, s, path)
		if csp := w.Header().Get("Content-Security-Policy"); w.Code != 200 || !strings.Contains(w.Body.String(), want) || !strings.Contains(csp, "sandbox") || strings.Contains(csp, "script-src") {
			t.Errorf("%s: %d %s %s", path, w.Code, csp, w.Body)
		}
	}
}

func TestServer_files(t *testing.T) {
	s := serve(t, example(t))
	for path, kind := range map[string]string{"/file?file=0": "application/pdf", "/word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "/message": "message/rfc822", "/static/preview.js": "text/javascript; charset=utf-8", "/favicon.ico": "image/svg+xml"} {
		if w := get(t, s, path); w.Code != 200 || w.Header().Get("Content-Type") != kind {
			t.Errorf("%s: %d %s", path, w.Code, w.Header().Get("Content-Type"))
		}
	}
	for _, path := range []string{"/file?file=1", "/origin?mark=1", "/origin?mark=-1", "/nothing", "/static/../server.go"} {
		if w := get(t, s, path); w.Code == 200 {
			t.Errorf("%s: %s", path, w.Body)
		}
	}
}

func TestServer_origin(t *testing.T) {
	body := get(t, serve(t, example(t)), "/origin?document=posted/a.xml&mark=0").Body.String()
	for _, want := range []string{"/Header/No", "1001", "plain text", "document.xml, table 2", "#c.Header.No"} {
		if !strings.Contains(body, want) {
			t.Errorf("nothing of %q in %s", want, body)
		}
	}
	if strings.Contains(body, "<script>") {
		t.Error("a title got out of its place")
	}
}

func TestServer_sendSaysWhatBecameOfIt(t *testing.T) {
	source := example(t)
	s := serve(t, source)
	for target, want := range map[string]string{"folder:out": "sent to folder:out", "bad": "not allowed"} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest("POST", "/send?document=posted/a.xml", strings.NewReader("target="+target))
		r.Host = "127.0.0.1:3000"
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		s.ServeHTTP(w, r)
		if w.Code != 303 {
			t.Fatalf("%s: %d", target, w.Code)
		}
		to := w.Header().Get("Location")
		if body := get(t, s, to).Body.String(); !strings.Contains(body, want) {
			t.Errorf("%s: %s does not say %q", target, to, want)
		}
		if body := get(t, s, to).Body.String(); strings.Contains(body, want) {
			t.Errorf("%s: it is said twice", target)
		}
	}
	if len(source.sent) != 1 {
		t.Errorf("sent %v", source.sent)
	}
}

func TestServer_startsAtTheFirstDocument(t *testing.T) {
	w := get(t, serve(t, example(t)), "/")
	if w.Code != 302 || w.Header().Get("Location") != "/?document=posted%2Fa.xml" {
		t.Errorf("%d %s", w.Code, w.Header().Get("Location"))
	}
	if w := get(t, serve(t, &still{view: &View{}, index: &Index{}}), "/"); w.Code != 200 || !strings.Contains(w.Body.String(), "No documents yet") {
		t.Errorf("nothing to show: %d", w.Code)
	}
}

func TestServer_events(t *testing.T) {
	s := serve(t, example(t))
	ctx, cancel := context.WithCancel(t.Context())
	w := httptest.NewRecorder()
	r := httptest.NewRequest("GET", "/events", nil).WithContext(ctx)
	r.Host = "[::1]:3000"
	done := make(chan bool)
	go func() { s.ServeHTTP(&stopper{w, cancel}, r); close(done) }()
	<-done
	if got := w.Body.String(); !strings.Contains(got, "data: 3\n\n") || !strings.Contains(got, "data: 7\n\n") {
		t.Errorf("%q", got)
	}
}

// stopper ends the request when the second version was told.
type stopper struct {
	*httptest.ResponseRecorder
	cancel func()
}

func (s *stopper) Write(b []byte) (int, error) {
	if strings.Contains(string(b), "data: 7") {
		defer s.cancel()
	}
	return s.ResponseRecorder.Write(b)
}

func TestLocal_hosts(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "LOCALHOST:3000": true, "127.0.0.1:3000": true, "127.8.0.1": true, "[::1]:3000": true, "[::1]": true,
		"": false, "localhost.evil.example": false, "evil.example:3000": false, "192.168.1.4:3000": false, "0.0.0.0:3000": false, "127.0.0.1.evil.example": false,
	} {
		if got := local(host); got != want {
			t.Errorf("%q: %t", host, got)
		}
	}
}

func TestState_With(t *testing.T) {
	s := stateOf(httptest.NewRequest("GET", "/?layout=our+mail&document=posted/a%26b.xml&tab=pages&width=375&mode=wrong&part=2&file=1", nil))
	for _, c := range []struct {
		name  string
		value any
		want  string
	}{
		{"tab", "body", "/?document=posted%2Fa%26b.xml&file=1&layout=our+mail&part=2&width=375"},
		{"width", "600", "/?document=posted%2Fa%26b.xml&file=1&layout=our+mail&part=2&tab=pages"},
		{"layout", "", "/?document=posted%2Fa%26b.xml&tab=pages&width=375"},
		{"zoom", "all", "/?document=posted%2Fa%26b.xml&file=1&layout=our+mail&part=2&tab=pages&width=375&zoom=all"},
		{"zoom", "width", "/?document=posted%2Fa%26b.xml&file=1&layout=our+mail&part=2&tab=pages&width=375"},
		{"part", 0, "/?document=posted%2Fa%26b.xml&file=1&layout=our+mail&part=0&tab=pages&width=375"},
	} {
		if got := s.With(c.name, c.value); got != c.want {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

func TestDataOf_rowsAndFilter(t *testing.T) {
	var rows []string
	for i := range 40 {
		rows = append(rows, fmt.Sprintf(`{"Text": "%d", "Unused": "x"}`, i))
	}
	ds, err := dataset.Read("x.json", []byte(`{"data": {"Header": {"No": "1", "Line": [`+strings.Join(rows, ",")+`]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	v := &View{Data: ds, Uses: []merge.Use{{Path: "/Header/Line/Text", Shows: merge.ShowsColumn}}}
	d := dataOf(v, "all")
	if d.Used != 1 || d.Unused != 2 {
		t.Errorf("%d used, %d not", d.Used, d.Unused)
	}
	lines := d.Nodes[0].Nodes
	if len(lines) != maxRows+1 || lines[maxRows].More != 15 || !lines[0].Open || lines[1].Open {
		t.Errorf("%d rows, %+v", len(lines), lines[len(lines)-1])
	}
	for _, c := range dataOf(v, "unused").Nodes[0].Nodes[0].Columns {
		if c.Hidden != (c.Name == "Text") {
			t.Errorf("%s hidden: %t", c.Name, c.Hidden)
		}
	}
}
