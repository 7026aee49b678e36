package graphtest

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"reportmail/send/connector/contest"
	"reportmail/send/message"
)

type address struct {
	Address string `json:"address"`
	Name    string `json:"name"`
}

type recipient struct {
	EmailAddress address `json:"emailAddress"`
}

// wire is a message as a client writes it.
type wire struct {
	Subject string `json:"subject"`
	Body    struct {
		ContentType string `json:"contentType"`
		Content     string `json:"content"`
	} `json:"body"`
	From      *recipient  `json:"from"`
	To        []recipient `json:"toRecipients"`
	Cc        []recipient `json:"ccRecipients"`
	Bcc       []recipient `json:"bccRecipients"`
	ReplyTo   []recipient `json:"replyTo"`
	MessageID string      `json:"internetMessageId"`
	Headers   []struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	} `json:"internetMessageHeaders"`
	Attachments []attachment `json:"attachments"`
}

type attachment struct {
	Type         string `json:"@odata.type"`
	Name         string `json:"name"`
	ContentType  string `json:"contentType"`
	IsInline     bool   `json:"isInline"`
	ContentID    string `json:"contentId"`
	ContentBytes string `json:"contentBytes"`

	content []byte
	size    int64
}

// item is a message in a mailbox.
type item struct {
	wire
	id        string
	immutable bool
	mailbox   string
	draft     bool
	at        time.Time
	files     []attachment
	size      int64
}

func (c *call) create() *graphError {
	switch {
	case c.s.has(contest.Throttled):
		return &graphError{http.StatusTooManyRequests, "ApplicationThrottled", "Application is over its limit.", "90"}
	case c.s.has(contest.Closing):
		return refuse(http.StatusServiceUnavailable, "ServiceUnavailable", "The service is not available.")
	case c.s.has(Busy):
		return &graphError{http.StatusServiceUnavailable, "ErrorServerBusy", "The server is busy.", "120"}
	case c.s.has(contest.ContentLater):
		return refuse(http.StatusInternalServerError, "InternalServerError", "An error occurred.")
	case c.s.has(contest.ContentRefused):
		return refuse(http.StatusRequestEntityTooLarge, "ErrorMessageSizeExceeded", "The message exceeds the maximum supported size.")
	}
	m := &item{mailbox: c.mailbox, draft: true}
	if err := c.decode(&m.wire); err != nil {
		return err
	}
	for _, a := range m.Attachments {
		if err := m.add(a, c.s.opt); err != nil {
			return err
		}
	}
	if err := m.checkFields(); err != "" {
		c.s.problem("draft: %s", err)
		return refuse(http.StatusBadRequest, "ErrorInvalidProperty", err)
	}
	m.immutable = strings.Contains(c.r.Header.Get("Prefer"), `IdType="ImmutableId"`)
	if !m.immutable {
		c.s.problem("a draft without an immutable id: its id changes when it is sent")
	}
	c.s.mu.Lock()
	c.s.count++
	m.id = fmt.Sprintf("AAk%06d=", c.s.count)
	c.s.items[m.id] = m
	c.s.mu.Unlock()
	if c.s.once(DraftLost) {
		drop(c.w)
		return nil
	}
	return c.json(http.StatusCreated, m.view())
}

var xField = regexp.MustCompile(`(?i)^x-[!-9;-~]+$`)

// checkFields are the rules of the properties.
func (m *item) checkFields() string {
	if len(m.Headers) > 5 {
		return "more than 5 header fields"
	}
	for _, h := range m.Headers {
		if !xField.MatchString(h.Name) {
			return "header field " + h.Name + " does not begin with x-"
		}
	}
	if t := strings.ToLower(m.Body.ContentType); t != "html" && t != "text" {
		return "body of type " + m.Body.ContentType
	}
	if !strings.HasPrefix(m.MessageID, "<") || !strings.HasSuffix(m.MessageID, ">") {
		return "internetMessageId without angle brackets"
	}
	for _, r := range slices.Concat(m.To, m.Cc, m.Bcc, m.ReplyTo) {
		if _, err := message.ParseAddress(r.EmailAddress.Address); err != nil {
			return err.Error()
		}
	}
	return ""
}

func (m *item) view() map[string]any {
	return map[string]any{"id": m.id, "isDraft": m.draft, "subject": m.Subject, "internetMessageId": m.MessageID, "sentDateTime": m.at.UTC().Format(time.RFC3339)}
}

