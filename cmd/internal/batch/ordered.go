// Package batch renders many documents at once and hands the results on in their order.
package batch

import (
	"context"
	"iter"
	"sync"
)

// Ordered calls work for each input on jobs goroutines and emit for each result, in the order of the inputs and from
// one goroutine. At most 2×jobs results wait, so memory does not grow with the batch. It ends early when emit fails
// or ctx is done; results that are ready by then are emitted as far as they follow each other.
func Ordered[I, O any](ctx context.Context, jobs int, inputs iter.Seq[I], work func(context.Context, I) O, emit func(O) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type task struct {
		input I
		out   chan O
	}
	todo := make(chan task)
	queue := make(chan chan O, 2*max(jobs, 1))
	var workers sync.WaitGroup
	for range max(jobs, 1) {
		workers.Go(func() {
			for t := range todo {
				t.out <- work(ctx, t.input)
			}
		})
	}
	go func() {
		defer close(queue)
		defer close(todo)
		for in := range inputs {
			t := task{in, make(chan O, 1)}
			select {
			case queue <- t.out:
			case <-ctx.Done():
				return
			}
			todo <- t // a worker takes it even after ctx is done, so that every queued result arrives
		}
	}()
	var failed error
	for out := range queue {
		o := <-out
		if failed == nil {
			if failed = emit(o); failed != nil {
				cancel()
			}
		}
	}
	workers.Wait()
	if failed != nil {
		return failed
	}
	return context.Cause(ctx)
}
