package outbox

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"testing"
	"time"

	"reportmail/send/account"
	"reportmail/send/connector"
)

type sink struct{ n int }

func (s *sink) Send(ctx context.Context, d connector.Delivery, h connector.Handover) (connector.Receipt, error) {
	r, err := d.Open()
	if err != nil {
		return connector.Receipt{}, err
	}
	defer r.Close()
	if _, err := io.Copy(io.Discard, r); err != nil {
		return connector.Receipt{}, err
	}
	if err := h(ctx, ""); err != nil {
		return connector.Receipt{}, connector.NotHandedOver(err)
	}
	return connector.Receipt{Code: 250, Recipients: connector.AllAccepted(d.Envelope.To)}, nil
}
func (s *sink) Check(context.Context) (connector.Status, error) { return connector.Status{}, nil }
func (s *sink) Close() error                                   { return nil }

func TestSmoke(t *testing.T) {
	dir := t.TempDir()
	cfg := Config{Dir: dir, Accounts: []account.Account{{Name: "A", Limits: account.Limits{Concurrency: 3}}},
		Connect: func(context.Context, account.Account) (connector.Connector, error) { return &sink{}, nil }}
	ctx := context.Background()
	t0 := time.Now()
	o, err := Open(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Log("create", time.Since(t0))
	o.Close()
	t0 = time.Now()
	if o, err = Open(ctx, cfg); err != nil {
		t.Fatal(err)
	}
	t.Log("open", time.Since(t0))
	const n = 2000
	t0 = time.Now()
	body := make([]byte, 30000)
	err = o.EnqueueAll(ctx, func(yield func(Submission, error) bool) {
		for i := range n {
			s := Submission{Account: "A", MessageID: fmt.Sprintf("m%d@x", i), From: "a@b.c", Recipients: []Recipient{{Kind: To, Address: "x@y.z"}}, Subject: "s",
				Content: func(w io.Writer) error { fmt.Fprintf(w, "%d", i); _, err := w.Write(body); return err }}
			if !yield(s, nil) {
				return
			}
		}
	}, func(s Submission, r Result, err error) {
		if err != nil || r.Outcome != Enqueued {
			t.Error(r, err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Log("enqueue/s", float64(n)/time.Since(t0).Seconds())
	t0 = time.Now()
	if err := o.Drain(ctx); err != nil {
		t.Fatal(err)
	}
	t.Log("send/s", float64(n)/time.Since(t0).Seconds())
	c, _ := o.Count(ctx, Filter{})
	t.Log(c)
	m, _ := filepath.Glob(dir + "/nodes/*")
	t.Log(m)
	a, _ := o.Attempts(ctx, 1)
	t.Log(a)
	o.Close()
}
