package contest

import (
	"context"
	"io"
	"runtime"
	"testing"
	"time"

	"reportmail/send/connector"
)

// bigSize is the length of the big message: an attachment of 100 MB in base64
// lines. In short tests it is smaller, the bound on memory is the same.
func bigSize() int64 {
	if testing.Short() {
		return 24 << 20
	}
	return 137 << 20
}

// maxGrowth is how much the heap may grow while a big message goes out.
const maxGrowth = 16 << 20

func bigMessage(t *testing.T, open func(*testing.T, Options) Provider) {
	p := open(t, Options{Discard: true})
	defer shut(t, p)
	d := BigDelivery("big@example.com", bigSize())
	stop := watchHeap()
	start := time.Now()
	done := make(chan error, 1)
	go func() {
		_, err := p.Connector.Send(context.Background(), d, func(context.Context, connector.Notice) error { return nil })
		done <- err
	}()
	var err error
	select {
	case err = <-done:
	case <-time.After(3 * time.Minute):
		t.Fatal("no end after 3 minutes")
	}
	growth := stop()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d MB in %s, heap +%.1f MB", d.Size>>20, time.Since(start).Round(time.Millisecond), float64(growth)/(1<<20))
	if growth > maxGrowth {
		t.Errorf("heap grew by %d MB, at most %d MB are allowed", growth>>20, maxGrowth>>20)
	}
	all := p.Delivered()
	if len(all) != 1 || (p.Same == nil && all[0].Size != d.Size) {
		t.Errorf("delivered %d messages, %+v, want one of %d bytes", len(all), all, d.Size)
	}
}

// watchHeap samples the live heap until the returned function is called, which
// gives the largest growth. Other tests of the process may add to it, so the
// bound has room.
func watchHeap() func() int64 {
	live := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	base := live()
	quit, result := make(chan struct{}), make(chan int64)
	go func() {
		peak := int64(0)
		for {
			select {
			case <-quit:
				result <- peak
				return
			case <-time.After(50 * time.Millisecond):
				peak = max(peak, live()-base)
			}
		}
	}()
	return func() int64 { close(quit); return <-result }
}

// BigDelivery is a finished message of about size bytes, made while it is read,
// with one attachment.
func BigDelivery(id string, size int64) connector.Delivery {
	head := []byte("Date: Thu, 5 Mar 2026 08:30:00 +0100\r\nFrom: Billing <billing@example.com>\r\nTo: one@example.com\r\n" +
		"Message-ID: <" + id + ">\r\nSubject: big\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=_big\"\r\n\r\n" +
		"--=_big\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nbig\r\n--=_big\r\nContent-Type: application/pdf\r\n" +
		"Content-Disposition: attachment; filename=big.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n")
	tail := []byte("--=_big--\r\n")
	line := []byte("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0\r\n")
	lines := (size - int64(len(head)+len(tail))) / int64(len(line))
	return connector.Delivery{
		Envelope:  connector.Envelope{From: "billing@example.com", To: []string{"one@example.com"}},
		MessageID: id, Size: int64(len(head)+len(tail)) + lines*int64(len(line)),
		Open: func() (io.ReadCloser, error) {
			return io.NopCloser(&repeatReader{parts: [][]byte{head, line, tail}, times: []int64{1, lines, 1}}), nil
		},
	}
}

// repeatReader gives each part as often as it is told.
type repeatReader struct {
	parts [][]byte
	times []int64
	off   int
}

func (r *repeatReader) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		if len(r.parts) == 0 {
			if n == 0 {
				return 0, io.EOF
			}
			break
		}
		if r.times[0] == 0 {
			r.parts, r.times = r.parts[1:], r.times[1:]
			continue
		}
		k := copy(p[n:], r.parts[0][r.off:])
		n += k
		if r.off += k; r.off == len(r.parts[0]) {
			r.off = 0
			r.times[0]--
		}
	}
	return n, nil
}
