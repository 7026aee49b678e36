package sending

import (
	"errors"
	"fmt"
	"io"

	"reportmail/send/account"
	"reportmail/send/message"
)

// ErrTooLarge says that a message is beyond a limit, before it was queued.
var ErrTooLarge = errors.New("too large")

// checkFiles holds the files of a message against the limit of the workspace.
func (in *Intake) checkFiles(raw *buffer) error {
	limit := in.Workspace.AttachmentLimit()
	if limit == 0 || raw.size() <= limit { // on the wire it is larger than its files
		return nil
	}
	src, err := raw.open()
	if err != nil {
		return err
	}
	defer src.Close()
	var total int64
	_, err = message.Walk(src, func(p message.Part) error {
		if p.Body {
			return nil
		}
		n, err := io.Copy(io.Discard, p.Content)
		total += n
		return err
	})
	if err != nil {
		return err
	}
	if total > limit {
		return fmt.Errorf("%w: its attachments have %s, and %s is the most for one message; send fewer or smaller files, or raise limits: {attachments_mb} in reportmail.yaml", ErrTooLarge, mb(total), mb(limit))
	}
	return nil
}

// checkSize holds a finished message against the limit of its account's provider.
func checkSize(acc account.Account, size int64) error {
	limit := acc.Limits.MaxMessage()
	if limit == 0 || size <= limit {
		return nil
	}
	return fmt.Errorf("%w: it has %s on the wire, and account %s takes %s; where the provider allows more, say so: reportmail accounts limits %q --message-mb N", ErrTooLarge, mb(size), acc.Name, mb(limit), acc.Name)
}

func mb(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/(1<<20)) }
