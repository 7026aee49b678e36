package scenario

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"reportmail/send/account"
)

// ErrNoAccount says that neither the scenario nor Default has an account.
var ErrNoAccount = errors.New("no account")

// Assignments maps scenario names to account names. The account of Default, if
// it has one here, comes before the account that is marked as default.
type Assignments map[string]string

// Resolve returns the account that sends for a scenario: its own, else the
// default one. An assignment to an account that is not there counts as none.
func Resolve(name string, assigned Assignments, accounts []account.Account) (account.Account, error) {
	if a, ok := account.Find(accounts, assigned.of(name)); ok {
		return a, nil
	}
	if a, ok := account.Find(accounts, assigned.of(Default)); ok {
		return a, nil
	}
	if a, ok := account.Default(accounts); ok && assigned.of(Default) == "" {
		return a, nil
	}
	return account.Account{}, fmt.Errorf("scenario %s: %w: assign one under scenarios, or mark one account with default: true", name, ErrNoAccount)
}

func (m Assignments) of(name string) string {
	if a, ok := m[name]; ok {
		return a
	}
	for s, a := range m {
		if strings.EqualFold(s, name) {
			return a
		}
	}
	return ""
}

// Assigned reports whether the scenario has an assignment of its own; whether
// its account is there is not looked at.
func (m Assignments) Assigned(name string) bool { return m.of(name) != "" }

// Of returns the scenarios that are assigned to an account, sorted.
func (m Assignments) Of(accountName string) []string {
	var list []string
	for s, a := range m {
		if strings.EqualFold(a, accountName) {
			list = append(list, s)
		}
	}
	slices.Sort(list)
	return list
}

// Dangling returns the scenarios assigned to accounts that are not there.
func (m Assignments) Dangling(accounts []account.Account) []string {
	var list []string
	for s, a := range m {
		if _, ok := account.Find(accounts, a); !ok {
			list = append(list, s)
		}
	}
	slices.Sort(list)
	return list
}
