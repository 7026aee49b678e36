package message

import (
	"bytes"
	"fmt"
	"io"
)

// maxLine is the longest line of a message without its CRLF (RFC 5322 2.1.1).
const maxLine = 998

// lineWriter passes a message on with every line end as CRLF, and refuses what no
// transport may carry: a line beyond 998 bytes, a NUL. What is right already
// goes through unchanged, in the pieces in which it came.
type lineWriter struct {
	w        io.Writer
	line     int  // bytes of the current line
	number   int  // lines ended
	cr       bool // the last byte was a CR that is not written yet
	eightBit bool // a byte beyond ASCII was seen
}

var crlf = []byte("\r\n")

// Write implements io.Writer.
func (l *lineWriter) Write(p []byte) (int, error) {
	total := len(p)
	if bytes.IndexByte(p, 0) >= 0 {
		return 0, fmt.Errorf("line %d: NUL byte", l.number+1)
	}
	l.eightBit = l.eightBit || !isASCIIBytes(p)
	if l.cr && len(p) > 0 {
		l.cr = false
		if p[0] == '\n' {
			p = p[1:]
		}
		if err := l.end(); err != nil {
			return 0, err
		}
	}
	for len(p) > 0 {
		n, err := l.some(p)
		if err != nil {
			return 0, err
		}
		p = p[n:]
	}
	return total, nil
}

// some writes as many whole lines of p as are right already, else one.
func (l *lineWriter) some(p []byte) (int, error) {
	good := 0
	for {
		i := bytes.IndexByte(p[good:], '\n')
		if i < 1 || p[good+i-1] != '\r' || bytes.IndexByte(p[good:good+i-1], '\r') >= 0 {
			break
		}
		if err := l.grow(i - 1); err != nil {
			return 0, err
		}
		l.line, l.number, good = 0, l.number+1, good+i+1
	}
	if good > 0 {
		_, err := l.w.Write(p[:good])
		return good, err
	}
	return l.partial(p)
}

// partial writes the start of p up to and with its first line end of any kind.
func (l *lineWriter) partial(p []byte) (int, error) {
	i := bytes.IndexAny(p, "\r\n")
	if i < 0 {
		i = len(p)
	}
	if err := l.grow(i); err != nil {
		return 0, err
	}
	if _, err := l.w.Write(p[:i]); err != nil || i == len(p) {
		return i, err
	}
	if p[i] == '\n' {
		return i + 1, l.end()
	}
	if i+1 == len(p) {
		l.cr = true
		return i + 1, nil
	}
	if p[i+1] == '\n' {
		return i + 2, l.end()
	}
	return i + 1, l.end()
}

func (l *lineWriter) grow(n int) error {
	if l.line += n; l.line > maxLine {
		return fmt.Errorf("line %d: %w", l.number+1, ErrLineTooLong)
	}
	return nil
}

func (l *lineWriter) end() error {
	l.line, l.number = 0, l.number+1
	_, err := l.w.Write(crlf)
	return err
}

// Close ends the last line: a message ends with CRLF (RFC 5321 4.1.1.4).
func (l *lineWriter) Close() error {
	if l.cr || l.line > 0 {
		l.cr = false
		return l.end()
	}
	return nil
}

func isASCIIBytes(p []byte) bool {
	for _, c := range p {
		if c >= 0x80 {
			return false
		}
	}
	return true
}
