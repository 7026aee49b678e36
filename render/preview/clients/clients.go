// Package clients says which mail programs do not show what a mail body uses, by the data of caniemail.com.
//
// It looks at properties, units, elements and attributes as they stand, not at how they work together; what bodies of
// this program do so that a gap does no harm is said with it (Lack.Handled).
package clients

import (
	"bytes"
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/net/html"
)

//go:embed support.tsv
var support string

// programs are the mail programs of support.tsv, in its order.
var programs = [...]string{
	"Outlook for Windows", "Outlook.com and new Outlook", "Outlook for Mac", "Outlook for iOS", "Outlook for Android", "Gmail", "Gmail for iOS", "Gmail for Android",
	"Apple Mail for iOS", "Apple Mail for macOS", "Samsung Email", "Yahoo Mail", "Thunderbird",
}

// Lack is a feature of a body that some mail programs do not show, or only in part.
type Lack struct {
	Feature string // border-radius
	Count   int    // places
	None    []string
	Partly  []string
	Notes   string
	Handled string // what is done so that it does no harm; "" when nothing is
}

// handled is what bodies do about gaps. Where a program shows a feature only in part, they keep to that part.
var handled = map[string]string{
	"css-margin":                        "only paragraphs and headings have margins, none is negative",
	"css-padding":                       "only table cells have padding",
	"css-border":                        "only table cells have borders",
	"css-line-height":                   "in pixels, with mso-line-height-rule",
	"css-font-size":                     "in pixels",
	"css-font-weight":                   "normal and bold only",
	"css-text-transform":                "capital letters only",
	"html-lists":                        "without start, value and reversed",
	"css-width":                         "tables, cells and pictures say their width as an attribute too",
	"css-height":                        "cells and pictures say their height as an attribute too",
	"css-max-width":                     "Outlook gets a table of fixed width instead",
	"css-text-decoration":               "one value only",
	"css-word-break":                    "only on words that are wider than a telephone",
	"css-at-media":                      "holds dark colours only; without them a body stays light",
	"css-at-media-prefers-color-scheme": "without it a body stays light, or the program turns the colours round",
	"css-color-scheme":                  "without it the program may turn the colours round",
	"html-meta-color-scheme":            "without it the program may turn the colours round",
	"html-style":                        "holds dark colours only; everything else is inline",
	"html-align":                        "the style says it too",
	"html-width":                        "the style says it too",
	"html-height":                       "the style says it too",
	"html-lang":                         "what it loses is the voice of a screen reader",
	"html-dir":                          "tables and cells say it too",
	"html-role":                         "what it loses is a hint for screen readers",
}

type feature struct {
	title, letters, notes string
}

var features = sync.OnceValue(func() map[string]feature {
	out := map[string]feature{}
	for line := range strings.Lines(support) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) == 4 && len(f[2]) == len(programs) {
			out[f[0]] = feature{f[1], f[2], f[3]}
		}
	}
	return out
})

// Check lists what a body uses and some program lacks, the widest gaps first.
func Check(body []byte) []Lack {
	var out []Lack
	for slug, n := range used(body) {
		f, known := features()[slug]
		if !known {
			continue
		}
		l := Lack{Feature: f.title, Count: n, Notes: f.notes, Handled: handled[slug]}
		for i, program := range programs {
			switch f.letters[i] {
			case 'n':
				l.None = append(l.None, program)
			case 'a':
				l.Partly = append(l.Partly, program)
			}
		}
		if len(l.None)+len(l.Partly) > 0 {
			out = append(out, l)
		}
	}
	slices.SortFunc(out, func(a, b Lack) int {
		if d := 2*len(b.None) + len(b.Partly) - 2*len(a.None) - len(a.Partly); d != 0 {
			return d
		}
		return strings.Compare(a.Feature, b.Feature)
	})
	return out
}

// used counts the features of a body by their names in the data.
func used(body []byte) map[string]int {
	count := map[string]int{}
	z := html.NewTokenizer(bytes.NewReader(body))
	style := false
	for {
		switch z.Next() {
		case html.ErrorToken:
			return count
		case html.TextToken:
			if style {
				sheet(string(z.Raw()), count)
			}
		case html.EndTagToken:
			style = false
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			style = t.Data == "style"
			element(t, count)
		}
	}
}

// elements are tags whose name in the data is another one.
var elements = map[string]string{"h1": "h1-h6", "h2": "h1-h6", "h3": "h1-h6", "ul": "lists", "ol": "lists", "b": "strong", "s": "strike"}

func element(t html.Token, count map[string]int) {
	name := t.Data
	if other, ok := elements[name]; ok {
		name = other
	}
	count["html-"+name]++
	for _, a := range t.Attr {
		switch a.Key {
		case "style":
			declarations(a.Val, count)
		case "name":
			if a.Val == "color-scheme" {
				count["html-meta-color-scheme"]++
			}
		default:
			count["html-"+a.Key]++
		}
	}
}

var (
	comment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	block   = regexp.MustCompile(`\{([^{}]*)\}`)
	unit    = regexp.MustCompile(`[0-9.](rem|ch|vh|vw|vmin|vmax)\b`)
)

// sheet counts what a style element uses.
func sheet(css string, count map[string]int) {
	css = comment.ReplaceAllString(css, "")
	if n := strings.Count(css, "@media"); n > 0 {
		count["css-at-media"] += n
		count["css-at-media-prefers-color-scheme"] += strings.Count(css, "prefers-color-scheme")
	}
	for _, m := range block.FindAllStringSubmatch(css, -1) {
		declarations(m[1], count)
	}
}

// sides are properties whose parts the data counts as the whole.
var sides = []string{"margin", "padding", "border", "background", "list-style", "outline"}

func declarations(css string, count map[string]int) {
	for d := range strings.SplitSeq(css, ";") {
		name, value, ok := strings.Cut(d, ":")
		name = strings.ToLower(strings.TrimSpace(name))
		if !ok || strings.HasPrefix(name, "mso-") || strings.HasPrefix(name, "-") {
			continue
		}
		slug := "css-" + name
		if _, known := features()[slug]; !known {
			for _, s := range sides {
				if strings.HasPrefix(name, s+"-") && name != "border-collapse" {
					slug = "css-" + s
				}
			}
		}
		if slug == "css-display" && strings.TrimSpace(value) == "none" {
			slug = "css-display-none"
		}
		count[slug]++
		for _, u := range unit.FindAllStringSubmatch(value, -1) {
			count["css-unit-"+u[1]]++
		}
	}
}
