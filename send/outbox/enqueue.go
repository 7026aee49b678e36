package outbox

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"

	"reportmail/send/outbox/database"
	"reportmail/send/outbox/spool"
)

// Enqueue puts a message into the outbox, or says that it is there already.
// When it returns without an error the message survives a power cut.
func (o *Outbox) Enqueue(ctx context.Context, s Submission) (Result, error) {
	item := o.prepare(ctx, s)
	o.commit(ctx, []*prepared{item})
	return item.result, item.err
}

const (
	// chunkSize messages share one commit in EnqueueAll.
	chunkSize = 250
	// spoolers write message files at the same time; the file system commits
	// their fsyncs together.
	spoolers = 8
)

// EnqueueAll puts a stream of messages into the outbox, many to a commit, and
// reports each one in order once it is safe. An error of a single message goes
// to report, one that the stream yields ends it. When ctx ends, what was taken
// from the stream is still put in and reported, and the error is that of ctx.
// report must not call the outbox.
func (o *Outbox) EnqueueAll(ctx context.Context, stream iter.Seq2[Submission, error], report func(Submission, Result, error)) error {
	finish := context.WithoutCancel(ctx)
	chunk := make([]*prepared, 0, chunkSize)
	var wg sync.WaitGroup
	slots := make(chan struct{}, spoolers)
	flush := func() {
		wg.Wait()
		o.commit(finish, chunk)
		for _, p := range chunk {
			report(p.Submission, p.result, p.err)
		}
		chunk = chunk[:0]
	}
	for s, err := range stream {
		if err != nil {
			flush()
			return err
		}
		p := &prepared{}
		chunk = append(chunk, p)
		slots <- struct{}{}
		wg.Go(func() {
			*p = *o.prepare(finish, s)
			<-slots
		})
		if ctx.Err() != nil {
			break
		}
		if len(chunk) == chunkSize {
			flush()
		}
	}
	flush()
	return ctx.Err()
}

// prepared is a submission whose content is in the spool.
type prepared struct {
	Submission
	blob   spool.Blob
	result Result
	err    error
	// resendOf is the message this one repeats, 0.
	resendOf int64
}

// prepare checks a submission and stores its content: the file comes before the
// row, so that a crash between the two leaves no row without one.
func (o *Outbox) prepare(ctx context.Context, s Submission) *prepared {
	p := &prepared{Submission: s}
	if p.err = p.check(o); p.err != nil {
		return p
	}
	if p.err = o.prepareResend(ctx, p); p.err != nil {
		return p
	}
	p.blob, p.err = o.spool.Put(ctx, p.Content)
	return p
}

// commit writes the rows of a chunk in one transaction. When that fails, each
// message is tried by itself, so that one cannot take the others along.
func (o *Outbox) commit(ctx context.Context, chunk []*prepared) {
	var good []*prepared
	for _, p := range chunk {
		if p.err == nil {
			good = append(good, p)
		}
	}
	if len(good) == 0 {
		return
	}
	err := o.insertAll(ctx, good)
	if err == nil {
		return
	}
	if len(good) == 1 || errors.Is(err, database.ErrFull) || ctx.Err() != nil {
		for _, p := range good {
			p.err = err
		}
		return
	}
	for _, p := range good {
		p.err = o.insertAll(ctx, []*prepared{p})
	}
}

func (o *Outbox) insertAll(ctx context.Context, items []*prepared) error {
	err := o.write(ctx, func(t tx) error {
		if err := t.queueAlone(); err != nil {
			return err
		}
		woken := map[string]bool{}
		for _, p := range items {
			if err := t.insert(p); err != nil {
				return fmt.Errorf("queue message %s: %w", p.MessageID, err)
			}
			if p.result.New() && !p.Draft && !woken[p.Account] {
				woken[p.Account] = true
				if err := t.wake(p.Account); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	return nil
}
