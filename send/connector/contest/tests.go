package contest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"sync"
	"testing"
	"time"

	"reportmail/send/connector"
)

func deliversOnce(t *testing.T, open func(*testing.T, Options) Provider) {
	p := open(t, Options{})
	defer shut(t, p)
	sends(t, p, "first@example.com")
	sends(t, p, "second@example.com", "one@example.com", "two@example.com", "three@example.com")
	sends(t, p, "third@example.com")
}

func refusedHandover(t *testing.T, open func(*testing.T, Options) Provider) {
	p := open(t, Options{})
	defer shut(t, p)
	cause := errors.New("journal is full")
	for i := range 2 {
		d, _ := delivery(fmt.Sprintf("refused%d@example.com", i))
		h := handover{answer: cause}
		_, err := within(t, context.Background(), p.Connector, d, &h)
		if !errors.Is(err, connector.ErrNotHandedOver) || !errors.Is(err, cause) {
			t.Errorf("error %v, want ErrNotHandedOver and the cause in it", err)
		}
		if c := connector.ClassOf(err); c != connector.Temporary {
			t.Errorf("class %s, want temporary", c)
		}
		if n := h.calls.Load(); n != 1 {
			t.Errorf("%d hand-overs, want 1", n)
		}
	}
	nothing(t, p)
	sends(t, p, "after@example.com")
}

// brokenReader gives the first bytes and then an error, or just ends.
type brokenReader struct {
	io.Reader
	err error
}

func (b *brokenReader) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err == io.EOF && b.err != nil {
		err = b.err
	}
	return n, err
}
func (b *brokenReader) Close() error { return nil }

func brokenSource(t *testing.T, open func(*testing.T, Options) Provider) {
	p := open(t, Options{})
	defer shut(t, p)
	fault := errors.New("disk read error")
	cases := map[string]func([]byte) (io.ReadCloser, error){
		"cannot be opened": func([]byte) (io.ReadCloser, error) { return nil, fault },
		"read error": func(c []byte) (io.ReadCloser, error) {
			return &brokenReader{bytes.NewReader(c[:len(c)/2]), fault}, nil
		},
		"read error at once": func([]byte) (io.ReadCloser, error) { return &brokenReader{bytes.NewReader(nil), fault}, nil },
		"ends early":         func(c []byte) (io.ReadCloser, error) { return &brokenReader{bytes.NewReader(c[:len(c)-7]), nil}, nil },
		"too long": func(c []byte) (io.ReadCloser, error) {
			return &brokenReader{bytes.NewReader(append(bytes.Clone(c), "more\r\n"...)), nil}, nil
		},
	}
	for name, source := range cases {
		d, c := delivery("broken@example.com")
		d.Open = func() (io.ReadCloser, error) { return source(c) }
		var h handover
		_, err := within(t, context.Background(), p.Connector, d, &h)
		if err == nil {
			t.Errorf("%s: no error", name)
		}
		if n := h.calls.Load(); n != 0 {
			t.Errorf("%s: %d hand-overs of a broken message", name, n)
		}
		if c := connector.ClassOf(err); c != connector.Temporary {
			t.Errorf("%s: class %s, want temporary: %v", name, c, err)
		}
	}
	nothing(t, p)
	sends(t, p, "after@example.com")
}

func cancelled(t *testing.T, open func(*testing.T, Options) Provider) {
	p := open(t, Options{})
	defer shut(t, p)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	d, c := delivery("before@example.com")
	var h handover
	_, err := within(t, ctx, p.Connector, d, &h)
	if connector.ClassOf(err) != connector.Temporary || !errors.Is(err, context.Canceled) || h.calls.Load() != 0 {
		t.Errorf("cancelled before: error %v (%s), %d hand-overs", err, connector.ClassOf(err), h.calls.Load())
	}
	ctx, cancel = context.WithCancel(context.Background())
	defer cancel()
	// The source stops in the middle until somebody gives up.
	d.Open = func() (io.ReadCloser, error) {
		return &brokenReader{io.MultiReader(bytes.NewReader(c[:100]), &stuckReader{ctx, cancel}, bytes.NewReader(c[100:])), nil}, nil
	}
	_, err = within(t, ctx, p.Connector, d, &h)
	if connector.ClassOf(err) != connector.Temporary || !errors.Is(err, context.Canceled) || h.calls.Load() != 0 {
		t.Errorf("cancelled in the content: error %v (%s), %d hand-overs", err, connector.ClassOf(err), h.calls.Load())
	}
	ctx, cancel = context.WithCancel(context.Background())
	defer cancel()
	d, _ = delivery("during@example.com")
	h.during = cancel
	h.answer = context.Canceled
	_, err = within(t, ctx, p.Connector, d, &h)
	if connector.ClassOf(err) != connector.Temporary || !errors.Is(err, connector.ErrNotHandedOver) {
		t.Errorf("cancelled in the hand-over: error %v (%s)", err, connector.ClassOf(err))
	}
	nothing(t, p)
	sends(t, p, "after@example.com")
}

