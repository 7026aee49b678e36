package message

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

func finish(t *testing.T, raw string, opt FinishOptions) (string, Finished) {
	t.Helper()
	var b bytes.Buffer
	f, err := Finish(&b, strings.NewReader(raw), opt)
	if err != nil {
		t.Fatal(err)
	}
	if f.Size != int64(b.Len()) {
		t.Errorf("size %d of %d bytes", f.Size, b.Len())
	}
	if sum := sha256.Sum256(b.Bytes()); f.SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("hash %s is not that of the bytes", f.SHA256)
	}
	return b.String(), f
}

const draft = "Date: Thu, 5 Mar 2026 08:30:00 +0100\r\nFrom: Old <old@example.com>\r\nTo: Buyer <buyer@example.com>\r\nCc: two@example.com\r\n" +
	"Bcc: hidden@example.com,\r\n BUYER@example.com\r\nMessage-ID: <x@example.com>\r\nSubject: =?utf-8?Q?Gr=C3=B6=C3=9Fe?=\r\nX-Custom:  kept  as it\r\n\tstands\r\n" +
	"X-Reportmail-Scenario: sales invoice\r\nx-reportmail-key: k\r\nX-Reportmail-Related: Customer/1\r\nX-Reportmail-Related: Order/2\r\nX-Reportmail-Unheard-Of: y\r\n" +
	"DKIM-Signature: v=1\r\nReceived: by x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nbody\r\n"

func TestFinish_header(t *testing.T) {
	got, f := finish(t, draft, FinishOptions{From: addr(t, "Billing <billing@example.com>"), Sender: addr(t, "robot@example.com"),
		ReplyTo: []Address{addr(t, "sales@example.com")}, Headers: []Field{{"X-Custom", "new"}, {"List-Unsubscribe", "<https://example.com/u>"}}})
	want := "Date: Thu, 5 Mar 2026 08:30:00 +0100\r\nFrom: Billing <billing@example.com>\r\nSender: robot@example.com\r\nReply-To: sales@example.com\r\n" +
		"To: Buyer <buyer@example.com>\r\nCc: two@example.com\r\nMessage-ID: <x@example.com>\r\nSubject: =?utf-8?Q?Gr=C3=B6=C3=9Fe?=\r\n" +
		"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nAuto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: OOF, AutoReply\r\n" +
		"X-Custom: new\r\nList-Unsubscribe: <https://example.com/u>\r\n\r\nbody\r\n"
	if got != want {
		t.Errorf("finished:\n%s\nwant:\n%s", got, want)
	}
	if f.EnvelopeFrom != "robot@example.com" || fmt.Sprint(f.EnvelopeTo) != "[buyer@example.com two@example.com hidden@example.com]" {
		t.Errorf("envelope %s, %v", f.EnvelopeFrom, f.EnvelopeTo)
	}
	if f.Routing.Scenario != "sales invoice" || f.Routing.Key != "k" || fmt.Sprint(f.Routing.Related) != "[Customer/1 Order/2]" {
		t.Errorf("routing %+v", f.Routing)
	}
	if f.Subject != "Größe" || len(f.Bcc) != 0 || f.NeedsUTF8 || f.EightBit {
		t.Errorf("finished %+v", f)
	}
}

func TestFinish_keepsUnknownFieldsAsTheyStand(t *testing.T) {
	got, _ := finish(t, draft, FinishOptions{})
	if !strings.Contains(got, "\r\nX-Custom:  kept  as it\r\n\tstands\r\n") || !strings.Contains(got, "From: Old <old@example.com>") {
		t.Errorf("finished:\n%s", got)
	}
}

