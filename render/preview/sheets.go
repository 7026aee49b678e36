package preview

import (
	"bytes"
	"fmt"
	"net/http"

	"reportmail/render/doc"
	"reportmail/render/preview/svg"
)

// maxSheets is how many pages of a file are drawn; a browser gets slow with more, and the PDF has them all.
const maxSheets = 40

const sheetStyle = `html{background:#e4e8ea;color-scheme:light}body{margin:0;padding:24px;display:flex;flex-direction:column;gap:24px;align-items:center;font:14px/1.5 system-ui,sans-serif;color:#44525a}
svg[role=img]{display:block;background:#fff;box-shadow:0 1px 2px rgba(20,40,50,.2),0 8px 24px rgba(20,40,50,.12);width:100%;height:auto;max-width:816px}
text{white-space:pre;text-rendering:geometricPrecision}
[data-value]{cursor:pointer}
[data-value]:hover{text-decoration:underline rgba(14,124,123,.7) 1px}
text.picked{fill:#d9480f}
image.picked{opacity:.6}
`

// sheets answers the pages of an attachment as pictures, with their fonts.
func (s *Server) sheets(w http.ResponseWriter, r *http.Request) {
	st := stateOf(r)
	page, _ := drawn(fileOf(s.source.View(r.Context(), st.Place), st))
	frame(w, page)
}

// fileOf is the attachment that a state is about; the zero File when there is none.
func fileOf(v *View, st state) File {
	if st.File >= len(v.Files) {
		return File{}
	}
	return v.Files[st.File]
}

// drawn are the pages of a file, and where the values came from that their data-value attributes number.
func drawn(f File) (page []byte, origins []*doc.Origin) {
	var fonts svg.Fonts
	var sheets bytes.Buffer
	mark := func(from *doc.Origin) int {
		origins = append(origins, from)
		return len(origins) - 1
	}
	n := 0
	if f.Pages != nil {
		n = len(f.Pages.Pages)
		for i, p := range f.Pages.Pages[:min(n, maxSheets)] {
			sheets.Write(svg.Page(p, &fonts, svg.Options{Label: fmt.Sprintf("Page %d of %d", i+1, n), Mark: mark}))
		}
	}
	if n > maxSheets {
		fmt.Fprintf(&sheets, "<p>%d more pages are in the PDF.</p>\n", n-maxSheets)
	}
	var b bytes.Buffer
	b.WriteString("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Pages</title><style>\n" + sheetStyle)
	b.Write(fonts.CSS())
	b.WriteString("</style></head><body>\n")
	b.Write(sheets.Bytes())
	b.WriteString("</body></html>\n")
	return b.Bytes(), origins
}

// file answers an attachment, to be opened or saved.
func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	st := stateOf(r)
	v := s.source.View(r.Context(), st.Place)
	if st.File >= len(v.Files) {
		http.NotFound(w, r)
		return
	}
	f := v.Files[st.File]
	kind, how := "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "attachment"
	if f.Pages != nil {
		kind, how = "application/pdf", "inline"
	}
	download(w, f.Name, kind, how, f.Data)
}
