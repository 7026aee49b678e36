package message

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/emersion/go-message/textproto"
)

// FinishOptions say what the header of a finished message is to hold. Zero
// values keep what the message has.
type FinishOptions struct {
	// From is the account's address; a message without any is not finished.
	From Address
	// Sender is written when it differs from From (RFC 5322 3.6.2), for
	// accounts that send on behalf of somebody.
	Sender  Address
	ReplyTo []Address
	// RedirectTo replaces To, Cc and Bcc, for a workspace that must not reach
	// real recipients.
	RedirectTo []Address
	// Date and MessageID are taken where the message has none; with
	// NewIdentity they replace what it has (resend on purpose).
	Date        time.Time
	MessageID   string
	NewIdentity bool
	// Headers are added at the end, replacing fields of the same name.
	Headers []Field
	// Personal leaves out Auto-Submitted and X-Auto-Response-Suppress: a person wrote
	// this message and pressed send (RFC 3834 5).
	Personal bool
}

// Finished describes a finished message.
type Finished struct {
	// Summary is that of the finished header; its Bcc is empty.
	Summary
	// Envelope is the bare sender and recipients, Bcc among them.
	EnvelopeFrom string
	EnvelopeTo   []string
	// Routing is what was taken off the header.
	Routing Routing
	// Size is the number of bytes written, SHA256 their hash in hexadecimal.
	Size   int64
	SHA256 string
	// NeedsUTF8: an address of the envelope or a header can only be sent with SMTPUTF8.
	NeedsUTF8 bool
	// EightBit: the body has bytes that need 8BITMIME (RFC 6152).
	EightBit bool
}

// Finish copies a message from src to dst with the header that leaves the
// house: routing fields, Bcc and traces of other transports are taken off, From,
// Sender, Date and Message-ID put in. The body is copied byte for byte; line
// ends that are not CRLF become it (RFC 5321 2.3.8). A line beyond 998 bytes, a
// NUL, or a message without From, recipients, Date or Message-ID is an error.
// When Finish fails dst has got a part of a message and must be thrown away.
func Finish(dst io.Writer, src io.Reader, opt FinishOptions) (Finished, error) {
	in, err := Open(src)
	if err != nil {
		return Finished{}, err
	}
	sum := in.Summary
	f := Finished{Routing: sum.Routing}
	opt.apply(&sum)
	if err := opt.check(&sum); err != nil {
		return f, fmt.Errorf("finish message %q: %w", sum.MessageID, err)
	}
	f.EnvelopeFrom, f.EnvelopeTo = sum.From.Address, sum.Recipients()
	if !sum.Sender.IsZero() {
		f.EnvelopeFrom = sum.Sender.Address
	}
	sum.Bcc, sum.Routing = nil, Routing{}
	sum.Header = opt.header(sum)
	f.Summary = sum
	return f, f.write(dst, in.Body)
}

// write sends header and body through the checks to dst.
func (f *Finished) write(dst io.Writer, body io.Reader) error {
	var head bytes.Buffer
	if err := textproto.WriteHeader(&head, f.Header); err != nil {
		return fmt.Errorf("finish message %s: %w", f.MessageID, err)
	}
	f.NeedsUTF8 = NeedsUTF8(f.EnvelopeFrom) || HeaderNeedsUTF8(head.Bytes())
	for _, to := range f.EnvelopeTo {
		f.NeedsUTF8 = f.NeedsUTF8 || NeedsUTF8(to)
	}
	hash := sha256.New()
	count := &countWriter{w: io.MultiWriter(dst, hash)}
	lines := &lineWriter{w: count}
	if _, err := lines.Write(head.Bytes()); err != nil {
		return fmt.Errorf("finish message %s: header: %w", f.MessageID, err)
	}
	lines.eightBit = false
	_, err := io.CopyBuffer(lines, onlyReader{body}, make([]byte, writeBuffer))
	if err == nil {
		err = lines.Close()
	}
	if err != nil {
		return fmt.Errorf("finish message %s: %w", f.MessageID, err)
	}
	f.Size, f.SHA256, f.EightBit = count.n, hex.EncodeToString(hash.Sum(nil)), lines.eightBit
	return nil
}

