package account

import (
	"fmt"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/yamledit"
)

// windowText is a window as the file writes it.
type windowText struct {
	days, from, to, zone string
}

var windowFields = map[string]field[windowText]{
	"days": func(r *reader, v *yaml.Node, w *windowText) { r.text(v, &w.days) },
	"from": func(r *reader, v *yaml.Node, w *windowText) { r.text(v, &w.from) },
	"to":   func(r *reader, v *yaml.Node, w *windowText) { r.text(v, &w.to) },
	"zone": func(r *reader, v *yaml.Node, w *windowText) { r.text(v, &w.zone) },
}

func (r *reader) window(v *yaml.Node, into *Window) {
	var t windowText
	mapping(r, v, &t, windowFields)
	var err error
	if into.Days, err = parseDays(t.days); err != nil {
		r.fault(yamledit.Value(v, "days"), "write mon-fri, or mon, wed, sat", "%v", err)
	}
	if into.From, err = parseClock(t.from); err != nil {
		r.fault(yamledit.Value(v, "from"), `write "08:00"`, "%v", err)
	}
	if into.To, err = parseClock(t.to); err != nil {
		r.fault(yamledit.Value(v, "to"), `write "18:00"`, "%v", err)
	}
	if t.zone != "" {
		if into.Zone, err = time.LoadLocation(t.zone); err != nil {
			r.fault(yamledit.Value(v, "zone"), "write a name such as Europe/Amsterdam", "unknown time zone %q", t.zone)
		}
	}
}

var dayNames = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// parseDays reads "mon-fri, sun".
func parseDays(s string) (Weekdays, error) {
	var days Weekdays
	if s == "" {
		return 0, nil
	}
	for part := range strings.SplitSeq(strings.ToLower(s), ",") {
		from, to, ranged := strings.Cut(strings.TrimSpace(part), "-")
		first, ok1 := weekday(from)
		last, ok2 := first, true
		if ranged {
			last, ok2 = weekday(to)
		}
		if !ok1 || !ok2 {
			return 0, fmt.Errorf("%q names no days", strings.TrimSpace(part))
		}
		for d := first; ; d = (d + 1) % 7 {
			days |= 1 << d
			if d == last {
				break
			}
		}
	}
	return days, nil
}

func weekday(s string) (int, bool) {
	s = strings.TrimSpace(s)
	for i, n := range dayNames {
		if s == n || s == n[:3] {
			return i, true
		}
	}
	return 0, false
}

// parseClock reads "08:00" as minutes after midnight. 24:00 is midnight.
func parseClock(s string) (int, error) {
	if s == "" || s == "24:00" {
		return 0, nil
	}
	t, err := time.Parse("15:04", s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a time of day", s)
	}
	return t.Hour()*60 + t.Minute(), nil
}
