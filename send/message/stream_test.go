package message

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

// stream writes messages of our own and of others into a stream.
func stream(t testing.TB, seed string, msgs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	s := NewStreamWriter(&b, seed)
	for _, m := range msgs {
		if err := s.Add(func(w io.Writer) error { _, err := io.WriteString(w, m); return err }); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readAll(r io.Reader) (out []string, err error) {
	s, err := NewStreamReader(r)
	if err != nil {
		return nil, err
	}
	for {
		m, err := s.Next()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		b, err := io.ReadAll(m)
		if err != nil {
			return out, err
		}
		out = append(out, string(b))
	}
}

const eml = "From: a@example.com\r\nTo: b@example.com\r\nMessage-ID: <1@example.com>\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nhi\r\n--x--\r\n"

func TestStream_bytesComeBack(t *testing.T) {
	for name, msgs := range map[string][]string{
		"none": nil, "one": {eml}, "three": {eml, eml + "\r\n\r\n", strings.Replace(eml, "hi", strings.Repeat("line\r\n", 5000), 1)},
		"without a last line end": {strings.TrimSuffix(eml, "\r\n"), eml}, "of LF": {strings.ReplaceAll(eml, "\r\n", "\n")},
	} {
		got, err := readAll(bytes.NewReader(stream(t, "seed", msgs...)))
		if err != nil || fmt.Sprintf("%q", got) != fmt.Sprintf("%q", append([]string(nil), msgs...)) {
			t.Errorf("%s: %v\ngot  %q\nwant %q", name, err, got, msgs)
		}
	}
	if a, b := stream(t, "s", eml), stream(t, "s", eml); !bytes.Equal(a, b) {
		t.Error("the same messages give other bytes")
	}
}

func TestStream_samplesComeBack(t *testing.T) {
	var b bytes.Buffer
	s := NewStreamWriter(&b, "x")
	want := map[string]bool{}
	for _, m := range sample(t) {
		var one bytes.Buffer
		if err := m.Write(&one); err != nil {
			t.Fatal(err)
		}
		want[one.String()] = true
		if err := s.Add(m.Write); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil || s.Count() != len(want) {
		t.Fatal(err, s.Count())
	}
	got, err := readAll(&b)
	if err != nil || len(got) != len(want) {
		t.Fatalf("%d messages, %v", len(got), err)
	}
	for _, m := range got {
		if !want[m] {
			t.Errorf("another message came back: %.200q", m)
		}
	}
}

func TestStreamReader_singleMessage(t *testing.T) {
	for name, m := range map[string]string{"multipart": eml, "plain": "From: a@b.com\r\n\r\nx", "LF": "From: a@b.com\n\nx", "big": eml + strings.Repeat("y\r\n", 100_000)} {
		got, err := readAll(iotest(m))
		if err != nil || len(got) != 1 || got[0] != m {
			t.Errorf("%s: %d messages, %v", name, len(got), err)
		}
	}
}

// iotest gives a reader that returns a few bytes at a time.
func iotest(s string) io.Reader { return &slowReader{strings.NewReader(s)} }

type slowReader struct{ r io.Reader }

func (s *slowReader) Read(p []byte) (int, error) { return s.r.Read(p[:min(len(p), 7000)]) }

// Wherever the stream is cut, the error says that it is, and no message that
// is not whole is taken for one.
func TestStreamReader_truncatedAnywhere(t *testing.T) {
	whole := stream(t, "seed", eml, eml, eml)
	end := len(whole) - len("\r\n")
	for n := range end {
		got, err := readAll(bytes.NewReader(whole[:n]))
		if !errors.Is(err, ErrTruncated) {
			t.Fatalf("cut at %d of %d: %d messages, error %v\n%q", n, end, len(got), err, whole[max(0, n-40):n])
		}
		for _, m := range got {
			if m != eml {
				t.Fatalf("cut at %d: a message that is not whole: %q", n, m)
			}
		}
		if n > 200 && !strings.Contains(err.Error(), fmt.Sprintf("after message %d", len(got))) {
			t.Fatalf("cut at %d: %d messages, error %v does not say after which", n, len(got), err)
		}
	}
}

func TestStreamReader_unreadIsSkipped(t *testing.T) {
	s, err := NewStreamReader(bytes.NewReader(stream(t, "seed", eml, strings.Replace(eml, "<1@", "<2@", 1))))
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i <= 2; i++ {
		r, err := s.Next()
		if err != nil {
			t.Fatal(err)
		}
		o, err := Open(r)
		if err != nil || o.MessageID != fmt.Sprintf("%d@example.com", i) || s.Count() != i {
			t.Errorf("message %d: %+v, %v, count %d", i, o, err, s.Count())
		}
	}
	if _, err := s.Next(); err != io.EOF {
		t.Errorf("after the last: %v", err)
	}
}

func TestStreamReader_refused(t *testing.T) {
	head := "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
	for name, c := range map[string]struct{ in, want string }{
		"empty":           {"", "ends in the middle"},
		"no header":       {"hello\r\n\r\n", "malformed"},
		"no boundary":     {"Content-Type: multipart/mixed\r\n\r\n", "boundary"},
		"another part":    {head + "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n", "not message/rfc822"},
		"encoded":         {head + "--b\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n--b--\r\n", "base64"},
		"huge header":     {strings.Repeat("X: y\r\n", 100_000), "header is longer"},
		"huge part":       {head + "--b\r\n" + strings.Repeat("X: y\r\n", 100_000), "header is longer"},
		"text after part": {head + "--b\r\nContent-Type: message/rfc822\r\n\r\nx\r\n--b junk\r\n", "after message 1"},
	} {
		if _, err := readAll(strings.NewReader(c.in)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
	}
}

func TestStreamWriter_brokenMessage(t *testing.T) {
	var b bytes.Buffer
	s := NewStreamWriter(&b, "seed")
	add := func(m string, err error) error {
		return s.Add(func(w io.Writer) error { _, _ = io.WriteString(w, m); return err })
	}
	if err := add(eml, nil); err != nil {
		t.Fatal(err)
	}
	cause := errors.New("attachment gone")
	if err := add(eml[:50], cause); !errors.Is(err, cause) {
		t.Errorf("error %v", err)
	}
	if err := add(eml, nil); !errors.Is(err, cause) {
		t.Errorf("a message after the broken one: %v", err)
	}
	if err := s.Close(); !errors.Is(err, cause) {
		t.Errorf("close: %v", err)
	}
	if got, err := readAll(&b); !errors.Is(err, ErrTruncated) || len(got) != 1 {
		t.Errorf("read %d messages, %v", len(got), err)
	}
}

func TestStreamWriter_boundaryInMessage(t *testing.T) {
	inner := string(stream(t, "seed", eml))
	for step := range 60 {
		s := NewStreamWriter(io.Discard, "seed")
		err := s.Add(func(w io.Writer) error {
			for p := []byte(inner); len(p) > 0; {
				n := min(step+1, len(p))
				if _, err := w.Write(p[:n]); err != nil {
					return err
				}
				p = p[n:]
			}
			return nil
		})
		if err == nil {
			t.Fatalf("in pieces of %d: a message with the boundary of the stream was accepted", step+1)
		}
	}
	if got, err := readAll(bytes.NewReader(stream(t, "other", inner))); err != nil || len(got) != 1 || got[0] != inner {
		t.Errorf("another seed: %v", err)
	}
}

// zeros is an attachment of n bytes that lies nowhere.
func zeros(n int64) File {
	return File{Name: "big.pdf", Open: func() (io.ReadCloser, error) { return io.NopCloser(io.LimitReader(zeroReader{}, n)), nil }}
}

type zeroReader struct{}

func (zeroReader) Read(p []byte) (int, error) { return len(p), nil }

func bigStream(n int64) io.ReadCloser {
	r, w := io.Pipe()
	go func() {
		s := NewStreamWriter(w, "big")
		m := &Message{From: Address{"", "a@example.com"}, To: []Address{{"", "b@example.com"}}, MessageID: "big@example.com",
			Date: testDate, Subject: "big", Text: "big", Attachments: []File{zeros(n)}}
		err := s.Add(m.Write)
		if err == nil {
			err = s.Close()
		}
		w.CloseWithError(err)
	}()
	return r
}

// Building, streaming, reading and finishing a message with an attachment of
// 100 MB takes a few hundred kilobytes.
func TestMessage_flatMemory(t *testing.T) {
	size := int64(100 << 20)
	if testing.Short() {
		size = 20 << 20
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	s, err := NewStreamReader(bigStream(size))
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Next()
	if err != nil {
		t.Fatal(err)
	}
	done, err := Finish(io.Discard, r, FinishOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Next(); err != io.EOF {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if done.Size < size*4/3 {
		t.Errorf("finished %d bytes", done.Size)
	}
	// All that was ever allocated, not only what is left; the base64 encoder
	// of go-message allocates its line ends.
	if n := after.TotalAlloc - before.TotalAlloc; n > 8<<20 {
		t.Errorf("allocated %d KB for a message of %d MB", n>>10, done.Size>>20)
	}
}

func BenchmarkMessage_write(b *testing.B) {
	m := sample(b)["whole"]
	m.Attachments = []File{bytesFile("Invoice.pdf", "", bytes.Repeat([]byte("0123456789"), 3000))}
	b.ReportAllocs()
	for b.Loop() {
		if err := m.Write(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMessage_hundredMegabytes(b *testing.B) {
	b.SetBytes(100 << 20)
	b.ReportAllocs()
	for b.Loop() {
		s, err := NewStreamReader(bigStream(100 << 20))
		if err != nil {
			b.Fatal(err)
		}
		r, err := s.Next()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := Finish(io.Discard, r, FinishOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzStreamReader(f *testing.F) {
	f.Add([]byte(eml))
	f.Add(stream(f, "seed", eml, eml))
	f.Add([]byte("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nx\n--b--"))
	f.Fuzz(func(t *testing.T, in []byte) {
		msgs, err := readAll(bytes.NewReader(in))
		if err != nil {
			return
		}
		for _, m := range msgs {
			if !bytes.Contains(in, []byte(m)) {
				t.Fatalf("message %q is not in the input", m)
			}
		}
	})
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(draft))
	f.Fuzz(func(t *testing.T, in []byte) {
		o, err := Open(bytes.NewReader(in))
		if err != nil {
			return
		}
		body, err := io.ReadAll(o.Body)
		if err != nil || !bytes.HasSuffix(in, body) {
			t.Fatalf("body %q of %q, %v", body, in, err)
		}
	})
}