// stuckReader cancels on its first read and ends.
type stuckReader struct {
	ctx    context.Context
	cancel func()
}

func (s *stuckReader) Read([]byte) (int, error) {
	s.cancel()
	<-s.ctx.Done()
	// The connector learns of it by its context, not by its source.
	time.Sleep(10 * time.Millisecond)
	return 0, io.EOF
}

func partial(t *testing.T, open func(*testing.T, Options) Provider) {
	p := open(t, Options{})
	defer shut(t, p)
	if p.Inject == nil || !p.Inject(FirstRecipientRefused) {
		t.Skip("this provider takes all recipients or none")
	}
	d, _ := delivery("partial@example.com", "one@example.com", "two@example.com", "three@example.com")
	var h handover
	r, err := within(t, context.Background(), p.Connector, d, &h)
	if err != nil {
		t.Fatal(err)
	}
	bad := r.Refused()
	if !r.Partial() || len(bad) != 1 || bad[0].Address != "one@example.com" || bad[0].Class != connector.Permanent || bad[0].Code == 0 {
		t.Errorf("refused %+v, want one@example.com for good with its code", bad)
	}
	if all := p.Delivered(); len(all) != 1 || fmt.Sprint(all[0].To) != "[two@example.com three@example.com]" {
		t.Errorf("delivered %+v, want one message to two and three", all)
	}
	if h.calls.Load() != 1 {
		t.Errorf("%d hand-overs, want 1", h.calls.Load())
	}
	if told := h.notice.Refused; !reflect.DeepEqual(told, bad) {
		t.Errorf("the hand-over was told of %+v, the receipt of %+v", told, bad)
	}
	p.Inject("")
	sends(t, p, "after@example.com")
}

func faults(t *testing.T, open func(*testing.T, Options) Provider) {
	for _, c := range classes {
		t.Run(string(c.fault), func(t *testing.T) {
			t.Parallel()
			p := open(t, Options{Impatient: true})
			defer shut(t, p)
			if p.Inject == nil || !p.Inject(c.fault) {
				t.Skip("this provider cannot have it")
			}
			d, _ := delivery("fault@example.com", "one@example.com", "two@example.com")
			if c.fault == HangInContent || c.fault == ResetInContent {
				// More than the buffers between us and the provider hold.
				d = BigDelivery("fault@example.com", 24<<20)
			}
			var h handover
			_, err := within(t, context.Background(), p.Connector, d, &h)
			// A provider that can be asked may have found out.
			_, searcher := p.Connector.(connector.Searcher)
			resolved := c.taken && searcher && err == nil
			if got := connector.ClassOf(err); got != c.class && !resolved {
				t.Errorf("class %q, want %q: %v", got, c.class, err)
			}
			if c.class == connector.Unknown && h.calls.Load() != 1 {
				t.Errorf("unknown after %d hand-overs", h.calls.Load())
			}
			if h.calls.Load() > 1 {
				t.Errorf("%d hand-overs of one Send", h.calls.Load())
			}
			if n := len(p.Delivered()); c.taken != (n == 1) {
				t.Errorf("%d messages at the provider, taken should be %v", n, c.taken)
			}
			if c.class != connector.Unknown {
				p.Inject("")
				sends(t, p, "after@example.com")
			}
		})
	}
}

