package sending

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"reportmail/cmd/internal/workspace"
	"reportmail/send/outbox"
)

// trialsDir is the folder, in state/, of the outbox of tests: the workspace's lists have none of them in it, and
// delivering one delivers nothing else.
const trialsDir = "tests"

// Test sends one message now, through an outbox of its own, and answers the account that sent it.
func Test(ctx context.Context, in *Intake, msg io.Reader) (sentBy string, err error) {
	w := in.Workspace
	dir := w.Path(workspace.StateDir, trialsDir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	c := NewConnectors(w)
	box, err := outbox.Open(ctx, outbox.Config{Dir: dir, Accounts: accounts(w, c.Safe), Connect: c.Connect})
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, box.Close()) }()
	r, err := in.Take(msg)
	if err != nil {
		return "", err
	}
	defer r.Release()
	res, err := box.Enqueue(ctx, r.Submission)
	if err != nil {
		return "", err
	}
	if err := box.Drain(ctx); err != nil {
		return "", err
	}
	m, err := box.Get(ctx, res.ID)
	if err != nil {
		return "", err
	}
	if m.Status != outbox.Sent {
		return "", fmt.Errorf("%s: %s", m.Status, m.ErrorText)
	}
	return r.Account, nil
}
