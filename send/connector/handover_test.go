package connector

import (
	"context"
	"testing"
	"time"
)

// Whatever stopped the process between the record and the final dot, a signal
// or the sleep of the whole machine, the message is not handed over any more.
func TestAnnounced_Fresh(t *testing.T) {
	a, err := Announce(t.Context(), func(context.Context, Notice) error { return nil }, Notice{})
	if err != nil || a.Fresh() != nil {
		t.Fatalf("just recorded: %v, %v", err, a.Fresh())
	}
	late := HandoverGrace + time.Second
	for name, stale := range map[string]Announced{
		"process stopped": {running: a.running.Add(-late), wall: a.wall.Add(-late)},
		"machine asleep":  {running: a.running, wall: a.wall.Add(-late)},
		"clock set back":  {running: a.running.Add(-late), wall: a.wall.Add(time.Hour)},
	} {
		if err := stale.Fresh(); ClassOf(err) != Temporary {
			t.Errorf("%s: %v, want a temporary error", name, err)
		}
	}
}
