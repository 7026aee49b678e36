package preview

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"
)

// shell is everything that a page shows.
type shell struct {
	S         state
	Index     *Index
	View      *View
	Layouts   []list
	Documents []list
	Tabs      []tab
	Notice    *notice

	Body     *bodyTab
	Message  *messageTab
	Word     *Word
	Data     *dataTab
	Findings *findingsTab
	Fault    string // of the tab's own content
}

// list is a part of the side list; a closed one is opened by its title.
type list struct {
	Title  string
	Closed bool
	Items  []item
}

type item struct {
	Name, Note, URL string
	Current         bool
	Fault           string
}

// tab is a way to look at a place.
type tab struct {
	Key, Name, Count, URL string
	Current, Warn         bool
}

// page answers the whole page. What an address leaves open is filled in first, so that an address can be kept.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	st, index := stateOf(r), s.source.Index()
	if st.Document == "" && st.Layout == "" {
		switch {
		case len(index.Documents) > 0:
			http.Redirect(w, r, st.With("document", index.Documents[0].ID), http.StatusFound)
			return
		case len(index.Layouts) > 0:
			http.Redirect(w, r, st.With("layout", index.Layouts[0].ID), http.StatusFound)
			return
		}
	}
	view := s.source.View(r.Context(), st.Place)
	st.Part, st.File = clamped(st.Part, view.Parts), clamped(st.File, len(view.Files))
	m := &shell{S: st, Index: index, View: view}
	if n, ok := s.notices.take(st.notice); ok {
		m.Notice = &n
	}
	m.lists()
	m.Findings = findingsOf(view)
	m.tabs()
	s.content(r, m)
	var b bytes.Buffer
	if err := s.pages.ExecuteTemplate(&b, "shell.html", m); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes())
}

// clamped is the place of one of n things, the last where there are fewer than there were.
func clamped(i, n int) int { return max(0, min(i, n-1)) }

// content fills in what the current tab shows.
func (s *Server) content(r *http.Request, m *shell) {
	switch m.S.Tab {
	case "body":
		m.Body = bodyOf(m.View)
	case "message":
		m.Message = messageOf(m.View)
	case "data":
		m.Data = dataOf(m.View, m.S.Show)
	case "word":
		w, err := s.source.Word(r.Context(), m.S.Place)
		if m.Word = w; err != nil {
			m.Fault = err.Error()
		}
	}
}

// lists groups the side list: what belongs to the current document or layout first.
func (m *shell) lists() {
	s := m.S
	s.Part, s.File = 0, 0
	report := 0
	for _, d := range m.Index.Documents {
		if d.ID == s.Document {
			report = d.Report
		}
	}
	var own, builtin, others list
	own.Title, builtin.Title = "Yours", "Built in"
	others = list{Title: "Of other reports", Closed: true}
	m.Layouts = []list{{Items: []item{{Name: "As selected", Note: "what would be sent", URL: s.With("layout", ""), Current: s.Layout == ""}}}}
	for _, l := range m.Index.Layouts {
		it := item{Name: l.ID, Note: l.Note, URL: s.With("layout", l.ID), Current: s.Layout == l.ID, Fault: l.Fault}
		switch {
		case report != 0 && l.Report != 0 && l.Report != report:
			others.add(it)
		case l.Own:
			own.add(it)
		default:
			builtin.add(it)
		}
	}
	m.Layouts = append(m.Layouts, nonEmpty(own, builtin, others)...)
	m.documents(s)
}

func (m *shell) documents(s state) {
	report := 0
	for _, l := range m.Index.Layouts {
		if l.ID == s.Layout {
			report = l.Report
		}
	}
	var fit list
	others := list{Title: "Of other reports", Closed: true}
	for _, d := range m.Index.Documents {
		it := item{Name: d.Title, Note: d.Note, URL: s.With("document", d.ID), Current: s.Document == d.ID, Fault: d.Fault}
		if report != 0 && d.Report != report {
			others.add(it)
		} else {
			fit.add(it)
		}
	}
	if s.Layout != "" {
		fit.add(item{Name: "Without data", Note: "the layout as it stands", URL: s.With("document", ""), Current: s.Document == ""})
	}
	m.Documents = nonEmpty(fit, others)
}

func (l *list) add(it item) {
	l.Items = append(l.Items, it)
	l.Closed = l.Closed && !it.Current
}

func nonEmpty(lists ...list) []list {
	return slices.DeleteFunc(lists, func(l list) bool { return len(l.Items) == 0 })
}

func (m *shell) tabs() {
	sheets := 0
	for _, f := range m.View.Files {
		if f.Pages != nil {
			sheets += len(f.Pages.Pages)
		}
	}
	bad := m.Findings.Bad
	for _, t := range []tab{
		{Key: "body", Name: "Body"}, {Key: "pages", Name: "Pages", Count: count(sheets)}, {Key: "word", Name: "Word"},
		{Key: "message", Name: "Message"}, {Key: "data", Name: "Data"}, {Key: "findings", Name: "Findings", Count: count(bad), Warn: bad > 0},
	} {
		t.URL, t.Current = m.S.With("tab", t.Key), m.S.Tab == t.Key
		m.Tabs = append(m.Tabs, t)
	}
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// functions are those of the pages.
var functions = template.FuncMap{
	"size": func(n int) string {
		switch {
		case n < 1<<10:
			return fmt.Sprintf("%d bytes", n)
		case n < 1<<20:
			return strings.Replace(fmt.Sprintf("%.1f KB", float64(n)/(1<<10)), ".0 KB", " KB", 1)
		}
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	},
	"millis": func(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) },
	"plural": func(n int, what string) string {
		if n == 1 {
			return "1 " + what
		}
		return fmt.Sprintf("%d %ss", n, what)
	},
	"add": func(a, b int) int { return a + b },
	"upto": func(n int) []int {
		out := make([]int, n)
		for i := range out {
			out[i] = i
		}
		return out
	},
}