// add puts an attachment of one request to the message.
func (m *item) add(a attachment, opt Options) *graphError {
	b, err := base64.StdEncoding.DecodeString(a.ContentBytes)
	if err != nil || a.Type != "#microsoft.graph.fileAttachment" || a.Name == "" {
		return refuse(http.StatusBadRequest, "ErrorInvalidAttachment", "not a file attachment")
	}
	if len(b) >= maxPosted {
		return refuse(http.StatusRequestEntityTooLarge, "ErrorAttachmentSizeLimitExceeded", "larger than 3 MB: use an upload session")
	}
	a.ContentBytes, a.size = "", int64(len(b))
	if !opt.Discard {
		a.content = b
	}
	m.files, m.size = append(m.files, a), m.size+a.size
	return nil
}

// find returns a message that the mailbox shows.
func (c *call) find() (*item, *graphError) {
	m := c.s.items[c.id]
	if m == nil || m.mailbox != c.mailbox || (!m.draft && c.s.hidden) {
		return nil, refuse(http.StatusNotFound, "ErrorItemNotFound", "The specified object was not found in the store.")
	}
	return m, nil
}

func (c *call) get() *graphError {
	c.s.mu.Lock()
	m, err := c.find()
	var view map[string]any
	if err == nil {
		view = m.view()
	}
	c.s.mu.Unlock()
	if err != nil {
		return err
	}
	return c.json(http.StatusOK, view)
}

var byMessageID = regexp.MustCompile(`^internetMessageId eq '(.*)'$`)

func (c *call) search() *graphError {
	f := byMessageID.FindStringSubmatch(c.r.URL.Query().Get("$filter"))
	if f == nil {
		c.s.problem("filter %q", c.r.URL.Query().Get("$filter"))
		return refuse(http.StatusBadRequest, "ErrorInvalidUrlQueryFilter", "The query filter is invalid.")
	}
	want := strings.ReplaceAll(f[1], "''", "'")
	found := []map[string]any{}
	c.s.mu.Lock()
	for _, m := range c.s.items {
		if m.mailbox == c.mailbox && m.MessageID == want && (m.draft || !c.s.hidden) {
			found = append(found, m.view())
		}
	}
	c.s.mu.Unlock()
	return c.json(http.StatusOK, map[string]any{"value": found})
}

func (c *call) remove() *graphError {
	c.s.mu.Lock()
	m, err := c.find()
	if err == nil {
		delete(c.s.items, c.id)
	}
	c.s.mu.Unlock()
	if err != nil {
		return err
	}
	if !m.draft {
		c.s.problem("a message that was sent was deleted")
	}
	c.w.WriteHeader(http.StatusNoContent)
	return nil
}

func (c *call) attach() *graphError {
	var a attachment
	if err := c.decode(&a); err != nil {
		return err
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	m, err := c.find()
	if err == nil {
		err = m.add(a, c.s.opt)
	}
	if err != nil {
		return err
	}
	return c.json(http.StatusCreated, map[string]string{"id": "attachment"})
}

// Messages are the messages that were sent, in order, rebuilt as .eml.
func (s *Server) Messages() []contest.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []contest.Message
	for _, m := range s.order {
		out = append(out, m.rebuild())
	}
	return out
}

func (m *item) rebuild() contest.Message {
	out := contest.Message{From: m.mailbox, Size: m.size}
	if m.From != nil {
		out.From = m.From.EmailAddress.Address
	}
	for _, r := range slices.Concat(m.To, m.Cc, m.Bcc) {
		out.To = append(out.To, r.EmailAddress.Address)
	}
	eml := message.Message{From: message.Address{Address: out.From}, To: addresses(m.To), Cc: addresses(m.Cc), Subject: m.Subject, Date: m.at,
		MessageID: strings.Trim(m.MessageID, "<>")}
	if strings.EqualFold(m.Body.ContentType, "html") {
		eml.HTML = m.Body.Content
	} else {
		eml.Text = m.Body.Content
	}
	for _, a := range m.files {
		f := message.File{Name: a.Name, ContentType: a.ContentType, ContentID: a.ContentID, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(a.content)), nil }}
		if a.IsInline {
			eml.Inline = append(eml.Inline, f)
		} else {
			eml.Attachments = append(eml.Attachments, f)
		}
	}
	var b bytes.Buffer
	if err := eml.Write(&b); err != nil {
		b.Reset()
		fmt.Fprintf(&b, "Message-ID: %s\r\n\r\n%v", m.MessageID, err)
	}
	out.Content = b.Bytes()
	return out
}

func addresses(list []recipient) (out []message.Address) {
	for _, r := range list {
		out = append(out, message.Address{Name: r.EmailAddress.Name, Address: r.EmailAddress.Address})
	}
	return out
}
