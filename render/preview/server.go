package preview

import (
	"embed"
	"html/template"
	"net"
	"net/http"
	"strings"
	"sync"
)

//go:embed static pages
var files embed.FS

// Server serves a source.
type Server struct {
	source  Source
	pages   *template.Template
	handler http.Handler
	notices notices
}

// New makes a server.
func New(source Source) (*Server, error) {
	t, err := template.New("").Funcs(functions).ParseFS(files, "pages/*.html")
	if err != nil {
		return nil, err
	}
	s := &Server{source: source, pages: t}
	mux := http.NewServeMux()
	for pattern, serve := range map[string]http.HandlerFunc{
		"GET /{$}":         s.page,
		"GET /body":        s.body,
		"GET /pages":       s.sheets,
		"GET /origin":      s.origin,
		"GET /file":        s.file,
		"GET /word":        s.word,
		"GET /message":     s.message,
		"GET /events":      s.events,
		"POST /send":       s.send,
		"GET /static/":     s.static,
		"GET /favicon.ico": s.icon,
	} {
		mux.HandleFunc(pattern, serve)
	}
	s.handler = guard(http.NewCrossOriginProtection().Handler(mux))
	return s, nil
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// shellPolicy lets the preview's own pages load its own script, styles, frames and nothing else; framePolicy is that of
// what documents made: no script, nothing from anywhere.
const (
	shellPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	framePolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
)

// guard refuses requests under names that are not this machine's own, and sets what every answer says.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !local(r.Host) {
			http.Error(w, "this preview answers to localhost only", http.StatusMisdirectedRequest)
			return
		}
		h := w.Header()
		h.Set("Content-Security-Policy", shellPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// local tells whether a Host header names this machine by itself.
func local(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	name = strings.Trim(name, "[]")
	if ip := net.ParseIP(name); ip != nil {
		return ip.IsLoopback()
	}
	return strings.EqualFold(name, "localhost")
}

func (s *Server) static(w http.ResponseWriter, r *http.Request) {
	http.FileServerFS(files).ServeHTTP(w, r)
}

func (s *Server) icon(w http.ResponseWriter, r *http.Request) {
	http.ServeFileFS(w, r, files, "static/icon.svg")
}

// notices are messages of earlier requests, shown once by the next page.
type notices struct {
	mu   sync.Mutex
	next int
	text map[int]notice
}

type notice struct {
	Text string
	Bad  bool
}

// maxNotices is how many notices wait; a browser that never comes back leaves one behind.
const maxNotices = 32

func (n *notices) put(text notice) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.text == nil {
		n.text = map[int]notice{}
	}
	n.next++
	n.text[n.next] = text
	delete(n.text, n.next-maxNotices)
	return n.next
}

func (n *notices) take(id int) (notice, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	t, ok := n.text[id]
	delete(n.text, id)
	return t, ok
}
