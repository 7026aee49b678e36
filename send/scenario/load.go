package scenario

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/yamledit"
	"reportmail/internal/yamlread"
	"reportmail/send/account"
)

// Setup is what a workspace says about scenarios.
type Setup struct {
	Catalogue   *Catalogue
	Assignments Assignments
	// Attachments are the files of each scenario.
	Attachments map[string][]Attachment
}

// Load reads the mapping under "scenarios:" of reportmail.yaml. All faults are
// reported at once, as *yamlread.Error values joined. A nil node is an empty one.
//
//	scenarios:
//	  Sales Invoice: Billing            # the account, in short
//	  Reminder:
//	    account: Collections
//	    attachments: [terms.pdf, {file: brochure.pdf, default: false}]
//	  Warranty Card:                    # a scenario of the workspace
//	    usages: [S.Warranty]
func Load(file string, n *yaml.Node, accounts []account.Account) (*Setup, error) {
	r := &reader{file: file, accounts: accounts, out: &Setup{
		Catalogue:   &Catalogue{scenarios: slices.Clone(builtin), usages: map[string]string{}},
		Assignments: Assignments{}, Attachments: map[string][]Attachment{},
	}}
	for u, s := range usages {
		r.out.Catalogue.usages[u] = s
	}
	r.scenarios(n)
	errs := make([]error, len(r.faults))
	for i, f := range r.faults {
		errs[i] = f
	}
	return r.out, errors.Join(errs...)
}

type reader struct {
	file     string
	accounts []account.Account
	out      *Setup
	faults   []*yamlread.Error
}

func (r *reader) fault(n *yaml.Node, hint, format string, args ...any) {
	r.faults = append(r.faults, &yamlread.Error{File: r.file, Line: n.Line, Msg: fmt.Sprintf(format, args...), Hint: hint})
}

func (r *reader) scenarios(n *yaml.Node) {
	n = yamledit.Resolved(n)
	if yamledit.Missing(n) {
		return
	}
	if n.Kind != yaml.MappingNode {
		r.fault(n, "write Sales Invoice: ACCOUNT", "scenarios is not a list of names with accounts")
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		r.scenario(n.Content[i], yamledit.Resolved(n.Content[i+1]))
	}
}

func (r *reader) scenario(key, v *yaml.Node) {
	name := strings.TrimSpace(key.Value)
	s, known := r.out.Catalogue.Lookup(name)
	if known {
		name = s.Name
	}
	switch v.Kind {
	case yaml.ScalarNode:
		r.assign(name, v)
	case yaml.MappingNode:
		own := r.details(name, v)
		known = known || own
	default:
		r.fault(v, "", "scenario %s: expected an account, or keys and values", name)
	}
	if !known {
		r.fault(key, r.suggest(name), "unknown scenario %q", name)
	}
}

// details reads the long form and reports whether it defines a scenario.
func (r *reader) details(name string, v *yaml.Node) (own bool) {
	for i := 0; i+1 < len(v.Content); i += 2 {
		key, value := v.Content[i], yamledit.Resolved(v.Content[i+1])
		switch key.Value {
		case "account":
			r.assign(name, value)
		case "usages":
			own = true
			r.usages(name, value)
		case "attachments":
			r.attachments(name, value)
		default:
			r.fault(key, "known are account, attachments, usages", "scenario %s: unknown key %q", name, key.Value)
		}
	}
	if _, known := r.out.Catalogue.Lookup(name); own && !known {
		r.out.Catalogue.scenarios = append(r.out.Catalogue.scenarios, Scenario{Name: name})
	}
	return own
}

func (r *reader) assign(name string, v *yaml.Node) {
	a, ok := account.Find(r.accounts, v.Value)
	if !ok {
		names := make([]string, len(r.accounts))
		for i, a := range r.accounts {
			names[i] = a.Name
		}
		r.fault(v, "accounts are "+strings.Join(names, ", "), "scenario %s: there is no account %q", name, v.Value)
		return
	}
	r.out.Assignments[name] = a.Name
}

func (r *reader) usages(name string, v *yaml.Node) {
	if v.Kind != yaml.SequenceNode {
		r.fault(v, "", "scenario %s: usages is not a list", name)
		return
	}
	for _, u := range v.Content {
		r.out.Catalogue.usages[u.Value] = name
	}
}

func (r *reader) attachments(name string, v *yaml.Node) {
	if v.Kind != yaml.SequenceNode {
		r.fault(v, "", "scenario %s: attachments is not a list", name)
		return
	}
	for _, item := range v.Content {
		item = yamledit.Resolved(item)
		a := Attachment{Default: true}
		switch item.Kind {
		case yaml.ScalarNode:
			a.File = item.Value
		case yaml.MappingNode:
			if item.Load(&a, yaml.WithKnownFields()) != nil {
				r.fault(item, "write {file: NAME, default: false}", "scenario %s: an attachment cannot be read", name)
				continue
			}
		}
		if a.File == "" || path.IsAbs(a.File) || strings.Contains(a.File, `\`) || slices.Contains(strings.Split(a.File, "/"), "..") {
			r.fault(item, "name a file in the folder attachments", "scenario %s: attachment %q is not possible", name, a.File)
			continue
		}
		r.out.Attachments[name] = append(r.out.Attachments[name], a)
	}
}

// suggest names the scenario that was probably meant.
func (r *reader) suggest(name string) string {
	for _, s := range r.out.Catalogue.All() {
		plain := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }
		if plain(s.Name) == plain(name) || strings.HasPrefix(plain(s.Name), plain(name)) && name != "" {
			return "did you mean " + s.Name + "?"
		}
	}
	return "reportmail scenarios lists them; a scenario of your own needs usages"
}
