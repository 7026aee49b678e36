package preview

import (
	"strings"
	"testing"
)

func TestMessageOf_partsAndFolding(t *testing.T) {
	line := strings.Repeat("QUJD", 19)
	m := messageOf(&View{Message: []byte("Subject: =?utf-8?q?caf=C3=A9?=\r\n =?utf-8?q?_noir?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
		"--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/plain\r\n\r\nhello\r\n--c--\r\n" +
		"--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"a.pdf\"\r\n\r\n" + strings.Repeat(line+"\r\n", 6) + "--b--\r\n")})
	if m.Headers[0].Value != "café noir" {
		t.Errorf("subject %q", m.Headers[0].Value)
	}
	var got []string
	for _, p := range m.Parts {
		got = append(got, strings.Repeat(">", p.Depth)+p.Type+p.Name)
	}
	if s := strings.Join(got, " "); s != "multipart/mixed >multipart/alternative >>text/plain >application/pdfa.pdf" {
		t.Errorf("parts %s", s)
	}
	if !strings.Contains(m.Source, "[468 encoded bytes]") || strings.Contains(m.Source, line) {
		t.Errorf("source %s", m.Source)
	}
	if messageOf(&View{}) != nil {
		t.Error("a message out of nothing")
	}
}

// Any bytes may stand in a file that is shown as a message.
func FuzzMessageOf(f *testing.F) {
	f.Add([]byte("Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n"))
	f.Add([]byte("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n", 30)))
	f.Fuzz(func(t *testing.T, data []byte) {
		if m := messageOf(&View{Message: append(data, 'x')}); len(m.Source) > maxSource {
			t.Errorf("%d bytes of source", len(m.Source))
		}
	})
}
