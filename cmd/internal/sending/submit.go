// Package sending takes finished messages into a workspace's outbox: it reads what routing needs off the header, lets
// the scenario pick the account, and writes the sender in.
package sending

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"reportmail/cmd/internal/workspace"
	"reportmail/send/account"
	"reportmail/send/message"
	"reportmail/send/outbox"
	"reportmail/send/rights"
	"reportmail/send/safemode"
	"reportmail/send/scenario"
)

// Intake turns messages into submissions.
type Intake struct {
	Workspace *workspace.Workspace
	Secrets   account.Resolver
	Safe      safemode.Mode
	As        rights.User // who sends
	Now       func() time.Time
	Account   string // name of the account, over what the scenario says; "" is the scenario's
	Scenario  string // over what the message says; "" is the message's
	Resend    bool
	Draft     bool
	Spool     string // folder for large messages on their way; "" is the system's
}

// NewIntake is an intake of a workspace for one user, in the safe mode that holds now.
func NewIntake(w *workspace.Workspace, as rights.User, now func() time.Time) *Intake {
	return &Intake{Workspace: w, Secrets: Secrets(w), Safe: w.SafeMode(), As: as, Now: now, Spool: w.Path(workspace.StateDir)}
}

// Routed is a submission and what people want to know of it.
type Routed struct {
	outbox.Submission
	To []string // for people; Recipients has the kinds

	bytes *buffer
}

// Take reads one message and routes it. The message stays in memory when it is small and in a file when it is not,
// until Release.
func (in *Intake) Take(src io.Reader) (*Routed, error) {
	raw := &buffer{dir: in.Spool}
	defer raw.release()
	hash := sha256.New()
	if _, err := io.Copy(io.MultiWriter(raw, hash), src); err != nil {
		return nil, err
	}
	head, err := raw.open()
	if err != nil {
		return nil, err
	}
	defer head.Close()
	opened, err := message.Open(head)
	if err != nil {
		return nil, fmt.Errorf("reading the message: %w", err)
	}
	r, err := in.route(raw, opened, hex.EncodeToString(hash.Sum(nil)[:16]))
	if err != nil {
		return nil, fmt.Errorf("document %s: %w", describe(opened), err)
	}
	return r, nil
}

// route picks the account and asks whether it, the user and safe mode let the message out.
func (in *Intake) route(raw *buffer, m *message.Opened, hash string) (*Routed, error) {
	acc, err := in.account(m)
	if err != nil {
		return nil, err
	}
	if err := in.As.MayUse(acc.Connector); err != nil {
		return nil, err
	}
	if in.Safe.Kind == safemode.Allow {
		if err := in.Safe.Check(m.Recipients()); err != nil {
			return nil, err
		}
	}
	raw, err = in.withFiles(raw, m)
	if err != nil {
		return nil, err
	}
	defer raw.release()
	if err := in.checkFiles(raw); err != nil {
		return nil, err
	}
	return in.finish(raw, m, acc, hash)
}

func describe(m *message.Opened) string {
	if m.Routing.Document != "" {
		return m.Routing.Document
	}
	return fmt.Sprintf("%q", m.Subject)
}

// account picks who sends: the one asked for, else the scenario's, else the default one.
func (in *Intake) account(m *message.Opened) (account.Account, error) {
	if in.Account != "" {
		if a, ok := account.Find(in.Workspace.Accounts, in.Account); ok {
			return a, nil
		}
		return account.Account{}, fmt.Errorf("%w named %q", scenario.ErrNoAccount, in.Account)
	}
	return scenario.Resolve(in.scenario(m), in.Workspace.Scenarios.Assignments, in.Workspace.Accounts)
}

func (in *Intake) scenario(m *message.Opened) string {
	switch {
	case in.Scenario != "":
		return in.Scenario
	case m.Routing.Scenario != "":
		return m.Routing.Scenario
	}
	return scenario.Default
}

// finish writes the message as it will leave, into a buffer of its own.
func (in *Intake) finish(raw *buffer, m *message.Opened, acc account.Account, hash string) (*Routed, error) {
	options, err := in.options(acc, m, hash)
	if err != nil {
		return nil, err
	}
	src, err := raw.open()
	if err != nil {
		return nil, err
	}
	defer src.Close()
	out := &buffer{dir: in.Spool}
	done, err := message.Finish(out, src, options)
	if err == nil {
		err = checkSize(acc, done.Size)
	}
	if err != nil {
		out.release()
		return nil, err
	}
	r := &Routed{bytes: out, Submission: outbox.Submission{
		Account: acc.Name, Key: done.Routing.Key, Covers: done.Routing.Covers, MessageID: done.MessageID, From: done.EnvelopeFrom,
		Subject: done.Subject, Scenario: in.scenario(m), Usage: done.Routing.Usage, Document: done.Routing.Document,
		Owner: in.As.Name, Draft: in.Draft, Resend: in.Resend, Relations: relations(done.Routing), Content: out.copyTo,
	}}
	if s := acc.SMTP; s != nil && s.EnvelopeFrom != "" {
		r.From = s.EnvelopeFrom
	}
	r.addRecipients(m, done.EnvelopeTo)
	in.keepSafe(r)
	return r, nil
}

// Release lets go of the message's bytes.
func (r *Routed) Release() {
	r.bytes.release()
}

// relations are the records that a message is about: the document first, then the related ones.
func relations(r message.Routing) []outbox.Relation {
	var out []outbox.Relation
	if r.Document != "" {
		out = append(out, outbox.Relation{Entity: r.Usage, Record: r.Document, Primary: true})
	}
	for _, s := range r.Related {
		entity, record, _ := strings.Cut(s, "/")
		out = append(out, outbox.Relation{Entity: entity, Record: record})
	}
	return out
}

// addRecipients puts every envelope address under the field it stands in.
func (r *Routed) addRecipients(m *message.Opened, envelope []string) {
	kinds := map[string]outbox.RecipientKind{}
	for _, l := range []struct {
		list []message.Address
		kind outbox.RecipientKind
	}{{m.Bcc, outbox.Bcc}, {m.Cc, outbox.Cc}, {m.To, outbox.To}} {
		for _, a := range l.list {
			kinds[a.Address] = l.kind
		}
	}
	for _, address := range envelope {
		kind, ok := kinds[address]
		if !ok {
			kind = outbox.To
		}
		if kind == outbox.To {
			r.To = append(r.To, address)
		}
		r.Recipients = append(r.Recipients, outbox.Recipient{Kind: kind, Address: address})
	}
}
