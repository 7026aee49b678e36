package pdfcheck

import (
	"errors"
	"fmt"
	"strconv"
)

// Objects of a PDF (ISO 32000-1 7.3): float64, bool, nil, and these.
type (
	name  string
	text  string // the bytes of a string
	ref   int
	array []any
	dict  map[name]any
)

// stream is a dictionary and its bytes as they stand in the file.
type stream struct {
	dict dict
	raw  []byte
}

var errSyntax = errors.New("syntax error")

// lexer reads objects and, for content streams, operators.
type lexer struct {
	b []byte
	p int
}

// operator is a bare word.
type operator string

const maxNesting = 100

func (l *lexer) space() {
	for l.p < len(l.b) {
		switch c := l.b[l.p]; c {
		case ' ', '\n', '\r', '\t', 0, '\f':
			l.p++
		case '%':
			for l.p < len(l.b) && l.b[l.p] != '\n' && l.b[l.p] != '\r' {
				l.p++
			}
		default:
			return
		}
	}
}

func (l *lexer) has(s string) bool {
	if l.p+len(s) <= len(l.b) && string(l.b[l.p:l.p+len(s)]) == s {
		l.p += len(s)
		return true
	}
	return false
}

// next reads one object or operator.
func (l *lexer) next(depth int) (any, error) {
	l.space()
	if l.p >= len(l.b) || depth > maxNesting {
		return nil, fmt.Errorf("%w at %d", errSyntax, l.p)
	}
	switch c := l.b[l.p]; {
	case l.has("<<"):
		return l.dictionary(depth)
	case c == '<':
		return l.hexString()
	case c == '(':
		return l.literal()
	case c == '/':
		l.p++
		return l.name(), nil
	case c == '[':
		l.p++
		var a array
		for {
			l.space()
			if l.has("]") {
				return a, nil
			}
			v, err := l.next(depth + 1)
			if err != nil {
				return nil, err
			}
			if v == operator("R") && len(a) >= 2 {
				n, _ := a[len(a)-2].(float64)
				a = append(a[:len(a)-2], ref(n))
				continue
			}
			a = append(a, v)
		}
	}
	return l.word()
}

func (l *lexer) dictionary(depth int) (any, error) {
	d := dict{}
	for {
		l.space()
		if l.has(">>") {
			return d, nil
		}
		if !l.has("/") {
			return nil, fmt.Errorf("%w: no key at %d", errSyntax, l.p)
		}
		key := l.name()
		v, err := l.next(depth + 1)
		if err != nil {
			return nil, err
		}
		if n, ok := v.(float64); ok { // perhaps a reference
			at := l.p
			if g, err := l.next(depth + 1); err == nil && g == 0.0 {
				if r, err := l.next(depth + 1); err == nil && r == operator("R") {
					d[key] = ref(n)
					continue
				}
			}
			l.p = at
		}
		d[key] = v
	}
}

func isDelimiter(c byte) bool {
	switch c {
	case ' ', '\n', '\r', '\t', 0, '\f', '/', '<', '>', '[', ']', '(', ')', '%':
		return true
	}
	return false
}

func (l *lexer) run() string {
	start := l.p
	for l.p < len(l.b) && !isDelimiter(l.b[l.p]) {
		l.p++
	}
	return string(l.b[start:l.p])
}

func (l *lexer) name() name {
	s := l.run()
	var out []byte
	for i := 0; i < len(s); i++ {
		if s[i] == '#' && i+2 < len(s) {
			if v, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				out = append(out, byte(v))
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return name(out)
}

func (l *lexer) word() (any, error) {
	s := l.run()
	switch s {
	case "":
		return nil, fmt.Errorf("%w: %q at %d", errSyntax, l.b[l.p], l.p)
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null":
		return nil, nil
	}
	if v, err := strconv.ParseFloat(s, 64); err == nil {
		return v, nil
	}
	return operator(s), nil
}

func (l *lexer) hexString() (any, error) {
	l.p++
	var out []byte
	high, n := byte(0), 0
	for l.p < len(l.b) {
		c := l.b[l.p]
		l.p++
		if c == '>' {
			if n&1 == 1 {
				out = append(out, high<<4)
			}
			return text(out), nil
		}
		v, err := strconv.ParseUint(string(c), 16, 8)
		if err != nil {
			continue
		}
		if n&1 == 1 {
			out = append(out, high<<4|byte(v))
		}
		high = byte(v)
		n++
	}
	return nil, fmt.Errorf("%w: string does not end", errSyntax)
}

func (l *lexer) literal() (any, error) {
	l.p++
	var out []byte
	for depth := 1; l.p < len(l.b); {
		c := l.b[l.p]
		l.p++
		switch c {
		case '\\':
			if l.p >= len(l.b) {
				break
			}
			c = l.b[l.p]
			l.p++
			switch c {
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			}
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return text(out), nil
			}
		}
		out = append(out, c)
	}
	return nil, fmt.Errorf("%w: string does not end", errSyntax)
}
