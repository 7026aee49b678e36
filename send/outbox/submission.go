package outbox

import (
	"fmt"
	"io"
	"time"
)

// Submission is a finished message on its way into the outbox.
type Submission struct {
	// Account is the name of the account that sends it.
	Account string
	// Key makes the message the same message however often it is submitted;
	// empty takes the Message-ID.
	Key string
	// Covers are the keys of the documents that a combined message stands for;
	// empty when it is of one.
	Covers []string
	// MessageID is that of the header, without angle brackets.
	MessageID string
	// From is the envelope sender, a bare address.
	From string
	// Recipients are bare addresses, each once.
	Recipients []Recipient

	Subject  string
	Scenario string
	Usage    string
	Document string
	// Owner is the user who sends it.
	Owner string
	// Relations are the records that the message is about.
	Relations []Relation

	// Priority is Normal when zero.
	Priority Priority
	// NotBefore holds the message back; zero is now.
	NotBefore time.Time
	// Deadline fails the message when it was not sent by then; zero is never.
	Deadline time.Time

	// Draft keeps the message back until Queue is called.
	Draft bool
	// Resend sends a message whose key was sent before once more, on purpose. The
	// copy gets a key and a Message-ID of its own.
	Resend bool

	// Content writes the finished message: CRLF lines, no Bcc, no routing
	// fields. It may be called twice.
	Content func(io.Writer) error
}

// Recipient is one address of a message.
type Recipient struct {
	Kind    RecipientKind
	Address string

	// State and the provider's last answer, in results only.
	State    RecipientState
	Code     int
	Enhanced string
	Reply    string
}

// RecipientKind is the field a recipient stands in.
type RecipientKind string

// The kinds of recipients.
const (
	To  RecipientKind = "to"
	Cc  RecipientKind = "cc"
	Bcc RecipientKind = "bcc"
)

// RecipientState is what became of one recipient.
type RecipientState string

// The states of a recipient; empty means that no provider has judged it.
const (
	Pending  RecipientState = ""
	Accepted RecipientState = "accepted"
	Refused  RecipientState = "refused"
	Deferred RecipientState = "deferred" // refused for now
)

// Relation names a record that a message is about.
type Relation struct {
	// Entity is the table and Record the record in it.
	Entity, Record string
	// Primary marks the document itself, as against a related record.
	Primary bool
	// Lookup marks a relation that came with an address that was looked up.
	Lookup bool
}

// Result says what became of a submission.
type Result struct {
	// ID is the message's number in the outbox.
	ID        int64
	MessageID string
	Outcome   Outcome
	// At is when it was queued, or sent if that is the outcome.
	At time.Time
}

// Outcome is what became of a submission.
type Outcome string

// The outcomes. All but the first two mean that the submission was there before and
// nothing new was queued.
const (
	Enqueued         Outcome = "queued"
	Requeued         Outcome = "queued again" // it had failed; the new content replaced the old
	AlreadyQueued    Outcome = "already queued"
	AlreadySent      Outcome = "already sent"
	AlreadyUnknown   Outcome = "unknown"   // it may have been sent; resolve it first
	AlreadyCancelled Outcome = "cancelled" // a person stopped it; Retry sends it after all
)

// New reports whether the submission put something into the queue.
func (r Result) New() bool { return r.Outcome == Enqueued || r.Outcome == Requeued }

func (s *Submission) check(o *Outbox) error {
	if _, ok := o.accounts[s.Account]; !ok {
		return fmt.Errorf("account %q: %w", s.Account, ErrNoAccount)
	}
	switch {
	case len(s.Recipients) == 0:
		return ErrNoRecipient
	case s.MessageID == "":
		return fmt.Errorf("message has no Message-ID")
	case s.From == "":
		return fmt.Errorf("message has no envelope sender")
	case s.Content == nil:
		return fmt.Errorf("message has no content")
	}
	if s.Key == "" {
		s.Key = "message-id:" + s.MessageID
	}
	if s.Priority == 0 {
		s.Priority = Normal
	}
	return nil
}

// display joins the recipients of To for lists.
func (s *Submission) display() string {
	const enough = 200
	out := ""
	for _, kind := range []RecipientKind{To, Cc, Bcc} {
		for _, r := range s.Recipients {
			if r.Kind != kind || len(out) > enough {
				continue
			}
			if out != "" {
				out += ", "
			}
			out += r.Address
		}
		if out != "" {
			break
		}
	}
	return out
}
