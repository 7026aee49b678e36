package message

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

const finished = "Date: Mon, 2 Nov 2026 10:00:00 +0100\r\nFrom: Old <old@example.com>\r\nReply-To: answers@example.com\r\n" +
	"To: a@example.com\r\nCc: c@example.com\r\nMessage-ID: <other@example.com>\r\nSubject: Before\r\nX-Batch: 7\r\n" +
	"Content-Type: text/plain\r\n\r\nThe body\r\n\r\nstays.\r\n"

func TestEdit(t *testing.T) {
	subject := "Größe"
	for name, c := range map[string]struct {
		opt       EditOptions
		has, lost []string
	}{
		"nothing": {EditOptions{}, []string{"To: a@example.com\r\n", "Cc: c@example.com\r\n", "Subject: Before\r\n", "Reply-To: answers@example.com\r\n"}, []string{"Bcc"}},
		"recipients": {EditOptions{To: []Address{{Name: "B", Address: "b@example.com"}}, Cc: []Address{}, Bcc: []Address{{Address: "d@example.com"}}},
			[]string{"To: B <b@example.com>\r\n", "Bcc: d@example.com\r\n"}, []string{"a@example.com", "Cc:"}},
		"subject and answers":      {EditOptions{Subject: &subject, DropReplyTo: "Answers@example.com"}, []string{"Subject: =?utf-8?"}, []string{"Before", "answers@"}},
		"answers to somebody else": {EditOptions{DropReplyTo: "old@example.org"}, []string{"Reply-To: answers@example.com\r\n"}, nil},
		"routing":                  {EditOptions{Routing: Routing{Key: "k", Document: "SI-1"}}, []string{"X-Reportmail-Key: k\r\n", "X-Reportmail-Document: SI-1\r\n"}, nil},
	} {
		c.opt.MessageID = "kept@example.com"
		var out bytes.Buffer
		if err := Edit(&out, strings.NewReader(finished), c.opt); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := out.String()
		for _, want := range append(c.has, "Message-ID: <kept@example.com>\r\n", "X-Batch: 7\r\n", "\r\n\r\nThe body\r\n\r\nstays.\r\n") {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%s", name, want, got)
			}
		}
		for _, not := range append(c.lost, "old@example.com", "other@example.com", "2 Nov") {
			if strings.Contains(got, not) {
				t.Errorf("%s: %q in\n%s", name, not, got)
			}
		}
		f, err := Finish(&bytes.Buffer{}, &out, FinishOptions{From: Address{Address: "new@example.com"}, Date: time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)})
		if err != nil || f.EnvelopeFrom != "new@example.com" || f.MessageID != "kept@example.com" {
			t.Errorf("%s, finished: %+v, %v", name, f, err)
		}
	}
}

func TestEdit_refuses(t *testing.T) {
	bad := "a\r\nBcc: spy@example.com"
	for name, c := range map[string]struct {
		in  string
		opt EditOptions
	}{
		"a subject of two lines": {finished, EditOptions{MessageID: "a@b", Subject: &bad}},
		"no message":             {"", EditOptions{MessageID: "a@b"}},
	} {
		var out bytes.Buffer
		if err := Edit(&out, strings.NewReader(c.in), c.opt); err == nil || out.Len() > 0 {
			t.Errorf("%s: %v, wrote %q", name, err, out.String())
		}
	}
}
