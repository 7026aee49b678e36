package rights

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/yamledit"
	"reportmail/send/policy"
)

// Change is what Put does to one user. A nil field leaves it as it is; an empty one takes it away.
type Change struct {
	FullName, Address, Licence, Policy *string
	Permissions, Reads                 *[]string
}

// Put changes a user in the mapping at the top of reportmail.yaml, and adds one that is not there. Load says what is
// wrong with it.
func Put(top *yaml.Node, name string, c Change) {
	list := yamledit.Items(top, "users")
	n := find(list, name)
	if n == nil {
		n = yamledit.Mapping()
		yamledit.Put(n, "name", yamledit.Text(name))
		list.Content = append(list.Content, n)
	}
	for _, t := range []struct {
		key  string
		text *string
	}{{"full_name", c.FullName}, {"address", c.Address}, {"licence", c.Licence}, {"view_policy", c.Policy}} {
		if t.text != nil {
			yamledit.Put(n, t.key, yamledit.Text(*t.text))
		}
	}
	if c.Permissions != nil {
		yamledit.Put(n, "permissions", yamledit.Texts(*c.Permissions))
	}
	if c.Reads != nil {
		yamledit.Put(n, "reads", yamledit.Texts(*c.Reads))
	}
}

// Remove takes a user off the list.
func Remove(top *yaml.Node, name string) error {
	list := yamledit.Items(top, "users")
	n := find(list, name)
	if n == nil {
		return fmt.Errorf("there is no user %q", name)
	}
	list.Content = slices.DeleteFunc(list.Content, func(c *yaml.Node) bool { return yamledit.Resolved(c) == n })
	if len(list.Content) == 0 {
		yamledit.Put(top, "users", nil)
	}
	return nil
}

// SetDefault sets the view policy of users that have none of their own.
func SetDefault(top *yaml.Node, p policy.Policy) {
	yamledit.Put(top, "view_policy", yamledit.Text(string(p)))
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
