package outbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"reportmail/send/outbox/database"
)

// prepareResend gives a submission that means to send a sent message again a
// key and a Message-ID of its own: providers drop a second copy with the same
// Message-ID.
func (o *Outbox) prepareResend(ctx context.Context, p *prepared) error {
	if !p.Resend {
		return nil
	}
	return o.read(ctx, func(t tx) error {
		old, err := t.sameMessage(p)
		if errors.Is(err, database.ErrNoRow) || err == nil && old.Status != Sent {
			return nil
		}
		if err != nil {
			return err
		}
		return t.nextCopy(p, old)
	})
}

// nextCopy turns p into the next copy of the message old.
func (t tx) nextCopy(p *prepared, old Message) error {
	if old.ResendOf != 0 {
		var err error
		if old, err = t.get(old.ResendOf); err != nil {
			return err
		}
	}
	var copies int
	if err := t.row("SELECT count(*) FROM message WHERE resend_of = ?", []any{old.ID}, &copies); err != nil {
		return err
	}
	p.resendOf = old.ID
	p.Key = fmt.Sprintf("%s#%d", old.Key, copies+2)
	left, right, _ := strings.Cut(old.MessageID, "@")
	p.MessageID = fmt.Sprintf("%s.%d@%s", left, copies+2, right)
	content := p.Content
	p.Content = func(w io.Writer) error {
		f := &idWriter{w: w, id: p.MessageID}
		if err := content(f); err != nil {
			return err
		}
		return f.finish()
	}
	return nil
}

// Resend queues a copy of a message that was sent, with a Message-ID of its
// own and the same recipients.
func (o *Outbox) Resend(ctx context.Context, id int64, who string) (Result, error) {
	s, err := o.copyOf(ctx, id)
	if err != nil {
		return Result{}, err
	}
	s.Owner, s.Resend = who, true
	return o.Enqueue(ctx, s)
}

// copyOf makes a submission of a stored message.
func (o *Outbox) copyOf(ctx context.Context, id int64) (Submission, error) {
	m, err := o.Get(ctx, id)
	if err != nil {
		return Submission{}, err
	}
	if m.Status != Sent {
		return Submission{}, fmt.Errorf("message %d is %s: %w", id, m.Status, ErrState)
	}
	return Submission{
		Account: m.Account, Key: m.Key, MessageID: m.MessageID, From: m.Sender, Subject: m.Subject,
		Scenario: m.Scenario, Usage: m.Usage, Document: m.Document, Priority: High,
		Recipients: m.Recipients, Relations: m.Relations,
		Content: func(w io.Writer) error {
			r, err := o.Content(ctx, id)
			if err != nil {
				return err
			}
			defer r.Close()
			_, err = io.Copy(w, r)
			return err
		},
	}, nil
}

// idWriter replaces the Message-ID of a message that is written through it.
type idWriter struct {
	w    io.Writer
	id   string
	line []byte // of the header, not complete yet
	skip bool   // within the old field and its continuation lines
	body bool
}

func (f *idWriter) Write(p []byte) (int, error) {
	n := len(p)
	for !f.body && len(p) > 0 {
		end := bytes.IndexByte(p, '\n')
		if end < 0 {
			f.line = append(f.line, p...)
			return n, nil
		}
		f.line = append(f.line, p[:end+1]...)
		p = p[end+1:]
		if err := f.header(); err != nil {
			return 0, err
		}
	}
	if len(p) == 0 {
		return n, nil
	}
	_, err := f.w.Write(p)
	return n, err
}

// header writes one complete header line.
func (f *idWriter) header() error {
	line := f.line
	f.line = f.line[:0]
	folded := line[0] == ' ' || line[0] == '\t'
	if folded && f.skip {
		return nil
	}
	name, _, _ := bytes.Cut(line, []byte{':'})
	f.skip = strings.EqualFold(string(bytes.TrimSpace(name)), "Message-ID")
	f.body = len(bytes.TrimRight(line, "\r\n")) == 0
	if f.skip {
		line = []byte("Message-ID: <" + f.id + ">\r\n")
	}
	_, err := f.w.Write(line)
	return err
}

func (f *idWriter) finish() error {
	_, err := f.w.Write(f.line)
	return err
}
