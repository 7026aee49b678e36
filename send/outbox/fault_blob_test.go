package outbox

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"reportmail/send/outbox/spool"
)

// feed is what a process that only queues messages does, until it is killed.
func (j job) feed(o *Outbox) error {
	line := strings.Repeat("x", 76) + "\r\n"
	for n := j.First; ; n++ {
		m := message(n)
		m.Account = fmt.Sprintf("A%d", n%j.Accounts)
		m.Content = func(w io.Writer) error {
			fmt.Fprintf(w, "Message-ID: <m%d@example.com>\r\n\r\n", n)
			for range j.Feed / len(line) {
				if _, err := io.WriteString(w, line); err != nil {
					return err
				}
			}
			return nil
		}
		if _, err := o.Enqueue(context.Background(), m); err != nil {
			return err
		}
	}
}

// A process is killed in the middle of writing large messages (F16): there is no
// row without all of its content, and the rows that are there can be sent.
func TestFault_killedWriting(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, s store) {
		kills := pick(3, 100)
		sink := newSink(t, 0)
		j := s.job(sink, 2)
		j.Search, j.Feed = true, pick(2, 8)<<20
		o := j.fill(t, 0)
		for k := range kills {
			j.First = k * 1000
			w := startWorker(t, j)
			if k == 0 { // however slow the machine is
				eventually(t, time.Minute, "a message is queued", func() bool { n, err := o.Count(t.Context(), Filter{}); return err == nil && n[Queued] > 0 })
			}
			time.Sleep(time.Duration(50+rand.IntN(200)) * time.Millisecond)
			w.kill()
		}
		list, err := o.List(t.Context(), Filter{Limit: 100_000})
		if err != nil {
			t.Fatal(err)
		}
		broken := 0
		for _, m := range list {
			if err := spool.Verify(t.Context(), o.spool, spool.Blob{Sum: m.Blob, Size: m.Size}); err != nil {
				broken++
				t.Errorf("message %d: %v", m.ID, err)
			}
		}
		if len(list) == 0 {
			t.Fatal("nothing was queued between two kills")
		}
		o.mustDrain(t)
		r := o.tally(t, sink)
		if r.sent != len(list) || r.twice > 0 {
			t.Errorf("%+v", r)
		}
		record(t, "F16 killed while writing large messages", "%d kills, messages of %d MB: %d rows, without all of their content %d, sent %d, half-written files left for the sweep %d",
			kills, j.Feed>>20, len(list), broken, r.sent, len(s.incoming(t)))
	})
}

// Two processes send from one store and a third queues, for long (F14): nobody
// is told that it is locked.
func TestFault_twoProcesses(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, s store) {
		t.Parallel()
		long := pick(2*time.Second, 15*time.Minute)
		sink := newSink(t, 10*time.Millisecond)
		j := s.job(sink, 4)
		o := j.fill(t, 0)
		startWorker(t, j)
		startWorker(t, j)
		n := 0
		for end := time.Now().Add(long); time.Now().Before(end); time.Sleep(pick(10*time.Millisecond, 40*time.Millisecond)) {
			m := message(n)
			m.Account = fmt.Sprintf("A%d", n%4)
			if _, err := o.Enqueue(t.Context(), m); err != nil {
				t.Fatal(err) // startWorker looks into the others' logs
			}
			n++
		}
		o.settled(t, time.Minute)
		r := o.tally(t, sink)
		if r.wrong() != "" || r.sent != n {
			t.Errorf("of %d: %+v", n, r)
		}
		record(t, "F14 two that send and one that queues", "for %v, %d messages: %d sent, lost %d, twice %d, told that the store is locked: nobody", long, n, r.sent, r.lost, r.twice)
	})
}
