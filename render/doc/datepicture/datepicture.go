// Package datepicture writes a moment as a Word date picture says: dddd, d MMMM yyyy (ECMA-376-1 17.16.4.1).
//
// It knows the month and day names of the languages in its table and falls back to English. It has no time zones: the
// moment is shown as it comes.
package datepicture

import (
	"fmt"
	"strings"
	"time"
)

// Format writes t as picture says, with the names of lang (BCP 47; only its primary language counts).
func Format(t time.Time, picture, lang string) string {
	l := names(lang)
	var b strings.Builder
	for i := 0; i < len(picture); {
		c := picture[i]
		n := 1
		for i+n < len(picture) && picture[i+n] == c {
			n++
		}
		switch c {
		case '\'':
			end := strings.IndexByte(picture[i+1:], '\'')
			if end < 0 {
				b.WriteString(picture[i+1:])
				return b.String()
			}
			b.WriteString(picture[i+1 : i+1+end])
			i += end + 2
			continue
		case 'd', 'M', 'y', 'Y', 'D', 'h', 'H', 'm', 's', 'S':
			writePart(&b, t, c, n, l, genitive(picture))
		default:
			if m := marker(picture[i:]); m > 0 {
				b.WriteString([...]string{"AM", "PM"}[t.Hour()/12])
				i += m
				continue
			}
			b.WriteString(picture[i : i+n])
		}
		i += n
	}
	return b.String()
}

// genitive tells whether the picture names a day before its month, where Slavic languages bend the month's name.
func genitive(picture string) bool {
	d := strings.IndexAny(strings.ReplaceAll(strings.ReplaceAll(picture, "dddd", ""), "ddd", ""), "dD")
	return d >= 0 && strings.Contains(picture, "MMMM")
}

// marker is the length of an am/pm marker at the start of s.
func marker(s string) int {
	for _, m := range []string{"am/pm", "AM/PM", "a/p", "A/P"} {
		if strings.HasPrefix(s, m) {
			return len(m)
		}
	}
	return 0
}

func writePart(b *strings.Builder, t time.Time, c byte, n int, l *language, bent bool) {
	two := func(v int) {
		if n >= 2 {
			fmt.Fprintf(b, "%02d", v)
		} else {
			fmt.Fprint(b, v)
		}
	}
	switch c {
	case 'd', 'D':
		switch {
		case n == 3:
			b.WriteString(short(l.days[t.Weekday()], l.dayCut))
		case n >= 4:
			b.WriteString(l.days[t.Weekday()])
		default:
			two(t.Day())
		}
	case 'M':
		switch {
		case n == 3:
			b.WriteString(short(l.months[t.Month()-1], 3))
		case n >= 4 && bent && l.bent != nil:
			b.WriteString(l.bent[t.Month()-1])
		case n >= 4:
			b.WriteString(l.months[t.Month()-1])
		default:
			two(int(t.Month()))
		}
	case 'y', 'Y':
		if n <= 2 {
			fmt.Fprintf(b, "%02d", t.Year()%100)
		} else {
			fmt.Fprintf(b, "%04d", t.Year())
		}
	case 'h':
		two((t.Hour()+11)%12 + 1)
	case 'H':
		two(t.Hour())
	case 'm':
		two(t.Minute())
	case 's', 'S':
		two(t.Second())
	}
}

func short(name string, n int) string {
	r := []rune(name)
	return string(r[:min(n, len(r))])
}
