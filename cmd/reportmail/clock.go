package main

import (
	"fmt"
	"strconv"
	"time"
)

// clockAt is the time that rendering takes for "now": --now, else SOURCE_DATE_EPOCH, else the clock.
func (p *program) clockAt(flag string) (time.Time, error) {
	if flag != "" {
		for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04", "2006-01-02"} {
			if t, err := time.Parse(layout, flag); err == nil {
				return t, nil
			}
		}
		return time.Time{}, misuse("--now %q is no time: write it as 2026-05-15T09:41:00Z or 2026-05-15", flag)
	}
	if s := p.getenv("SOURCE_DATE_EPOCH"); s != "" {
		sec, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return time.Time{}, failed(fmt.Errorf("SOURCE_DATE_EPOCH %q is no number of seconds", s))
		}
		return time.Unix(sec, 0).UTC(), nil
	}
	return p.clock(), nil
}
