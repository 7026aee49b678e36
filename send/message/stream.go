package message

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/emersion/go-message/textproto"
)

// StreamWriter writes messages one after the other as multipart/mixed of
// message/rfc822 (RFC 2046 5.1.3, 5.2.1). Nothing is kept: a message is on its way
// when it has been written.
type StreamWriter struct {
	w      io.Writer
	mw     *textproto.MultipartWriter
	guard  *boundaryGuard
	begun  bool
	closed bool
	count  int
	err    error
}

// NewStreamWriter returns a writer of a stream. seed makes the boundary: the
// same seed and messages give the same bytes; any text will do.
func NewStreamWriter(w io.Writer, seed string) *StreamWriter {
	s := &StreamWriter{w: w, mw: textproto.NewMultipartWriter(w)}
	b := boundary(seed, "stream")
	if err := s.mw.SetBoundary(b); err != nil {
		s.err = fmt.Errorf("boundary of the stream: %w", err)
	}
	s.guard = &boundaryGuard{mark: []byte("--" + b)}
	return s
}

// Add writes one message, which write puts out whole. When it fails the
// stream is broken, because a part of the message is in it: Close will not end it
// properly, and its reader will see that.
func (s *StreamWriter) Add(write func(io.Writer) error) error {
	if s.err != nil {
		return s.err
	}
	if s.closed {
		return errors.New("message added to a closed stream")
	}
	if s.err = s.begin(); s.err != nil {
		return s.err
	}
	var h fieldList
	h.add("Content-Type", "message/rfc822")
	part, err := s.mw.CreatePart(h.header())
	if err == nil {
		s.guard.reset(part)
		err = write(s.guard)
	}
	if err != nil {
		s.err = fmt.Errorf("message %d of the stream: %w", s.count+1, err)
		return s.err
	}
	s.count++
	return nil
}

// Count is the number of messages written.
func (s *StreamWriter) Count() int { return s.count }

// Close ends the stream. A stream of no messages is one too. It does not close
// the writer beneath.
func (s *StreamWriter) Close() error {
	if s.err != nil || s.closed {
		return s.err
	}
	s.closed = true
	if s.err = s.begin(); s.err != nil {
		return s.err
	}
	if s.err = s.mw.Close(); s.err != nil {
		s.err = fmt.Errorf("end of the stream: %w", s.err)
	}
	return s.err
}

func (s *StreamWriter) begin() error {
	if s.begun {
		return nil
	}
	s.begun = true
	var h fieldList
	h.add("MIME-Version", "1.0")
	h.params("Content-Type", "multipart/mixed", `boundary="`+s.mw.Boundary()+`"`)
	if err := textproto.WriteHeader(s.w, h.header()); err != nil {
		return fmt.Errorf("start of the stream: %w", err)
	}
	return nil
}

// boundaryGuard refuses a message that has the boundary at the start of a
// line: a stream put into a message of a stream with the same seed.
type boundaryGuard struct {
	w    io.Writer
	mark []byte
	tail []byte // the end of what was written, long enough to hold a mark
}

func (g *boundaryGuard) reset(w io.Writer) { g.w, g.tail = w, append(g.tail[:0], '\n') }

// Write implements io.Writer.
func (g *boundaryGuard) Write(p []byte) (int, error) {
	keep := len(g.mark)
	seam := append(g.tail, p[:min(len(p), keep)]...)
	if atLineStart(seam, g.mark) || atLineStart(p, g.mark) {
		return 0, errors.New("the message holds the boundary of the stream; use another seed")
	}
	if len(p) >= keep {
		g.tail = append(g.tail[:0], p[len(p)-keep:]...)
	} else {
		g.tail = append(g.tail[:0], seam[max(0, len(seam)-keep):]...)
	}
	return g.w.Write(p)
}

// atLineStart reports whether mark follows a line feed in p.
func atLineStart(p, mark []byte) bool {
	for {
		i := bytes.Index(p, mark)
		if i < 0 {
			return false
		}
		if i > 0 && p[i-1] == '\n' {
			return true
		}
		p = p[i+1:]
	}
}
