package html

import (
	"strings"

	"reportmail/render/doc"
)

// words are the sentences that a body adds of its own accord.
type words struct {
	document string // title of a body that has none
	moreRows string // in place of the lines that a body leaves out
	oneRow   string
	rest     string // in place of everything below
}

// wordsIn are the languages that the program speaks; English stands in for the others.
var wordsIn = map[string]words{
	"en": {"Document", "%d more lines: see the attached PDF", "1 more line: see the attached PDF", "The rest is in the attached PDF."},
	"nl": {"Document", "Nog %d regels: zie de bijgevoegde pdf", "Nog 1 regel: zie de bijgevoegde pdf", "De rest staat in de bijgevoegde pdf."},
	"de": {"Dokument", "%d weitere Zeilen: siehe beigefügte PDF-Datei", "1 weitere Zeile: siehe beigefügte PDF-Datei", "Alles Weitere steht in der beigefügten PDF-Datei."},
	"fr": {"Document", "%d lignes de plus : voir le PDF joint", "1 ligne de plus : voir le PDF joint", "La suite se trouve dans le PDF joint."},
}

func wordsFor(lang string) words {
	if w, ok := wordsIn[strings.ToLower(primary(lang))]; ok {
		return w
	}
	return wordsIn["en"]
}

// primary is the language of a tag without region and script (RFC 5646 2.2.1).
func primary(tag string) string {
	p, _, _ := strings.Cut(tag, "-")
	return p
}

// language is the language of the body: the caller's, the document's, or that of its text.
func language(d *doc.Document, o *Options) string {
	for _, tag := range []string{o.Lang, d.Props.Language, styleLanguage(d.Styles)} {
		if tag = strings.ReplaceAll(tag, "_", "-"); validTag(tag) {
			return tag
		}
	}
	return "en"
}

// styleLanguage is the language that the document's defaults name.
func styleLanguage(s *doc.Styles) string {
	if st := s.ByID[s.DefaultPara]; st != nil && st.Run != nil && st.Run.Lang.Set {
		return st.Run.Lang.V
	}
	if s.DocRun != nil {
		return s.DocRun.Lang.V
	}
	return ""
}

// validTag tells whether tag has the form of a language tag (RFC 5646 2.1), roughly.
func validTag(tag string) bool {
	parts := strings.Split(tag, "-")
	if n := len(parts[0]); n < 2 || n > 3 || len(tag) > 35 {
		return false
	}
	for _, p := range parts {
		if p == "" || len(p) > 8 || strings.ContainsFunc(p, func(r rune) bool {
			return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9')
		}) {
			return false
		}
	}
	return true
}

// direction is the direction in which lang is written.
func direction(lang string) string {
	switch strings.ToLower(primary(lang)) {
	case "ar", "he", "iw", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb":
		return "rtl"
	}
	return "ltr"
}

// maxTitle is the longest title that checkers and lists of search results show whole.
const maxTitle = 70

// oneLine is s on one line, cut to n characters.
func oneLine(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > n {
		return strings.TrimSpace(string(r[:n-1])) + "…"
	}
	return s
}
