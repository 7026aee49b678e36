package message

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"mime"
	"strings"

	"github.com/emersion/go-message/textproto"
)

// StreamReader takes a stream of messages apart, one at a time and in
// constant memory. Its input may also be one message by itself (.eml).
type StreamReader struct {
	limit *limitReader
	mr    *textproto.MultipartReader
	part  io.Reader
	// single is the whole input when it is one message.
	single io.Reader
	count  int
	err    error
}

// NewStreamReader reads the header of the input and decides what it is: a
// multipart/mixed without a From field is a stream, everything else with a
// header is a message.
func NewStreamReader(r io.Reader) (*StreamReader, error) {
	s := &StreamReader{limit: &limitReader{r: r, left: MaxHeader}}
	var seen recorder
	br := bufio.NewReaderSize(io.TeeReader(s.limit, &seen), writeBuffer)
	h, err := readHeader(br)
	if err != nil {
		return nil, fmt.Errorf("read the stream: %w", s.limit.explain(err))
	}
	if s.limit.cut(br) {
		return nil, fmt.Errorf("read the stream: %w", ErrTruncated)
	}
	seen.stop = true
	s.limit.left = -1
	t, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err == nil && t == "multipart/mixed" && !h.Has("From") {
		if b := params["boundary"]; b == "" || len(b) > 70 {
			return nil, errors.New("read the stream: its boundary is missing or too long")
		}
		s.mr = textproto.NewMultipartReader(br, params["boundary"])
		return s, nil
	}
	// What the buffer took beyond the header is in the record as well.
	s.single = io.MultiReader(&seen, s.limit)
	return s, nil
}

// recorder keeps what was read while the kind of the input was not yet known.
type recorder struct {
	b    []byte
	stop bool
}

func (r *recorder) Write(p []byte) (int, error) {
	if !r.stop {
		r.b = append(r.b, p...)
	}
	return len(p), nil
}

func (r *recorder) Read(p []byte) (int, error) {
	if len(r.b) == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.b)
	r.b = r.b[n:]
	return n, nil
}

// Next returns the next message, to be read before Next is called again; what
// was left unread is skipped. After the last it returns io.EOF. A
// stream that ends without its last boundary is an error that wraps
// ErrTruncated and says after which message, whichever of Next and Read meets it.
func (s *StreamReader) Next() (io.Reader, error) {
	if s.err != nil {
		return nil, s.err
	}
	if s.mr == nil {
		if s.single == nil {
			return nil, io.EOF
		}
		r := s.single
		s.single = nil
		s.count++
		return r, nil
	}
	if s.part != nil {
		if _, err := io.Copy(io.Discard, s.part); err != nil {
			s.err = err
			return nil, err
		}
	}
	s.part, s.err = s.nextPart()
	return s.part, s.err
}

func (s *StreamReader) nextPart() (io.Reader, error) {
	s.limit.left, s.limit.hit = MaxHeader, false
	p, err := s.mr.NextPart()
	s.limit.left = -1
	switch {
	case s.limit.hit:
		return nil, fmt.Errorf("stream after message %d: %w", s.count, ErrHeaderTooLong)
	case err == io.EOF:
		return nil, io.EOF
	case err != nil:
		return nil, s.broken(err)
	}
	t := p.Header.Get("Content-Type")
	if m, _, err := mime.ParseMediaType(t); err != nil || m != "message/rfc822" {
		if _, err := p.Read(make([]byte, 1)); err != nil && err != io.EOF {
			return nil, s.broken(err) // cut off in the header of the part
		}
		s.count++
		return nil, fmt.Errorf("part %d of the stream is %q and not message/rfc822", s.count, t)
	}
	s.count++
	switch enc := strings.ToLower(p.Header.Get("Content-Transfer-Encoding")); enc {
	case "", "7bit", "8bit", "binary":
	default:
		return nil, fmt.Errorf("part %d of the stream has the encoding %q, which RFC 2046 5.2.1 forbids", s.count, enc)
	}
	return &streamPart{s, p}, nil
}

// broken names the place of an error in the stream.
func (s *StreamReader) broken(err error) error {
	if s.limit.eof {
		// go-message does not wrap the end of the input.
		err = ErrTruncated
	}
	return fmt.Errorf("stream after message %d: %w", s.count, err)
}

// Count is the number of messages that Next returned.
func (s *StreamReader) Count() int { return s.count }

// streamPart is one message in the stream.
type streamPart struct {
	s *StreamReader
	p *textproto.Part
}

// Read implements io.Reader. When the stream ends inside this message the
// error names the last one that was whole.
func (p *streamPart) Read(b []byte) (int, error) {
	n, err := p.p.Read(b)
	if err != nil && err != io.EOF {
		if p.s.err != nil {
			return n, p.s.err
		}
		p.s.count--
		err = p.s.broken(err)
		p.s.err = err
	}
	return n, err
}
