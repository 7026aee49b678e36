package connector

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// ErrSize marks a message whose source has another length than promised: it
// was cut, or changed since it was finished.
var ErrSize = errors.New("message has another length than when it was finished")

// copyBuffer is the piece in which a message is copied: large enough for the
// disk, small enough that a cancelled context is noticed soon on a slow line.
const copyBuffer = 32 << 10

// Copy copies exactly size bytes. It fails when the source has less or more,
// and when the context ends.
func Copy(ctx context.Context, dst io.Writer, src io.Reader, size int64) error {
	n, err := io.CopyBuffer(onlyWriter{dst}, &contextReader{ctx, io.LimitReader(src, size)}, make([]byte, copyBuffer))
	if err != nil {
		return err
	}
	if n == size {
		var one [1]byte
		if k, _ := io.ReadFull(src, one[:]); k == 0 {
			return ctx.Err()
		}
		return fmt.Errorf("%w: more than %d bytes", ErrSize, size)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return fmt.Errorf("%w: %d of %d bytes", ErrSize, n, size)
}

type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *contextReader) Read(p []byte) (int, error) {
	if c.ctx.Err() != nil {
		return 0, context.Cause(c.ctx)
	}
	return c.r.Read(p)
}

// onlyWriter hides ReadFrom, so that io.CopyBuffer copies by pieces.
type onlyWriter struct{ io.Writer }

// Join returns a context that ends with ctx or with other, with the cause of
// whichever was first. stop releases it.
func Join(ctx, other context.Context) (joined context.Context, stop func()) {
	joined, cancel := context.WithCancelCause(ctx)
	if other.Err() != nil {
		cancel(context.Cause(other)) // AfterFunc would do it a moment later
	}
	off := context.AfterFunc(other, func() { cancel(context.Cause(other)) })
	return joined, func() { off(); cancel(nil) }
}
