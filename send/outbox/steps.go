package outbox

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"reportmail/send/outbox/database"
)

// uptime is a clock that nobody sets: the time since the machine started, the
// same for all of its processes, and a name for that start.
type uptime func() (boot string, up time.Duration, ok bool)

// clockStep is the least difference that counts as a step of the wall clock;
// less is the clock being steered.
const clockStep = 500 * time.Millisecond

// followSteps keeps the limits right when somebody sets the clock of the
// machine: the times that limits are counted by move along with it. Otherwise a
// step ahead would empty a window that is full, and a step back would keep it
// full for as long as the step. PostgreSQL's clock is the server's affair.
func (t tx) followSteps() (started int64, err error) {
	o := t.o
	if o.uptime == nil || o.db.Dialect() != database.SQLite {
		return 0, nil
	}
	boot, up, ok := o.uptime()
	if !ok {
		return 0, nil
	}
	started = t.now - up.Milliseconds() // the start of the machine by the wall clock
	if known := o.started.Load(); known != 0 && abs(started-known) < clockStep.Milliseconds() {
		return known, nil
	}
	note, err := t.fact(clockNote)
	if err != nil {
		return 0, err
	}
	if note != "" {
		oldBoot, digits, _ := strings.Cut(note, " ")
		old, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("the store's note of the clock is %q", note)
		}
		if oldBoot == boot && abs(started-old) < clockStep.Milliseconds() {
			return old, nil // nothing happened, or another process did it
		}
		if err := t.step(oldBoot == boot, started-old); err != nil {
			return 0, err
		}
	}
	return started, t.setFact(clockNote, fmt.Sprintf("%s %d", boot, started))
}

// step moves what was written by the old time.
func (t tx) step(sameBoot bool, by int64) error {
	if !sameBoot {
		// How long the machine was off nobody knows. What lies ahead of us cannot
		// be right; it counts as just now.
		_, err := t.exec("UPDATE attempt SET counted_at=? WHERE counted_at>?", t.now, t.now)
		return err
	}
	t.o.cfg.Log.Warn("the clock of the machine was set", "by", time.Duration(by)*time.Millisecond)
	for _, q := range []string{
		"UPDATE attempt SET counted_at=counted_at+? WHERE counted_at>0",
		"UPDATE node SET heartbeat=heartbeat+? WHERE heartbeat>0",
		"UPDATE message SET not_before=not_before+? WHERE status='queued' AND phase IN ('backoff','recovered') AND not_before>0",
		// A pause that a provider asked for is a time to pass; people's are by the
		// clock and longer.
		"UPDATE account SET paused_until=paused_until+? WHERE paused_until>paused_at AND paused_until-paused_at<=3600000",
		// How long ago a message was handed over decides whether a provider that
		// does not have it is believed.
		"UPDATE message SET handover_at=handover_at+? WHERE status='unknown' AND phase='verifying' AND handover_at>0",
		"UPDATE message SET handover_at=handover_at+? WHERE status='processing' AND handover_at>0",
		"UPDATE message SET checked_at=checked_at+? WHERE status='unknown' AND phase='verifying' AND checked_at>0",
	} {
		if _, err := t.exec(q, by); err != nil {
			return err
		}
	}
	return nil
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}
