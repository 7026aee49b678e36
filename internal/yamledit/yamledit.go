// Package yamledit reads and changes YAML that people write and keep in a repository: a change rewrites the lines it
// is about and leaves every other line, comment and blank line as it stands.
//
// It knows YAML 1.2 block style as set-up files have it. Where a file is laid out in a way that it cannot edit line by
// line, the whole file is written anew: comments stay then too, blank lines go.
package yamledit

import (
	"bytes"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"
)

// Change lets fn change the mapping at the top of a file and answers the new text. An empty file is an empty mapping.
func Change(file string, data []byte, fn func(top *yaml.Node) error) ([]byte, error) {
	before, err := parse(file, data)
	if err != nil {
		return nil, err
	}
	after, err := parse(file, data)
	if err != nil {
		return nil, err
	}
	top := after.Content[0]
	if err := fn(top); err != nil {
		return nil, err
	}
	if Equal(before.Content[0], top) {
		return data, nil
	}
	s := &splicer{lines: splitLines(data)}
	if text, ok := s.file(before.Content[0], top); ok {
		if text = likeBreaks(text, data); says(text, top) {
			return text, nil
		}
	}
	text, err := dump(file, after)
	if err != nil {
		return nil, err
	}
	text = likeBreaks(text, data)
	if !says(text, top) {
		return nil, fmt.Errorf("%s is written in a way that cannot be changed without harm; change it by hand", file)
	}
	return text, nil
}

// likeBreaks gives a text the line breaks of data's first line: files from Windows keep theirs.
func likeBreaks(text, data []byte) []byte {
	if i := bytes.IndexByte(data, '\n'); i < 1 || data[i-1] != '\r' {
		return text
	}
	return bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
}

// says reports whether a text means the tree that it was made from.
func says(text []byte, top *yaml.Node) bool {
	again, err := parse("", text)
	return err == nil && Equal(again.Content[0], top)
}

func parse(file string, data []byte) (*yaml.Node, error) {
	root := &yaml.Node{}
	if err := yaml.Load(data, root); err != nil && hasContent(data) {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if root.Kind != yaml.DocumentNode || len(root.Content) == 0 {
		root = &yaml.Node{Kind: yaml.DocumentNode, HeadComment: root.HeadComment, FootComment: root.FootComment, Content: []*yaml.Node{Mapping()}}
	}
	if root.Content[0].Kind != yaml.MappingNode {
		if root.Content[0].Kind != yaml.ScalarNode || root.Content[0].Value != "" {
			return nil, fmt.Errorf("%s: expected keys and values at the top", file)
		}
		root.Content[0] = Mapping()
	}
	return root, nil
}

// hasContent reports whether there is more than blank lines and comments: YAML calls those no document.
func hasContent(data []byte) bool {
	return slices.ContainsFunc(splitLines(data), func(l string) bool { return !isSpace(l) })
}

func dump(file string, n *yaml.Node) ([]byte, error) {
	out, err := yaml.Dump(clone(n), // Dump takes tags off what it writes
		yaml.WithIndent(2), yaml.WithCompactSeqIndent(false), yaml.WithLineWidth(-1)) // a row stays on its line
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", file, err)
	}
	return out, nil
}

// Equal reports whether two trees say the same, whatever their layout and comments.
func Equal(a, b *yaml.Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Kind == b.Kind && a.Value == b.Value && a.ShortTag() == b.ShortTag() && a.Anchor == b.Anchor && slices.EqualFunc(a.Content, b.Content, Equal)
}
