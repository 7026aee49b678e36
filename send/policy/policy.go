// Package policy decides whose messages a user sees in the outbox and among the sent ones. The four policies are
// Business Central's user email view policies; what counts as readable is decided for each record, not only for its
// table.
//
// There is one predicate: lists, counts, opening and steering ask the same question, in Go for one message (Sees) and
// in SQL for a table of them (Where). A test holds the two against each other.
package policy

import "strings"

// Policy says which messages of other users are shown. One's own always are.
type Policy string

// The policies. Relations to users never count.
const (
	// Own shows no others.
	Own Policy = "own"
	// All shows all.
	All Policy = "all"
	// AllRelated shows those with related records, all of which the user may read.
	AllRelated Policy = "all_related"
	// AnyRelated shows those with a related record that the user may read.
	AnyRelated Policy = "any_related"
)

// Default is the policy where nobody has said one.
const Default = AllRelated

// Policies are the four, in Business Central's order.
var policies = []Policy{Own, All, AllRelated, AnyRelated}

// Policies returns the four, in Business Central's order.
func Policies() []Policy { return append([]Policy(nil), policies...) }

// UserEntity is the entity of relations to users, which no policy looks at.
const UserEntity = "user"

// Record names a record that a message is about; an empty Record.Record is the whole table.
type Record struct{ Entity, Record string }

// ParseRecord reads "customer" or "customer/10000"; "customer/*" is "customer", and "*" is everything.
func ParseRecord(s string) Record {
	entity, record, _ := strings.Cut(strings.TrimSpace(s), "/")
	if record == "*" {
		record = ""
	}
	return Record{entity, record}
}

// String writes a record as ParseRecord reads it.
func (r Record) String() string {
	if r.Record == "" {
		return r.Entity
	}
	return r.Entity + "/" + r.Record
}

// View is one user's sight of the messages. The zero View sees everything: a workspace without users.
type View struct {
	// User is who looks, as owners of messages are named; "" sees everything.
	User string
	// Policy is the user's; empty is Default.
	Policy Policy
	// Reads are the records that the user may read; nil is all of them, an empty list none.
	Reads []Record
}

// Everything reports whether nothing is hidden.
func (v View) Everything() bool { return v.User == "" || v.Policy == All }

// MayRead reports whether the user may read a record.
func (v View) MayRead(r Record) bool {
	if v.Reads == nil {
		return true
	}
	for _, g := range v.Reads {
		if g.Entity == "*" || g.Entity == r.Entity && (g.Record == "" || g.Record == r.Record) {
			return true
		}
	}
	return false
}

// Sees reports whether a message is shown: by its owner and the records that it is about.
func (v View) Sees(owner string, about []Record) bool {
	if v.Everything() || owner == v.User {
		return true
	}
	some, all := false, true
	related := 0
	for _, r := range about {
		if r.Entity == UserEntity {
			continue
		}
		related++
		ok := v.MayRead(r)
		some, all = some || ok, all && ok
	}
	switch v.policy() {
	case AnyRelated:
		return some
	case AllRelated:
		return related > 0 && all
	}
	return false
}

func (v View) policy() Policy {
	if v.Policy == "" {
		return Default
	}
	return v.Policy
}
