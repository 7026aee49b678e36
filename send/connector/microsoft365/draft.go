package microsoft365

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"reportmail/send/connector"
	"reportmail/send/message"
)

// chunk is the piece of an upload: at most 4 MB, and a multiple of 320 KiB, which
// other services of Graph ask for.
const chunk = 12 * 320 << 10

// uploadTries is how often one piece is sent when the connection breaks.
const uploadTries = 3

// cleanUp is how long removing a draft may take when the message's own time is over.
const cleanUp = 15 * time.Second

// draft makes the draft and returns its immutable id.
func (c *Connector) draft(ctx context.Context, p *plan) (string, error) {
	body, err := p.encode()
	if err != nil {
		return "", err
	}
	a, err := c.api.post(ctx, connector.StageContent, c.mailbox()+"/messages", body, http.StatusCreated)
	if err != nil {
		return "", err
	}
	// The contents are on their way; they need not be kept in memory.
	p.draft.Attachments = nil
	var m item
	if err := a.decode(&m); err != nil {
		return "", err
	}
	if m.ID == "" {
		return "", fmt.Errorf("the draft has no id")
	}
	return m.ID, nil
}

func (c *Connector) messagePath(id string) string {
	return c.mailbox() + "/messages/" + url.PathEscape(id)
}

// attach reads the message a second time and sends the attachments that did not
// fit into the draft.
func (c *Connector) attach(ctx context.Context, id string, d connector.Delivery, p *plan) error {
	if !p.separate() {
		return nil
	}
	src, closer, err := source(ctx, d)
	if err != nil {
		return err
	}
	defer closer.Close()
	next := 0
	_, err = message.Walk(src, func(part message.Part) error {
		if part.Body {
			return nil
		}
		if next >= len(p.files) {
			return connector.ErrSize
		}
		f := &p.files[next]
		next++
		if f.embedded {
			return nil
		}
		if f.size <= maxPosted {
			return c.postFile(ctx, id, f, part.Content)
		}
		return c.uploadFile(ctx, id, f, part.Content)
	})
	if err == nil {
		_, err = io.Copy(io.Discard, src)
	}
	if err != nil {
		return fmt.Errorf("message %s: %w", d.MessageID, err)
	}
	return nil
}

// postFile sends an attachment in one request.
func (c *Connector) postFile(ctx context.Context, id string, f *file, content io.Reader) error {
	b := make([]byte, f.size)
	if err := readFull(content, b); err != nil {
		return err
	}
	body, err := encode(f.json(b))
	if err != nil {
		return err
	}
	_, err = c.api.post(ctx, connector.StageContent, c.messagePath(id)+"/attachments", body, http.StatusCreated)
	return err
}

type uploadRequest struct {
	Item uploadItem `json:"AttachmentItem"`
}

type uploadItem struct {
	AttachmentType string `json:"attachmentType"`
	Name           string `json:"name"`
	ContentType    string `json:"contentType"`
	Size           int64  `json:"size"`
	IsInline       bool   `json:"isInline"`
	ContentID      string `json:"contentId,omitempty"`
}

// uploadFile sends an attachment in pieces, in their order.
func (c *Connector) uploadFile(ctx context.Context, id string, f *file, content io.Reader) error {
	body, err := encode(uploadRequest{uploadItem{"file", f.name, f.contentType, f.size, f.inline, f.contentID}})
	if err != nil {
		return err
	}
	a, err := c.api.post(ctx, connector.StageContent, c.messagePath(id)+"/attachments/createUploadSession", body, http.StatusCreated)
	if err != nil {
		return c.sharedUpload(err)
	}
	var session struct {
		UploadURL string `json:"uploadUrl"`
	}
	if err := a.decode(&session); err != nil {
		return err
	}
	buf := make([]byte, min(chunk, f.size))
	for at := int64(0); at < f.size; {
		piece := buf[:min(int64(len(buf)), f.size-at)]
		if err := readFull(content, piece); err != nil {
			return err
		}
		if err := c.putPiece(ctx, session.UploadURL, piece, at, f.size); err != nil {
			return err
		}
		at += int64(len(piece))
	}
	return nil
}

// sharedUpload explains a refusal that users of another mailbox meet: Graph has
// at times not allowed them upload sessions.
func (c *Connector) sharedUpload(err error) error {
	if e, ok := err.(*connector.Error); ok && e.Code == http.StatusForbidden && c.cfg.Mailbox != "" {
		e.Text += " — Graph may refuse large attachments in a shared mailbox to a user; send as the user, as an application, or over SMTP"
	}
	return err
}

