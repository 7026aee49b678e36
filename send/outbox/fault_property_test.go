package outbox

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"reportmail/send/account"
	"reportmail/send/connector"
)

// fixedClock is moved by hand.
type fixedClock struct{ t time.Time }

func (c *fixedClock) Now() time.Time { return c.t }

// world is the outbox together with the truth that it cannot see.
type world struct {
	t         *testing.T
	o         *Outbox
	clock     *fixedClock
	account   account.Account
	copies    map[int64]int  // what recipients have
	permitted map[int64]int  // copies that are right: 1, and 1 more for each "send again"
	works     []*attemptWork // attempts that somebody believes to own
	queued    int
}

// attemptWork is an attempt of a dispatcher, which may be dead or a zombie.
type attemptWork struct {
	w        *work
	handed   bool // its journal said yes
	sent     bool // the dot left
	node     string
	finished bool
}

// Random orders of everything that dispatchers, providers, people and death can
// do, against the truth (F15): no message reaches anybody twice unless a person
// or a provider's proof asked for it, and no status lies.
func TestFault_anyOrder(t *testing.T) {
	checks := "25"
	if soak() {
		checks = "3000"
	}
	if err := flag.Set("rapid.checks", checks); err != nil {
		t.Fatal(err)
	}
	template := t.TempDir()
	open(t, store{dir: template}.config(nil)).Close()
	data, err := os.ReadFile(filepath.Join(template, StoreFile))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp("", "anyorder")
		if err != nil {
			rt.Fatal(err)
		}
		defer os.RemoveAll(dir)
		writeFile(t, dir, StoreFile, string(data))
		w := newWorld(t, dir)
		defer w.o.Close()
		rt.Repeat(map[string]func(*rapid.T){
			"enqueue":  w.enqueue,
			"release":  w.release,
			"handover": w.handover,
			"dot":      w.dot,
			"answer":   w.answer,
			"fail":     w.fail,
			"die":      w.die,
			"verify":   w.verify,
			"person":   w.person,
			"wait": func(rt *rapid.T) {
				w.clock.t = w.clock.t.Add(time.Duration(rapid.IntRange(1, 1200).Draw(rt, "seconds")) * time.Second)
			},
			"": w.check,
		})
	})
}

func newWorld(t *testing.T, dir string) *world {
	clock := &fixedClock{time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)}
	cfg := store{dir: dir}.config(newProvider())
	cfg.Clock = clock
	o, err := Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return &world{t: t, o: o, clock: clock, account: cfg.Accounts[0], copies: map[int64]int{}, permitted: map[int64]int{}}
}

func (w *world) enqueue(rt *rapid.T) {
	r, err := w.o.Enqueue(w.t.Context(), message(rapid.IntRange(0, 5).Draw(rt, "message")))
	if err != nil {
		rt.Fatal(err)
	}
	if r.Outcome == Enqueued {
		w.permitted[r.ID] = 1
	}
	w.queued++
}

func (w *world) release(rt *rapid.T) {
	node := rapid.SampledFrom([]string{"n1", "n2"}).Draw(rt, "node")
	err := w.o.write(w.t.Context(), func(x tx) error {
		g, err := x.release(w.account, node, 3)
		if err != nil {
			return err
		}
		for i := range g.work {
			w.works = append(w.works, &attemptWork{w: &g.work[i], node: node})
		}
		return nil
	})
	if err != nil {
		rt.Fatal(err)
	}
}

// pick takes one of the attempts that a condition holds for.
func (w *world) pick(rt *rapid.T, cond func(*attemptWork) bool) *attemptWork {
	var fit []*attemptWork
	for _, a := range w.works {
		if !a.finished && cond(a) {
			fit = append(fit, a)
		}
	}
	if len(fit) == 0 {
		rt.Skip("no such attempt")
	}
	return fit[rapid.IntRange(0, len(fit)-1).Draw(rt, "attempt")]
}

func (w *world) handover(rt *rapid.T) {
	a := w.pick(rt, func(a *attemptWork) bool { return !a.handed })
	err := w.o.handover(w.t.Context(), a.w, 1, connector.Notice{})
	switch {
	case err == nil:
		a.handed = true
	case errors.Is(err, errFenced):
		a.finished = true // it lets go without a dot
	default:
		rt.Fatal(err)
	}
}

// dot: the message leaves, at most HandoverGrace after its journal.
func (w *world) dot(rt *rapid.T) {
	a := w.pick(rt, func(a *attemptWork) bool {
		return a.handed && !a.sent && w.clock.t.Sub(w.journaled(rt, a)) <= connector.HandoverGrace
	})
	a.sent = true
	w.copies[a.w.ID]++
}

func (w *world) journaled(rt *rapid.T, a *attemptWork) time.Time {
	list, err := w.o.Attempts(w.t.Context(), a.w.ID)
	if err != nil {
		rt.Fatal(err)
	}
	for _, at := range list {
		if at.N == a.w.Tries {
			return at.Handover
		}
	}
	return time.Time{}
}

