// Package connector is the contract between the outbox and whatever takes a
// finished message away: an SMTP server, Microsoft Graph, a folder.
//
// A connector sends exactly the bytes it is given, once, and says truthfully
// what became of them. It does not build or change messages, does not retry,
// does not count limits and keeps no state that matters: that is the outbox's
// work. Package contest holds the tests that every connector passes.
//
// The moment that matters is the hand-over: before it nobody but us has the
// message, after it the provider answers for it (RFC 5321 4.2.5: the reply to
// the final dot; RFC 1047: between the two nobody can know). The outbox writes
// that moment down before it happens, so a connector announces it, see
// Handover.
package connector

import (
	"context"
	"io"
)

// Connector delivers messages of one account. Its methods may be called by
// several goroutines at once.
type Connector interface {
	// Send delivers one message.
	//
	// It calls handover exactly once, after everything that can be refused has
	// been accepted (sender, recipients, attachments) and all bytes but the
	// last are on their way, immediately before the bytes or the request that
	// make the provider responsible: the final dot of SMTP, POST …/send of
	// Graph, the rename of a folder. When handover returns an error Send lets
	// go in a way that delivers nothing (it closes the connection, deletes the
	// draft) and returns an error for which errors.Is(err, ErrNotHandedOver)
	// holds and that wraps handover's own.
	//
	// A nil error means that the provider took the message for at least one
	// recipient; Receipt.Refused lists those that it did not take it for. An
	// error is always an *Error (ClassOf tells what to do), and then nobody got
	// the message, except for class Unknown, where nobody can say. Unknown is
	// returned only after handover was called.
	//
	// A source that ends early, or is longer or shorter than Delivery.Size,
	// delivers nothing. A cancelled context ends Send soon: Temporary before the
	// hand-over, Unknown after it unless the answer came.
	Send(ctx context.Context, d Delivery, handover Handover) (Receipt, error)

	// Check connects and signs in without sending anything, to test an
	// account. Warnings are things that work today but should be changed.
	Check(ctx context.Context) (Status, error)

	// Close gives back connections. A Send that is under way ends as if its
	// context was cancelled; later ones return an error.
	Close() error
}

// Searcher is a connector whose provider can be asked what became of a
// message that was handed over without an answer.
type Searcher interface {
	// Find looks for the message. It never changes anything at the provider.
	// An error means that the provider could not be asked.
	Find(ctx context.Context, q Query) (Found, error)
}

// Delivery is one message on its way.
type Delivery struct {
	// Envelope says from whom and to whom, independent of the header.
	Envelope Envelope
	// MessageID is the content of the Message-ID field without its angle
	// brackets; it is the same on every attempt.
	MessageID string
	// Size is the exact length of the message in bytes.
	Size int64
	// Open returns the finished message from its first byte: CRLF lines, no
	// Bcc, no routing fields. It may be called more than once.
	Open func() (io.ReadCloser, error)
}

// Envelope is the sender and the recipients as the transport sees them
// (RFC 5321 2.3.1): bare addresses, domains in ASCII where they have such a
// form, To, Cc and Bcc in one list without duplicates.
type Envelope struct {
	From string
	To   []string
}

// Receipt is what a provider said about a message it took.
type Receipt struct {
	// Ref is the provider's name of the message: a queue id, an immutable id,
	// a file name. May be empty.
	Ref string
	// Code, Enhanced and Reply are the last answer (250, "2.0.0", "queued as …"); zero
	// where there is none.
	Code     int
	Enhanced string
	Reply    string
	// Recipients has one entry for each of Envelope.To, in its order.
	Recipients []Recipient
}

// Recipient is the provider's answer for one address.
type Recipient struct {
	Address  string
	Accepted bool
	// Class says whether a refused address is worth another attempt
	// (Temporary) or not (Permanent). It is zero for accepted ones.
	Class    Class
	Code     int
	Enhanced string
	Text     string
}

// Refused returns the recipients that were not accepted. A receipt with some
// is a partial delivery.
func (r Receipt) Refused() []Recipient { return refused(r.Recipients) }

// Partial reports whether some, but not all recipients were accepted.
func (r Receipt) Partial() bool {
	n := len(r.Refused())
	return n > 0 && n < len(r.Recipients)
}

func refused(all []Recipient) []Recipient {
	var out []Recipient
	for _, r := range all {
		if !r.Accepted {
			out = append(out, r)
		}
	}
	return out
}

// AllAccepted returns the entries of a receipt where every address was taken.
func AllAccepted(to []string) []Recipient {
	out := make([]Recipient, len(to))
	for i, a := range to {
		out[i] = Recipient{Address: a, Accepted: true}
	}
	return out
}

// Status is what Check learnt.
type Status struct {
	// Text names what answered, for people: "mail.example.com, TLS 1.3,
	// signed in as billing@example.com with PLAIN".
	Text string
	// MaxSize is the largest message the provider takes, in bytes; 0 when it
	// does not say.
	MaxSize int64
	// Warnings are sentences for the person who set the account up.
	Warnings []string
}