func TestFinish_options(t *testing.T) {
	date := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	cases := map[string]struct {
		raw  string
		opt  FinishOptions
		want []string
		not  []string
	}{
		"redirect":          {draft, FinishOptions{RedirectTo: []Address{{"", "safe@example.com"}}}, []string{"To: safe@example.com\r\n"}, []string{"buyer@", "two@"}},
		"personal":          {draft, FinishOptions{Personal: true}, nil, []string{"Auto-Submitted", "Suppress"}},
		"sender is from":    {draft, FinishOptions{Sender: Address{"", "old@example.com"}}, nil, []string{"Sender:"}},
		"date kept":         {draft, FinishOptions{Date: date}, []string{"Date: Thu, 5 Mar 2026"}, nil},
		"new identity":      {draft, FinishOptions{Date: date, MessageID: "n@example.com", NewIdentity: true}, []string{"Date: Wed, 1 Apr 2026", "Message-ID: <n@example.com>"}, []string{"<x@"}},
		"nothing but bcc":   {"From: a@example.com\r\nBcc: b@example.com\r\n\r\n", FinishOptions{Date: date, MessageID: "n@example.com"}, []string{"To: undisclosed-recipients:;\r\n", "Date: Wed, 1 Apr 2026"}, []string{"b@example.com"}},
		"line ends of LF":   {strings.ReplaceAll(draft, "\r\n", "\n"), FinishOptions{}, []string{"\r\n\r\nbody\r\n"}, nil},
		"lone CR, no end":   {draft + "a\rb\r\rc\n\r\nd", FinishOptions{}, []string{"body\r\na\r\nb\r\n\r\nc\r\n\r\nd\r\n"}, nil},
		"ends with CR":      {draft + "a\r", FinishOptions{}, []string{"body\r\na\r\n"}, nil},
		"body kept":         {draft + ".\r\n..\r\n  trailing  \r\n\r\n", FinishOptions{}, []string{"body\r\n.\r\n..\r\n  trailing  \r\n\r\n"}, nil},
		"several receivers": {"From: a@example.com\r\nTo: b@example.com\r\nTo: c@example.com\r\n\r\n", FinishOptions{Date: date, MessageID: "n@example.com"}, []string{"To: b@example.com, c@example.com\r\n"}, nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, _ := finish(t, c.raw, c.opt)
			for _, w := range c.want {
				if !strings.Contains(got, w) {
					t.Errorf("%q is missing in\n%s", w, got)
				}
			}
			for _, w := range c.not {
				if strings.Contains(got, w) {
					t.Errorf("%q is left in\n%s", w, got)
				}
			}
			if strings.Contains(strings.ReplaceAll(got, "\r\n", ""), "\n") || strings.Contains(strings.ReplaceAll(got, "\r\n", ""), "\r") {
				t.Errorf("line ends other than CRLF in %q", got)
			}
		})
	}
}

func TestFinish_refused(t *testing.T) {
	cases := map[string]struct {
		raw  string
		opt  FinishOptions
		want string
	}{
		"empty":            {"", FinishOptions{}, "ends in the middle"},
		"no message":       {"hello world\r\n\r\n", FinishOptions{}, "malformed"},
		"cut header":       {draft[:200], FinishOptions{}, "ends in the middle"},
		"cut at a line":    {"From: a@example.com\r\nTo: b@example.com\r\n", FinishOptions{}, "ends in the middle"},
		"no from":          {"To: b@example.com\r\n\r\n", FinishOptions{}, "from: address"},
		"no recipient":     {"From: a@example.com\r\nTo: undisclosed-recipients:;\r\n\r\n", FinishOptions{}, "no recipient"},
		"no date":          {"From: a@example.com\r\nTo: b@example.com\r\n\r\n", FinishOptions{}, "no date"},
		"no id":            {"From: a@example.com\r\nTo: b@example.com\r\n\r\n", FinishOptions{}, "message-id"},
		"wrong address":    {"From: a@example.com\r\nTo: b\r\nCc: c@d\r\n\r\n", FinishOptions{}, `"c@d"`},
		"two from":         {"From: a@example.com, b@example.com\r\nTo: c@example.com\r\n\r\n", FinishOptions{}, "from has 2 addresses"},
		"wrong date":       {"Date: yesterday\r\n\r\n", FinishOptions{}, "yesterday"},
		"long line":        {draft + strings.Repeat("x", 999), FinishOptions{}, "line 15: line is longer than 998"},
		"NUL":              {draft + "a\x00b", FinishOptions{}, "NUL"},
		"long header line": {"X-Long: " + strings.Repeat("x", 1000) + "\r\n" + draft, FinishOptions{}, "longer than 998"},
		"huge header":      {strings.Repeat("X-Filler: 0123456789\r\n", 20000) + draft, FinishOptions{}, "header is longer"},
		"injected field":   {draft, FinishOptions{Headers: []Field{{"X-A", "a\r\nBcc: b"}}}, "line break"},
		"reserved field":   {draft, FinishOptions{Headers: []Field{{"To", "a@example.com"}}}, "cannot be added"},
		"injected from":    {draft, FinishOptions{From: Address{"a\r\nBcc: b", "a@example.com"}}, "line break"},
	}
	for name, c := range cases {
		_, err := Finish(io.Discard, strings.NewReader(c.raw), c.opt)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
	}
}

