package message

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"strings"
	"time"

	"github.com/emersion/go-message/textproto"
)

// Summary is what the header of a message says.
type Summary struct {
	From, Sender         Address
	ReplyTo, To, Cc, Bcc []Address
	Subject              string
	// Date is zero when the message has none.
	Date time.Time
	// MessageID is without angle brackets, empty when the message has none.
	MessageID string
	Routing   Routing
	// Header has all fields as they stand.
	Header textproto.Header
}

// Recipients returns the bare addresses of To, Cc and Bcc, each once.
func (s *Summary) Recipients() []string { return recipients(s.To, s.Cc, s.Bcc) }

// Opened is a message whose header has been read and whose body has not.
type Opened struct {
	Summary
	// Body is everything after the empty line that ends the header.
	Body io.Reader
}

// Open reads the header of a message; the body stays in r until it is read
// from Opened.Body. The header is at most MaxHeader bytes. Wrong addresses,
// several From fields and a wrong date are errors, all of them reported.
func Open(r io.Reader) (*Opened, error) {
	limited := &limitReader{r: r, left: MaxHeader}
	br := bufio.NewReaderSize(limited, writeBuffer)
	h, err := readHeader(br)
	if err != nil {
		return nil, fmt.Errorf("read header: %w", limited.explain(err))
	}
	if limited.cut(br) {
		return nil, fmt.Errorf("read header: %w", ErrTruncated)
	}
	limited.left = -1
	o := &Opened{Body: br}
	if o.Summary, err = summarize(h); err != nil {
		return nil, fmt.Errorf("header of message %q: %w", o.MessageID, err)
	}
	return o, nil
}

// readHeader reads fields up to the empty line.
func readHeader(br *bufio.Reader) (textproto.Header, error) {
	if _, err := br.Peek(1); err != nil {
		if errors.Is(err, io.EOF) {
			err = errors.New("nothing there")
		}
		return textproto.Header{}, err
	}
	h, err := textproto.ReadHeader(br)
	if err != nil {
		// go-message quotes the line, which may be long and of any bytes.
		return h, fmt.Errorf("%.100s: %w", strings.Join(strings.Fields(strings.ToValidUTF8(err.Error(), "?")), " "), errNoMessage)
	}
	if h.Len() == 0 {
		return h, fmt.Errorf("no header field: %w", errNoMessage)
	}
	return h, nil
}

var errNoMessage = errors.New("this is not a message")

// limitReader stops at a number of bytes while left is not negative, and
// remembers how the input ended.
type limitReader struct {
	r    io.Reader
	left int
	hit  bool
	eof  bool
	tail []byte
}

// explain turns an error of reading a header into what is behind it.
func (l *limitReader) explain(err error) error {
	switch {
	case l.hit:
		return ErrHeaderTooLong
	case l.eof:
		return fmt.Errorf("%w: %w", ErrTruncated, err)
	}
	return err
}

// cut reports whether the input ended with the header, and not with an empty
// line: it has been cut off.
func (l *limitReader) cut(br *bufio.Reader) bool {
	return l.eof && br.Buffered() == 0 &&
		!bytes.HasSuffix(l.tail, []byte("\n\r\n")) && !bytes.HasSuffix(l.tail, []byte("\n\n"))
}

func (l *limitReader) Read(p []byte) (int, error) {
	if l.left < 0 {
		n, err := l.r.Read(p)
		l.eof = errors.Is(err, io.EOF)
		return n, err
	}
	if l.left == 0 {
		l.hit = true
		return 0, ErrHeaderTooLong
	}
	if len(p) > l.left {
		p = p[:l.left]
	}
	n, err := l.r.Read(p)
	l.left -= n
	l.eof = errors.Is(err, io.EOF)
	if l.tail = append(l.tail, p[max(0, n-3):n]...); len(l.tail) > 3 {
		l.tail = l.tail[len(l.tail)-3:]
	}
	return n, err
}

func summarize(h textproto.Header) (Summary, error) {
	s := Summary{Header: h, Subject: decodeText(h.Get("Subject"))}
	var errs []error
	fail := func(err error) { errs = append(errs, err) }
	list := func(name string) []Address {
		var all []Address
		for _, v := range h.Values(name) {
			parsed, err := ParseAddressList(v)
			all = append(all, parsed...)
			if err != nil {
				fail(fmt.Errorf("%s: %w", strings.ToLower(name), err))
			}
		}
		return all
	}
	one := func(name string) Address {
		switch l := list(name); len(l) {
		case 0:
			return Address{}
		case 1:
			return l[0]
		default:
			fail(fmt.Errorf("%s has %d addresses, one is possible", strings.ToLower(name), len(l)))
			return l[0]
		}
	}
	s.From, s.Sender = one("From"), one("Sender")
	s.ReplyTo, s.To, s.Cc, s.Bcc = list("Reply-To"), list("To"), list("Cc"), list("Bcc")
	if v := h.Get("Date"); v != "" {
		d, err := mail.ParseDate(v)
		if err != nil {
			fail(fmt.Errorf("date %q cannot be read", v))
		}
		s.Date = d
	}
	if v := h.Get("Message-ID"); v != "" {
		s.MessageID = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(v), "<"), ">")
		if !validID(s.MessageID) {
			fail(fmt.Errorf("message-id %q is not of the form <left@right>", v))
		}
	}
	s.Routing = readRouting(h)
	return s, errors.Join(errs...)
}

func readRouting(h textproto.Header) Routing {
	get := func(name string) string { return decodeText(h.Get(name)) }
	r := Routing{Scenario: get(fieldScenario), Usage: get(fieldUsage), Document: get(fieldDocument), Key: get(fieldKey)}
	for _, v := range h.Values(fieldRelated) {
		r.Related = append(r.Related, decodeText(v))
	}
	for _, v := range h.Values(fieldCovers) {
		r.Covers = append(r.Covers, decodeText(v))
	}
	return r
}

// endOfHeader is what separates header and body.
var endOfHeader = []byte("\r\n\r\n")

// HeaderNeedsUTF8 reports whether the header at the start of a message has
// bytes that only SMTPUTF8 can carry (RFC 6532 3). start is as much of the
// message as there is at hand.
func HeaderNeedsUTF8(start []byte) bool {
	if i := bytes.Index(start, endOfHeader); i >= 0 {
		start = start[:i]
	}
	for _, c := range start {
		if c >= 0x80 {
			return true
		}
	}
	return false
}
