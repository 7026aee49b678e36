package outbox

import (
	"errors"
	"os"
	"strings"
	"testing"

	"reportmail/send/outbox/spool"
	"reportmail/send/outbox/spool/spooltest"
)

// The bucket goes away and comes back: what cannot be kept is refused, what
// cannot be read waits, nothing fails for good and nothing is sent twice.
func TestBucket_awayForAWhile(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		server, p := spooltest.New(t), newProvider()
		cfg := s.config(p)
		cfg.Spool = server.Address()
		cfg.Accounts[0].Retry.Attempts = 10
		o := open(t, cfg)
		first := o.mustEnqueue(t, message(1))
		server.Fail(spooltest.Away)
		if _, err := o.Enqueue(t.Context(), message(2)); err == nil || !strings.Contains(err.Error(), "bucket mail at ") {
			t.Errorf("queued without its content: %v", err)
		}
		stop := serve(t, o)
		eventually(t, 30e9, "an attempt fails", func() bool {
			m, err := o.Get(t.Context(), first)
			return err == nil && m.Tries > 0 && m.Status == Queued
		})
		stop()
		server.Fail(nil)
		if m := o.is(t, first, Queued, Backoff); !strings.Contains(m.ErrorText, "bucket mail at ") {
			t.Errorf("the reason is %q", m.ErrorText)
		}
		if err := o.Cancel(t.Context(), first, "ann"); err != nil {
			t.Fatal(err)
		}
		if err := o.Retry(t.Context(), first, "ann"); err != nil { // without the wait
			t.Fatal(err)
		}
		o.mustEnqueue(t, message(2))
		o.mustDrain(t)
		o.is(t, first, Sent, Done)
		if total, copies := p.total(); total != 2 || copies != 2 {
			t.Errorf("%d messages, %d copies", total, copies)
		}
		if len(server.Keys(t)) != 2 || len(s.blobFiles(t)) != 0 {
			t.Errorf("%q in the bucket, %q in the folder", server.Keys(t), s.blobFiles(t))
		}
	})
}

// A store knows where its messages are, so that a machine with another setting
// does not take them for lost.
func TestOpen_refusesAnotherSpool(t *testing.T) {
	server, s := spooltest.New(t), store{dir: t.TempDir()}
	cfg := s.config(newProvider())
	open(t, cfg).Close()
	cfg.Spool = server.Address() // nothing is in the folder yet
	o := open(t, cfg)
	o.mustEnqueue(t, message(1))
	o.Close()
	if _, err := Open(t.Context(), s.config(nil)); !errors.Is(err, ErrSpool) || !strings.Contains(err.Error(), server.Address()) {
		t.Errorf("opens with the folder: %v", err)
	}
	cfg.Spool = "ftp://there"
	if _, err := Open(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), "s3://") {
		t.Errorf("%v", err)
	}
}

func TestMoveSpool(t *testing.T) {
	server, s, p := spooltest.New(t), store{dir: t.TempDir()}, newProvider()
	o := open(t, s.config(p))
	for i := range 3 {
		o.mustEnqueue(t, message(i))
	}
	if err := os.WriteFile(s.blobFiles(t)[0], []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	server.Fail(spooltest.Away)
	if _, err := o.MoveSpool(t.Context(), server.Address()); err == nil {
		t.Fatal("moved into a bucket that is away")
	}
	server.Fail(nil)
	c, err := o.MoveSpool(t.Context(), server.Address())
	if err != nil || c.Content != 2 || len(c.Damage) != 1 || !errors.Is(c.Damage[0], spool.ErrDamaged) {
		t.Fatalf("%+v, %v", c, err)
	}
	o.Close()
	if _, err := Open(t.Context(), s.config(p)); !errors.Is(err, ErrSpool) {
		t.Errorf("opens with the folder: %v", err)
	}
	if err := os.RemoveAll(s.dir + "/spool/sha256"); err != nil {
		t.Fatal(err)
	}
	cfg := s.config(p)
	cfg.Spool = server.Address()
	o = open(t, cfg)
	o.mustDrain(t)
	if n, err := o.Count(t.Context(), Filter{}); err != nil || n[Sent] != 2 || n[Failed] != 1 {
		t.Errorf("%v, %v", n, err)
	}
}

// A copy into another store takes the content along when that one has another
// spool.
func TestCopy_takesTheContentAlong(t *testing.T) {
	server, from, to, p := spooltest.New(t), store{dir: t.TempDir()}, store{dir: t.TempDir()}, newProvider()
	old := open(t, from.config(p))
	for i := range 5 {
		old.mustEnqueue(t, message(i))
	}
	cfg := to.config(p)
	cfg.Spool = server.Address()
	moved := open(t, cfg)
	if c, err := old.Copy(t.Context(), moved, "there"); err != nil || c.Content != 5 || c.Rows["message"] != 5 || len(c.Damage) > 0 {
		t.Fatalf("%+v, %v", c, err)
	}
	moved.mustDrain(t)
	if total, _ := p.total(); total != 5 {
		t.Errorf("%d messages sent", total)
	}
}
