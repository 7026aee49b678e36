package outbox

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"reportmail/send/connector"
	"reportmail/send/outbox/database"
)

// grow adds n rows of queued and finished messages without content.
func grow(t *testing.T, o *Outbox, n int, status Status) {
	t.Helper()
	series := "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM s WHERE i < ?) "
	err := o.db.Write(t.Context(), func(ctx context.Context, x database.Tx) error {
		_, err := x.Exec(ctx, series+`INSERT INTO message (id, idem_key, message_id, account, scenario, usage, document, owner, subject, sender,
			recipients, rcpt_count, blob, size, priority, created_at, queued_at, finished_at, status, phase)
			SELECT i, 'k' || i, 'm' || i, 'A', 'Sales Invoice', 'S.Invoice', 'SI-' || i, 'u' || (i % 7), 'Invoice ' || i || ' of a customer', 'billing@example.com',
			'c' || i || '@example.net', 1, 'none', 1000, 5, 1700000000000 + i, 1700000000000 + i, CASE WHEN ? = 'sent' THEN 1700000000000 + i ELSE 0 END, ?, 'new' FROM s`,
			n, string(status), string(status))
		if err == nil {
			_, err = x.Exec(ctx, "UPDATE counter SET next = ? WHERE name = 'message'", n+1)
		}
		if err == nil && o.db.Dialect() == database.Postgres {
			_, err = x.Exec(ctx, "ANALYZE message")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// best is the shortest of several runs, more of them until one is as short as
// it should be: the machine may be busy.
func best(runs int, enough time.Duration, fn func()) time.Duration {
	shortest := time.Duration(math.MaxInt64)
	for i := 0; i < runs || i < 10*runs && shortest > enough; i++ {
		start := time.Now()
		fn()
		shortest = min(shortest, time.Since(start))
	}
	return shortest
}

// A long outbox is quick to look at and to work on (F22): 100,000 rows, a
// million in the soak.
func TestLarge_queries(t *testing.T) {
	n := pick(100_000, 1_000_000)
	eachStore(t, func(t *testing.T, s store) {
		o := open(t, s.config(newProvider()))
		grow(t, o, n, Queued)
		times := map[string]time.Duration{}
		for name, c := range map[string]struct {
			f    Filter
			want int
		}{
			"newest":           {Filter{}, 100},
			"a page far back":  {Filter{Before: int64(n / 2)}, 100},
			"by status":        {Filter{Statuses: []Status{Queued}}, 100},
			"by document":      {Filter{Document: "SI-500"}, 1},
			"by owner":         {Filter{Owner: "u3"}, 100},
			"none of a status": {Filter{Statuses: []Status{Failed}}, 0},
			"by text":          {Filter{Text: "invoice 77777 of"}, 1},
		} {
			var list []Message
			limit := time.Duration(n/100_000) * 200 * time.Millisecond
			took := best(3, limit, func() {
				var err error
				if list, err = o.List(t.Context(), c.f); err != nil {
					t.Fatal(err)
				}
			})
			times[name] = took
			t.Logf("%-17s %v", name, took.Round(10*time.Microsecond))
			if len(list) != c.want {
				t.Errorf("%s: %d rows, want %d", name, len(list), c.want)
			}
			if took > limit {
				t.Errorf("%s took %v", name, took)
			}
		}
		took := best(3, time.Second, func() {
			if c, err := o.Count(t.Context(), Filter{}); err != nil || c[Queued] != n {
				t.Fatalf("%v, %v", c, err)
			}
		})
		times["counts"] = took
		t.Logf("%-17s %v", "counts", took.Round(10*time.Microsecond))
		took = best(20, 20*time.Millisecond, func() {
			err := o.write(t.Context(), func(x tx) error {
				g, err := x.release(o.accounts["A"], "n", 3)
				if err == nil && len(g.work) != 3 {
					t.Fatalf("%d released", len(g.work))
				}
				if err == nil {
					_, err = x.exec("UPDATE message SET status='queued' WHERE status='processing'")
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
		t.Logf("%-17s %v", "gate", took.Round(10*time.Microsecond))
		if took > 20*time.Millisecond {
			t.Errorf("the gate took %v", took)
		}
		gate := took
		batch, single, sending := busyLine(t, o)
		record(t, "F22 long queue", "%d rows queued: gate %v, newest 100 %v, text search %v, counts %v; queueing %.0f/s in batches, %.0f/s one by one, sending %.0f/s, %d MB of heap",
			n, gate.Round(10*time.Microsecond), times["newest"].Round(10*time.Microsecond), times["by text"].Round(time.Millisecond), times["counts"].Round(time.Millisecond),
			batch, single, sending, heapInUse()>>20)
	})
}

// busyLine queues messages before all the others, in batches and one by one,
// and sends them; it returns messages a second.
func busyLine(t *testing.T, o *Outbox) (batch, single, sending float64) {
	t.Helper()
	urgent := func(n int) Submission {
		m := message(10_000_000 + n)
		m.Priority = High
		return m
	}
	each := pick(50, 1000)
	rate := func(start time.Time, n int) float64 { return float64(n) / time.Since(start).Seconds() }
	start := time.Now()
	err := o.EnqueueAll(t.Context(), func(yield func(Submission, error) bool) {
		for i := range each {
			if !yield(urgent(i), nil) {
				return
			}
		}
	}, func(_ Submission, _ Result, err error) {
		if err != nil {
			t.Error(err)
		}
	})
	batch = rate(start, each)
	for i := range each {
		if i == 0 {
			start = time.Now()
		}
		if _, err := o.Enqueue(t.Context(), urgent(each+i)); err != nil {
			t.Fatal(err)
		}
	}
	single = rate(start, each)
	d, err2 := o.newDispatcher(t.Context(), false)
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	ctx, cancel := context.WithCancel(t.Context())
	start = time.Now()
	var wg sync.WaitGroup
	wg.Go(func() { d.loop(ctx); d.close() })
	eventually(t, 2*time.Minute, "the urgent ones are sent", func() bool {
		c, err := o.Count(t.Context(), Filter{Statuses: []Status{Sent}})
		return err == nil && c[Sent] >= 2*each
	})
	sending = rate(start, 2*each)
	cancel()
	wg.Wait()
	return batch, single, sending
}

func heapInUse() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}

// bigConn streams the message away, as a connector must.
type bigConn struct {
	conn
	size int64
}

func (c *bigConn) Send(ctx context.Context, d connector.Delivery, handover connector.Handover) (connector.Receipt, error) {
	r, err := d.Open()
	if err != nil {
		return connector.Receipt{}, err
	}
	defer r.Close()
	n, err := io.Copy(io.Discard, r)
	if err != nil || n != d.Size {
		return connector.Receipt{}, fmt.Errorf("%d of %d bytes, %w", n, d.Size, err)
	}
	if err := handover(ctx, connector.Notice{}); err != nil {
		return connector.Receipt{}, connector.NotHandedOver(err)
	}
	return connector.Receipt{Recipients: connector.AllAccepted(d.Envelope.To)}, nil
}

// Three messages of 100 MB on their way at once cost next to no memory (F16).
func TestLarge_memory(t *testing.T) {
	size := pick(40, 100) << 20
	cfg := store{dir: t.TempDir()}.config(nil)
	cfg.Connect = func(ctxT, accountT) (connector.Connector, error) { return &bigConn{}, nil }
	o := open(t, cfg)
	var before, peak uint64
	stop := make(chan struct{})
	var wg sync.WaitGroup
	runtime.GC()
	before = heapInUse()
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
				peak = max(peak, heapInUse())
			}
		}
	})
	start := time.Now()
	line := []byte(strings.Repeat("x", 76) + "\r\n")
	for i := range 3 {
		m := message(i)
		m.Content = func(w io.Writer) error {
			for range size / len(line) {
				if _, err := w.Write(line); err != nil {
					return err
				}
			}
			_, err := fmt.Fprintf(w, "%d\r\n", i)
			return err
		}
		o.mustEnqueue(t, m)
	}
	queued := time.Since(start)
	o.mustDrain(t)
	close(stop)
	wg.Wait()
	c, err := o.Count(t.Context(), Filter{})
	t.Logf("3 messages of %d MB: queued in %v, sent in %v, %.1f MB more heap", size>>20, queued.Round(time.Millisecond), (time.Since(start) - queued).Round(time.Millisecond), float64(peak-before)/(1<<20))
	if err != nil || c[Sent] != 3 {
		t.Errorf("%v, %v", c, err)
	}
	record(t, "F16 memory", "3 messages of %d MB at once: %.1f MB more heap at the peak", size>>20, float64(peak-before)/(1<<20))
	if peak > before+16<<20 {
		t.Errorf("%d MB more heap", (peak-before)>>20)
	}
}

// A writer that dies in the middle of a message leaves no row, and Tidy removes
// what it left.
func TestLarge_interruptedContent(t *testing.T) {
	s := store{dir: t.TempDir()}
	o := open(t, s.config(nil))
	m := message(1)
	m.Content = func(w io.Writer) error {
		w.Write(make([]byte, 1<<20))
		return io.ErrUnexpectedEOF
	}
	if _, err := o.Enqueue(t.Context(), m); err == nil {
		t.Error("half a message was queued")
	}
	if left, _ := os.ReadDir(s.dir + "/spool/incoming"); len(left) > 0 || len(s.blobFiles(t)) > 0 {
		t.Errorf("left behind: %v %v", left, s.blobFiles(t))
	}
	// What a killed process leaves is removed when it is old.
	writeFile(t, s.dir+"/spool/incoming", "m-123", "half")
	old := time.Now().Add(-25 * time.Hour)
	if err := os.Chtimes(s.dir+"/spool/incoming/m-123", old, old); err != nil {
		t.Fatal(err)
	}
	id := o.mustEnqueue(t, message(2))
	for _, f := range s.blobFiles(t) {
		os.Chtimes(f, old, old)
	}
	o.mustTidy(t)
	if left, _ := os.ReadDir(s.dir + "/spool/incoming"); len(left) > 0 || len(s.blobFiles(t)) != 1 {
		t.Errorf("after tidying: %v, content %v", left, s.blobFiles(t))
	}
	if err := o.Cancel(t.Context(), id, "ann"); err != nil {
		t.Fatal(err)
	}
	if err := o.Discard(t.Context(), id, "ann"); err != nil {
		t.Fatal(err)
	}
	o.mustTidy(t)
	if len(s.blobFiles(t)) != 0 {
		t.Error("content that nobody needs is kept")
	}
}
