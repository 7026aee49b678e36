package preview

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/textproto"
	"regexp"
	"strings"
	"unicode/utf8"
)

// messageTab is a message as it goes to the send stage.
type messageTab struct {
	Size    int
	Headers []Field
	Parts   []mimePart
	Source  string
	Cut     bool // the source is longer than what is shown
}

// mimePart is a part in the tree of a message.
type mimePart struct {
	Depth             int
	Type, Name, Notes string
	Size              int
}

const (
	maxSource   = 200_000 // bytes of a source that a browser is asked to show
	maxMIME     = 8       // levels of parts
	maxPartSize = 64 << 20
)

func messageOf(v *View) *messageTab {
	if v.Message == nil {
		return nil
	}
	t := &messageTab{Size: len(v.Message), Source: folded(v.Message)}
	if len(t.Source) > maxSource {
		t.Source, t.Cut = strings.ToValidUTF8(t.Source[:maxSource], ""), true
	}
	head, _, _ := bytes.Cut(v.Message, []byte("\r\n\r\n"))
	t.Headers = headers(string(head))
	if m, err := mail.ReadMessage(bytes.NewReader(v.Message)); err == nil {
		t.parts(textproto.MIMEHeader(m.Header), m.Body, 0)
	}
	return t
}

// headers are the fields in their order, unfolded and decoded (RFC 2047).
func headers(head string) []Field {
	var out []Field
	words := new(mime.WordDecoder)
	for line := range strings.SplitSeq(head, "\r\n") {
		if line == "" {
			continue
		}
		if (line[0] == ' ' || line[0] == '\t') && len(out) > 0 {
			out[len(out)-1].Value += line
			continue
		}
		name, value, _ := strings.Cut(line, ":")
		out = append(out, Field{name, strings.TrimSpace(value)})
	}
	for i := range out {
		if s, err := words.DecodeHeader(out[i].Value); err == nil {
			out[i].Value = s
		}
	}
	return out
}

// base64Lines are the encoded bytes of a part: full lines of 76 characters and a last one.
var base64Lines = regexp.MustCompile(`(?m)(?:^[A-Za-z0-9+/]{76}\r\n){4,}(?:^[A-Za-z0-9+/=]{1,76}\r\n)?`)

// folded is a source with encoded files reduced to their lengths.
func folded(message []byte) string {
	out := base64Lines.ReplaceAllFunc(message, func(part []byte) []byte {
		return fmt.Appendf(nil, "[%d encoded bytes]\r\n", len(part))
	})
	s := strings.ReplaceAll(string(out), "\r\n", "\n")
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	return s
}

func (t *messageTab) parts(h textproto.MIMEHeader, body io.Reader, depth int) {
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		kind = "text/plain"
	}
	p := mimePart{Depth: depth, Type: kind, Notes: h.Get("Content-Transfer-Encoding")}
	_, disposition, _ := mime.ParseMediaType(h.Get("Content-Disposition"))
	p.Name = disposition["filename"]
	if id := h.Get("Content-Id"); id != "" {
		p.Notes = strings.TrimSpace(p.Notes + " " + id)
	}
	at := len(t.Parts)
	t.Parts = append(t.Parts, p)
	if !strings.HasPrefix(kind, "multipart/") || depth >= maxMIME {
		n, _ := io.Copy(io.Discard, io.LimitReader(body, maxPartSize))
		t.Parts[at].Size = int(n)
		return
	}
	for r := multipart.NewReader(body, params["boundary"]); ; {
		part, err := r.NextRawPart()
		if err != nil {
			return
		}
		t.parts(part.Header, part, depth+1)
	}
}
