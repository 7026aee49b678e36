package selection

import (
	"bytes"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/yamlread"
)

// edited is a YAML file under change: scalars are replaced in its text, so that comments, order and spacing stay.
type edited struct {
	data  []byte
	root  yaml.Node
	edits []edit
}

type edit struct {
	start, end int
	text       string
}

func parse(file string, data []byte) (*edited, error) {
	e := &edited{data: data}
	if err := yamlread.Load(file, data, &e.root); err != nil {
		return nil, err
	}
	return e, nil
}

// values are the scalar values of a key, wherever it stands.
func (e *edited) values(key string) []*yaml.Node {
	var out []*yaml.Node
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if n.Kind == yaml.MappingNode {
			for i := 0; i+1 < len(n.Content); i += 2 {
				if n.Content[i].Value == key && n.Content[i+1].Kind == yaml.ScalarNode {
					out = append(out, n.Content[i+1])
				}
			}
		}
		for _, c := range n.Content {
			walk(c)
		}
	}
	walk(&e.root)
	return out
}

// replace puts text in the place of a scalar on one line.
func (e *edited) replace(n *yaml.Node, text string) {
	start := e.offset(n.Line, n.Column)
	end := start + len(n.Value)
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		quote := e.data[start]
		for end = start + 1; end < len(e.data) && (e.data[end] != quote || e.data[end-1] == '\\'); end++ {
		}
		end++
	}
	e.edits = append(e.edits, edit{start, end, scalar(text)})
}

// offset is the byte at a line and column, both from 1; columns count characters.
func (e *edited) offset(line, column int) int {
	at := 0
	for ; line > 1; line-- {
		next := bytes.IndexByte(e.data[at:], '\n')
		if next < 0 {
			return len(e.data)
		}
		at += next + 1
	}
	rest := []rune(string(e.data[at:]))
	return at + len(string(rest[:min(column-1, len(rest))]))
}

// scalar writes text so that YAML reads it as a string.
func scalar(text string) string {
	out, err := yaml.Dump(text)
	if err != nil {
		return `""`
	}
	return strings.TrimSuffix(string(out), "\n")
}

func (e *edited) bytes() []byte {
	slices.SortFunc(e.edits, func(a, b edit) int { return b.start - a.start })
	out := slices.Clone(e.data)
	for _, ed := range e.edits {
		out = slices.Replace(out, ed.start, min(ed.end, len(out)), []byte(ed.text)...)
	}
	return out
}
