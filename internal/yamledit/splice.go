package yamledit

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v4"
)

// splicer writes a changed tree into the lines of the old one.
type splicer struct{ lines []string }

// splitLines splits at the line breaks of YAML 1.2 (5.4).
func splitLines(data []byte) []string {
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(data))
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// file is the new text of the whole file; false when it cannot be spliced.
func (s *splicer) file(before, after *yaml.Node) ([]byte, bool) {
	var out bytes.Buffer
	if len(before.Content) == 0 {
		s.copy(&out, 0, len(s.lines))
		if !s.fresh(&out, after, 0) {
			return nil, false
		}
		return out.Bytes(), true
	}
	first := before.Content[0].Line - 1
	if first > len(s.lines) { // the reader knows more line breaks than YAML 1.2
		return nil, false
	}
	first = s.start(first, 0)
	s.copy(&out, 0, first)
	if !s.block(&out, before, after, first, len(s.lines)) {
		return nil, false
	}
	return append(bytes.TrimRight(out.Bytes(), "\n"), '\n'), true
}

// entry is one key of a mapping or one item of a list: its lines are [from, to).
type entry struct {
	key, value *yaml.Node // key is nil for an item
	from, to   int
}

// entries finds the lines of the entries of a block in [from, to).
func (s *splicer) entries(n *yaml.Node, from, to int) ([]entry, bool) {
	if n.Style&yaml.FlowStyle != 0 {
		return nil, false
	}
	step := 1
	if n.Kind == yaml.MappingNode {
		step = 2
	}
	var list []entry
	for i := 0; i+step <= len(n.Content); i += step {
		e := entry{value: n.Content[i+step-1]}
		if step == 2 {
			e.key = n.Content[i]
		}
		line := n.Content[i].Line - 1
		if line < from || line >= to {
			return nil, false
		}
		e.from = s.start(line, from)
		if len(list) > 0 {
			if e.from <= list[len(list)-1].from { // two entries on one line
				return nil, false
			}
			list[len(list)-1].to = e.from
		}
		list = append(list, e)
	}
	if len(list) > 0 {
		list[len(list)-1].to = to
	}
	return list, true
}

// start goes up from an entry's line over the comments that belong to it.
func (s *splicer) start(line, from int) int {
	for line > from && strings.HasPrefix(strings.TrimSpace(s.lines[line-1]), "#") {
		line--
	}
	return line
}

// block writes the entries of after where those of before stand.
func (s *splicer) block(out *bytes.Buffer, before, after *yaml.Node, from, to int) bool {
	old, ok := s.entries(before, from, to)
	if !ok || len(old) == 0 || after.Kind != before.Kind || len(after.Content) == 0 {
		return false
	}
	column := s.column(before)
	if column < 0 {
		return false
	}
	fresh, pairs := s.match(old, after)
	next := 0
	for i, e := range old {
		for ; next < len(fresh) && fresh[next].before == i; next++ {
			if !s.fresh(out, fresh[next].node, column) {
				return false
			}
		}
		now, stays := pairs[i]
		switch {
		case !stays:
			s.copyTail(out, e) // the blank lines and comments that follow it
		case Equal(e.value, now.value):
			s.copy(out, e.from, e.to)
		case !s.changed(out, e, now, column):
			return false
		}
	}
	tail := trailing(out, column)
	for ; next < len(fresh); next++ {
		if column == 0 && !separated(out.Bytes()) { // sections stand apart
			out.WriteByte('\n')
		}
		if !s.fresh(out, fresh[next].node, column) {
			return false
		}
	}
	out.WriteString(tail)
	return true
}

// changed writes an entry with another value.
func (s *splicer) changed(out *bytes.Buffer, e, now entry, column int) bool {
	v, line := now.value, e.value.Line-1
	block := v.Kind == e.value.Kind && v.Kind != yaml.ScalarNode && v.Style&yaml.FlowStyle == 0
	if e.key != nil && block && line > e.key.Line-1 {
		var inner bytes.Buffer
		first := s.start(line, e.key.Line)
		if s.block(&inner, e.value, v, first, e.to) {
			s.copy(out, e.from, first)
			out.Write(inner.Bytes())
			return true
		}
	}
	if e.key == nil && block && v.Kind == yaml.MappingNode && s.item(out, e, v) {
		return true
	}
	s.copy(out, e.from, s.head(e)) // comments above it
	n := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: []*yaml.Node{bare(v)}}
	if e.key != nil {
		n = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{bare(now.key), v}}
	}
	if !s.fresh(out, n, column) {
		return false
	}
	s.copyTail(out, e)
	return true
}

