package account

import (
	"time"
)

// Window says when an account may send. The zero Window is always open.
type Window struct {
	// Days has a bit for each weekday on which it is open; 0 is every day.
	Days Weekdays
	// From and To are minutes after midnight in Zone; From is part of the
	// window, To is not. Equal values are the whole day, From after To runs past
	// midnight and belongs to the day it starts on.
	From, To int
	// Zone is where the times hold; nil is UTC.
	Zone *time.Location
}

// Weekdays is a set of days, bit 0 is Sunday.
type Weekdays uint8

const everyDay Weekdays = 0x7f

// Has reports whether d is in the set; the empty set holds every day.
func (w Weekdays) Has(d time.Weekday) bool { return w == 0 || w&(1<<d) != 0 }

// Always reports whether the window never closes.
func (w Window) Always() bool {
	return w.From == w.To && (w.Days == 0 || w.Days == everyDay)
}

// Open reports whether t is within the window.
func (w Window) Open(t time.Time) bool {
	if w.Always() {
		return true
	}
	t = w.local(t)
	minute := t.Hour()*60 + t.Minute()
	switch {
	case w.From == w.To:
		return w.Days.Has(t.Weekday())
	case w.From < w.To:
		return w.Days.Has(t.Weekday()) && minute >= w.From && minute < w.To
	case minute >= w.From:
		return w.Days.Has(t.Weekday())
	default:
		return minute < w.To && w.Days.Has(t.AddDate(0, 0, -1).Weekday())
	}
}

// Next returns the first moment at or after t at which the window is open.
func (w Window) Next(t time.Time) time.Time {
	if w.Open(t) {
		return t
	}
	local := w.local(t)
	// A window opens at From on one of the next eight days (seven later is the
	// same weekday again, one more covers a day whose From has passed).
	for day := 0; day <= 8; day++ {
		start := time.Date(local.Year(), local.Month(), local.Day()+day, w.From/60, w.From%60, 0, 0, local.Location())
		if !start.Before(t) && w.Days.Has(start.Weekday()) {
			return start
		}
	}
	return t
}

func (w Window) local(t time.Time) time.Time {
	if w.Zone == nil {
		return t.UTC()
	}
	return t.In(w.Zone)
}
