package outbox

import (
	"time"
)

// Message is a message of the outbox as lists show it.
type Message struct {
	ID        int64
	Key       string
	MessageID string // without angle brackets

	Account  string
	Scenario string
	Usage    string
	Document string
	Owner    string

	Subject    string
	Sender     string // envelope sender
	Recipients string // those of To, for people
	Count      int    // of recipients

	Size     int64  // bytes of the finished message
	Blob     string // its name in the spool
	Priority Priority
	ResendOf int64 // the message this one repeats, 0

	Created   time.Time
	Queued    time.Time
	NotBefore time.Time // when it is due
	Deadline  time.Time // when it is given up
	Started   time.Time // of the last attempt
	Handover  time.Time // of the last attempt that got that far
	Finished  time.Time // when Sent, Failed or Unknown was reached

	Status Status
	Phase  Phase
	// Attempts counts those that were spent, Tries all of them.
	Attempts, Tries int
	Node            string
	ProviderRef     string
	// ErrorClass, ErrorCode and ErrorText are of the last failure, also while
	// the message waits for the next attempt.
	ErrorClass string
	ErrorCode  int
	ErrorText  string
}

// Priority orders messages that are due; smaller goes first.
type Priority int

// The priorities: a message that a person waits for goes before a batch.
const (
	High   Priority = 1
	Normal Priority = 5
	Low    Priority = 9
)

var priorities = []Priority{High, Normal, Low}

const messageColumns = `id, idem_key, message_id, account, scenario, usage, document, owner, subject, sender,
	recipients, rcpt_count, size, blob, priority, resend_of, created_at, queued_at, not_before, deadline,
	started_at, handover_at, finished_at, status, phase, spent, tries, node, provider_ref, error_class, error_code, error_text`

func scanMessage(scan func(...any) error) (Message, error) {
	var m Message
	var created, queued, notBefore, deadline, started, handover, finished int64
	err := scan(&m.ID, &m.Key, &m.MessageID, &m.Account, &m.Scenario, &m.Usage, &m.Document, &m.Owner, &m.Subject, &m.Sender,
		&m.Recipients, &m.Count, &m.Size, &m.Blob, &m.Priority, &m.ResendOf, &created, &queued, &notBefore, &deadline,
		&started, &handover, &finished, &m.Status, &m.Phase, &m.Attempts, &m.Tries, &m.Node, &m.ProviderRef, &m.ErrorClass, &m.ErrorCode, &m.ErrorText)
	m.Created, m.Queued, m.NotBefore, m.Deadline = moment(created), moment(queued), moment(notBefore), moment(deadline)
	m.Started, m.Handover, m.Finished = moment(started), moment(handover), moment(finished)
	return m, err
}