func goroutines(t *testing.T, open func(*testing.T, Options) Provider) {
	p := open(t, Options{})
	defer shut(t, p)
	const n, each = 6, 5
	var wg sync.WaitGroup
	for g := range n {
		wg.Go(func() {
			for i := range each {
				d, _ := delivery(fmt.Sprintf("m%d-%d@example.com", g, i), fmt.Sprintf("m%d-%d@example.com", g, i))
				var h handover
				if _, err := within(t, context.Background(), p.Connector, d, &h); err != nil {
					t.Errorf("%s: %v", d.MessageID, err)
				}
			}
		})
	}
	wg.Wait()
	seen := map[string]int{}
	for _, m := range p.Delivered() {
		i := bytes.Index(m.Content, []byte("Message-ID: <"))
		id, _, _ := bytes.Cut(m.Content[max(i, 0)+len("Message-ID: <"):], []byte(">"))
		seen[string(id)]++
		if m.To != nil && fmt.Sprint(m.To) != "["+string(id)+"]" {
			t.Errorf("message %s went to %v", id, m.To)
		}
	}
	if len(seen) != n*each {
		t.Errorf("%d different messages delivered, want %d", len(seen), n*each)
	}
	for id, k := range seen {
		if k != 1 {
			t.Errorf("message %s was delivered %d times", id, k)
		}
	}
}

func checks(t *testing.T, open func(*testing.T, Options) Provider) {
	p := open(t, Options{})
	defer shut(t, p)
	s, err := p.Connector.Check(context.Background())
	if err != nil || s.Text == "" {
		t.Errorf("check: %+v, %v", s, err)
	}
	nothing(t, p)
	if p.Inject == nil {
		return
	}
	for _, f := range []Fault{SignInRefused, ConnectRefused} {
		if !p.Inject(f) {
			continue
		}
		_, err := p.Connector.Check(context.Background())
		if err == nil {
			t.Errorf("check with %s: no error", f)
		}
		checkError(t, err)
		p.Inject("")
	}
}

func closed(t *testing.T, open func(*testing.T, Options) Provider) {
	p := open(t, Options{})
	sends(t, p, "first@example.com")
	shut(t, p)
	d, _ := delivery("late@example.com")
	var h handover
	_, err := within(t, context.Background(), p.Connector, d, &h)
	if !errors.Is(err, connector.ErrClosed) || h.calls.Load() != 0 {
		t.Errorf("send after close: %v, %d hand-overs", err, h.calls.Load())
	}
	if n := len(p.Delivered()); n != 1 {
		t.Errorf("%d messages delivered, want 1", n)
	}
	shut(t, p)
}

func shut(t *testing.T, p Provider) {
	t.Helper()
	if err := p.Connector.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}

func search(t *testing.T, open func(*testing.T, Options) Provider) {
	p := open(t, Options{})
	defer shut(t, p)
	s, ok := p.Connector.(connector.Searcher)
	if !ok {
		t.Skip("this provider cannot be asked")
	}
	refs := map[string]string{}
	send := func(id string, answer error) {
		d, _ := delivery(id)
		_, err := p.Connector.Send(context.Background(), d, func(_ context.Context, n connector.Notice) error {
			refs[id] = n.Ref
			return answer
		})
		if (err == nil) != (answer == nil) {
			t.Fatalf("%s: %v", id, err)
		}
	}
	send("sent@example.com", nil)
	send("refused@example.com", errors.New("no"))
	cases := map[string]func(connector.State) bool{
		"sent@example.com":    func(s connector.State) bool { return s == connector.Sent },
		"refused@example.com": func(s connector.State) bool { return s == connector.Unsent || s == connector.Absent },
		"never@example.com":   func(s connector.State) bool { return s == connector.Unsent || s == connector.Absent },
	}
	for id, want := range cases {
		for _, ref := range []string{refs[id], ""} {
			f, err := s.Find(context.Background(), connector.Query{Ref: ref, MessageID: id})
			if err != nil || !want(f.State) {
				t.Errorf("find %s with ref %q: %+v, %v", id, ref, f, err)
			}
		}
	}
	if n := len(p.Delivered()); n != 1 {
		t.Errorf("%d messages after searching, want 1", n)
	}
}
