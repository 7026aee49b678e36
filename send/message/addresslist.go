package message

import "strings"

// listEntry is one entry of an address list, or the members of a group.
type listEntry struct {
	text  string
	group bool
}

// listScanner cuts an address list at its commas and semicolons, minding quoted
// strings, comments, angle brackets and literals (RFC 5322 3.2.4, 3.2.2, 3.4).
type listScanner struct {
	s   string
	out []listEntry
	// open marks opening characters of which one was found that is never
	// closed. Later ones are read as plain text: the list is wrong anyway, and
	// looking ahead from each would be quadratic.
	open map[byte]bool
}

// splitList returns the entries of a list. A group is one entry that holds
// its members; with groups off, the colon of a group inside a group stays and
// makes a wrong address.
func splitList(s string, groups bool) []listEntry {
	l := listScanner{s: s, open: map[byte]bool{}}
	start, inGroup := 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '(' || c == '<' || c == '[':
			i = l.skip(i)
		case c == ':' && groups && !inGroup:
			inGroup, start = true, i+1
		case c == ';', c == ',' && !inGroup:
			l.add(s[start:i], inGroup)
			inGroup, start = false, i+1
		}
	}
	l.add(s[start:], inGroup)
	return l.out
}

func (l *listScanner) add(text string, group bool) {
	if t := strings.TrimSpace(text); t != "" {
		l.out = append(l.out, listEntry{t, group})
	}
}

// skip returns the index of what closes the construct opened at i, or i.
func (l *listScanner) skip(i int) int {
	c := l.s[i]
	if l.open[c] {
		return i
	}
	end := -1
	switch c {
	case '"':
		end = closingQuote(l.s, i)
	case '(':
		end = closingParen(l.s, i)
	case '<':
		end = indexFrom(l.s, i, '>')
	case '[':
		end = indexFrom(l.s, i, ']')
	}
	if end < 0 {
		l.open[c] = true
		return i
	}
	return end
}

func closingQuote(s string, i int) int {
	for j := i + 1; j < len(s); j++ {
		switch s[j] {
		case '\\':
			j++
		case '"':
			return j
		}
	}
	return -1
}

func closingParen(s string, i int) int {
	depth := 0
	for j := i; j < len(s); j++ {
		switch s[j] {
		case '\\':
			j++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return j
			}
		}
	}
	return -1
}

func indexFrom(s string, i int, c byte) int {
	if j := strings.IndexByte(s[i:], c); j >= 0 {
		return i + j
	}
	return -1
}
