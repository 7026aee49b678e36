package preview

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"reportmail/cmd/internal/sending"
	"reportmail/render/preview"
	"reportmail/selection"
	"reportmail/send/account"
	"reportmail/send/message"
)

// Errors of tests.
var (
	errNoMessage  = errors.New("there is no message to send")
	errNotAllowed = errors.New("the workspace does not allow tests to go there")
)

// Send implements preview.Source: the message goes through the send stage, to a folder as it is, to an address with
// that one as its only recipient. It has an identity of its own, so that the real message can still be sent.
func (s *Source) Send(ctx context.Context, at preview.Place, target string) (string, error) {
	set := s.setting()
	r := s.rendererFor(set, at)
	p, err := s.posted(set, r, at)
	if err != nil {
		return "", err
	}
	if p.data == nil {
		return "", errNoMessage
	}
	m, _, err := s.message(r, new(preview.View), p, at)
	if err != nil {
		return "", err
	}
	if m.Message == nil {
		return "", errNoMessage
	}
	where, acc, err := s.target(set, m.Message, target)
	if err != nil {
		return "", err
	}
	now := s.o.Now()
	test := *m.Message
	test.Subject = "[Test] " + test.Subject
	test.Date = now
	key := message.Key{Company: p.envelope.Company, Usage: "Test", Document: p.envelope.Number, Revision: fmt.Sprint(now.UnixNano())}
	if test.MessageID, err = message.MessageID(key, "test."+domainOf(m.Message.MessageID)); err != nil {
		return "", err
	}
	test.Routing = message.Routing{Scenario: m.Message.Routing.Scenario, Usage: "Test", Document: "test of " + p.envelope.Number, Key: key.String()}
	var eml bytes.Buffer
	if err := test.Write(&eml); err != nil {
		return "", err
	}
	as, err := s.o.As(set.workspace)
	if err != nil {
		return "", err
	}
	in := sending.NewIntake(set.workspace, as, s.o.Now)
	in.Account = acc
	by, err := sending.Test(ctx, in, &eml)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("Sent a test of %s to %s with account %s.", p.envelope.Number, where, by), nil
}

func domainOf(id string) string {
	if _, domain, ok := strings.Cut(id, "@"); ok {
		return domain
	}
	return "reportmail.invalid"
}

// target checks where a test is to go and addresses the message. acc is the account that must send it; "" is the
// scenario's.
func (s *Source) target(set *setting, m *message.Message, target string) (where, acc string, err error) {
	w := set.workspace
	if name, ok := strings.CutPrefix(target, toFolder); ok {
		for _, a := range w.Accounts {
			if a.Name == name && a.Connector == account.Folder {
				return "the folder " + filepath.ToSlash(a.Folder.Path), name, nil
			}
		}
		return "", "", errNotAllowed
	}
	address := strings.TrimSpace(strings.TrimPrefix(target, toAddress))
	if err := selection.CheckAddress(address); err != nil {
		return "", "", err
	}
	for _, allowed := range w.Config.Preview.SendTo {
		domain, pattern := strings.CutPrefix(allowed, "*@")
		_, have, _ := strings.Cut(address, "@")
		if strings.EqualFold(allowed, address) || pattern && strings.EqualFold(domain, have) {
			m.To, m.Cc, m.Bcc = []message.Address{{Address: address}}, nil, nil
			return address, "", nil
		}
	}
	return "", "", errNotAllowed
}
