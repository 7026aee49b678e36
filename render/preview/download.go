package preview

import (
	"mime"
	"net/http"
)

// download answers a file; how is inline or attachment (RFC 6266). Nothing in it runs.
func download(w http.ResponseWriter, name, kind, how string, data []byte) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; plugin-types application/pdf; frame-ancestors 'self'")
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": name}))
	_, _ = w.Write(data)
}

func (s *Server) word(w http.ResponseWriter, r *http.Request) {
	word, err := s.source.Word(r.Context(), stateOf(r).Place)
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	download(w, word.Name, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "attachment", word.Data)
}

func (s *Server) message(w http.ResponseWriter, r *http.Request) {
	v := s.source.View(r.Context(), stateOf(r).Place)
	if v.Message == nil {
		http.NotFound(w, r)
		return
	}
	download(w, "message.eml", "message/rfc822", "attachment", v.Message)
}
