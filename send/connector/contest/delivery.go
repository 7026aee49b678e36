package contest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"reportmail/send/connector"
)

// patience is how long a test waits for a Send that must come to an end;
// providers under test are set up to give up sooner.
const patience = 20 * time.Second

// content is a small finished message with everything that transports like to
// break: leading dots, a long line, trailing blanks.
func content(id string) []byte {
	body := strings.Repeat("line of the body\r\n", 20) + ".\r\n..two dots\r\n. \r\ntrailing blanks  \r\n" + strings.Repeat("x", 900) + "\r\n"
	return []byte("Date: Thu, 5 Mar 2026 08:30:00 +0100\r\nFrom: Billing <billing@example.com>\r\n" +
		"To: one@example.com\r\nMessage-ID: <" + id + ">\r\nSubject: Invoice " + id + "\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: text/plain; charset=utf-8\r\n\r\n" + body)
}

func delivery(id string, to ...string) (connector.Delivery, []byte) {
	if len(to) == 0 {
		to = []string{"one@example.com"}
	}
	c := content(id)
	return connector.Delivery{
		Envelope:  connector.Envelope{From: "billing@example.com", To: to},
		MessageID: id, Size: int64(len(c)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(c)), nil },
	}, c
}

// handover counts its calls, keeps what it was told and answers what it is to.
type handover struct {
	notice connector.Notice
	calls  atomic.Int32
	answer error
	during func()
}

func (h *handover) call(_ context.Context, n connector.Notice) error {
	h.notice = n
	h.calls.Add(1)
	if h.during != nil {
		h.during()
	}
	return h.answer
}

// within runs Send and fails the test when it does not come back.
func within(t *testing.T, ctx context.Context, c connector.Connector, d connector.Delivery, h *handover) (connector.Receipt, error) {
	t.Helper()
	type result struct {
		r   connector.Receipt
		err error
	}
	done := make(chan result, 1)
	go func() {
		r, err := c.Send(ctx, d, h.call)
		done <- result{r, err}
	}()
	select {
	case res := <-done:
		checkError(t, res.err)
		return res.r, res.err
	case <-time.After(patience):
		t.Fatalf("Send of %s did not come back within %s", d.MessageID, patience)
		return connector.Receipt{}, nil
	}
}

// checkError demands that an error is an *Error with a class and a text.
func checkError(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	var e *connector.Error
	if !errors.As(err, &e) {
		t.Errorf("error %v (%T) is not a *connector.Error", err, err)
		return
	}
	switch e.Class {
	case connector.Temporary, connector.Permanent, connector.Account, connector.Unknown:
	default:
		t.Errorf("error %v has the class %q", err, e.Class)
	}
	if e.Stage == "" || strings.TrimSpace(err.Error()) == string(e.Stage) {
		t.Errorf("error %q does not say where and what", err)
	}
}

// sends demands that a message goes through, which also shows that nothing
// before it was left half done.
func sends(t *testing.T, p Provider, id string, to ...string) {
	t.Helper()
	d, sent := delivery(id, to...)
	before := len(p.Delivered())
	var h handover
	h.during = func() {
		if n := len(p.Delivered()); n != before {
			t.Errorf("%s: %d messages at the provider during the hand-over, want %d", id, n, before)
		}
	}
	r, err := within(t, context.Background(), p.Connector, d, &h)
	if err != nil {
		t.Fatalf("%s: %v", id, err)
	}
	if n := h.calls.Load(); n != 1 {
		t.Errorf("%s: %d hand-overs, want 1", id, n)
	}
	if len(r.Recipients) != len(d.Envelope.To) || len(r.Refused()) != 0 {
		t.Errorf("%s: recipients %+v, want all of %v accepted", id, r.Recipients, d.Envelope.To)
	}
	all := p.Delivered()
	if len(all) != before+1 {
		t.Fatalf("%s: %d messages at the provider, want %d", id, len(all), before+1)
	}
	same(t, p, sent, d.Envelope, all[before])
}

func same(t *testing.T, p Provider, sent []byte, env connector.Envelope, got Message) {
	t.Helper()
	if got.From != "" && got.From != env.From {
		t.Errorf("delivered from %q, want %q", got.From, env.From)
	}
	if got.To != nil && fmt.Sprint(got.To) != fmt.Sprint(env.To) {
		t.Errorf("delivered to %v, want %v", got.To, env.To)
	}
	if p.Same != nil {
		if err := p.Same(sent, got.Content); err != nil {
			t.Errorf("delivered message: %v", err)
		}
		return
	}
	if !bytes.Equal(sent, got.Content) {
		t.Errorf("delivered bytes differ:\nsent %d bytes %.300q\ngot  %d bytes %.300q", len(sent), sent, len(got.Content), got.Content)
	}
}

// nothing demands that the provider has no message.
func nothing(t *testing.T, p Provider) {
	t.Helper()
	if all := p.Delivered(); len(all) != 0 {
		t.Errorf("%d messages were delivered, want none; the first has %d bytes", len(all), len(all[0].Content))
	}
}
