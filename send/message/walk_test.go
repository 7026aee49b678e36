package message

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// walked describes the parts of a message, one a line.
func walked(t testing.TB, r io.Reader) (string, error) {
	t.Helper()
	var b strings.Builder
	_, err := Walk(r, func(p Part) error {
		c, err := io.ReadAll(p.Content)
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s", p.ContentType)
		if p.Body {
			b.WriteString(" body")
		}
		if p.Inline {
			b.WriteString(" inline")
		}
		if p.Name != "" {
			fmt.Fprintf(&b, " %q", p.Name)
		}
		if p.ContentID != "" {
			fmt.Fprintf(&b, " <%s>", p.ContentID)
		}
		fmt.Fprintf(&b, " %d\n", len(c))
		return nil
	})
	return b.String(), err
}

func TestWalk_readsWhatWasWritten(t *testing.T) {
	for name, m := range sample(t) {
		var raw bytes.Buffer
		if err := m.Write(&raw); err != nil {
			t.Fatal(err)
		}
		var names []string
		var text, html string
		sum, err := Walk(&raw, func(p Part) error {
			c, err := io.ReadAll(p.Content)
			switch {
			case err != nil:
				return err
			case p.Body && p.ContentType == "text/plain":
				text = string(c)
			case p.Body:
				html = string(c)
			default:
				names = append(names, p.Name)
			}
			return nil
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var want []string
		for _, f := range append(append([]File(nil), m.Inline...), m.Attachments...) {
			want = append(want, f.Name)
		}
		if fmt.Sprintf("%q", names) != fmt.Sprintf("%q", want) {
			t.Errorf("%s: files %q, want %q", name, names, want)
		}
		if lf(text) != m.Text || lf(html) != m.HTML {
			t.Errorf("%s: bodies %q %q, want %q %q", name, text, html, m.Text, m.HTML)
		}
		if sum.Subject != m.Subject || fmt.Sprint(sum.To) != fmt.Sprint(m.To) || sum.From != m.From || !sum.Date.Equal(m.Date) || sum.MessageID != m.MessageID ||
			fmt.Sprint(sum.Routing) != fmt.Sprint(m.Routing) {
			t.Errorf("%s: summary %+v, want that of %+v", name, sum, m)
		}
	}
}

func lf(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

func TestWalk_foreignMessages(t *testing.T) {
	head := "From: a@example.com\r\n"
	cases := map[string]struct{ in, want string }{
		"no content type": {head + "\r\nhi", "text/plain body 2\n"},
		"latin1":          {head + "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nM=FCller", "text/plain body 7\n"},
		"unknown charset": {head + "Content-Type: text/plain; charset=klingon\r\n\r\nhi", "text/plain body 2\n"},
		"bad type":        {head + "Content-Type: ;;;\r\n\r\nhi", "application/octet-stream 2\n"},
		"text attachment": {head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nbody\r\n--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nfile\r\n--b\r\n\r\nfooter\r\n--b--\r\n",
			"text/plain body 4\ntext/plain \"a.txt\" 4\ntext/plain 6\n"},
		"encoded name": {head + "Content-Type: application/pdf; name=\"=?utf-8?B?w6QucGRm?=\"\r\n\r\nx", "application/pdf \"ä.pdf\" 1\n"},
		"a message":    {head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\ny\r\n--b--\r\n", "message/rfc822 15\n"},
	}
	for name, c := range cases {
		got, err := walked(t, strings.NewReader(c.in))
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v, want %q", name, got, err, c.want)
		}
	}
}

func TestWalk_bounds(t *testing.T) {
	var deep strings.Builder
	deep.WriteString("From: a@example.com\r\n")
	for i := range maxDepth + 2 {
		fmt.Fprintf(&deep, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	part := "--b\r\n\r\nx\r\n"
	head := "From: a@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
	for want, in := range map[string]string{
		"nested": deep.String(), "more than 1000 parts": head + strings.Repeat(part, maxParts+1) + "--b--\r\n",
		"header is longer": head + "--b\r\n" + strings.Repeat("X: y\r\n", 100_000), "ends in the middle": head + part,
	} {
		if _, err := walked(t, strings.NewReader(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	stop := errors.New("enough")
	if _, err := Walk(strings.NewReader(head+part+"--b--\r\n"), func(Part) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("error %v, want that of visit", err)
	}
}

func FuzzWalk(f *testing.F) {
	for _, m := range sample(f) {
		var b bytes.Buffer
		if err := m.Write(&b); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, in []byte) { _, _ = walked(t, bytes.NewReader(in)) })
}
