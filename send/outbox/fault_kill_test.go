package outbox

import (
	"math/rand/v2"
	"testing"
	"time"
)

// kill -9 of a random worker at random moments (F1: the provider can be asked,
// F2: it cannot; F11: the limit of messages at once).
func TestFault_kill(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, s store) {
		for name, search := range map[string]bool{"asking": true, "nobody to ask": false} {
			s := s.fresh(t)
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				killRounds(t, s, search)
			})
		}
	})
}

func killRounds(t *testing.T, s store, search bool) {
	kills := pick(4, 200)
	sink := newSink(t, 30*time.Millisecond)
	j := s.job(sink, 4)
	j.Search = search
	messages := pick(200, 500)
	o := j.fill(t, messages)
	killed, messages := j.killing(t, o, kills, messages, 200)
	o.settled(t, 5*time.Minute)
	r := o.tally(t, sink)
	r.honest(t, o, killed)
	if r.wrong() != "" || r.failed+r.open > 0 || r.sent+r.unknown != messages {
		t.Errorf("of %d messages: %s, failed %d, open %d", messages, r.wrong(), r.failed, r.open)
	}
	if search && r.unknown > 0 {
		t.Errorf("%d unknown, though the provider can be asked", r.unknown)
	}
	// At most 12 are under way in a process, in all accounts together.
	if most := len(killed) * 12; r.unknown > most {
		t.Errorf("%d unknown after %d kills with at most 12 under way", r.unknown, len(killed))
	}
	// Connections of killed workers linger at the server; beyond those the
	// limit of 4 accounts times 3 holds.
	if sink.peak > 12+12 {
		t.Errorf("%d messages at once at the provider", sink.peak)
	}
	fault := "F2 kill -9, nobody to ask"
	if search {
		fault = "F1 kill -9, the provider can be asked"
	}
	record(t, fault, "%d kills, %d messages: %d sent (%d by asking), lost %d, twice %d, falsely sent %d, unknown %d (of them delivered %d, without a reason %d); most at once %d, killed connections included",
		len(killed), messages, r.sent, r.reconciled, r.lost, r.twice, r.falselySent, r.unknown, r.unknownDelivered, r.dishonest, sink.peak)
}

// killing kills one of two workers at a time at random moments, and queues step more messages whenever fewer than half as
// many wait, so that no worker is ever idle. There are messages in the queue to begin with; it returns how many there
// are in the end, and when each process died.
func (j job) killing(t *testing.T, o *Outbox, kills, messages, step int) (killed map[int]time.Time, total int) {
	t.Helper()
	killed = map[int]time.Time{}
	pair := []*worker{startWorker(t, j), startWorker(t, j)}
	for len(killed) < kills {
		time.Sleep(time.Duration(150+rand.IntN(250)) * time.Millisecond)
		c, err := o.Count(t.Context(), Filter{})
		if err != nil {
			t.Fatal(err)
		}
		if c[Queued] < step/2 {
			j.add(t, o, messages, messages+step)
			messages += step
		}
		i := rand.IntN(len(pair))
		pair[i].kill()
		killed[pair[i].cmd.Process.Pid] = time.Now()
		pair[i] = startWorker(t, j)
	}
	return killed, messages
}
