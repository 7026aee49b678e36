// Package golden holds what documents become against what they became when somebody last looked: bodies, texts and
// messages as text, pages as the words on them with their places.
package golden

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"reportmail/cmd/internal/batch"
	"reportmail/render/page"
	"reportmail/selection"
)

// Snapshot is what one document became, as text: file name, with the document's folder, to content.
type Snapshot map[string][]byte

// Of takes the snapshot of a rendered document.
func Of(res batch.Result) (Snapshot, error) {
	s := Snapshot{}
	for i, m := range res.Mails {
		dir := selection.SafeFileName(m.Mail.Document.Number, "document")
		if i > 0 {
			dir = fmt.Sprintf("%s (%d)", dir, i+1)
		}
		if m.Message != nil {
			var eml bytes.Buffer
			if err := m.Message.Write(&eml); err != nil {
				return nil, err
			}
			s[filepath.Join(dir, "message.eml")] = readable(eml.Bytes())
		}
		s[filepath.Join(dir, "body.txt")] = m.Text
		if m.HTML != nil {
			s[filepath.Join(dir, "body.html")] = m.HTML
		}
		for _, f := range m.Files {
			s[filepath.Join(dir, f.Name+".txt")] = pages(f)
		}
	}
	return s, nil
}

// base64Lines are the encoded bytes of a part: full lines of 76 characters and a last one.
var base64Lines = regexp.MustCompile(`(?m)(?:^[A-Za-z0-9+/]{76}\r\n){4,}(?:^[A-Za-z0-9+/=]{1,76}\r\n)?`)

// readable puts a length and a hash in the place of encoded parts, and the hash of the whole message at its end, so
// that it still stands for every byte.
func readable(eml []byte) []byte {
	out := base64Lines.ReplaceAllFunc(eml, func(part []byte) []byte {
		return fmt.Appendf(nil, "[%d encoded bytes, sha256 %x]\r\n", len(part), sha256.Sum256(part))
	})
	out = bytes.ReplaceAll(out, []byte("\r\n"), []byte("\n"))
	return fmt.Appendf(out, "[sha256 of the message: %x]\n", sha256.Sum256(eml))
}

// pages writes what stands on the pages of a PDF, line by line, and its hash.
func pages(f batch.File) []byte {
	var b bytes.Buffer
	if f.Pages != nil {
		for i, p := range f.Pages.Pages {
			fmt.Fprintf(&b, "page %d  %.1f × %.1f pt\n", i+1, p.Width, p.Height)
			items(&b, p.Items, page.Group{A: 1, D: 1})
		}
	}
	fmt.Fprintf(&b, "%d bytes, sha256 %x\n", len(f.Data), sha256.Sum256(f.Data))
	return b.Bytes()
}

// items writes texts and pictures with their places on the page; g maps theirs to the page's.
func items(b *bytes.Buffer, list []page.Item, g page.Group) {
	for _, it := range list {
		switch it := it.(type) {
		case *page.Glyphs:
			if text := strings.TrimSpace(it.Text); text != "" {
				x, y := place(g, it.X, it.Y)
				fmt.Fprintf(b, "%7.1f %7.1f  %s %.4g  %s\n", x, y, it.Font.Family, it.Size, text)
			}
		case *page.Image:
			x, y := place(g, it.X, it.Y)
			fmt.Fprintf(b, "%7.1f %7.1f  picture %.1f × %.1f\n", x, y, it.W, it.H)
		case *page.Link:
			x, y := place(g, it.X, it.Y)
			fmt.Fprintf(b, "%7.1f %7.1f  link %s\n", x, y, it.URL)
		case *page.Group:
			items(b, it.Items, page.Group{
				A: g.A*it.A + g.C*it.B, B: g.B*it.A + g.D*it.B, C: g.A*it.C + g.C*it.D, D: g.B*it.C + g.D*it.D,
				E: g.A*it.E + g.C*it.F + g.E, F: g.B*it.E + g.D*it.F + g.F,
			})
		}
	}
}

func place(g page.Group, x, y float64) (float64, float64) {
	return g.A*x + g.C*y + g.E, g.B*x + g.D*y + g.F
}
