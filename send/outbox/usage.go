package outbox

import (
	"reportmail/send/account"
)

// usage is how much of an account's limits is taken.
type usage struct {
	inFlight               int   // messages under way
	inFlightTo, inFlightSz int64 // their recipients and bytes
	recent                 int   // handed over within the last minute
	oldest                 int64 // when the first of them was counted
	day, bytes             int64 // recipients in a day, bytes in five minutes
	oldestDay, oldestBytes int64
}

// usage counts. What was handed over counts from the moment its answer came,
// never earlier than the provider counted it, whatever the answer was.
func (t tx) usage(a account.Account) (usage, error) {
	var u usage
	err := t.row("SELECT count(*), CAST(coalesce(sum(rcpt_count),0) AS BIGINT), CAST(coalesce(sum(size),0) AS BIGINT) FROM message WHERE account=? AND status='processing'",
		[]any{a.Name}, &u.inFlight, &u.inFlightTo, &u.inFlightSz)
	if err != nil {
		return u, err
	}
	count := func(what string, since int64, into, oldest any) error {
		return t.row("SELECT coalesce("+what+",0), coalesce(min(counted_at),0) FROM attempt WHERE account=? AND counted_at>=?", []any{a.Name, since}, into, oldest)
	}
	if a.Limits.PerMinute > 0 {
		if err := count("count(*)", t.now-account.Minute.Milliseconds(), &u.recent, &u.oldest); err != nil {
			return u, err
		}
	}
	if a.Limits.PerDay > 0 {
		if err := count("CAST(sum(rcpt_count) AS BIGINT)", t.now-account.Day.Milliseconds(), &u.day, &u.oldestDay); err != nil {
			return u, err
		}
	}
	if a.Limits.MBPer5Minutes > 0 {
		if err := count("CAST(sum(size) AS BIGINT)", t.now-account.FiveMinutes.Milliseconds(), &u.bytes, &u.oldestBytes); err != nil {
			return u, err
		}
	}
	return u, nil
}

// free is how many messages may start now, by count.
func (u usage) free(l account.Limits) int {
	n := max(l.Concurrency, 1) - u.inFlight
	if l.PerMinute > 0 {
		n = min(n, l.PerMinute-u.recent-u.inFlight)
	}
	return n
}

// room reports whether m fits into the limits of recipients and bytes. What is
// larger than a whole limit goes alone, or it would wait for ever.
func (u usage) room(l account.Limits, m Message) bool {
	if l.PerDay > 0 && u.day+u.inFlightTo > 0 && u.day+u.inFlightTo+int64(m.Count) > int64(l.PerDay) {
		return false
	}
	return l.MBPer5Minutes == 0 || u.bytes+u.inFlightSz == 0 || u.bytes+u.inFlightSz+m.Size <= l.BytesPer5Minutes()
}

func (u *usage) add(m Message) {
	u.inFlight++
	u.inFlightTo += int64(m.Count)
	u.inFlightSz += m.Size
}

// fits is when a message that there is no room for may be worth another try:
// not before something leaves the window that is too full for it, unless what
// is under way stands in its way, which may end at any time.
func (u usage) fits(l account.Limits, m Message, now int64) int64 {
	next := u.next(l, now)
	if l.PerDay > 0 && u.day > 0 && u.day+int64(m.Count) > int64(l.PerDay) {
		next = max(next, u.oldestDay+account.Day.Milliseconds()+1)
	}
	if l.MBPer5Minutes > 0 && u.bytes > 0 && u.bytes+m.Size > l.BytesPer5Minutes() {
		next = max(next, u.oldestBytes+account.FiveMinutes.Milliseconds()+1)
	}
	return next
}

// next is when a limit that is reached will let the next message through: when
// the oldest counted one leaves its window. What another dispatcher has under
// way may end at any time.
func (u usage) next(l account.Limits, now int64) int64 {
	next := now + soon.Milliseconds()
	if l.PerMinute > 0 && u.recent >= l.PerMinute {
		next = max(next, u.oldest+account.Minute.Milliseconds()+1)
	} else if u.oldest > 0 {
		next = min(next, max(now, u.oldest+account.Minute.Milliseconds()+1))
	}
	if l.PerDay > 0 && u.day >= int64(l.PerDay) {
		next = max(next, u.oldestDay+account.Day.Milliseconds()+1)
	}
	return next
}
