package sending

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"reportmail/send/account"
	"reportmail/send/message"
	"reportmail/send/outbox"
	"reportmail/send/safemode"
)

// Change is what a person makes of a message that is not sent; nil keeps what it has.
type Change struct {
	To, Cc, Bcc []message.Address
	Subject     *string
	Attach      []string  // files, beside what it has
	Message     io.Reader // takes the place of all but the hidden recipients
}

// Edit changes a draft, or a message that failed. The account is the one of in, else the message's own.
func (in *Intake) Edit(ctx context.Context, box *outbox.Outbox, id int64, c Change) error {
	if in.Safe.Kind == safemode.Folder || in.Safe.Kind == safemode.Redirect {
		return errors.New("the workspace is in safe mode, where messages become others; edit them when it is over: reportmail accounts safe-mode off")
	}
	var routed *Routed
	err := box.Edit(ctx, id, in.As.Name, func(d outbox.Detail, content io.Reader) (outbox.Submission, error) {
		if c.Message != nil {
			content = c.Message
		}
		edited, err := in.edited(d, content, c)
		if err != nil {
			return outbox.Submission{}, err
		}
		defer edited.release()
		src, err := edited.open()
		if err != nil {
			return outbox.Submission{}, err
		}
		defer src.Close()
		one := *in
		if one.Account == "" {
			one.Account = d.Account
		}
		if routed, err = one.Take(src); err != nil {
			return outbox.Submission{}, err
		}
		return routed.Submission, nil
	})
	if routed != nil {
		routed.Release()
	}
	return err
}

// edited is the message as it goes in again, with its files.
func (in *Intake) edited(d outbox.Detail, content io.Reader, c Change) (*buffer, error) {
	head := &buffer{dir: in.Spool}
	if err := message.Edit(head, content, in.header(d, c)); err != nil {
		head.release()
		return nil, err
	}
	if len(c.Attach) == 0 {
		return head, nil
	}
	defer head.release()
	files := make([]message.File, len(c.Attach))
	for i, name := range c.Attach {
		files[i] = message.File{Name: filepath.Base(name), Open: func() (io.ReadCloser, error) { return os.Open(name) }}
	}
	out, err := in.enclose(head, files)
	if err != nil {
		return nil, fmt.Errorf("attaching files: %w", err)
	}
	return out, nil
}

// header is what the message gets: the change, what only the outbox knows, and nothing of an account that it leaves.
func (in *Intake) header(d outbox.Detail, c Change) message.EditOptions {
	o := message.EditOptions{To: c.To, Cc: c.Cc, Bcc: c.Bcc, Subject: c.Subject, MessageID: d.MessageID,
		Routing: message.Routing{Scenario: d.Scenario, Usage: d.Usage, Document: d.Document, Key: d.Key}}
	if o.Bcc == nil {
		for _, r := range d.Recipients {
			if r.Kind == outbox.Bcc {
				o.Bcc = append(o.Bcc, message.Address{Address: r.Address})
			}
		}
	}
	if old, ok := account.Find(in.Workspace.Accounts, d.Account); ok && in.Account != "" && in.Account != d.Account {
		o.DropReplyTo = old.ReplyTo
	}
	return o
}
