// Package message builds and reads e-mail messages: the MIME tree, header
// fields, addresses, the stream of messages between render and send, and
// the finishing of a message for its way out.
//
// It streams: a message with an attachment of 100 MB is written, read, finished
// and signed with a few kilobytes in memory. It knows nothing of accounts,
// queues or providers, has no clock and makes nothing up: the same Message
// gives the same bytes.
//
// Standards: RFC 5322 (format), 2045 to 2047 (MIME), 2183 and 2231 (file
// names), 2387 (related), 2392 (cid), 3834 (Auto-Submitted), 5321 4.5.3 (limits),
// 6532 (only when an address cannot be written without it).
package message

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Message is a message to build. Only what is set is written; a level of the
// MIME tree that holds one thing is left out.
type Message struct {
	// From may be left out as long as the message has not been finished: the
	// send side puts the account's address in.
	From   Address
	Sender Address
	// Bcc is written as a field, for the send side to read and take off.
	ReplyTo, To, Cc, Bcc []Address

	Subject string
	Date    time.Time
	// MessageID is without angle brackets, see MessageID the function.
	MessageID string

	// Text and HTML are the two forms of the body; either may be empty.
	Text, HTML string
	// Inline are the pictures that HTML refers to as "cid:" + ContentID.
	Inline []File
	// Attachments follow the body in this order.
	Attachments []File

	// Headers are further fields, written in this order.
	Headers []Field
	Routing Routing
}

// File is a picture or an attachment, opened when the message is written.
type File struct {
	// Name is the file name the recipient sees, any Unicode text without
	// control characters.
	Name string
	// ContentType is the media type; empty means by the name, see TypeByName.
	ContentType string
	// ContentID is without angle brackets; inline files must have one.
	ContentID string
	// Open returns the content. It is called once for each Write.
	Open func() (io.ReadCloser, error)
}

// Field is a header field of its own, value in Unicode and unfolded.
type Field struct{ Name, Value string }

// Routing is what the send side needs to know beyond RFC 5322. It travels in
// X-Reportmail-… fields and never leaves the house.
type Routing struct {
	Scenario string
	Usage    string
	Document string
	// Key is Key.String: what makes the message the same message.
	Key string
	// Covers are the keys of the documents that a combined message stands for;
	// empty when it is of one document.
	Covers []string
	// Related names the records that the message is about, "TABLE/RECORD".
	Related []string
}

// Errors of this package. They are wrapped with what was wrong where.
var (
	// ErrInjection: a line break or control character in a header value.
	ErrInjection = errors.New("line break or control character in a header field")
	// ErrTruncated: the input ended in the middle of a message.
	ErrTruncated = errors.New("input ends in the middle")
	// ErrHeaderTooLong: a header beyond MaxHeader.
	ErrHeaderTooLong = fmt.Errorf("header is longer than %d bytes", MaxHeader)
	// ErrLineTooLong: a line beyond the 998 bytes of RFC 5322 2.1.1.
	ErrLineTooLong = errors.New("line is longer than 998 bytes")
)

// MaxHeader is the longest header that is read, in bytes: room for the largest
// recipient list a provider takes (1,000), and a bound for hostile input.
const MaxHeader = 256 << 10

// Validate reports everything that keeps the message from being written.
func (m *Message) Validate() error {
	var errs []error
	check := func(where string, list ...Address) {
		for _, a := range list {
			if err := a.Validate(); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", where, err))
			}
		}
	}
	if !m.From.IsZero() {
		check("from", m.From)
	}
	if !m.Sender.IsZero() {
		check("sender", m.Sender)
	}
	check("reply-to", m.ReplyTo...)
	check("to", m.To...)
	check("cc", m.Cc...)
	check("bcc", m.Bcc...)
	if m.MessageID == "" {
		errs = append(errs, errors.New("message without a Message-ID"))
	} else if !validID(m.MessageID) {
		errs = append(errs, fmt.Errorf("message-id %q is not of the form left@right", m.MessageID))
	}
	if m.Date.IsZero() {
		errs = append(errs, errors.New("message without a date"))
	}
	errs = append(errs, m.checkFields()...)
	errs = append(errs, m.checkFiles()...)
	return errors.Join(errs...)
}

func (m *Message) checkFields() []error {
	var errs []error
	if err := checkText("Subject", m.Subject); err != nil {
		errs = append(errs, err)
	}
	for _, f := range append(m.Routing.fields(), m.Headers...) {
		if !validName(f.Name) {
			errs = append(errs, fmt.Errorf("header field name %q: %w", f.Name, ErrInjection))
		} else if reserved[strings.ToLower(f.Name)] {
			errs = append(errs, fmt.Errorf("header field %s is set by the message itself", f.Name))
		}
		if err := checkText(f.Name, f.Value); err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

func (m *Message) checkFiles() []error {
	var errs []error
	ids := map[string]bool{}
	for i, f := range m.Inline {
		if err := f.check(); err != nil {
			errs = append(errs, fmt.Errorf("inline picture %d: %w", i+1, err))
		}
		if !validContentID(f.ContentID) {
			errs = append(errs, fmt.Errorf("inline picture %d (%s): content id %q is not usable", i+1, f.Name, f.ContentID))
		}
		if ids[f.ContentID] {
			errs = append(errs, fmt.Errorf("inline picture %d (%s): content id %q is used twice", i+1, f.Name, f.ContentID))
		}
		ids[f.ContentID] = true
	}
	if len(m.Inline) > 0 && m.HTML == "" {
		errs = append(errs, errors.New("inline pictures without an HTML body that shows them"))
	}
	for _, id := range cidReferences(m.HTML) {
		if !ids[id] {
			errs = append(errs, fmt.Errorf("the HTML body refers to cid:%s, and there is no such picture", id))
		}
	}
	for i, f := range m.Attachments {
		if err := f.check(); err != nil {
			errs = append(errs, fmt.Errorf("attachment %d: %w", i+1, err))
		}
		if f.Name == "" {
			errs = append(errs, fmt.Errorf("attachment %d has no name", i+1))
		}
	}
	return errs
}

func (f *File) check() error {
	if f.Open == nil {
		return fmt.Errorf("file %q has no content to open", f.Name)
	}
	if err := checkText("file name", f.Name); err != nil {
		return err
	}
	if f.ContentType != "" && !validMediaType(f.ContentType) {
		return fmt.Errorf("file %q: %q is not a media type", f.Name, f.ContentType)
	}
	return nil
}

// Recipients returns the bare addresses of To, Cc and Bcc, each once.
func (m *Message) Recipients() []string { return recipients(m.To, m.Cc, m.Bcc) }

// recipients joins lists of addresses; the comparison ignores case, as every
// mailbox in use does (RFC 5321 2.4 would allow a local part to differ).
func recipients(lists ...[]Address) []string {
	var out []string
	seen := map[string]bool{}
	for _, list := range lists {
		for _, a := range list {
			k := strings.ToLower(a.Address)
			if !seen[k] {
				seen[k] = true
				out = append(out, a.Address)
			}
		}
	}
	return out
}