func readFull(r io.Reader, b []byte) error {
	if _, err := io.ReadFull(r, b); err != nil {
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return connector.ErrSize
		}
		return err
	}
	return nil
}

// putPiece sends one piece. When the connection breaks it asks what has arrived and
// sends again what has not.
func (c *Connector) putPiece(ctx context.Context, address string, piece []byte, at, size int64) error {
	end := at + int64(len(piece))
	var last error
	for range uploadTries {
		a, err := c.api.do(ctx, request{method: http.MethodPut, path: address, body: piece, upload: true, timeout: c.cfg.Timeouts.Upload, header: map[string]string{
			"Content-Type": "application/octet-stream", "Content-Range": fmt.Sprintf("bytes %d-%d/%d", at, end-1, size)}})
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err == nil && (a.status == http.StatusCreated) == (end == size) && (a.status == http.StatusOK || a.status == http.StatusCreated):
			return nil
		case err == nil && a.status < 500:
			return failure(connector.StageContent, a)
		case err == nil:
			err = failure(connector.StageContent, a)
		}
		last = err
		got, ask := c.arrived(ctx, address)
		if ask != nil {
			return last
		}
		if got == end {
			return nil
		}
		if got != at {
			return fmt.Errorf("upload stands at byte %d, and not at %d: %w", got, at, last)
		}
	}
	return last
}

// arrived asks an upload session for the first byte that it expects.
func (c *Connector) arrived(ctx context.Context, address string) (int64, error) {
	a, err := c.api.do(ctx, request{method: http.MethodGet, path: address, upload: true})
	if err != nil {
		return 0, err
	}
	var session struct {
		Next []string `json:"nextExpectedRanges"`
	}
	if a.status != http.StatusOK {
		return 0, failure(connector.StageContent, a)
	}
	if err := a.decode(&session); err != nil || len(session.Next) == 0 {
		return 0, fmt.Errorf("upload session does not say what it expects: %w", err)
	}
	first, _, _ := strings.Cut(session.Next[0], "-")
	return strconv.ParseInt(strings.TrimSpace(first), 10, 64)
}

// send asks Graph to send the draft. From here on a missing answer is resolved
// by asking, and Unknown when that does not help.
func (c *Connector) send(ctx context.Context, id string, d connector.Delivery) (connector.Receipt, error) {
	ok := connector.Receipt{Ref: id, Code: http.StatusAccepted, Reply: "accepted by Microsoft Graph", Recipients: connector.AllAccepted(d.Envelope.To)}
	a, err := c.api.do(ctx, request{method: http.MethodPost, path: c.messagePath(id) + "/send"})
	if err == nil && a.status/100 == 2 {
		return ok, nil
	}
	var e *connector.Error
	if err == nil {
		e = failure(connector.StageReply, a)
		if a.status < 500 && a.status != http.StatusRequestTimeout && a.status != http.StatusNotFound {
			c.discard(ctx, id, d.MessageID)
			return connector.Receipt{}, e
		}
		e.Class, e.RetryAfter = connector.Unknown, 0
	} else {
		if refused := notAsked(err); refused != nil {
			c.discard(ctx, id, d.MessageID)
			return connector.Receipt{}, refused
		}
		e = &connector.Error{Class: connector.Unknown, Stage: connector.StageReply, Text: "no answer to the request to send", Err: err}
	}
	if c.leftDrafts(ctx, id, d.MessageID) {
		ok.Reply = "the answer was lost, and the mailbox shows that it was sent"
		return ok, nil
	}
	return connector.Receipt{}, e
}

// leftDrafts asks a few times whether the message has left the drafts.
func (c *Connector) leftDrafts(ctx context.Context, id, messageID string) bool {
	for _, pause := range c.cfg.Timeouts.Settle {
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return false
		}
		f, err := c.Find(ctx, connector.Query{Ref: id, MessageID: messageID})
		if err == nil && f.State == connector.Sent {
			return true
		}
	}
	return false
}

// discard removes a draft that will not be sent, also when the message's own
// context is over. A draft whose id was never heard is looked for. What cannot be
// removed now is removed before the next attempt.
func (c *Connector) discard(ctx context.Context, id, messageID string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUp)
	defer cancel()
	if id == "" {
		_, _ = c.clear(ctx, messageID)
		return
	}
	_, _ = c.api.do(ctx, request{method: http.MethodDelete, path: c.messagePath(id)})
}