// apply puts the options into the summary.
func (opt *FinishOptions) apply(s *Summary) {
	if !opt.From.IsZero() {
		s.From = opt.From
	}
	if !opt.Sender.IsZero() {
		s.Sender = opt.Sender
	}
	if strings.EqualFold(s.Sender.Address, s.From.Address) {
		s.Sender = Address{}
	}
	if opt.ReplyTo != nil {
		s.ReplyTo = opt.ReplyTo
	}
	if opt.RedirectTo != nil {
		s.To, s.Cc, s.Bcc = opt.RedirectTo, nil, nil
	}
	if s.Date.IsZero() || opt.NewIdentity {
		s.Date = opt.Date
	}
	if s.MessageID == "" || opt.NewIdentity {
		s.MessageID = opt.MessageID
	}
}

// check reports everything that is missing or wrong in the finished header.
func (opt *FinishOptions) check(s *Summary) error {
	var errs []error
	valid := func(name string, list ...Address) {
		for _, a := range list {
			if err := a.Validate(); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", name, err))
			}
		}
	}
	valid("from", s.From)
	if !s.Sender.IsZero() {
		valid("sender", s.Sender)
	}
	valid("reply-to", s.ReplyTo...)
	valid("to", s.To...)
	if len(s.Recipients()) == 0 {
		errs = append(errs, errors.New("there is no recipient"))
	}
	if s.Date.IsZero() {
		errs = append(errs, errors.New("there is no date"))
	}
	if !validID(s.MessageID) {
		errs = append(errs, fmt.Errorf("message-id %q is not of the form left@right", s.MessageID))
	}
	for _, f := range opt.Headers {
		if !validName(f.Name) || reserved[strings.ToLower(f.Name)] {
			errs = append(errs, fmt.Errorf("header field %q cannot be added", f.Name))
		}
		if err := checkText(f.Name, f.Value); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// dropped are the fields of the incoming header that are rewritten or must not
// leave: our own, those of another transport, and signatures that the new
// header breaks.
var dropped = map[string]bool{
	"date": true, "from": true, "sender": true, "reply-to": true, "to": true, "cc": true, "bcc": true, "message-id": true,
	"resent-bcc": true, "return-path": true, "received": true, "dkim-signature": true, "authentication-results": true,
	"auto-submitted": true, "x-auto-response-suppress": true, "x-unsent": true,
}

// header makes the finished header: ours first, then what the message had, in
// its order and spelling.
func (opt *FinishOptions) header(s Summary) textproto.Header {
	var h fieldList
	h.date("Date", s.Date)
	h.addresses("From", s.From)
	h.addresses("Sender", s.Sender)
	h.addresses("Reply-To", s.ReplyTo...)
	h.addresses("To", s.To...)
	h.addresses("Cc", s.Cc...)
	if len(s.To)+len(s.Cc) == 0 {
		// All recipients are blind copies; an empty group says so (RFC 5322 3.4, A.1.3).
		h.add("To", "undisclosed-recipients:;")
	}
	h.add("Message-ID", messageIDField(s.MessageID))
	replaced := map[string]bool{}
	for _, f := range opt.Headers {
		replaced[strings.ToLower(f.Name)] = true
	}
	for it := s.Header.Fields(); it.Next(); {
		name := strings.ToLower(it.Key())
		if dropped[name] || replaced[name] || strings.HasPrefix(name, strings.ToLower(routingPrefix)) {
			continue
		}
		if raw, err := it.Raw(); err == nil {
			h.raw = append(h.raw, append([]byte(nil), raw...))
		}
	}
	if !opt.Personal {
		h.add("Auto-Submitted", "auto-generated")
		h.add("X-Auto-Response-Suppress", "OOF,", "AutoReply")
	}
	for _, f := range opt.Headers {
		h.text(f.Name, f.Value)
	}
	return h.header()
}

// countWriter counts what goes through.
type countWriter struct {
	w io.Writer
	n int64
}

func (c *countWriter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// onlyReader hides WriteTo, so that io.Copy uses the buffer it is given.
type onlyReader struct{ io.Reader }
