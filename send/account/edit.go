package account

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/yamledit"
)

// Setting is one key of an account and its new value; an empty value takes the
// key away.
type Setting struct {
	// Path is the key, with dots into mappings: "smtp.server".
	Path  string
	Value string
}

// listed are the keys that hold a list, separated by commas in Setting.Value.
var listed = map[string]bool{"smtp.dsn": true, "smtp.oauth.scopes": true, "graph.oauth.scopes": true}

// Add puts an account at the end of the list in the mapping at the top of
// reportmail.yaml. Load says what is wrong with it.
func Add(top *yaml.Node, name string, settings []Setting) error {
	list := yamledit.Items(top, "accounts")
	if find(list, name) != nil {
		return fmt.Errorf("there is an account %q already; change it with edit", name)
	}
	n := yamledit.Mapping()
	yamledit.Put(n, "name", yamledit.Text(name))
	set(n, settings)
	list.Content = append(list.Content, n)
	return nil
}

// Edit changes keys of an account and leaves the others as they are.
func Edit(top *yaml.Node, name string, settings []Setting) error {
	n := find(yamledit.Items(top, "accounts"), name)
	if n == nil {
		return fmt.Errorf("there is no account %q: %w", name, ErrNotFound)
	}
	set(n, settings)
	return nil
}

// Remove takes accounts off the list.
func Remove(top *yaml.Node, names ...string) error {
	list := yamledit.Items(top, "accounts")
	for _, name := range names {
		n := find(list, name)
		if n == nil {
			return fmt.Errorf("there is no account %q: %w", name, ErrNotFound)
		}
		list.Content = slices.DeleteFunc(list.Content, func(c *yaml.Node) bool { return yamledit.Resolved(c) == n })
	}
	return nil
}

// MakeDefault marks one account as the default and no other.
func MakeDefault(top *yaml.Node, name string) error {
	list := yamledit.Items(top, "accounts")
	chosen := find(list, name)
	if chosen == nil {
		return fmt.Errorf("there is no account %q: %w", name, ErrNotFound)
	}
	for _, c := range list.Content {
		n := yamledit.Resolved(c)
		switch {
		case n == chosen:
			yamledit.Put(n, "default", yamledit.Bool(true))
		case yamledit.Value(n, "default") != nil:
			yamledit.Put(n, "default", nil)
		}
	}
	return nil
}

func find(list *yaml.Node, name string) *yaml.Node {
	for _, c := range list.Content {
		n := yamledit.Resolved(c)
		if v := yamledit.Value(n, "name"); v != nil && strings.EqualFold(v.Value, name) {
			return n
		}
	}
	return nil
}

func set(n *yaml.Node, settings []Setting) {
	for _, s := range settings {
		put(n, s.Path, s.Path, s.Value)
	}
}

// put sets one key; mappings that become empty go.
func put(n *yaml.Node, whole, path, value string) {
	key, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		yamledit.Put(n, key, scalar(whole, value))
		return
	}
	if value == "" && yamledit.Value(n, key) == nil {
		return
	}
	if v := yamledit.Value(n, key); key == "folder" && v != nil && v.Kind == yaml.ScalarNode { // its short form
		yamledit.Put(n, key, yamledit.Text(value))
		return
	}
	inner := yamledit.Child(n, key)
	put(inner, whole, rest, value)
	if len(inner.Content) == 0 {
		yamledit.Put(n, key, nil)
	}
}

func scalar(path, value string) *yaml.Node {
	if listed[path] {
		var items []string
		for item := range strings.SplitSeq(value, ",") {
			if item = strings.TrimSpace(item); item != "" {
				items = append(items, item)
			}
		}
		return yamledit.Texts(items)
	}
	if _, err := strconv.Atoi(value); err == nil && !strings.HasPrefix(path, "window.") {
		return yamledit.Int(value)
	}
	return yamledit.Text(value)
}
