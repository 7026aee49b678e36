package microsoft365

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"reportmail/send/connector"
	"reportmail/send/message"
)

// Sizes in bytes.
const (
	// maxRequest is the most that one request may have, Graph's 4 MB.
	maxRequest = 4 << 20
	// roomForJSON is kept for what surrounds contents in a request.
	roomForJSON = 64 << 10
	// maxPosted is the largest attachment that goes in one request: less than 3 MB, and in
	// base64 with its JSON less than maxRequest.
	maxPosted = 3_000_000
	// maxBody bounds the body text; with all escapes it must fit into a request.
	maxBody = 3 << 20
	// maxXFields is how many header fields of our own Graph takes.
	maxXFields = 5
)

// plan is a message as Graph wants it.
type plan struct {
	draft draftMessage
	files []file
}

// file is an attachment, in the order of the message.
type file struct {
	name, contentType, contentID string
	inline                       bool
	size                         int64
	// embedded: it goes with the draft.
	embedded bool
}

type emailAddress struct {
	Address string `json:"address"`
	Name    string `json:"name,omitempty"`
}

type recipient struct {
	EmailAddress emailAddress `json:"emailAddress"`
}

type itemBody struct {
	ContentType string `json:"contentType"`
	Content     string `json:"content"`
}

type headerField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type fileAttachment struct {
	Type         string `json:"@odata.type"`
	Name         string `json:"name"`
	ContentType  string `json:"contentType"`
	IsInline     bool   `json:"isInline"`
	ContentID    string `json:"contentId,omitempty"`
	ContentBytes string `json:"contentBytes"`
}

type draftMessage struct {
	Subject     string           `json:"subject"`
	Body        itemBody         `json:"body"`
	From        *recipient       `json:"from,omitempty"`
	To          []recipient      `json:"toRecipients,omitempty"`
	Cc          []recipient      `json:"ccRecipients,omitempty"`
	Bcc         []recipient      `json:"bccRecipients,omitempty"`
	ReplyTo     []recipient      `json:"replyTo,omitempty"`
	MessageID   string           `json:"internetMessageId"`
	Headers     []headerField    `json:"internetMessageHeaders,omitempty"`
	Attachments []fileAttachment `json:"attachments,omitempty"`
}

// outline reads a message once: header, body, and which attachments there are.
// Attachments that fit into the request of the draft are read along.
func outline(ctx context.Context, d connector.Delivery, ownSender bool) (*plan, error) {
	src, c, err := source(ctx, d)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	p := &plan{}
	var text, html string
	room := maxRequest - roomForJSON
	sum, err := message.Walk(src, func(part message.Part) error {
		if part.Body {
			into := &text
			if part.ContentType == "text/html" {
				into = &html
			}
			if *into, err = readBody(part.Content); err != nil {
				return err
			}
			room -= 2 * len(*into)
			return nil
		}
		return p.addFile(part, &room)
	})
	if err == nil {
		// What follows the last boundary belongs to the promised length.
		_, err = io.Copy(io.Discard, src)
	}
	if err != nil {
		return nil, fmt.Errorf("message %s: %w", d.MessageID, err)
	}
	p.draft.Body = itemBody{"html", html}
	if html == "" {
		p.draft.Body = itemBody{"text", text}
	}
	return p, p.address(sum, d, ownSender)
}

func readBody(r io.Reader) (string, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxBody+1))
	if err == nil && len(b) > maxBody {
		err = &connector.Error{Class: connector.Permanent, Stage: connector.StageContent, Text: fmt.Sprintf("the body is larger than %d bytes", maxBody)}
	}
	return string(b), err
}

// addFile notes an attachment, and embeds it while there is room in the request.
func (p *plan) addFile(part message.Part, room *int) error {
	f := file{name: part.Name, contentType: part.ContentType, contentID: part.ContentID, inline: part.Inline}
	if f.name == "" {
		f.name = fmt.Sprintf("attachment-%d", len(p.files)+1)
	}
	small, err := io.ReadAll(io.LimitReader(part.Content, min(maxPosted, int64(max(*room, 0))*3/4)))
	if err != nil {
		return err
	}
	rest, err := io.Copy(io.Discard, part.Content)
	if err != nil {
		return err
	}
	f.size = int64(len(small)) + rest
	if f.embedded = rest == 0; f.embedded {
		*room -= base64.StdEncoding.EncodedLen(len(small)) + 1000
		p.draft.Attachments = append(p.draft.Attachments, f.json(small))
	}
	p.files = append(p.files, f)
	return nil
}

func (f *file) json(content []byte) fileAttachment {
	return fileAttachment{"#microsoft.graph.fileAttachment", f.name, f.contentType, f.inline, f.contentID, base64.StdEncoding.EncodeToString(content)}
}

// address fills in header and recipients. The envelope decides who gets it:
// whom the header does not show is a blind copy, and whom the envelope does not
// have is left out.
func (p *plan) address(sum message.Summary, d connector.Delivery, ownSender bool) error {
	open := map[string]bool{}
	for _, a := range d.Envelope.To {
		open[strings.ToLower(a)] = true
	}
	if len(open) == 0 {
		return &connector.Error{Class: connector.Permanent, Stage: connector.StageRecipient, Text: "there is no recipient"}
	}
	take := func(list []message.Address) (out []recipient) {
		for _, a := range list {
			if k := strings.ToLower(a.Address); open[k] {
				delete(open, k)
				out = append(out, graphAddress(a))
			}
		}
		return out
	}
	m := &p.draft
	m.Subject, m.MessageID = sum.Subject, "<"+d.MessageID+">"
	m.To, m.Cc = take(sum.To), take(sum.Cc)
	for _, a := range d.Envelope.To {
		if open[strings.ToLower(a)] {
			m.Bcc = append(m.Bcc, graphAddress(message.Address{Address: a}))
			delete(open, strings.ToLower(a))
		}
	}
	for _, a := range sum.ReplyTo {
		m.ReplyTo = append(m.ReplyTo, graphAddress(a))
	}
	if !ownSender && !sum.From.IsZero() {
		from := graphAddress(sum.From)
		m.From = &from
	}
	m.Headers = xFields(sum)
	return nil
}

func graphAddress(a message.Address) recipient { return recipient{emailAddress{a.Address, a.Name}} }

// xFields are the fields that Graph carries: those that begin with X-.
func xFields(sum message.Summary) []headerField {
	var out []headerField
	for it := sum.Header.Fields(); it.Next(); {
		if len(it.Key()) > 2 && strings.EqualFold(it.Key()[:2], "x-") && len(out) < maxXFields {
			out = append(out, headerField{it.Key(), it.Value()})
		}
	}
	return out
}

// encode returns the request of the draft.
func (p *plan) encode() ([]byte, error) {
	b, err := encode(&p.draft)
	if err != nil {
		return nil, err
	}
	if len(b) > maxRequest {
		return nil, &connector.Error{Class: connector.Permanent, Stage: connector.StageContent,
			Text: fmt.Sprintf("the message without its attachments has %d bytes, Graph takes at most %d", len(b), maxRequest)}
	}
	return b, nil
}

// encode makes JSON without the escapes for web pages, which would make six
// bytes of every bracket of an HTML body.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

// separate reports whether attachments go in requests of their own.
func (p *plan) separate() bool {
	return slices.ContainsFunc(p.files, func(f file) bool { return !f.embedded })
}
