package account

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/yamledit"
)

// Default returns the account that serves what no scenario claims: the one that
// is marked, or the only one.
func Default(all []Account) (Account, bool) {
	for _, a := range all {
		if a.Default {
			return a, true
		}
	}
	if len(all) == 1 {
		return all[0], true
	}
	return Account{}, false
}

// Find returns the account of that name; case does not matter.
func Find(all []Account, name string) (Account, bool) {
	for _, a := range all {
		if strings.EqualFold(a.Name, name) {
			return a, true
		}
	}
	return Account{}, false
}

// Deletion says what deleting accounts does to the default.
type Deletion struct {
	// Left are the accounts that stay, with Default as it will be.
	Left []Account
	// NewDefault is the account that became the default by itself, because it is
	// the only one left.
	NewDefault string
	// Choose is set when the default went and a person has to choose another of
	// Left; until then there is none.
	Choose bool
}

// Delete works out the deletion of accounts. Nothing is changed in all.
func Delete(all []Account, names ...string) Deletion {
	old, had := Default(all)
	left := slices.DeleteFunc(slices.Clone(all), func(a Account) bool {
		return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, a.Name) })
	})
	d := Deletion{Left: left}
	if _, stays := Find(left, old.Name); len(left) == 0 || had && stays {
		return d
	}
	if len(left) == 1 {
		left[0].Default, d.NewDefault = true, left[0].Name
		return d
	}
	d.Choose = true
	return d
}

// checkDefault asks for a default where there are several accounts, because
// every scenario without an account of its own needs one.
func (r *reader) checkDefault(list *yaml.Node, all []Account) {
	if _, ok := Default(all); len(all) > 1 && !ok {
		r.fault(yamledit.Resolved(list), "add default: true to one of them", "none of the %d accounts is the default", len(all))
	}
}
