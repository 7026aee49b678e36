package golden

import (
	"bytes"
	"math"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// Tolerance is how far, in points, something may stand from where it stood and still count as the same: less than a
// quarter of a millimetre is rounding, not a change.
const Tolerance = 0.5

// unix is a text file with LF line ends: a checkout may have made them CRLF. A file with a zero byte is no text, as for
// Git.
func unix(file []byte) []byte {
	if bytes.IndexByte(file, 0) >= 0 {
		return file
	}
	return bytes.ReplaceAll(file, []byte("\r\n"), []byte("\n"))
}

// Same tells whether a golden file and what was made now are the same to an author.
func Same(name string, old, now []byte) bool {
	old, now = unix(old), unix(now)
	if bytes.Equal(old, now) {
		return true
	}
	switch {
	case strings.HasSuffix(name, ".svg"):
		return sameLines(old, now, nearPicture)
	case strings.HasSuffix(name, ".pdf.txt"):
		return sameLines(old, now, nearWords)
	}
	return false
}

func sameLines(old, now []byte, near func(a, b string) bool) bool {
	a, b := strings.Split(string(old), "\n"), strings.Split(string(now), "\n")
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] && !near(a[i], b[i]) {
			return false
		}
	}
	return true
}

// placed is a line of words: its place, and what stands there.
var placed = regexp.MustCompile(`^ *(-?[0-9.]+) +(-?[0-9.]+)  (.*)$`)

func nearWords(a, b string) bool {
	x, y := placed.FindStringSubmatch(a), placed.FindStringSubmatch(b)
	return x != nil && y != nil && x[3] == y[3] && nearNumber(x[1], y[1]) && nearNumber(x[2], y[2])
}

func nearNumber(a, b string) bool {
	x, err := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	return err == nil && err2 == nil && math.Abs(x-y) <= Tolerance
}

var (
	lengths = regexp.MustCompile(` (?:x|y|x1|y1|x2|y2|width|height|d|viewBox)="[^"]*"`)
	number  = regexp.MustCompile(`-?[0-9]+(?:\.[0-9]+)?`)
)

// nearPicture compares two elements of a page: only lengths may differ, by little.
func nearPicture(a, b string) bool {
	if lengths.ReplaceAllStringFunc(a, shape) != lengths.ReplaceAllStringFunc(b, shape) {
		return false
	}
	x, y := lengths.FindAllString(a, -1), lengths.FindAllString(b, -1)
	for i := range x {
		m, n := number.FindAllString(x[i], -1), number.FindAllString(y[i], -1)
		for k := range m {
			if !nearNumber(m[k], n[k]) {
				return false
			}
		}
	}
	return true
}

// shape is an attribute without its numbers.
func shape(attr string) string { return number.ReplaceAllString(attr, "#") }

// Level says how a file differs: what is said before where it stands, before how it looks.
type Level int

// Levels, the gravest last.
const (
	Look  Level = iota // pages differ as pictures: lines, colours, fonts
	Place              // the same words stand elsewhere
	Text               // something else is said
)

// String is the level in a sentence.
func (l Level) String() string {
	return [...]string{"looks different", "words moved", "text changed"}[l]
}

// LevelOf is how a file differs.
func LevelOf(name string, old, now []byte) Level {
	old, now = unix(old), unix(now)
	switch {
	case strings.HasSuffix(name, ".svg"), filepath.Dir(name) == PicturesDir:
		return Look
	case strings.HasSuffix(name, ".pdf.txt"):
		if words(old) == words(now) {
			return Place
		}
	case strings.HasSuffix(name, ".html"):
		if tagless(old) == tagless(now) {
			return Look
		}
	}
	return Text
}

// words is what is said on pages, without places.
func words(file []byte) string {
	var b strings.Builder
	for line := range strings.Lines(string(file)) {
		m := placed.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			continue
		}
		what := m[3]
		if _, said, glyphs := strings.Cut(what, "  "); glyphs { // behind the font and its size
			what = said
		} else if strings.HasPrefix(what, "picture ") {
			what = "picture"
		}
		b.WriteString(what + "\n")
	}
	return b.String()
}

var tags = regexp.MustCompile(`(?s)<style.*?</style>|<[^>]*>`)

// tagless is the text of a body.
func tagless(file []byte) string {
	return strings.Join(strings.Fields(tags.ReplaceAllString(string(file), " ")), " ")
}
