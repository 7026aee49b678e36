package preview

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"

	"reportmail/render/html"
)

// bodyTab is what stands around the frame of a body.
type bodyTab struct {
	Layout string
	Text   string
	HTML   bool
	Dark   bool // the body has colours of its own for dark mode
}

var darkMedia = regexp.MustCompile(`@media[^{]*prefers-color-scheme:\s*dark[^{]*`)

func bodyOf(v *View) *bodyTab {
	return &bodyTab{Layout: v.Body.Layout, Text: string(v.Body.Text), HTML: v.Body.HTML != nil, Dark: darkMedia.Match(v.Body.HTML)}
}

// body answers the mail body as a mail program in the given mode shows it, as a page of its own.
func (s *Server) body(w http.ResponseWriter, r *http.Request) {
	st := stateOf(r)
	v := s.source.View(r.Context(), st.Place)
	frame(w, shown(&v.Body, st.Mode, st.Width, st.Pictures == "on"))
}

// frame answers a page that a document made.
func frame(w http.ResponseWriter, page []byte) {
	w.Header().Set("Content-Security-Policy", framePolicy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(page)
}

// frameStyle is what the preview adds to a body: values that can be clicked.
const frameStyle = `<style>
html{scrollbar-width:%s}
data[value]{cursor:pointer;border-radius:2px}
data[value]:hover{outline:2px solid rgba(14,124,123,.55);outline-offset:1px}
data[value].picked,data[value]:focus{outline:2px solid #d9480f;outline-offset:1px}
</style></head>`

// shown is a body in a mode: light, dark (the body's own colours for it) or forced (the mail program turns all colours
// round).
func shown(b *Body, mode, width string, pictures bool) []byte {
	if b.HTML == nil {
		return []byte("<!DOCTYPE html><title>no HTML body</title>")
	}
	bar := "none" // a width is that of the text, as on a telephone
	if width == "full" {
		bar = "auto"
	}
	page := bytes.Replace(b.HTML, []byte("</head>"), fmt.Appendf(nil, frameStyle, bar), 1)
	switch mode {
	case "dark":
		page = darkMedia.ReplaceAll(page, []byte("@media all"))
	case "forced":
		page = turned(darkMedia.ReplaceAll(page, []byte("@media not all")))
	default:
		page = darkMedia.ReplaceAll(page, []byte("@media not all"))
	}
	if !pictures {
		return withoutPictures(page)
	}
	for _, p := range b.Images {
		uri := "data:" + p.Type + ";base64," + base64.StdEncoding.EncodeToString(p.Data)
		page = bytes.ReplaceAll(page, []byte(`"cid:`+p.CID+`"`), []byte(`"`+uri+`"`))
	}
	return page
}

var pictureTag = regexp.MustCompile(`<img src="cid:[^"]*" width="(\d+)" height="(\d+)" alt="([^"]*)"[^>]*>`)

// withoutPictures puts a frame with the alternative text in the place of every picture, as mail programs do until a
// reader asks for pictures.
func withoutPictures(page []byte) []byte {
	return pictureTag.ReplaceAllFunc(page, func(tag []byte) []byte {
		m := pictureTag.FindSubmatch(tag)
		return fmt.Appendf(nil, `<span style="display:inline-block;box-sizing:border-box;width:%spx;max-width:100%%;height:%spx;overflow:hidden;border:1px solid #9aa5ad;font:12px/1.3 Arial,sans-serif;color:#5c6870;padding:2px 4px">%s</span>`, m[1], m[2], m[3])
	})
}

// unmarked is the body as it is sent.
func (b *Body) unmarked() []byte { return html.Unmarked(b.HTML) }
