// Package rights says what the users of a workspace may do: see messages, send them, set accounts up, and use the
// connectors of Microsoft 365, which not every kind of licence may. It knows the users that reportmail.yaml lists; it
// does not find out who somebody is.
//
// A workspace without users is its owner's: everybody may do everything.
package rights

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"reportmail/send/account"
	"reportmail/send/policy"
)

// Licence is the kind of access that a user has.
type Licence string

// The kinds. Only Full may use Microsoft Graph: the others have no mailbox of the organisation.
const (
	Full               Licence = "full"
	DelegatedAdmin     Licence = "delegated_admin"
	Guest              Licence = "guest"
	ExternalAccountant Licence = "external_accountant"
)

var licences = []Licence{Full, DelegatedAdmin, Guest, ExternalAccountant}

// Licences returns the kinds there are.
func Licences() []Licence { return slices.Clone(licences) }

// String names a kind in words.
func (l Licence) String() string { return strings.ReplaceAll(string(l), "_", " ") }

// Set is a permission set.
type Set string

// The permission sets, each with what the ones before it have.
const (
	// Read is to look at messages, as far as the user's policy goes.
	Read Set = "Email - Read"
	// Edit is to write, send and steer them.
	Edit Set = "Email - Edit"
	// Admin is to set up accounts, scenarios, limits, users and policies.
	Admin Set = "Email - Admin"
)

var sets = []Set{Read, Edit, Admin}

// Sets returns the permission sets there are.
func Sets() []Set { return slices.Clone(sets) }

// Errors of the package; all are refusals.
var (
	// ErrRefused is in the chain of every refusal.
	ErrRefused = errors.New("refused")
	// ErrUnknown says that a user is not in the workspace.
	ErrUnknown = fmt.Errorf("%w: unknown user", ErrRefused)
)

// User is somebody who works with the messages of a workspace.
type User struct {
	// Name is what owners of messages are called.
	Name string
	// FullName and Address are the sender of accounts that send as the current user.
	FullName, Address string
	Licence           Licence
	Sets              []Set
	// Policy is the user's view policy; empty is that of the workspace.
	Policy policy.Policy
	// Reads are the records that the user may read, for the view policy; nil is all.
	Reads []policy.Record

	// Line is where the user stands in the file.
	Line int
}

func (u User) has(least Set) bool {
	return slices.ContainsFunc(u.Sets, func(s Set) bool { return slices.Index(sets, s) >= slices.Index(sets, least) })
}

// Users are those of a workspace.
type Users struct {
	List []User
	// Policy is the view policy of users that have none of their own: Business Central's row without a user.
	Policy policy.Policy
}

// Open reports whether the workspace has no users, so that everybody may do everything.
func (u *Users) Open() bool { return u == nil || len(u.List) == 0 }

// Find returns a user; case does not matter. In an open workspace everybody is a user with all rights.
func (u *Users) Find(name string) (User, error) {
	if u.Open() {
		return User{Name: name, Licence: Full, Sets: []Set{Admin}, Policy: policy.All}, nil
	}
	for _, one := range u.List {
		if strings.EqualFold(one.Name, name) {
			return one, nil
		}
	}
	if name == "" {
		return User{}, fmt.Errorf("%w: say who you are with --as USER; users of the workspace are %s", ErrUnknown, u.names())
	}
	return User{}, fmt.Errorf("%w %q: users of the workspace are %s", ErrUnknown, name, u.names())
}

func (u *Users) names() string {
	names := make([]string, len(u.List))
	for i, one := range u.List {
		names[i] = one.Name
	}
	return strings.Join(names, ", ")
}

// View is what a user sees of the messages.
func (u *Users) View(one User) policy.View {
	if u.Open() {
		return policy.View{}
	}
	p := one.Policy
	if p == "" {
		p = u.Policy
	}
	return policy.View{User: one.Name, Policy: p, Reads: one.Reads}
}

// MaySee refuses who may not look at messages at all.
func (u User) MaySee() error { return u.may("look at messages", Read) }

// MaySend refuses who may not send or steer messages.
func (u User) MaySend() error { return u.may("send messages", Edit) }

// MaySetUp refuses who may not set up accounts, scenarios, limits, users and policies.
func (u User) MaySetUp() error { return u.may("change the set-up", Admin) }

func (u User) may(what string, least Set) error {
	if u.has(least) {
		return nil
	}
	return fmt.Errorf("%w: user %s may not %s; it takes the permission set %q", ErrRefused, u.Name, what, least)
}

// MayUse refuses connectors that the user's licence does not go with, before anything is asked of the provider.
func (u User) MayUse(k account.Kind) error {
	if k != account.Microsoft365 && k != account.CurrentUser || u.Licence == Full {
		return nil
	}
	return fmt.Errorf("%w: user %s is a %s and has no mailbox here, so the connector %s cannot send for them; send with an smtp account, or as a user with a full licence",
		ErrRefused, u.Name, u.Licence, k)
}
