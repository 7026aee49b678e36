package scenario

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/yamledit"
)

// Assign gives a scenario an account, in the mapping at the top of
// reportmail.yaml; a scenario that had another moves. An empty account takes
// the assignment away.
func Assign(top *yaml.Node, name, account string) {
	all := yamledit.Child(top, "scenarios")
	key := keyOf(all, name)
	switch v := yamledit.Value(all, key); {
	case v == nil || v.Kind != yaml.MappingNode:
		yamledit.Put(all, key, yamledit.Text(account))
	default:
		yamledit.Put(v, "account", yamledit.Text(account))
		tidy(all, key, v)
	}
}

// Attach lists a file among those of a scenario; byDefault attaches it to
// every message. A file that is listed already changes to it.
func Attach(top *yaml.Node, name, file string, byDefault bool) {
	all := yamledit.Child(top, "scenarios")
	s := long(all, name)
	item := yamledit.Text(file)
	if !byDefault {
		item = yamledit.Mapping()
		item.Style = yaml.FlowStyle
		yamledit.Put(item, "file", yamledit.Text(file))
		yamledit.Put(item, "default", yamledit.Bool(false))
	}
	list := attachments(s)
	for i, n := range list.Content {
		if fileOf(n) == file {
			list.Content[i] = item
			return
		}
	}
	list.Content = append(list.Content, item)
}

// Detach takes a file off the list of a scenario.
func Detach(top *yaml.Node, name, file string) error {
	all := yamledit.Child(top, "scenarios")
	key := keyOf(all, name)
	s := yamledit.Value(all, key)
	list := yamledit.Value(s, "attachments")
	if list == nil || !slices.ContainsFunc(list.Content, func(n *yaml.Node) bool { return fileOf(n) == file }) {
		return fmt.Errorf("scenario %s has no attachment %q", key, file)
	}
	list.Content = slices.DeleteFunc(list.Content, func(n *yaml.Node) bool { return fileOf(n) == file })
	if len(list.Content) == 0 {
		yamledit.Put(s, "attachments", nil)
	}
	tidy(all, key, s)
	return nil
}

// keyOf is the key of a scenario as the file spells it.
func keyOf(all *yaml.Node, name string) string {
	for i := 0; i+1 < len(all.Content); i += 2 {
		if strings.EqualFold(all.Content[i].Value, name) {
			return all.Content[i].Value
		}
	}
	return name
}

// long is a scenario in its long form.
func long(all *yaml.Node, name string) *yaml.Node {
	key := keyOf(all, name)
	v := yamledit.Value(all, key)
	if v != nil && v.Kind == yaml.MappingNode {
		return v
	}
	n := yamledit.Mapping()
	if v != nil {
		yamledit.Put(n, "account", yamledit.Text(v.Value))
	}
	yamledit.Put(all, key, n)
	return n
}

func attachments(s *yaml.Node) *yaml.Node {
	if v := yamledit.Value(s, "attachments"); v != nil && v.Kind == yaml.SequenceNode {
		return v
	}
	n := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Style: yaml.FlowStyle}
	yamledit.Put(s, "attachments", n)
	return n
}

func fileOf(n *yaml.Node) string {
	n = yamledit.Resolved(n)
	if v := yamledit.Value(n, "file"); v != nil {
		return v.Value
	}
	return n.Value
}

// tidy writes a scenario in the shortest form, and takes one away that says nothing.
func tidy(all *yaml.Node, key string, s *yaml.Node) {
	switch account := yamledit.Value(s, "account"); {
	case len(s.Content) == 0:
		yamledit.Put(all, key, nil)
	case len(s.Content) == 2 && account != nil:
		yamledit.Put(all, key, yamledit.Text(account.Value))
	}
}
