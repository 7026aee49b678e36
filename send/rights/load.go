package rights

import (
	"errors"
	"fmt"
	"net/mail"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/yamledit"
	"reportmail/internal/yamlread"
	"reportmail/send/policy"
)

// Load reads the list under "users:" and the policy under "view_policy:" of reportmail.yaml. All faults are reported at
// once, as *yamlread.Error values joined. Nil nodes are empty.
//
//	users:
//	  - name: anna
//	    full_name: Anna de Vries
//	    address: anna@noordzee.example
//	    licence: full                        # delegated_admin, guest, external_accountant
//	    permissions: [Email - Admin]         # Email - Edit when missing
//	    view_policy: all                     # own, all, all_related, any_related
//	    reads: [customer, S.Invoice/103001]  # everything when missing
//	view_policy: all_related
func Load(file string, list, fallback *yaml.Node) (*Users, error) {
	r := &reader{file: file}
	out := &Users{Policy: policy.Default}
	if v := yamledit.Resolved(fallback); !yamledit.Missing(v) {
		out.Policy = oneOf(r, v, policy.Default, policy.Policies())
	}
	out.List = r.users(yamledit.Resolved(list))
	r.together(out.List)
	slices.SortStableFunc(r.faults, func(a, b *yamlread.Error) int { return a.Line - b.Line })
	errs := make([]error, len(r.faults))
	for i, f := range r.faults {
		errs[i] = f
	}
	return out, errors.Join(errs...)
}

type reader struct {
	file   string
	where  string
	faults []*yamlread.Error
}

func (r *reader) fault(line int, hint, format string, args ...any) {
	r.faults = append(r.faults, &yamlread.Error{File: r.file, Line: line, Msg: r.where + fmt.Sprintf(format, args...), Hint: hint})
}

func (r *reader) users(list *yaml.Node) []User {
	if yamledit.Missing(list) {
		return nil
	}
	if list.Kind != yaml.SequenceNode {
		r.fault(list.Line, "write each user as an item with a dash", "users is not a list")
		return nil
	}
	out := make([]User, 0, len(list.Content))
	for _, n := range list.Content {
		out = append(out, r.user(yamledit.Resolved(n)))
	}
	r.where = ""
	return out
}

// fields are the keys of a user.
var fields = map[string]func(r *reader, v *yaml.Node, u *User){
	"name":        func(_ *reader, v *yaml.Node, u *User) { u.Name = strings.TrimSpace(v.Value) },
	"full_name":   func(_ *reader, v *yaml.Node, u *User) { u.FullName = strings.TrimSpace(v.Value) },
	"address":     func(r *reader, v *yaml.Node, u *User) { u.Address = r.address(v) },
	"licence":     func(r *reader, v *yaml.Node, u *User) { u.Licence = oneOf(r, v, u.Licence, licences) },
	"view_policy": func(r *reader, v *yaml.Node, u *User) { u.Policy = oneOf(r, v, u.Policy, policy.Policies()) },
	"permissions": func(r *reader, v *yaml.Node, u *User) {
		u.Sets = []Set{}
		for _, n := range r.items(v) {
			u.Sets = append(u.Sets, oneOf(r, n, Read, sets))
		}
	},
	"reads": func(r *reader, v *yaml.Node, u *User) {
		u.Reads = []policy.Record{}
		for _, n := range r.items(v) {
			u.Reads = append(u.Reads, policy.ParseRecord(n.Value))
		}
	},
}

func (r *reader) user(n *yaml.Node) User {
	u := User{Licence: Full, Sets: []Set{Edit}, Line: n.Line}
	r.where = "user: "
	if n.Kind != yaml.MappingNode {
		r.fault(n.Line, "write name, licence and permissions", "expected keys and values here")
		return u
	}
	if name := yamledit.Value(n, "name"); name != nil {
		r.where = "user " + name.Value + ": "
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], yamledit.Resolved(n.Content[i+1])
		read, ok := fields[key.Value]
		if !ok {
			r.fault(key.Line, "known are address, full_name, licence, name, permissions, reads, view_policy", "unknown key %q", key.Value)
			continue
		}
		read(r, value, &u)
	}
	if u.Name == "" {
		r.fault(n.Line, "", "it has no name")
	}
	return u
}

func (r *reader) address(v *yaml.Node) string {
	a, err := mail.ParseAddress(v.Value)
	if err != nil || a.Name != "" {
		r.fault(v.Line, "write it as name@example.com", "%q is not an address", v.Value)
		return ""
	}
	return a.Address
}

func (r *reader) items(v *yaml.Node) []*yaml.Node {
	switch v.Kind {
	case yaml.SequenceNode:
		return v.Content
	case yaml.ScalarNode:
		if v.Value != "" {
			return []*yaml.Node{v}
		}
	default:
		r.fault(v.Line, "", "expected a list here")
	}
	return nil
}

// oneOf reads one of a few words; case does not matter.
func oneOf[T ~string](r *reader, v *yaml.Node, otherwise T, allowed []T) T {
	words := make([]string, len(allowed))
	for i, a := range allowed {
		if strings.EqualFold(string(a), strings.TrimSpace(v.Value)) {
			return a
		}
		words[i] = string(a)
	}
	r.fault(v.Line, "use "+strings.Join(words, ", "), "%q is not possible here", v.Value)
	return otherwise
}

// together finds faults between users: whoever lists users keeps one who may change the list.
func (r *reader) together(all []User) {
	lines := map[string]int{}
	admin := false
	for _, u := range all {
		key := strings.ToLower(u.Name)
		if first := lines[key]; first > 0 && key != "" {
			r.fault(u.Line, "", "user %s: the name is taken by the user at line %d", u.Name, first)
		}
		lines[key] = u.Line
		admin = admin || u.has(Admin)
	}
	if len(all) > 0 && !admin {
		r.fault(all[0].Line, "give one of them permissions: [Email - Admin]", "none of the %d users may change the set-up", len(all))
	}
}
