package message

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

func TestEnclose_keepsTheMessage(t *testing.T) {
	file := File{Name: "Bedingungen – München.pdf", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("%PDF-1.7")), nil }}
	for name, msg := range map[string]string{
		"plain":     "From: a@x.example\r\nTo: b@y.example\r\nSubject: S\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nHallo Ü\r\n",
		"no type":   "From: a@x.example\r\nTo: b@y.example\r\n\r\nHello\r\n",
		"bare LF":   "From: a@x.example\nTo: b@y.example\n\nHello\n",
		"multipart": "From: a@x.example\r\nTo: b@y.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=own.pdf\r\n\r\nx\r\n--b--\r\n",
	} {
		var out bytes.Buffer
		if err := Enclose(&out, strings.NewReader(msg), []File{file, file}); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var bodies, names []string
		sum, err := Walk(bytes.NewReader(out.Bytes()), func(p Part) error {
			data, err := io.ReadAll(p.Content)
			if p.Body {
				bodies = append(bodies, strings.TrimSpace(string(data)))
			} else {
				names = append(names, p.Name+"="+strings.TrimSpace(string(data)))
			}
			return err
		})
		want := []string{file.Name + "=%PDF-1.7", file.Name + "=%PDF-1.7"}
		if name == "multipart" {
			want = append([]string{"own.pdf=x"}, want...)
		}
		if err != nil || sum.From.Address != "a@x.example" || len(bodies) != 1 || !strings.HasPrefix(bodies[0], "H") || strings.Join(names, " ") != strings.Join(want, " ") {
			t.Errorf("%s: %v, bodies %q, files %q\n%s", name, err, bodies, names, out.String())
		}
		if strings.Count(strings.ToLower(out.String()), "mime-version") != 1 {
			t.Errorf("%s: MIME-Version", name)
		}
		var done bytes.Buffer
		if _, err := Finish(&done, bytes.NewReader(out.Bytes()), FinishOptions{Date: testDate, MessageID: "m@x.example"}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := Enclose(io.Discard, strings.NewReader(""), nil); err == nil {
		t.Error("nothing is a message")
	}
	if err := Enclose(io.Discard, strings.NewReader("From: a@x.example\r\n\r\nx"), []File{{Name: "gone", Open: func() (io.ReadCloser, error) { return nil, io.ErrClosedPipe }}}); err == nil || !strings.Contains(err.Error(), "gone") {
		t.Errorf("a file that is not there: %v", err)
	}
}
