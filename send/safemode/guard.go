package safemode

import (
	"context"

	"reportmail/send/connector"
)

// Guard is a connector that hands over to permitted recipients only. A message for others stays in the queue, its
// account waits for a person: what waited in a copied outbox is neither sent nor lost.
func Guard(c connector.Connector, m Mode) connector.Connector {
	if !m.On() {
		return c
	}
	g := guard{c, m}
	if s, ok := c.(connector.Searcher); ok {
		return searchingGuard{g, s}
	}
	return g
}

type guard struct {
	connector.Connector
	mode Mode
}

// Send implements connector.Connector.
func (g guard) Send(ctx context.Context, d connector.Delivery, handover connector.Handover) (connector.Receipt, error) {
	if err := g.mode.Check(d.Envelope.To); err != nil {
		return connector.Receipt{}, &connector.Error{Class: connector.Account, Stage: connector.StageConnect, Text: Held, Err: err}
	}
	return g.Connector.Send(ctx, d, handover)
}

// Held begins the reason of an account that waits because of safe mode.
const Held = "held by safe mode"

type searchingGuard struct {
	guard
	connector.Searcher
}
