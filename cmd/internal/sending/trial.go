package sending

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"reportmail/cmd/internal/workspace"
	"reportmail/send/outbox"
)

// trialsDir is the folder, in state/, of the outboxes of tests: the workspace's lists have none of them in it.
const trialsDir = "tests"

// atOnce is how long a test waits for its turn; somebody is looking.
const atOnce = 2 * time.Second

// Errors of tests. A test goes out while somebody looks, or never.
var (
	errTestNotSent = errors.New("the test was not sent and will not be sent later")
	errTestUnknown = errors.New("it is not known whether the test went out")
)

// Test sends one message now, or never, and answers the account that sent it. Its outbox is its own and goes with it:
// what another test left in the queue is not sent, and nobody sends this one later.
func Test(ctx context.Context, in *Intake, msg io.Reader) (sentBy string, err error) {
	r, err := in.Take(msg)
	if err != nil {
		return "", fmt.Errorf("%w: %w", errTestNotSent, err)
	}
	defer r.Release()
	box, discard, err := trialBox(ctx, in.Workspace)
	if err != nil {
		return "", fmt.Errorf("%w: %w", errTestNotSent, err)
	}
	defer discard()
	res, err := box.Enqueue(ctx, r.Submission)
	if err != nil {
		return "", fmt.Errorf("%w: %w", errTestNotSent, err)
	}
	drained := box.Drain(ctx)
	m, err := box.Get(context.WithoutCancel(ctx), res.ID)
	if err != nil {
		return "", fmt.Errorf("%w: %w", errTestUnknown, errors.Join(drained, err))
	}
	return r.Account, became(m, drained)
}

// became is the error of a test that was not sent for sure; drained is what ended the sending early, if anything did.
func became(m outbox.Detail, drained error) error {
	err := errTestNotSent
	switch m.Status {
	case outbox.Sent:
		return nil
	case outbox.Unknown, outbox.Processing:
		err = errTestUnknown
	}
	if m.ErrorText == "" && drained != nil {
		return fmt.Errorf("%w: %w", err, drained)
	}
	return fmt.Errorf("%w: %s", err, cmp.Or(m.ErrorText, fmt.Sprintf("account %q does not send it now", m.Account)))
}

// trialBox opens an outbox for one test, in a folder of its own that discard removes.
func trialBox(ctx context.Context, w *workspace.Workspace) (box *outbox.Outbox, discard func(), err error) {
	parent := w.Path(workspace.StateDir, trialsDir)
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return nil, nil, err
	}
	dir, err := os.MkdirTemp(parent, "test")
	if err != nil {
		return nil, nil, err
	}
	c := NewConnectors(w)
	box, err = outbox.Open(ctx, outbox.Config{Dir: dir, Accounts: accounts(w, c.Safe), Connect: c.Connect, Timing: outbox.Timing{Patience: atOnce}})
	if err != nil {
		_ = os.RemoveAll(dir)
		return nil, nil, err
	}
	return box, func() { // what became of the test is told; a folder that stays is not opened again
		_ = box.Close()
		_ = os.RemoveAll(dir)
	}, nil
}
