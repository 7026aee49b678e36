package preview

import (
	"fmt"
	"net/http"
	"time"
)

// ping is how often an idle stream says that it lives.
const ping = 20 * time.Second

// events answers a stream of server-sent events (HTML Living Standard 9.2): the version that is shown, whenever there
// is a new one.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	out := http.NewResponseController(w)
	versions, stop := s.source.Changes()
	defer stop()
	w.Header().Set("Content-Type", "text/event-stream")
	say := func(format string, args ...any) bool {
		_, err := fmt.Fprintf(w, format, args...)
		return err == nil && out.Flush() == nil
	}
	if !say("retry: 500\nevent: version\ndata: %d\n\n", s.source.Index().Version) {
		return
	}
	tick := time.NewTicker(ping)
	defer tick.Stop()
	for ok := true; ok; {
		select {
		case <-r.Context().Done():
			return
		case v, open := <-versions:
			if !open {
				return
			}
			ok = say("event: version\ndata: %d\n\n", v)
		case <-tick.C:
			ok = say(": here\n\n")
		}
	}
}
