package build

import (
	"fmt"
	"hash/fnv"
	"strings"
)

// file is a layout on its way to a package: its parts as they are written, and what they need from each other.
type file struct {
	layout   *Layout
	parts    []part
	pictures int
	controls int
	errs     []error
}

// story is one part with content being written: the document, a header or a footer.
type story struct {
	strings.Builder
	file  *file
	media bool // the part shows a picture
}

// el writes an empty element.
func (s *story) el(name string, attrs ...string) {
	s.WriteString("<" + name)
	s.attrs(attrs)
	s.WriteString("/>")
}

// open writes a start tag.
func (s *story) open(name string, attrs ...string) {
	s.WriteString("<" + name)
	s.attrs(attrs)
	s.WriteString(">")
}

func (s *story) close(name string) { s.WriteString("</" + name + ">") }

func (s *story) attrs(pairs []string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		s.WriteString(" " + pairs[i] + `="` + escape(pairs[i+1]) + `"`)
	}
}

// text writes a w:t.
func (s *story) text(t string) {
	s.open("w:t", "xml:space", "preserve")
	s.WriteString(escape(t))
	s.close("w:t")
}

func (s *story) fail(format string, args ...any) {
	s.file.errs = append(s.file.errs, fmt.Errorf(format, args...))
}

// controlID is the next w:id of a content control: stable for a layout, different within it.
func (s *story) controlID() string {
	s.file.controls++
	h := fnv.New32a()
	fmt.Fprintf(h, "%s#%d", s.file.layout.ID, s.file.controls)
	return fmt.Sprint(h.Sum32()>>1 | 1)
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s)
}

func num[T ~int](n T) string { return fmt.Sprint(int(n)) }
