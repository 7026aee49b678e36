package outbox

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"reportmail/send/outbox/database"
)

// The disk fills up again and again while messages are queued and sent (F7).
// Queueing says so, nothing is lost or sent twice, and everything goes on by
// itself when there is room.
func TestFault_diskFull(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=24m"); err != nil {
		t.Skipf("a disk of its own cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	// Long ones, and many short ones: the moments of change matter.
	phases := slices.Repeat([]time.Duration{700 * time.Millisecond}, pick(3, 60))
	if soak() {
		phases = append(phases, slices.Repeat([]time.Duration{10 * time.Second}, 3)...)
	}
	s := store{dir: dir}
	sink := newSink(t, 10*time.Millisecond)
	j := s.job(sink, 2)
	j.Search = true
	o := open(t, j.config())
	startWorker(t, j)
	startWorker(t, j)
	var queued, refused atomic.Int64
	stop := make(chan struct{})
	done := make(chan error)
	go func() {
		for n := 0; ; n++ {
			select {
			case <-stop:
				done <- nil
				return
			case <-time.After(3 * time.Millisecond):
			}
			m := message(n)
			m.Account = fmt.Sprintf("A%d", n%2)
			_, err := o.Enqueue(t.Context(), m)
			switch {
			case err == nil:
				queued.Add(1)
			case errors.Is(err, database.ErrFull) || errors.Is(err, syscall.ENOSPC):
				refused.Add(1)
			default:
				done <- err
				return
			}
		}
	}()
	for _, phase := range phases {
		time.Sleep(phase)
		fillUp(t, filepath.Join(dir, "filler"))
		time.Sleep(phase)
		if err := os.Remove(filepath.Join(dir, "filler")); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(phases[0])
	close(stop)
	if err := <-done; err != nil {
		t.Errorf("queueing on a full disk: %v", err)
	}
	o.settled(t, time.Minute)
	r := o.tally(t, sink)
	// What was refused may have been committed all the same, never the other way.
	if int64(r.sent) < queued.Load() || r.lost+r.twice+r.falselySent+r.unknown+r.failed > 0 || refused.Load() == 0 {
		t.Errorf("%d queued, %d refused: %+v", queued.Load(), refused.Load(), r)
	}
	record(t, "F7 disk full", "%d times, for 0.7 or 10 s: %d queued, %d refused with the reason, %d sent, lost %d, twice %d, falsely sent %d, unknown %d",
		len(phases), queued.Load(), refused.Load(), r.sent, r.lost, r.twice, r.falselySent, r.unknown)
}

// fillUp writes until nothing more fits.
func fillUp(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := 1 << 20; size > 0; size /= 2 {
		for {
			if _, err := f.Write(make([]byte, size)); err != nil {
				break
			}
		}
	}
}