func TestFinish_eightBitAndUTF8(t *testing.T) {
	_, f := finish(t, draft+"grüße\r\n", FinishOptions{})
	if !f.EightBit || f.NeedsUTF8 {
		t.Errorf("8-bit body: EightBit %v, NeedsUTF8 %v", f.EightBit, f.NeedsUTF8)
	}
	_, f = finish(t, strings.Replace(draft, "two@", "zwölf@", 1), FinishOptions{})
	if f.EightBit || !f.NeedsUTF8 {
		t.Errorf("address beyond ASCII: EightBit %v, NeedsUTF8 %v", f.EightBit, f.NeedsUTF8)
	}
}

func TestFinish_twiceIsTheSame(t *testing.T) {
	once, _ := finish(t, draft, FinishOptions{From: addr(t, "Billing <billing@example.com>")})
	twice, _ := finish(t, once, FinishOptions{From: addr(t, "Billing <billing@example.com>")})
	if once != twice {
		t.Errorf("once:\n%s\ntwice:\n%s", once, twice)
	}
}

func TestFinish_writerFails(t *testing.T) {
	_, err := Finish(failingWriter{}, strings.NewReader(draft), FinishOptions{})
	if !errors.Is(err, errFull) {
		t.Errorf("error %v", err)
	}
}

var errFull = errors.New("disk full")

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errFull }

// The pieces in which a body comes must not matter.
func FuzzLineWriter(f *testing.F) {
	f.Add([]byte("a\r\nb\rc\nd\r\r\n\n"), uint8(3))
	f.Add([]byte("\r\n\r\n.\r\n"), uint8(1))
	f.Fuzz(func(t *testing.T, in []byte, step uint8) {
		write := func(n int) (string, error) {
			var b bytes.Buffer
			l := &lineWriter{w: &b}
			for p := in; len(p) > 0; {
				k := min(n, len(p))
				if _, err := l.Write(p[:k]); err != nil {
					return "", err
				}
				p = p[k:]
			}
			err := l.Close()
			return b.String(), err
		}
		whole, err := write(len(in) + 1)
		pieces, err2 := write(int(step)%64 + 1)
		if (err == nil) != (err2 == nil) || whole != pieces {
			t.Fatalf("%q: whole %q (%v), in pieces %q (%v)", in, whole, err, pieces, err2)
		}
		rest := strings.ReplaceAll(whole, "\r\n", "")
		if err == nil && (strings.ContainsAny(rest, "\r\n") || (len(whole) > 0 && !strings.HasSuffix(whole, "\r\n"))) {
			t.Fatalf("%q becomes %q", in, whole)
		}
	})
}

func FuzzFinish(f *testing.F) {
	f.Add([]byte(draft))
	f.Add([]byte("From: a@b.com\nTo: c@d.com\n\nx"))
	f.Fuzz(func(t *testing.T, in []byte) {
		opt := FinishOptions{Date: time.Unix(0, 0).UTC(), MessageID: "n@example.com"}
		var b bytes.Buffer
		done, err := Finish(&b, bytes.NewReader(in), opt)
		if err != nil {
			return
		}
		out := strings.ToLower(b.String())
		head, _, ok := strings.Cut(out, "\r\n\r\n")
		if !ok || strings.Contains("\n"+head, "\nbcc:") || strings.Contains("\n"+head, "\nx-reportmail-") {
			t.Fatalf("header %q", head)
		}
		if len(done.EnvelopeTo) == 0 {
			t.Fatal("no recipient and no error")
		}
		var again bytes.Buffer
		if _, err := Finish(&again, bytes.NewReader(b.Bytes()), FinishOptions{RedirectTo: []Address{{"", "a@example.com"}}}); err != nil {
			t.Fatalf("what was finished cannot be read: %v\n%q", err, b.String())
		}
	})
}
