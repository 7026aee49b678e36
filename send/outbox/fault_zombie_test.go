package outbox

import (
	"fmt"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// A worker that is stopped, taken for dead and woken up again must not hand
// over what others sent meanwhile (F5). With the fence removed it does: the
// test would not see a missing fence otherwise.
func TestFault_zombie(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, s store) {
		for _, unfenced := range []bool{false, true} {
			if unfenced && s.dsn != "" && !soak() {
				continue
			}
			rounds := pick(1, 20)
			if unfenced {
				// A worker that is stopped within a transaction on SQLite stops the
				// others too, and shows nothing.
				rounds = 4
			}
			t.Run(fmt.Sprintf("fence removed %v", unfenced), func(t *testing.T) {
				zombieRounds(t, s, rounds, unfenced)
			})
		}
	})
}

func zombieRounds(t *testing.T, s store, rounds int, unfenced bool) {
	var twice atomic.Int64
	t.Run("rounds", func(t *testing.T) { // ends when all of them did
		for i := range rounds {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				if unfenced && !soak() && twice.Load() > 0 {
					return
				}
				twice.Add(int64(zombieRound(t, s.fresh(t), unfenced)))
			})
		}
	})
	switch n := twice.Load(); {
	case unfenced && n == 0:
		t.Error("without the fence nothing was delivered twice: the test does not test")
	case !unfenced && n > 0:
		t.Errorf("%d messages were delivered twice", n)
	}
	fault := "F5 zombies"
	if unfenced {
		fault = "F5 zombies, fence removed (must show some)"
	}
	record(t, fault, "%d rounds of %d messages: twice %d", rounds, zombieMessages, twice.Load())
}

const zombieMessages = 24

func zombieRound(t *testing.T, s store, unfenced bool) (twice int) {
	t.Helper()
	sink := newSink(t, 0)
	j := s.job(sink, 4)
	// The provider's "not here" counts when no dot can come any more: after
	// HandoverGrace.
	j.Search, j.Slow, j.Dead, j.Settle, j.Unfenced = true, 400*time.Millisecond, 700*time.Millisecond, 2500*time.Millisecond, unfenced
	o := j.fill(t, zombieMessages)
	zombie := startWorker(t, j)
	eventually(t, 20*time.Second, "the worker has messages under way", func() bool {
		c, err := o.Count(t.Context(), Filter{Phases: []Phase{Attempting}})
		return err == nil && c[Processing] >= 8
	})
	zombie.signal(syscall.SIGSTOP)
	other := startWorker(t, j)
	time.Sleep(2 * time.Second)
	zombie.signal(syscall.SIGCONT)
	o.settled(t, time.Minute)
	time.Sleep(time.Second) // what the zombie still does
	r := o.tally(t, sink)
	t.Logf("%+v", r)
	if r.lost+r.falselySent+r.failed > 0 || r.sent != zombieMessages {
		t.Errorf("%+v", r)
	}
	zombie.kill()
	other.kill()
	return r.twice
}

// A machine that dies and does not come back: the others finish its work and
// its places are free again (F13). Its lock cannot be seen, only its heartbeat.
func TestFault_machineGone(t *testing.T) {
	t.Parallel()
	s := store{dir: t.TempDir(), dsn: newPostgres(t)}
	sink := newSink(t, 5*time.Millisecond)
	j := s.job(sink, 2)
	j.Search, j.Slow, j.Dead = true, 50*time.Millisecond, 1500*time.Millisecond
	o := j.fill(t, 150)
	gone, stays := j, j
	gone.Dir, stays.Dir = t.TempDir(), t.TempDir()
	first := startWorker(t, gone)
	eventually(t, 10*time.Second, "under way", func() bool { c, _ := o.Count(t.Context(), Filter{}); return c[Processing] == 6 })
	startWorker(t, stays)
	first.kill()
	start := time.Now()
	o.settled(t, 2*time.Minute)
	r := o.tally(t, sink)
	took := time.Since(start).Round(time.Millisecond)
	if r.sent != 150 || r.twice > 0 || sink.peak > 6+6 {
		t.Errorf("%+v, %d at once", r, sink.peak)
	}
	if left, _ := filepath.Glob(filepath.Join(gone.Dir, "nodes", "*")); len(left) != 1 {
		t.Errorf("locks of the machine that went: %v", left)
	}
	record(t, "F13 a machine that does not come back", "150 messages sent %v after it went, twice %d, lost %d", took, r.twice, r.lost)
}
