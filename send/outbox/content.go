package outbox

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"reportmail/send/outbox/spool"
)

// ErrSpool says that the messages of a store are kept elsewhere.
var ErrSpool = errors.New("messages are kept elsewhere")

func openSpool(cfg Config) (spool.Store, error) {
	dir := filepath.Join(cfg.Dir, "spool")
	switch {
	case cfg.spool != nil:
		return cfg.spool, nil
	case cfg.Spool == "":
		return spool.OpenDir(dir)
	case strings.HasPrefix(cfg.Spool, spool.BucketScheme):
		return spool.OpenBucket(cfg.Spool, dir)
	}
	return nil, fmt.Errorf("spool %q is not s3://BUCKET/PREFIX", cfg.Spool)
}

// checkPlace refuses a store that was copied elsewhere, and one whose messages
// are in another spool. An empty store takes any spool.
func (o *Outbox) checkPlace(ctx context.Context) error {
	var moved, at string
	err := o.read(ctx, func(t tx) (err error) {
		if moved, err = t.fact(movedTo); err == nil {
			at, err = t.fact(spoolAt)
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case moved != "":
		return fmt.Errorf("%w: to %s; set it in reportmail.yaml under store", ErrMoved, moved)
	case at == o.cfg.Spool:
		return nil
	}
	return o.write(ctx, func(t tx) error {
		var there int
		if err := t.row("SELECT count(*) FROM (SELECT 1 FROM message LIMIT 1) AS m", nil, &there); err != nil {
			return err
		}
		if there > 0 {
			return fmt.Errorf("%w: in %s, not in %s; set spool in reportmail.yaml under store", ErrSpool, spoolName(at), spoolName(o.cfg.Spool))
		}
		return t.setFact(spoolAt, o.cfg.Spool)
	})
}

func spoolName(address string) string {
	if address == "" {
		return "the folder state/spool"
	}
	return address
}

// MoveSpool copies the content of all messages into another spool and makes it
// the one of this store: with the old one it opens no more.
func (o *Outbox) MoveSpool(ctx context.Context, address string) (Copied, error) {
	if err := o.idle(ctx); err != nil {
		return Copied{}, fmt.Errorf("outbox: move the spool: %w", err)
	}
	cfg := o.cfg
	cfg.Spool = address
	to, err := openSpool(cfg)
	if err != nil {
		return Copied{}, fmt.Errorf("outbox: move the spool: %w", err)
	}
	content := o.moving(to, address)
	if err = content.most(ctx); err == nil {
		err = o.write(ctx, func(t tx) error {
			if err := content.rest(t); err != nil {
				return err
			}
			return t.setFact(spoolAt, address)
		})
	}
	if err != nil {
		return Copied{}, fmt.Errorf("outbox: move the spool: %w", err)
	}
	var c Copied
	content.count(&c)
	return c, nil
}

// moving takes content from one spool to another.
type moving struct {
	from   *Outbox
	into   spool.Store // nil when there is nothing to do
	done   map[string]bool
	damage []error
}

func (o *Outbox) moving(into spool.Store, address string) *moving {
	if address == o.cfg.Spool {
		into = nil
	}
	return &moving{from: o, into: into, done: map[string]bool{}}
}

// most moves what is there now, before anything is locked.
func (m *moving) most(ctx context.Context) error {
	var blobs []spool.Blob
	err := m.from.read(ctx, func(t tx) error {
		var err error
		blobs, err = t.content()
		return err
	})
	if err != nil {
		return err
	}
	return m.move(ctx, blobs)
}

// rest moves what was not moved yet.
func (m *moving) rest(t tx) error {
	blobs, err := t.content()
	if err != nil {
		return err
	}
	return m.move(t.ctx, blobs)
}

func (m *moving) move(ctx context.Context, blobs []spool.Blob) error {
	if m.into == nil {
		return nil
	}
	for _, b := range blobs {
		if m.done[b.Sum] {
			continue
		}
		err := spool.Copy(ctx, m.into, m.from.spool, b)
		switch {
		case damaged(err):
			m.damage = append(m.damage, err)
		case err != nil:
			return err
		}
		m.done[b.Sum] = true
	}
	return nil
}

func (m *moving) count(c *Copied) {
	c.Content, c.Damage = len(m.done)-len(m.damage), m.damage
}

// content names the content of all messages.
func (t tx) content() ([]spool.Blob, error) {
	var blobs []spool.Blob
	err := t.rows("SELECT DISTINCT blob, size FROM message", nil, func(scan func(...any) error) error {
		var b spool.Blob
		err := scan(&b.Sum, &b.Size)
		blobs = append(blobs, b)
		return err
	})
	return blobs, err
}
