package outbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3/vfs"

	"reportmail/send/outbox/database"
	"reportmail/send/outbox/spool"
)

// The file system of the store turns read-only again and again while messages
// are queued and sent (F7): queueing says so, nothing is lost or sent twice, and
// everything goes on by itself when it can be written.
func TestFault_readOnly(t *testing.T) {
	t.Parallel()
	d := newDisk()
	name := "readonly"
	vfs.Register(name, d)
	defer vfs.Unregister(name)
	p := newProvider()
	p.delay = 5 * time.Millisecond
	cfg := store{dir: t.TempDir()}.config(p)
	cfg.Clock, cfg.open = nil, d.opener(name, false)
	cfg.Timing.Poll, cfg.Timing.Heartbeat, cfg.Timing.Patience = 100*time.Millisecond, 100*time.Millisecond, time.Hour
	o, err := Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	ctx, cancel := context.WithCancel(t.Context())
	dispatcher, err := o.newDispatcher(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() { dispatcher.loop(ctx); dispatcher.close() })
	rounds := pick(3, 60)
	queued, refused := 0, 0
	for round := range rounds {
		for _, readOnly := range []bool{false, true} {
			d.setReadOnly(readOnly)
			for end := time.Now().Add(300 * time.Millisecond); time.Now().Before(end); time.Sleep(3 * time.Millisecond) {
				m := message(queued + refused)
				if _, err := o.Enqueue(t.Context(), m); err == nil {
					queued++
				} else {
					refused++
				}
			}
		}
		if round == 0 && refused == 0 {
			t.Fatal("a store that cannot be written took messages")
		}
	}
	d.setReadOnly(false)
	o.settled(t, time.Minute)
	cancel()
	wg.Wait()
	messages, copies := p.total()
	if messages < queued || copies != messages {
		t.Errorf("%d messages in %d copies, %d queued", messages, copies, queued)
	}
	c, err := o.Count(t.Context(), Filter{})
	if err != nil || c[Sent] != messages || len(c) != 1 {
		t.Errorf("%v, %v", c, err)
	}
	record(t, "F7 file system read-only", "%d times: %d queued, %d refused, %d sent, lost %d, twice %d", rounds, queued, refused, c[Sent], max(queued-messages, 0), copies-messages)
}

// A store on a file system that cannot be written says so, and opens when it can.
func TestOpen_readOnly(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=24m"); err != nil {
		t.Skipf("a disk of its own cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	cfg := store{dir: dir}.config(newProvider())
	o := open(t, cfg)
	o.mustEnqueue(t, message(1))
	o.Close()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Skipf("it cannot be made read-only here: %v", err)
	}
	if o, err := Open(t.Context(), cfg); err == nil {
		_, err = o.Enqueue(t.Context(), message(2))
		o.Close()
		t.Errorf("opened, queueing says %v", err)
	} else if !errors.Is(err, database.ErrReadOnly) || !strings.Contains(err.Error(), dir) {
		t.Errorf("refused with %v", err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, ""); err != nil {
		t.Fatal(err)
	}
	o = open(t, cfg)
	o.mustDrain(t)
	o.is(t, 1, Sent, Done)
}

// fullSpool has no room while it is full.
type fullSpool struct {
	spool.Store
	full bool
}

func (s *fullSpool) Put(ctx context.Context, write func(io.Writer) error) (spool.Blob, error) {
	if !s.full {
		return s.Store.Put(ctx, write)
	}
	return s.Store.Put(ctx, func(w io.Writer) error {
		if err := write(io.MultiWriter(w, io.Discard)); err != nil {
			return err
		}
		return fmt.Errorf("write: %w", syscall.ENOSPC)
	})
}

// The folder of the spool is full while the store has room (F7): no row without
// its content, and the reason is told.
func TestFault_spoolFull(t *testing.T) {
	s := store{dir: t.TempDir()}
	dir, err := spool.OpenDir(filepath.Join(s.dir, "spool"))
	if err != nil {
		t.Fatal(err)
	}
	full := &fullSpool{Store: dir}
	cfg := s.config(newProvider())
	cfg.spool = full
	o := open(t, cfg)
	for i := range 10 {
		full.full = i%2 == 1
		_, err := o.Enqueue(t.Context(), message(i))
		if full.full != errors.Is(err, syscall.ENOSPC) {
			t.Errorf("message %d: %v", i, err)
		}
	}
	full.full = false
	o.mustDrain(t)
	c, err := o.Count(t.Context(), Filter{})
	if err != nil || c[Sent] != 5 || len(c) != 1 || len(s.blobFiles(t)) != 5 {
		t.Errorf("%v, %v, %d files", c, err, len(s.blobFiles(t)))
	}
	if left, _ := filepath.Glob(filepath.Join(s.dir, "spool", "incoming", "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
