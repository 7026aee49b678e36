package preview

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
)

// state is what a page's address says: the place and how it is looked at.
type state struct {
	Place
	Tab      string
	Width    string // 375, 600, full
	Mode     string // light, dark (as the layout says), forced
	Pictures string // on, off
	As       string // html, text
	Zoom     string // of the pages: width, whole, large, all
	File     int    // attachment in the pages tab
	Show     string // all, used, unused columns
	notice   int
}

// choices are the values that a part of the address may have, the first one by default.
var choices = map[string][]string{
	"tab": {"body", "pages", "word", "message", "data", "findings"}, "width": {"600", "375", "full"},
	"mode": {"light", "dark", "forced"}, "pictures": {"on", "off"}, "as": {"html", "text"}, "show": {"all", "used", "unused"},
	"zoom": {"width", "whole", "large", "all"},
}

func stateOf(r *http.Request) state {
	q := r.URL.Query()
	pick := func(name string) string {
		list := choices[name]
		if v := q.Get(name); slices.Contains(list, v) {
			return v
		}
		return list[0]
	}
	number := func(name string) int {
		n, err := strconv.Atoi(q.Get(name))
		if err != nil || n < 0 {
			return 0
		}
		return n
	}
	return state{
		Place: Place{Layout: q.Get("layout"), Document: q.Get("document"), Part: number("part")},
		Tab:   pick("tab"), Width: pick("width"), Mode: pick("mode"), Pictures: pick("pictures"), As: pick("as"), Show: pick("show"),
		Zoom: pick("zoom"), File: number("file"), notice: number("notice"),
	}
}

// values are the state as a query, without what is the default.
func (s state) values() url.Values {
	q := url.Values{}
	set := func(name, v string) {
		if v != "" && (len(choices[name]) == 0 || v != choices[name][0]) {
			q.Set(name, v)
		}
	}
	set("layout", s.Layout)
	set("document", s.Document)
	set("tab", s.Tab)
	set("width", s.Width)
	set("mode", s.Mode)
	set("pictures", s.Pictures)
	set("as", s.As)
	set("show", s.Show)
	set("zoom", s.Zoom)
	if s.Part > 0 {
		q.Set("part", strconv.Itoa(s.Part))
	}
	if s.File > 0 {
		q.Set("file", strconv.Itoa(s.File))
	}
	return q
}

// With is the address of the page with one thing of it changed.
func (s state) With(name string, value any) string { return s.at("/", name, value) }

// At is the address of a part of the page, such as /body, with one thing changed.
func (s state) At(path, name string, value any) string { return s.at(path, name, value) }

func (s state) at(path, name string, value any) string {
	q := s.values()
	switch v := value.(type) {
	case string:
		q.Set(name, v)
		if v == "" || len(choices[name]) > 0 && v == choices[name][0] {
			q.Del(name)
		}
	case int:
		q.Set(name, strconv.Itoa(v))
	}
	if name == "layout" || name == "document" {
		q.Del("part")
		q.Del("file")
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}
