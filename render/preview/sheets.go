package preview

import (
	"fmt"
	"net/http"
	"slices"

	"reportmail/render/doc"
	"reportmail/render/preview/svg"
)

// maxSheets is how many pages of a file are drawn; a browser gets slow with more, and the PDF has them all.
const maxSheets = 40

const sheetStyle = `html{background:#e4e8ea;color-scheme:light}body{margin:0;padding:24px;display:flex;flex-direction:column;gap:24px;align-items:center;font:14px/1.5 system-ui,sans-serif;color:#44525a}
svg[role=img]{display:block;background:#fff;box-shadow:0 1px 2px rgba(20,40,50,.2),0 8px 24px rgba(20,40,50,.12);width:100%;height:auto}
text{white-space:pre;text-rendering:geometricPrecision}
[data-value]{cursor:pointer}
[data-value]:hover{text-decoration:underline rgba(14,124,123,.7) 1px}
text.picked{fill:#d9480f}
image.picked{opacity:.6}
`

// zoomStyles show the pages at most as wide as on paper (816 px are 8.5 in), each whole, twice as large, or many at once.
var zoomStyles = map[string]string{
	"width": "svg[role=img]{max-width:816px}\n",
	"whole": "svg[role=img]{width:auto;max-width:100%;height:calc(100vh - 48px)}\n",
	"large": "body{align-items:safe center}svg[role=img]{width:1632px}\n",
	"all":   "body{flex-direction:row;flex-wrap:wrap;justify-content:center}svg[role=img]{width:260px}\n",
}

// sheets answers the pages of an attachment as pictures, with their fonts.
func (s *Server) sheets(w http.ResponseWriter, r *http.Request) {
	st := stateOf(r)
	sheets, fonts, _ := drawn(fileOf(s.source.View(r.Context(), st.Place), st))
	frame(w, slices.Concat(
		[]byte("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Pages</title><style>\n"+sheetStyle+zoomStyles[st.Zoom]), fonts,
		[]byte("</style></head><body>\n"), sheets, []byte("</body></html>\n")))
}

// fileOf is the attachment that a state is about, the last where there are fewer; the zero File when there is none.
func fileOf(v *View, st state) File {
	if len(v.Files) == 0 {
		return File{}
	}
	return v.Files[clamped(st.File, len(v.Files))]
}

// drawn are the pages of a file, the style sheet of their fonts, and where the values came from that their data-value
// attributes number.
func drawn(f File) (sheets, css []byte, origins []*doc.Origin) {
	if f.Pages == nil {
		return nil, nil, nil
	}
	var fonts svg.Fonts
	mark := func(from *doc.Origin) int {
		origins = append(origins, from)
		return len(origins) - 1
	}
	n := len(f.Pages.Pages)
	for i, p := range f.Pages.Pages[:min(n, maxSheets)] {
		sheets = append(sheets, svg.Page(p, &fonts, svg.Options{Label: fmt.Sprintf("Page %d of %d", i+1, n), Mark: mark})...)
	}
	if n > maxSheets {
		sheets = fmt.Appendf(sheets, "<p>%d more pages are in the PDF.</p>\n", n-maxSheets)
	}
	return sheets, fonts.CSS(), origins
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
