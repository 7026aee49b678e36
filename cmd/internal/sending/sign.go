package sending

import (
	"context"
	"fmt"
	"io"
	"strings"

	"reportmail/send/account"
	"reportmail/send/connector"
	"reportmail/send/message"
)

// signed is a connector that puts a DKIM signature in front of every message. It signs what is handed over, at every
// attempt: a resent copy has another Message-ID, and a signature of its own.
type signed struct {
	connector.Connector
	key *message.DKIM
}

// signing makes the connector of an account with a signing key sign. Microsoft 365 signs by itself and builds messages
// anew, so an account of it cannot.
func (c Connectors) signing(made connector.Connector, a account.Account) (connector.Connector, error) {
	if a.Graph != nil {
		return nil, fmt.Errorf("account %s: Microsoft 365 signs by itself; take dkim away", a.Name)
	}
	text, err := c.Secrets.Resolve(context.Background(), a.DKIM.Key)
	if err != nil {
		return nil, fmt.Errorf("account %s: dkim: %w", a.Name, err)
	}
	key, err := message.ParseKey([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("account %s: dkim: %w", a.Name, err)
	}
	d := &message.DKIM{Domain: a.DKIM.Domain, Selector: a.DKIM.Selector, Key: key}
	if err := d.Check(); err != nil {
		return nil, fmt.Errorf("account %s: dkim: %w", a.Name, err)
	}
	s := signed{made, d}
	if f, ok := made.(connector.Searcher); ok {
		return signedSearcher{s, f}, nil
	}
	return s, nil
}

// Send implements connector.Connector.
func (s signed) Send(ctx context.Context, d connector.Delivery, handover connector.Handover) (connector.Receipt, error) {
	field, err := s.key.Field(d.Open)
	if err != nil {
		return connector.Receipt{}, &connector.Error{Class: connector.Temporary, Stage: connector.StageContent, Err: err}
	}
	open := d.Open
	d.Size += int64(len(field))
	d.Open = func() (io.ReadCloser, error) {
		r, err := open()
		if err != nil {
			return nil, err
		}
		return struct {
			io.Reader
			io.Closer
		}{io.MultiReader(strings.NewReader(field), r), r}, nil
	}
	return s.Connector.Send(ctx, d, handover)
}

type signedSearcher struct {
	signed
	connector.Searcher
}
