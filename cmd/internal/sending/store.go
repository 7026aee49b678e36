package sending

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"reportmail/cmd/internal/workspace"
	"reportmail/send/outbox"
)

// config says where the outbox of a workspace is kept, when its store is as given.
func config(w *workspace.Workspace, s workspace.Store) (outbox.Config, error) {
	store := s.URL
	if u, err := url.Parse(store); err == nil && u.User != nil {
		if _, has := u.User.Password(); has {
			return outbox.Config{}, fmt.Errorf("store: the address of %s holds a password; take it out and put it into PGPASSWORD or a file named by PGPASSFILE", u.Host)
		}
	}
	state := w.Path(workspace.StateDir)
	if err := os.MkdirAll(state, 0o700); err != nil {
		return outbox.Config{}, err
	}
	if file, ok := strings.CutPrefix(store, "sqlite:"); ok && !filepath.IsAbs(file) {
		store = "sqlite:" + w.Path(file)
	}
	return outbox.Config{Dir: state, DSN: store, Spool: s.Spool}, nil
}

// MoveStore moves the outbox of a workspace: into the empty store at another address, so that the old one opens no
// more, or only its messages into another spool.
func MoveStore(ctx context.Context, w *workspace.Workspace, to workspace.Store) (outbox.Copied, error) {
	cfg, err := config(w, to)
	if err != nil {
		return outbox.Copied{}, err
	}
	here, err := config(w, w.Config.Store)
	if err != nil {
		return outbox.Copied{}, err
	}
	sameStore := here.DSN == cfg.DSN
	if sameStore && here.Spool == cfg.Spool {
		return outbox.Copied{}, fmt.Errorf("the outbox is at %s already", strings.TrimSpace(to.URL+" "+to.Spool))
	}
	from, err := Open(ctx, w)
	if err != nil {
		return outbox.Copied{}, err
	}
	defer from.Close()
	if sameStore {
		return from.MoveSpool(ctx, to.Spool)
	}
	into, err := outbox.Open(ctx, cfg)
	if err != nil {
		return outbox.Copied{}, err
	}
	copied, err := from.Copy(ctx, into, to.URL)
	return copied, errors.Join(err, into.Close())
}

// RescueStore replaces the damaged store file of a workspace by what can be read of it, and returns where the damaged
// one is kept.
func RescueStore(ctx context.Context, w *workspace.Workspace) (outbox.Rescued, string, error) {
	cfg, err := config(w, w.Config.Store)
	if err != nil {
		return outbox.Rescued{}, "", err
	}
	return outbox.RescueFile(ctx, cfg)
}
