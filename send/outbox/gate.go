package outbox

import (
	"errors"
	"time"

	"reportmail/send/account"
	"reportmail/send/outbox/database"
)

// grant is what the gate let through.
type grant struct {
	work []work
	// next is when it is worth asking again, in milliseconds of this process's
	// clock; 0 when nothing is queued. A result of the account may make it worth asking before.
	next int64
	// limited tells that a limit of the account holds messages back.
	limited bool
}

// work is a message that this dispatcher may attempt now. fence proves that it
// is still the owner.
type work struct {
	Message
	fence int64
}

// holding identifies one attempt at one message.
type holding struct{ id, fence int64 }

func (w *work) holding() holding { return holding{w.ID, w.fence} }

// release moves due messages of an account from the queue into work, as many
// as its limits allow and room, the free hands of this dispatcher. The counting
// and the releasing are one transaction on the account's row, which makes the
// limits exact however many dispatchers there are.
func (t tx) release(a account.Account, node string, room int) (grant, error) {
	g, err := t.pass(a, node, room)
	g.next = t.ours(g.next)
	return g, err
}

func (t tx) pass(a account.Account, node string, room int) (grant, error) {
	paused, err := t.lockAccount(a.Name)
	if err != nil {
		return grant{}, err
	}
	next, err := t.firstDue(a.Name)
	if err != nil || next == 0 {
		return grant{}, err
	}
	if open := a.Window.Next(moment(t.now)); open.UnixMilli() > t.now {
		next = max(next, open.UnixMilli())
	}
	if next = max(next, paused); next > t.now {
		return grant{next: next}, nil
	}
	use, err := t.usage(a)
	if err != nil {
		return grant{}, err
	}
	n := min(use.free(a.Limits), room)
	if n <= 0 {
		return grant{next: use.next(a.Limits, t.now), limited: true}, nil
	}
	return t.take(a, node, n, use)
}

// lockAccount excludes other dispatchers from the account until the commit and
// returns until when it is paused, 0 when it is not.
func (t tx) lockAccount(name string) (int64, error) {
	const query = "SELECT paused_until FROM account WHERE name = ?"
	var paused int64
	err := t.row(query+t.o.db.Dialect().ForUpdate(), []any{name}, &paused)
	if !errors.Is(err, database.ErrNoRow) {
		return paused, err
	}
	if _, err := t.exec("INSERT INTO account (name) VALUES (?) ON CONFLICT (name) DO NOTHING", name); err != nil {
		return 0, err
	}
	return paused, t.row(query+t.o.db.Dialect().ForUpdate(), []any{name}, &paused)
}

// firstDue is when the first queued message of the account is due.
func (t tx) firstDue(name string) (int64, error) {
	var first int64
	for _, p := range priorities {
		var due int64
		err := t.row("SELECT not_before FROM message WHERE account=? AND status='queued' AND priority=? ORDER BY not_before LIMIT 1", []any{name, p}, &due)
		if errors.Is(err, database.ErrNoRow) {
			continue
		}
		if err != nil {
			return 0, err
		}
		if due = max(due, 1); first == 0 || due < first {
			first = due
		}
	}
	return first, nil
}

// take releases up to n due messages.
func (t tx) take(a account.Account, node string, n int, use usage) (grant, error) {
	var g grant
	for _, p := range priorities {
		for n > len(g.work) {
			due, err := t.due(a.Name, p, n-len(g.work))
			if err != nil {
				return grant{}, err
			}
			taken := false
			for _, m := range due {
				if !use.room(a.Limits, m.Message) {
					g.next, g.limited = use.fits(a.Limits, m.Message, t.now), true
					return g, nil
				}
				ok, err := t.start(&m, node)
				if err != nil {
					return grant{}, err
				}
				taken = true
				if ok {
					use.add(m.Message)
					g.work = append(g.work, m)
				}
			}
			if !taken {
				break
			}
		}
	}
	next, err := t.firstDue(a.Name)
	if err != nil {
		return grant{}, err
	}
	if next != 0 && next <= t.now {
		next, g.limited = use.next(a.Limits, t.now), true
	}
	g.next = next
	return g, nil
}

func (t tx) due(name string, p Priority, n int) ([]work, error) {
	var due []work
	err := t.rows("SELECT "+messageColumns+` FROM message WHERE account=? AND status='queued' AND priority=? AND not_before<=?
		ORDER BY not_before, id LIMIT ?`, []any{name, p, t.now, n}, func(scan func(...any) error) error {
		m, err := scanMessage(scan)
		due = append(due, work{Message: m})
		return err
	})
	return due, err
}

// start makes this dispatcher the owner of a queued message, or ends the
// message when its deadline has passed.
func (t tx) start(w *work, node string) (bool, error) {
	if d := millis(w.Deadline); d != 0 && d <= t.now {
		_, err := t.stop(Expired, "permanent", "not sent before its deadline; last answer: "+w.ErrorText, "id=? AND status='queued'", w.ID)
		return false, err
	}
	w.Status, w.Phase, w.Node, w.Started = Processing, Attempting, node, moment(t.now)
	w.Tries++
	w.Attempts++
	err := t.row(`UPDATE message SET status='processing', phase='attempt', node=?, fence=fence+1, spent=spent+1, tries=tries+1,
		started_at=?, handover_at=0, checked_at=0 WHERE id=? AND status='queued' RETURNING fence`, []any{node, t.now, w.ID}, &w.fence)
	return err == nil, err
}

// soon is how long to wait for another dispatcher's attempt to end.
const soon = time.Second
