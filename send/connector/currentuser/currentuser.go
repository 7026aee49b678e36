// Package currentuser is the connector that sends as whoever is signed in, over
// Microsoft Graph. It is the microsoft365 connector with the user's own mailbox and
// without a sender of the account's: Graph puts the user in.
package currentuser

import (
	"context"
	"fmt"

	"reportmail/send/connector"
	"reportmail/send/connector/microsoft365"
	"reportmail/send/message"
)

// Connector sends as the signed-in user. It implements connector.Connector and
// connector.Searcher.
type Connector struct{ *microsoft365.Connector }

var (
	_ connector.Connector = (*Connector)(nil)
	_ connector.Searcher  = (*Connector)(nil)
)

// New returns a connector. Of cfg, Mailbox and OwnSender are the user's own.
func New(cfg microsoft365.Config) (*Connector, error) {
	cfg.Mailbox, cfg.OwnSender = "", true
	c, err := microsoft365.New(cfg)
	if err != nil {
		return nil, err
	}
	return &Connector{c}, nil
}

// Address is the address that lists show for the account and that messages
// carry as From: the user's principal name, which Exchange makes an address of
// the mailbox.
func (c *Connector) Address(ctx context.Context) (message.Address, error) {
	a, err := c.User(ctx)
	if err != nil {
		return message.Address{}, fmt.Errorf("address of the current user: %w", err)
	}
	return a, nil
}
