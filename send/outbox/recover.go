package outbox

import (
	"context"
	"fmt"
	"os"
)

// recover takes over what dead dispatchers had under way. What was not handed
// over goes back to the queue and costs no attempt. What may have been handed
// over becomes Unknown: it no longer holds a place among the messages under
// way, and it counts for the rate limit from now on, which is never too early.
func (o *Outbox) recover(ctx context.Context) error {
	nodes, err := o.nodes(ctx)
	if err != nil {
		return fmt.Errorf("recover: %w", err)
	}
	for _, n := range nodes {
		if !o.dead(n) {
			continue
		}
		if err := o.bury(ctx, n); err != nil {
			return fmt.Errorf("recover the work of %s: %w", n.id, err)
		}
	}
	return o.recoverOrphans(ctx)
}

// bury takes one dead dispatcher off the list and its work over, unless its
// heart was seen beating meanwhile.
func (o *Outbox) bury(ctx context.Context, n otherNode) error {
	gone := o.gone(n)
	err := o.write(ctx, func(t tx) error {
		deleted, err := t.exec("DELETE FROM node WHERE id=? AND (? = 1 OR heartbeat < ?)", n.id, oneIf(gone), t.now-o.cfg.Timing.Dead.Milliseconds())
		if err != nil || deleted == 0 {
			return err
		}
		return t.takeOver("node = ?", n.id)
	})
	if err == nil && gone {
		os.Remove(o.lockPath(n.id))
	}
	return err
}

// recoverOrphans finds work of dispatchers that are not on the list at all: a
// store that was copied or restored, or a row that was deleted by hand.
func (o *Outbox) recoverOrphans(ctx context.Context) error {
	var orphans int
	err := o.read(ctx, func(t tx) error {
		return t.row("SELECT count(*) FROM message WHERE status='processing' AND node NOT IN (SELECT id FROM node)", nil, &orphans)
	})
	if err != nil || orphans == 0 {
		return err
	}
	return o.write(ctx, func(t tx) error {
		return t.takeOver("node NOT IN (SELECT id FROM node)")
	})
}

// recoverLost takes back messages that the store says this dispatcher works on
// and that it does not: the commit that released them was answered with an
// error (the connection broke) and happened all the same. A message must be
// missed twice, because a release is committed before it is known here.
func (d *Dispatcher) recoverLost(ctx context.Context) error {
	missed := map[holding]bool{}
	err := d.o.read(ctx, func(t tx) error {
		clear(missed)
		return t.rows("SELECT id, fence FROM message WHERE status='processing' AND node=?", []any{d.node.id}, func(scan func(...any) error) error {
			var h holding
			err := scan(&h.id, &h.fence)
			missed[h] = true
			return err
		})
	})
	if err != nil {
		return err
	}
	d.mu.Lock()
	before := d.missed
	for h := range d.working {
		delete(missed, h)
	}
	d.missed = missed
	d.mu.Unlock()
	for h := range missed {
		if !before[h] {
			continue
		}
		err := d.o.write(ctx, func(t tx) error { return t.takeOver("id=? AND fence=?", h.id, h.fence) })
		if err != nil {
			return err
		}
	}
	return nil
}

// takeOver moves the work of dead dispatchers to where it is safe.
func (t tx) takeOver(which string, args ...any) error {
	lost := "FROM message WHERE status='processing' AND phase='handover' AND " + which
	_, err := t.exec(`UPDATE attempt SET outcome='unknown', class='unknown', stage='hand-over', ended_at=?, counted_at=?, reply='its process ended before the answer'
		WHERE outcome='handed over' AND message IN (SELECT id `+lost+")", append([]any{t.now, t.now}, args...)...)
	if err != nil {
		return err
	}
	handed, err := t.exec(`UPDATE message SET status='unknown', phase='verifying', finished_at=?, error_class='unknown',
		error_text='the process that sent it ended before the answer' WHERE status='processing' AND phase='handover' AND `+which,
		append([]any{t.now}, args...)...)
	if err != nil {
		return err
	}
	free, err := t.exec(`UPDATE message SET status='queued', phase='recovered', spent=spent-1
		WHERE status='processing' AND phase='attempt' AND `+which, args...)
	if err != nil {
		return err
	}
	if handed+free > 0 {
		*t.woken = append(*t.woken, "") // every account
		t.o.cfg.Log.Warn("took over work that nobody does any more", "queued", free, "verify", handed)
	}
	return nil
}

func oneIf(b bool) int {
	if b {
		return 1
	}
	return 0
}
