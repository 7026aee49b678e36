package yamledit

import (
	"iter"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Resolved follows an alias, and a document to its content.
func Resolved(n *yaml.Node) *yaml.Node {
	for n != nil && n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n != nil && n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		return n.Content[0]
	}
	return n
}

// Missing reports whether a node says nothing: it is not there, or it is null.
func Missing(n *yaml.Node) bool {
	n = Resolved(n)
	return n == nil || n.Kind == 0 || n.Kind == yaml.ScalarNode && (n.Value == "" || n.ShortTag() == "!!null")
}

// Pairs are the keys and values of a mapping, in its order; none of anything else.
func Pairs(n *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(key, value *yaml.Node) bool) {
		n := Resolved(n)
		if n == nil || n.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i], n.Content[i+1]) {
				return
			}
		}
	}
}

// Value is what a mapping has under a key, nil when it has none.
func Value(n *yaml.Node, key string) *yaml.Node {
	n = Resolved(n)
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return Resolved(n.Content[i+1])
		}
	}
	return nil
}

// Child is the mapping under a key, made when it is not there.
func Child(n *yaml.Node, key string) *yaml.Node { return kept(n, key, Mapping()) }

// Items is the list under a key, made when it is not there.
func Items(n *yaml.Node, key string) *yaml.Node {
	return kept(n, key, &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"})
}

// kept is the value of a key when it is of the kind of fresh; else fresh takes its place.
func kept(n *yaml.Node, key string, fresh *yaml.Node) *yaml.Node {
	v := Value(n, key)
	if v == nil || v.Kind != fresh.Kind {
		Put(n, key, fresh)
		return fresh
	}
	if len(v.Content) == 0 { // {} and [] open up
		v.Style &^= yaml.FlowStyle
	}
	return v
}

// Put sets a key of a mapping; nil takes it away. Comments at the value stay.
func Put(n *yaml.Node, key string, v *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value != key {
			continue
		}
		if v == nil {
			n.Content = append(n.Content[:i], n.Content[i+2:]...)
			return
		}
		old := n.Content[i+1]
		v.LineComment, v.HeadComment, v.FootComment = old.LineComment, old.HeadComment, old.FootComment
		if v.Kind != yaml.ScalarNode && v.Style&yaml.FlowStyle == 0 && n.Content[i].LineComment == "" {
			n.Content[i].LineComment, v.LineComment = v.LineComment, "" // a block begins on the next line
		}
		n.Content[i+1] = v
		return
	}
	if v != nil {
		n.Content = append(n.Content, quoted(key), v)
	}
}

// Mapping is an empty mapping.
func Mapping() *yaml.Node { return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"} }

// Text is a string, quoted where YAML would read something else; nil for the empty one, which Put takes away.
func Text(s string) *yaml.Node {
	if s == "" {
		return nil
	}
	return quoted(s)
}

func quoted(s string) *yaml.Node {
	n := &yaml.Node{}
	n.SetString(s)
	if strings.ContainsAny(s, "{}[]:#&*!|>'\"%`") || strings.HasPrefix(s, "@") {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

// Int is a number.
func Int(digits string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: digits}
}

// Bool is true or false.
func Bool(b bool) *yaml.Node {
	v := "false"
	if b {
		v = "true"
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: v}
}

// Texts is a list of strings on one line; nil for an empty one.
func Texts(items []string) *yaml.Node {
	if len(items) == 0 {
		return nil
	}
	seq := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Style: yaml.FlowStyle}
	for _, s := range items {
		seq.Content = append(seq.Content, quoted(s))
	}
	return seq
}
