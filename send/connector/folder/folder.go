// Package folder is the connector that "sends" by writing finished messages as
// .eml files into a folder. It is what a fresh workspace has: everything can be
// tried and nothing leaves the machine. Any mail program opens the files.
//
// The name of a file comes from the Message-ID, so a message that is
// delivered twice is one file, and whether a message is there can be asked. The
// file appears whole or not at all (POSIX rename), and is on the disk when
// Send returns.
//
// The envelope is not kept: who got a blind copy stands in the outbox.
package folder

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"reportmail/send/connector"
)

// Connector writes into one folder. It implements connector.Connector and
// connector.Searcher.
type Connector struct {
	dir    string
	ctx    context.Context
	cancel context.CancelCauseFunc
	closed atomic.Bool
	sweep  sync.Once
}

// scrapAge is how old a temporary file must be to be one that a killed process
// left behind: no message takes that long to write.
const scrapAge = 24 * time.Hour

// New returns a connector for dir, which is created when the first message comes.
func New(dir string) (*Connector, error) {
	if dir == "" {
		return nil, errors.New("folder account without a folder")
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	return &Connector{dir: filepath.Clean(dir), ctx: ctx, cancel: cancel}, nil
}

// Send writes the message beside its place and renames it there after the
// hand-over.
func (c *Connector) Send(ctx context.Context, d connector.Delivery, handover connector.Handover) (connector.Receipt, error) {
	if c.closed.Load() {
		return connector.Receipt{}, &connector.Error{Class: connector.Temporary, Stage: connector.StageConnect, Err: connector.ErrClosed}
	}
	if len(d.Envelope.To) == 0 {
		return connector.Receipt{}, &connector.Error{Class: connector.Permanent, Stage: connector.StageRecipient, Text: "there is no recipient"}
	}
	ctx, stop := connector.Join(ctx, c.ctx)
	defer stop()
	tmp, err := c.spool(ctx, d)
	if tmp != "" {
		// After the rename there is nothing left to remove.
		defer func() { _ = os.Remove(tmp) }()
	}
	if err != nil {
		return connector.Receipt{}, err
	}
	name := FileName(d.MessageID)
	// A late rename does no harm: the same message twice is one file.
	if _, err := connector.Announce(ctx, handover, connector.Notice{Ref: name}); err != nil {
		return connector.Receipt{}, err
	}
	if err := c.place(tmp, name); err != nil {
		return connector.Receipt{}, err
	}
	return connector.Receipt{Ref: name, Reply: "written to " + filepath.Join(c.dir, name), Recipients: connector.AllAccepted(d.Envelope.To)}, nil
}

// spool writes the message to a temporary file in the folder and returns its name.
func (c *Connector) spool(ctx context.Context, d connector.Delivery) (string, error) {
	failed := func(err error) error {
		return &connector.Error{Class: connector.Temporary, Stage: connector.StageContent, Err: err}
	}
	if err := os.MkdirAll(c.dir, 0o755); err != nil {
		return "", failed(err)
	}
	c.sweep.Do(c.removeScraps)
	src, err := d.Open()
	if err != nil {
		return "", failed(fmt.Errorf("open message %s: %w", d.MessageID, err))
	}
	defer src.Close()
	f, err := os.CreateTemp(c.dir, ".tmp-*")
	if err != nil {
		return "", failed(err)
	}
	err = connector.Copy(ctx, f, src, d.Size)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return f.Name(), failed(fmt.Errorf("message %s: %w", d.MessageID, err))
	}
	return f.Name(), nil
}

// removeScraps removes what processes left that were killed while they wrote. What
// cannot be removed does no harm.
func (c *Connector) removeScraps() {
	scraps, _ := filepath.Glob(filepath.Join(c.dir, ".tmp-*"))
	for _, f := range scraps {
		if info, err := os.Stat(f); err == nil && time.Since(info.ModTime()) > scrapAge {
			_ = os.Remove(f)
		}
	}
}

// place gives the file its name and makes that durable. After a failed rename
// the message is not there; after a failed sync nobody knows what a power cut leaves.
func (c *Connector) place(tmp, name string) error {
	if err := os.Rename(tmp, filepath.Join(c.dir, name)); err != nil {
		return &connector.Error{Class: connector.Temporary, Stage: connector.StageReply, Err: err}
	}
	d, err := os.Open(c.dir)
	if err == nil {
		err = errors.Join(d.Sync(), d.Close())
	}
	if err != nil {
		return &connector.Error{Class: connector.Unknown, Stage: connector.StageReply, Err: err}
	}
	return nil
}

// Find looks for the file of the message.
func (c *Connector) Find(_ context.Context, q connector.Query) (connector.Found, error) {
	name := FileName(q.MessageID)
	info, err := os.Stat(filepath.Join(c.dir, name))
	switch {
	case err == nil:
		return connector.Found{State: connector.Sent, Ref: name, At: info.ModTime(), Text: "is in " + c.dir}, nil
	case errors.Is(err, fs.ErrNotExist):
		return connector.Found{State: connector.Unsent, Text: "is not in " + c.dir}, nil
	}
	return connector.Found{}, fmt.Errorf("look for message %s: %w", q.MessageID, err)
}

// Check makes the folder and sees whether it can be written to.
func (c *Connector) Check(context.Context) (connector.Status, error) {
	err := os.MkdirAll(c.dir, 0o755)
	if err == nil {
		var f *os.File
		if f, err = os.CreateTemp(c.dir, ".tmp-*"); err == nil {
			_, err = io.WriteString(f, "test")
			err = errors.Join(err, f.Close(), os.Remove(f.Name()))
		}
	}
	if err != nil {
		return connector.Status{}, &connector.Error{Class: connector.Account, Stage: connector.StageConnect, Err: err}
	}
	return connector.Status{Text: "folder " + c.dir + " can be written to"}, nil
}

// Close ends what is under way.
func (c *Connector) Close() error {
	c.closed.Store(true)
	c.cancel(connector.ErrClosed)
	return nil
}