// item writes the mapping of a list item: its first key stands behind the dash.
func (s *splicer) item(out *bytes.Buffer, e entry, v *yaml.Node) bool {
	line := e.value.Line - 1
	dash := strings.IndexByte(s.lines[line], '-')
	if dash < 0 || strings.TrimSpace(s.lines[line][:dash]) != "" || e.value.Column <= dash+1 {
		return false
	}
	// With a blank instead of the dash it is a mapping like any other.
	plain := &splicer{lines: append([]string(nil), s.lines...)}
	plain.lines[line] = s.lines[line][:dash] + " " + s.lines[line][dash+1:]
	var inner bytes.Buffer
	if !plain.block(&inner, e.value, v, line, e.to) {
		return false
	}
	text := inner.String()
	at := dash
	if at >= len(text) || text[at] != ' ' || strings.Contains(text[:at], "\n") {
		return false
	}
	s.copy(out, e.from, line)
	out.WriteString(text[:at] + "-" + text[at+1:])
	return true
}

// head is the line where an entry begins, after the comments above it.
func (s *splicer) head(e entry) int {
	if e.key != nil {
		return e.key.Line - 1
	}
	return e.value.Line - 1
}

// bare is a node without comments: they stay in the lines around it.
func bare(n *yaml.Node) *yaml.Node {
	c := *n
	c.HeadComment, c.FootComment = "", ""
	return &c
}

func clone(n *yaml.Node) *yaml.Node {
	c := *n
	c.Content = make([]*yaml.Node, len(n.Content))
	for i, v := range n.Content {
		c.Content[i] = clone(v)
	}
	return &c
}

// addition is an entry that was not there, and the index of the old one it goes before.
type addition struct {
	node   *yaml.Node
	before int
}

// match finds the entries of after among the old ones, in their order.
func (s *splicer) match(old []entry, after *yaml.Node) (fresh []addition, pairs map[int]entry) {
	pairs = map[int]entry{}
	next := 0
	add := func(n *yaml.Node) { fresh = append(fresh, addition{n, next}) }
	if after.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(after.Content); i += 2 {
			key, v := after.Content[i], after.Content[i+1]
			at := indexKey(old, key.Value)
			if at < next { // not there, or moved
				add(&yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{key, v}})
				continue
			}
			pairs[at], next = entry{key: key, value: v}, at+1
		}
		return fresh, pairs
	}
	for _, v := range after.Content {
		at := indexItem(old, v, next)
		if at < 0 {
			add(&yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: []*yaml.Node{v}})
			continue
		}
		pairs[at], next = entry{value: v}, at+1
	}
	return fresh, pairs
}

func indexKey(old []entry, key string) int {
	for i, e := range old {
		if e.key.Value == key {
			return i
		}
	}
	return -1
}

// indexItem finds the old item that v is or was: nodes keep their line while they are changed.
func indexItem(old []entry, v *yaml.Node, from int) int {
	for i := from; i < len(old); i++ {
		if o := old[i].value; v.Line > 0 && o.Line == v.Line && o.Column == v.Column {
			return i
		}
	}
	return -1
}

// column is how far the entries of a block are indented.
func (s *splicer) column(n *yaml.Node) int {
	line := s.lines[n.Content[0].Line-1]
	return len(line) - len(strings.TrimLeft(line, " "))
}

// fresh writes entries that were not there.
func (s *splicer) fresh(out *bytes.Buffer, n *yaml.Node, column int) bool {
	data, err := dump("", n)
	if err != nil {
		return false
	}
	if b := out.Bytes(); len(b) > 0 && b[len(b)-1] != '\n' {
		out.WriteByte('\n')
	}
	for _, line := range splitLines(data) {
		if line != "" {
			out.WriteString(strings.Repeat(" ", column))
		}
		out.WriteString(line + "\n")
	}
	return true
}

func (s *splicer) copy(out *bytes.Buffer, from, to int) {
	for _, l := range s.lines[from:to] {
		out.WriteString(l + "\n")
	}
}

// copyTail writes the blank lines and comments at the end of an entry: they separate it from the next.
func (s *splicer) copyTail(out *bytes.Buffer, e entry) {
	at := e.to
	for at > e.from && isSpace(s.lines[at-1]) {
		at--
	}
	if separated(out.Bytes()) {
		for at < e.to && strings.TrimSpace(s.lines[at]) == "" {
			at++
		}
	}
	s.copy(out, at, e.to)
}

// separated reports whether what is written ends in a blank line.
func separated(b []byte) bool { return len(b) == 0 || bytes.HasSuffix(b, []byte("\n\n")) }

func isSpace(line string) bool {
	line = strings.TrimSpace(line)
	return line == "" || strings.HasPrefix(line, "#")
}

// trailing takes the blank lines off the end of what is written, and the comments that end a block inside of others, so
// that additions at a column come before them.
func trailing(out *bytes.Buffer, column int) string {
	text := out.String()
	at := len(text)
	for at > 0 {
		start := strings.LastIndexByte(text[:at-1], '\n') + 1
		line := text[start:at]
		indent := len(line) - len(strings.TrimLeft(line, " "))
		inside := isSpace(line) && column > 0 && indent <= column
		if strings.TrimSpace(line) != "" && !inside {
			break
		}
		at = start
	}
	tail := text[at:]
	out.Truncate(at)
	return tail
}