func (w *world) answer(rt *rapid.T) {
	a := w.pick(rt, func(a *attemptWork) bool { return a.sent })
	a.finished = true
	w.settle(rt, a, outcome{handed: true, receipt: connector.Receipt{Code: 250, Recipients: connector.AllAccepted([]string{a.w.Recipients})}})
}

// fail: an attempt ends without a delivery, or without an answer.
func (w *world) fail(rt *rapid.T) {
	a := w.pick(rt, func(*attemptWork) bool { return true })
	classes := []connector.Class{connector.Temporary, connector.Permanent, connector.Account}
	if a.sent {
		classes = []connector.Class{connector.Unknown}
	} else if a.handed {
		classes = append(classes, connector.Unknown)
	}
	class := rapid.SampledFrom(classes).Draw(rt, "class")
	a.finished = true
	w.settle(rt, a, outcome{handed: a.handed, err: &connector.Error{Class: class, Stage: connector.StageReply, RetryAfter: time.Minute}})
}

func (w *world) settle(rt *rapid.T, a *attemptWork, out outcome) {
	err := w.o.write(w.t.Context(), func(x tx) error { return x.settle(a.w, w.account, out, true) })
	if err != nil && !errors.Is(err, errFenced) {
		rt.Fatal(err)
	}
}

// die: a node is taken for dead. Its attempts may go on all the same.
func (w *world) die(rt *rapid.T) {
	node := rapid.SampledFrom([]string{"n1", "n2"}).Draw(rt, "node")
	zombies := rapid.Bool().Draw(rt, "zombies")
	err := w.o.write(w.t.Context(), func(x tx) error { return x.takeOver("node=?", node) })
	if err != nil {
		rt.Fatal(err)
	}
	for _, a := range w.works {
		if a.node == node && !zombies {
			a.finished = true
		}
	}
}

// verify: a provider that tells the truth is asked about everything.
func (w *world) verify(rt *rapid.T) {
	open, _, err := w.o.unverified(w.t.Context())
	if err != nil {
		rt.Fatal(err)
	}
	for i := range open {
		found := connector.Found{State: connector.Absent}
		if w.copies[open[i].ID] > 0 {
			found.State = connector.Sent
		}
		if err := w.o.believe(w.t.Context(), &open[i], w.account, found); err != nil && !errors.Is(err, errFenced) {
			rt.Fatal(err)
		}
	}
}

func (w *world) person(rt *rapid.T) {
	if len(w.permitted) == 0 {
		rt.Skip("nothing to do")
	}
	id := rapid.Int64Range(1, int64(len(w.permitted))).Draw(rt, "id")
	ctx := w.t.Context()
	var err error
	switch rapid.IntRange(0, 4).Draw(rt, "what") {
	case 0:
		err = w.o.Cancel(ctx, id, "ann")
	case 1:
		err = w.o.Retry(ctx, id, "ann")
	case 2:
		if err = w.o.Resolve(ctx, id, SendAgain, "ann"); err == nil {
			w.permitted[id]++
		}
	case 3:
		if w.copies[id] > 0 { // people look before they say so
			err = w.o.Resolve(ctx, id, WasSent, "ann")
		}
	case 4:
		err = w.o.Resume(ctx, "A", "ann")
	}
	if err != nil && !errors.Is(err, ErrState) && !errors.Is(err, ErrTooLate) {
		rt.Fatal(err)
	}
}

// check holds after every step.
func (w *world) check(rt *rapid.T) {
	list, err := w.o.List(w.t.Context(), Filter{Limit: 1000})
	if err != nil {
		rt.Fatal(err)
	}
	working := 0
	for _, m := range list {
		n := w.copies[m.ID]
		if n > w.permitted[m.ID] {
			rt.Fatalf("message %d reached its recipient %d times, %d permitted", m.ID, n, w.permitted[m.ID])
		}
		if m.Status == Sent && n == 0 {
			rt.Fatalf("message %d is %s/%s and nobody has it", m.ID, m.Status, m.Phase)
		}
		if m.Status == Failed && n > 0 && w.permitted[m.ID] == 1 {
			rt.Fatalf("message %d is %s/%s and its recipient has it", m.ID, m.Status, m.Phase)
		}
		if m.Status == Queued && n > 0 && w.permitted[m.ID] == 1 {
			rt.Fatalf("message %d is queued and its recipient has it", m.ID)
		}
		if m.Status == Processing {
			working++
		}
		if m.Attempts < 0 || m.Attempts > m.Tries {
			rt.Fatalf("message %d: %d attempts spent of %d tries", m.ID, m.Attempts, m.Tries)
		}
	}
	if working > w.account.Limits.Concurrency {
		rt.Fatalf("%d messages under way, limit %d", working, w.account.Limits.Concurrency)
	}
	if !slices.IsSortedFunc(list, func(a, b Message) int { return int(b.ID - a.ID) }) {
		rt.Fatal(fmt.Sprint("list is out of order: ", list))
	}
}
