package outbox

import "errors"

// Errors of the package. They are wrapped with the message or account meant.
var (
	// ErrNoAccount says that a message names an account the workspace has not.
	ErrNoAccount = errors.New("no such account")
	// ErrNoRecipient says that a message is for nobody.
	ErrNoRecipient = errors.New("no recipient")
	// ErrNotFound says that there is no message of that number.
	ErrNotFound = errors.New("no such message")
	// ErrTooLate says that a message is under way and cannot be stopped.
	ErrTooLate = errors.New("too late: it is being handed over")
	// ErrState says that a message's status does not allow what was asked.
	ErrState = errors.New("not possible in its status")
	// ErrHidden says that a user's view policy hides a message.
	ErrHidden = errors.New("not visible: its owner is another user, and the view policy hides it")
	// ErrDuplicate says that a Message-ID was used for another message.
	ErrDuplicate = errors.New("message id is already in use")

	// errFenced says that an attempt no longer owns its message.
	errFenced = errors.New("the message was taken over by another dispatcher")
)
