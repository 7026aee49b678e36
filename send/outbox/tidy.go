package outbox

import (
	"context"
	"fmt"
	"time"
)

// Keep says how long finished messages are kept; zero is for ever. The key of
// a sent message is kept always, so that it is not sent again by mistake.
type Keep struct {
	Sent   time.Duration
	Failed time.Duration
}

// LeastKeep is the shortest time that makes sense: limits are counted from
// what was sent within a day, and people look a week back.
const LeastKeep = 7 * 24 * time.Hour

const (
	tidyBatch = 500            // messages deleted in one transaction
	spoolAge  = 24 * time.Hour // content without a row is younger only while it is being queued
)

// Tidy deletes finished messages that are past their time, and content that no
// message needs.
func (o *Outbox) Tidy(ctx context.Context) error {
	for status, keep := range map[Status]time.Duration{Sent: o.cfg.Keep.Sent, Failed: o.cfg.Keep.Failed} {
		if keep == 0 {
			continue
		}
		if err := o.forget(ctx, status, max(keep, LeastKeep)); err != nil {
			return fmt.Errorf("outbox: tidy %s messages: %w", status, err)
		}
	}
	needed, err := o.blobs(ctx)
	if err != nil {
		return fmt.Errorf("outbox: tidy: %w", err)
	}
	// Files have the system's time, whatever clock the outbox was given.
	freed, err := o.spool.Sweep(ctx, time.Now().Add(-spoolAge), func(sum string) bool { return needed[sum] })
	if err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	o.cfg.Log.Info("tidied", "bytes freed", freed)
	return nil
}

func (o *Outbox) forget(ctx context.Context, status Status, keep time.Duration) error {
	for {
		n := 0
		err := o.write(ctx, func(t tx) error {
			ids, err := t.old(status, t.now-keep.Milliseconds())
			n = len(ids)
			if err != nil {
				return err
			}
			for _, id := range ids {
				if err := t.forget(id); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || n < tidyBatch {
			return err
		}
	}
}

func (t tx) old(status Status, before int64) ([]int64, error) {
	var ids []int64
	err := t.rows("SELECT id FROM message WHERE status=? AND finished_at<? AND finished_at>0 LIMIT ?", []any{status, before, tidyBatch}, func(scan func(...any) error) error {
		var id int64
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}

// forget deletes a message and keeps its keys if it was sent.
func (t tx) forget(id int64) error {
	for _, keys := range []string{
		"SELECT idem_key, message_id, id, finished_at FROM message WHERE id=? AND status='sent'",
		"SELECT covered.document, message_id, id, finished_at FROM message JOIN covered ON covered.message=id WHERE id=? AND status='sent'",
	} {
		if _, err := t.exec("INSERT INTO forgotten (idem_key, message_id, id, finished_at) "+keys+" ON CONFLICT (idem_key) DO NOTHING", id); err != nil {
			return err
		}
	}
	return t.remove(id)
}

// blobs returns the names of all content that messages need. It is read after
// nothing: a message that is being queued has content younger than spoolAge.
func (o *Outbox) blobs(ctx context.Context) (map[string]bool, error) {
	needed := map[string]bool{}
	err := o.read(ctx, func(t tx) error {
		clear(needed)
		content, err := t.content()
		for _, b := range content {
			needed[b.Sum] = true
		}
		return err
	})
	return needed, err
}
