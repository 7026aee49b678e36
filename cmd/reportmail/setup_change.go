package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v4"

	"reportmail/cmd/internal/sending"
	"reportmail/cmd/internal/workspace"
	"reportmail/send/outbox"
	"reportmail/send/rights"
)

// setUp is a workspace whose set-up is looked at or changed, and who does it.
type setUp struct {
	workspace, as string
}

func (s *setUp) add(p *program, c *cobra.Command) {
	fl := c.PersistentFlags()
	fl.StringVarP(&s.workspace, "workspace", "w", "", "folder of the workspace (default: the nearest one upwards)")
	addAs(p, fl, &s.as)
}

// admin opens the workspace for somebody who may change its set-up.
func (s *setUp) admin() (*workspace.Workspace, rights.User, error) {
	w, err := openWorkspace(s.workspace)
	if err != nil {
		return nil, rights.User{}, err
	}
	u, err := acting(w, s.as, rights.User.MaySetUp)
	return w, u, err
}

// viewer opens the workspace for somebody who may look at it.
func (s *setUp) viewer() (*workspace.Workspace, rights.User, error) {
	w, err := openWorkspace(s.workspace)
	if err != nil {
		return nil, rights.User{}, err
	}
	u, err := acting(w, s.as, rights.User.MaySee)
	return w, u, err
}

// change changes reportmail.yaml and says so. Nothing is written when the change would break it.
func (s *setUp) change(p *program, w *workspace.Workspace, fn func(top *yaml.Node) error) (*workspace.Workspace, error) {
	now, changed, err := workspace.Change(w.Dir, fn)
	if err != nil {
		return nil, failed(err)
	}
	if !changed {
		return now, &exitError{exitNothing, errors.New("that is how it is already")}
	}
	return now, nil
}

// note writes a change of the set-up into the audit log.
func note(ctx context.Context, w *workspace.Workspace, who, action, detail string) error {
	return withBox(ctx, w, func(box *outbox.Outbox) error { return box.Note(ctx, who, action, 0, detail) })
}

// withBox opens the outbox for one piece of work.
func withBox(ctx context.Context, w *workspace.Workspace, work func(*outbox.Outbox) error) error {
	box, err := sending.Open(ctx, w)
	if err != nil {
		return failed(err)
	}
	defer box.Close()
	return failed(work(box))
}

// running says that servers read a change when they start again.
func running(ctx context.Context, p *program, box *outbox.Outbox) error {
	n, err := box.Servers(ctx)
	if err == nil && n > 0 {
		fmt.Fprintf(p.err, "reportmail: %s running; start again what is to know the change\n", plural(n, "server"))
	}
	return err
}
