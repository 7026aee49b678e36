package connector

import "time"

// Query names a message that was handed over.
type Query struct {
	// Ref is what Handover was told, may be empty.
	Ref string
	// MessageID is without angle brackets.
	MessageID string
	// Envelope is whom it was meant for.
	Envelope Envelope
	// HandedOver is when the hand-over was recorded. Providers that need time
	// answer Unsent only when enough has passed since; zero means unknown, and then they
	// say Absent.
	HandedOver time.Time
}

// State is a provider's answer about a message.
type State string

// What a provider can answer.
const (
	// Sent: the provider has it and answers for it.
	Sent State = "sent"
	// Unsent: it is certain that it was not sent (the provider still has it as
	// a draft, the folder has no such file): sending again is safe.
	Unsent State = "unsent"
	// Absent: the provider does not have it. Counts as not sent only when
	// enough time has passed since the hand-over (15 minutes), because a message
	// may be in transport.
	Absent State = "absent"
)

// Found is what Searcher.Find learnt.
type Found struct {
	State State
	// Ref is the provider's name of the message, if it has one.
	Ref string
	// At is when the provider says it was sent; zero when it does not say.
	At time.Time
	// Text says for people where it was found.
	Text string
}
