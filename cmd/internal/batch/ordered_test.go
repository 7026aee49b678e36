package batch

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

func TestOrdered_keepsOrder(t *testing.T) {
	in := make([]int, 200)
	for i := range in {
		in[i] = i
	}
	var got []int
	err := Ordered(t.Context(), 8, slices.Values(in), func(_ context.Context, i int) int {
		time.Sleep(time.Duration(i%7) * 50 * time.Microsecond)
		return i * 2
	}, func(o int) error { got = append(got, o); return nil })
	if err != nil || len(got) != len(in) {
		t.Fatal(len(got), err)
	}
	for i, o := range got {
		if o != 2*i {
			t.Fatalf("result %d is %d", i, o)
		}
	}
}

func TestOrdered_boundsWhatWaits(t *testing.T) {
	var begun, emitted atomic.Int32
	ahead := int32(0)
	in := make([]int, 100)
	_ = Ordered(t.Context(), 2, slices.Values(in), func(context.Context, int) int { begun.Add(1); return 0 }, func(int) error {
		time.Sleep(200 * time.Microsecond)
		ahead = max(ahead, begun.Load()-emitted.Add(1))
		return nil
	})
	if ahead > 8 {
		t.Errorf("%d results were ready ahead of their turn", ahead)
	}
}

func TestOrdered_stopsWhenEmitFails(t *testing.T) {
	boom, n := errors.New("pipe closed"), 0
	err := Ordered(t.Context(), 4, slices.Values(make([]int, 10_000)), func(context.Context, int) int { return 0 }, func(int) error { n++; return boom })
	if !errors.Is(err, boom) {
		t.Error(err)
	}
}

func TestOrdered_interruptedKeepsWhatIsDone(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var got []int
	i := 0
	err := Ordered(ctx, 2, func(yield func(int) bool) {
		for yield(i) {
			i++
		}
	}, func(_ context.Context, n int) int { return n }, func(o int) error {
		got = append(got, o)
		if len(got) == 10 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || len(got) < 10 {
		t.Errorf("%d results, %v", len(got), err)
	}
	for k, o := range got {
		if k != o {
			t.Fatalf("result %d is %d", k, o)
		}
	}
}
