package batch

import (
	"errors"
	"strings"

	"reportmail/selection"
	"reportmail/send/message"
	"reportmail/send/scenario"
)

// compose makes the message around body and attachments: addresses, subject, identity, routing. The sender is that of
// the account that would send it now; the send stage has the last word on it.
func (r *Renderer) compose(m selection.Mail) (*message.Message, error) {
	d := m.Document
	key := keyOf(m)
	id, err := message.MessageID(key, r.domain())
	if err != nil {
		return nil, err
	}
	msg := &message.Message{
		Subject: m.Subject, Date: r.Now, MessageID: id,
		Routing: message.Routing{
			Scenario: r.Workspace.Scenarios.Catalogue.ForUsage(d.Usage), Usage: d.Usage, Document: d.Number, Key: key.String(), Related: d.Related,
		},
	}
	for _, one := range m.Combines {
		msg.Routing.Covers = append(msg.Routing.Covers, keyOf(one).String())
	}
	if a, err := scenario.Resolve(msg.Routing.Scenario, r.Workspace.Scenarios.Assignments, r.Workspace.Accounts); err == nil && a.Address != "" {
		msg.From = message.Address{Name: a.SenderName, Address: a.Address}
	}
	var faults []error
	for _, list := range []struct {
		to   *[]message.Address
		from []string
	}{{&msg.To, m.Recipients.To}, {&msg.Cc, m.Recipients.Cc}, {&msg.Bcc, m.Recipients.Bcc}, {&msg.ReplyTo, m.Recipients.ReplyTo}} {
		for _, s := range list.from {
			a, err := message.ParseAddress(s)
			if err != nil {
				faults = append(faults, err)
				continue
			}
			*list.to = append(*list.to, a)
		}
	}
	return msg, errors.Join(faults...)
}

// keyOf is what makes a message the same however often its document is rendered.
func keyOf(m selection.Mail) message.Key {
	d := m.Document
	return message.Key{Company: d.Company, Usage: d.Usage, Document: d.FullNumber(), Revision: m.Revision()}
}

// domain is the right side of Message-IDs: the company's, else that of the default account.
func (r *Renderer) domain() string {
	if d := r.Workspace.Config.Company.Domain; d != "" {
		return d
	}
	for _, a := range r.Workspace.Accounts {
		if _, domain, ok := strings.Cut(a.Address, "@"); ok && a.Default {
			return domain
		}
	}
	return "reportmail.invalid"
}
