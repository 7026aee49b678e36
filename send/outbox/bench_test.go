package outbox

import (
	"fmt"
	"io"
	"testing"
)

// Queueing and sending, every commit on the disk.
func BenchmarkOutbox(b *testing.B) {
	body := make([]byte, 40_000)
	s := store{dir: b.TempDir()}
	o, err := Open(b.Context(), s.config(newProvider()))
	if err != nil {
		b.Fatal(err)
	}
	defer o.Close()
	n := 0
	enqueue := func(b *testing.B) {
		err := o.EnqueueAll(b.Context(), func(yield func(Submission, error) bool) {
			for range b.N {
				m := message(n)
				n++
				m.Content = func(w io.Writer) error { fmt.Fprint(w, n); _, err := w.Write(body); return err }
				if !yield(m, nil) {
					return
				}
			}
		}, func(_ Submission, _ Result, err error) {
			if err != nil {
				b.Error(err)
			}
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.Run("queue", func(b *testing.B) {
		b.ReportAllocs()
		enqueue(b)
	})
	b.Run("send", func(b *testing.B) {
		b.StopTimer()
		enqueue(b)
		b.StartTimer()
		b.ReportAllocs()
		if err := o.Drain(b.Context()); err != nil {
			b.Fatal(err)
		}
	})
	b.Run("open", func(b *testing.B) {
		for range b.N {
			o, err := Open(b.Context(), s.config(nil))
			if err != nil {
				b.Fatal(err)
			}
			o.Close()
		}
	})
}
