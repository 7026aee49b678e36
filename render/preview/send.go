package preview

import (
	"net/http"
)

// send sends a test and shows the page that it was sent from, with what became of it.
func (s *Server) send(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<16)
	st := stateOf(r)
	target := r.PostFormValue("target")
	if free := r.PostFormValue("address"); target == "" {
		target = free
	}
	var n notice
	said, err := s.source.Send(r.Context(), st.Place, target)
	if n.Text = said; err != nil {
		n = notice{Text: err.Error(), Bad: true}
	}
	http.Redirect(w, r, st.With("notice", s.notices.put(n)), http.StatusSeeOther)
}
