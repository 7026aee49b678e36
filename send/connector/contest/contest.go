// Package contest holds the tests that every connector passes, whatever is at
// its other end. A connector's own test builds a provider that can misbehave,
// a real server in process or a fake one, and calls Run:
//
//	contest.Run(t, func(t *testing.T, o contest.Options) contest.Provider { … })
//
// What is demanded is the comment of connector.Connector, point by point:
//
//   - one message, one hand-over, announced before the provider has it;
//   - a refused hand-over, a source that breaks off or has another length than
//     promised, a cancelled context: nothing is delivered, the error says so, and
//     the next message is delivered as if nothing had been (a reply must not be
//     taken for the answer to another message);
//   - every recipient gets an answer of his own, a refused one does not keep the
//     message from the others;
//   - every fault of a provider has its class (notes of Fault), and what cannot be
//     known is Unknown, never success, never failure;
//   - several goroutines at once, 100 MB with flat memory, nothing after Close;
//   - a Searcher finds what was taken and does not find what was not.
package contest

import (
	"testing"

	"reportmail/send/connector"
)

// Provider is the other end of a connector under test.
type Provider struct {
	Connector connector.Connector
	// Delivered returns what the provider has taken and would deliver, in order.
	Delivered func() []Message
	// Inject makes the provider show the fault with the next message. It
	// reports false when this kind of provider cannot have it.
	Inject func(Fault) bool
	// Same compares a message with what was delivered; nil means that the
	// bytes must be equal.
	Same func(sent, delivered []byte) error
}

// Message is one delivered message.
type Message struct {
	Content  []byte
	From     string
	To       []string
	Size     int64
	Complete bool
}

// Options tell the provider what a test needs.
type Options struct {
	// Discard: count the bytes of messages instead of keeping them.
	Discard bool
	// Impatient: the provider may hang; the connector should give up after a
	// second or two. Other tests run with its usual patience, so that a busy
	// machine does not fail them.
	Impatient bool
}

// Fault is a way in which a provider misbehaves.
type Fault string

// Faults, each with the class that a connector must give it.
const (
	// ConnectRefused: nobody listens. Temporary.
	ConnectRefused Fault = "connection refused"
	// ConnectHangs: the provider takes the connection and says nothing. Temporary.
	ConnectHangs Fault = "hang at connect"
	// SignInRefused: wrong password, expired consent. Account.
	SignInRefused Fault = "sign-in refused"
	// Throttled: too much, come again later. Account, with RetryAfter when
	// the provider gave a time.
	Throttled Fault = "throttled"
	// Closing: the service goes away before the message (421, 503). Temporary.
	Closing Fault = "service closing"
	// SenderRefused: the account may not send as this sender. Permanent.
	SenderRefused Fault = "sender refused"
	// RecipientsRefused: every recipient is refused for good. Permanent.
	RecipientsRefused Fault = "all recipients refused"
	// RecipientsLater: every recipient is refused for now. Temporary.
	RecipientsLater Fault = "all recipients refused for now"
	// FirstRecipientRefused: the first one is refused, the others are not. A
	// partial receipt.
	FirstRecipientRefused Fault = "first recipient refused"
	// ContentLater: the provider will not take the content now. Temporary.
	ContentLater Fault = "content refused for now"
	// ContentRefused: the provider refuses the content. Permanent.
	ContentRefused Fault = "content refused"
	// HangInContent: it stops reading in the middle of the message. Temporary.
	HangInContent Fault = "hang in the content"
	// ResetInContent: the connection breaks in the middle of the message.
	// Temporary.
	ResetInContent Fault = "reset in the content"
	// RefusedLater: handed over, answered with "not now". Temporary.
	RefusedLater Fault = "refused for now after the hand-over"
	// Refused: handed over, answered with "never". Permanent.
	Refused Fault = "refused after the hand-over"
	// ReplyLost: taken, and the answer never comes. Unknown; a Searcher may find
	// out and succeed.
	ReplyLost Fault = "taken, reply lost"
	// Lost: handed over, not taken, and no answer comes. Unknown.
	Lost Fault = "not taken, no reply"
	// HangAfterHandover: no answer at all within the patience of the connector. Unknown.
	HangAfterHandover Fault = "hang after the hand-over"
)

// classes is what a connector must make of each fault; taken says whether the
// provider has the message afterwards.
var classes = []struct {
	fault Fault
	class connector.Class
	taken bool
}{
	{ConnectRefused, connector.Temporary, false},
	{ConnectHangs, connector.Temporary, false},
	{SignInRefused, connector.Account, false},
	{Throttled, connector.Account, false},
	{Closing, connector.Temporary, false},
	{SenderRefused, connector.Permanent, false},
	{RecipientsRefused, connector.Permanent, false},
	{RecipientsLater, connector.Temporary, false},
	{ContentLater, connector.Temporary, false},
	{ContentRefused, connector.Permanent, false},
	{HangInContent, connector.Temporary, false},
	{ResetInContent, connector.Temporary, false},
	{RefusedLater, connector.Temporary, false},
	{Refused, connector.Permanent, false},
	{ReplyLost, connector.Unknown, true},
	{Lost, connector.Unknown, false},
	{HangAfterHandover, connector.Unknown, false},
}

// Run runs the whole suite. open returns a fresh provider with its
// connector; the suite closes the connector.
func Run(t *testing.T, open func(*testing.T, Options) Provider) {
	tests := []struct {
		name string
		run  func(*testing.T, func(*testing.T, Options) Provider)
	}{
		{"delivers once", deliversOnce},
		{"refused hand-over", refusedHandover},
		{"broken source", brokenSource},
		{"cancelled", cancelled},
		{"partial", partial},
		{"faults", faults},
		{"goroutines", goroutines},
		{"big message", bigMessage},
		{"check", checks},
		{"closed", closed},
		{"search", search},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, open)
		})
	}
}
