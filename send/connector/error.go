package connector

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrNotHandedOver marks every error of a Send whose handover function
// refused: nothing was delivered.
var ErrNotHandedOver = errors.New("not handed over")

// ErrClosed is the cause of the error of a Send on a closed connector.
var ErrClosed = errors.New("connector is closed")

// Class says what a failure means for the message.
type Class string

// The classes of failure and what the outbox does with each.
const (
	// Temporary: nobody got it, trying later may help. Back-off, counts an
	// attempt.
	Temporary Class = "temporary"
	// Permanent: nobody got it, trying again with the same message will not
	// help. Failed at once.
	Permanent Class = "permanent"
	// Account: nobody got it and the message is not to blame: sign-in, throttle,
	// missing rights of the account. Pause the account for Error.RetryAfter, or
	// until a person has been there when that is 0; no attempt is spent.
	Account Class = "account"
	// Unknown: it was handed over and no answer came. Find out or ask a
	// person; never send again blindly.
	Unknown Class = "unknown"
)

// Stage names the step at which a failure happened.
type Stage string

// Stages, in the order in which a delivery passes them.
const (
	StageConnect   Stage = "connect"
	StageTLS       Stage = "tls"
	StageAuth      Stage = "sign in"
	StageSender    Stage = "sender"
	StageRecipient Stage = "recipients"
	StageContent   Stage = "content"
	StageHandover  Stage = "hand-over"
	StageReply     Stage = "reply"
)

// Error is the error of every failed Send and Check.
type Error struct {
	Class Class
	Stage Stage
	// Code is the SMTP reply code or the HTTP status, 0 when there was none.
	Code int
	// Enhanced is the enhanced status code of RFC 3463 ("5.7.60"), or the
	// provider's own code ("ErrorSendAsDenied"). May be empty.
	Enhanced string
	// Text is the provider's answer, or a sentence for people that says what
	// to do. It never holds a secret.
	Text string
	// RetryAfter is how long the provider asks us to wait; 0 when it did not say.
	RetryAfter time.Duration
	// Recipients is set when addresses were refused: one entry for each. With
	// class Unknown it may have those that were not, too.
	Recipients []Recipient
	// Err is the cause, if there is one.
	Err error
}

// Error gives stage, code and text in one line.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s", e.Stage)
	if e.Code != 0 {
		fmt.Fprintf(&b, ": %d", e.Code)
	}
	if e.Enhanced != "" {
		fmt.Fprintf(&b, " %s", e.Enhanced)
	}
	if e.Text != "" {
		fmt.Fprintf(&b, ": %s", oneLine(e.Text))
	}
	for _, r := range refused(e.Recipients) {
		fmt.Fprintf(&b, "; %s: %d %s", r.Address, r.Code, oneLine(r.Text))
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// ClassOf returns the class of an error of Send: that of the *Error in its
// chain. An error without one comes from a connector that breaks its contract
// and is Unknown, because nobody can say what happened; nil has no class.
func ClassOf(err error) Class {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Class
	}
	return Unknown
}

// RetryAfter returns how long the provider asked us to wait, 0 when it did not.
func RetryAfter(err error) time.Duration {
	var e *Error
	if errors.As(err, &e) {
		return e.RetryAfter
	}
	return 0
}

// NotHandedOver is the error of a Send whose handover function returned cause.
// A refused or failed journal says nothing about the message, so it is
// Temporary.
func NotHandedOver(cause error) *Error {
	return &Error{Class: Temporary, Stage: StageHandover, Err: fmt.Errorf("%w: %w", ErrNotHandedOver, cause)}
}

// Stale is the error of a Send that was stopped too long between the
// hand-over record and the final bytes, see HandoverGrace. Nothing was sent.
func Stale(late time.Duration) *Error {
	return &Error{Class: Temporary, Stage: StageHandover,
		Text: fmt.Sprintf("given up: %s passed since the hand-over was recorded", late.Round(time.Millisecond))}
}

// Interrupted is the error of a Send whose context ended at stage: Temporary
// before the hand-over, Unknown after it.
func Interrupted(ctx context.Context, stage Stage, handedOver bool) *Error {
	class := Temporary
	if handedOver {
		class = Unknown
	}
	return &Error{Class: class, Stage: stage, Err: context.Cause(ctx)}
}
