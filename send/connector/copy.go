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
	_, err := io.CopyBuffer(onlyWriter{dst}, Exactly(ctx, src, size), make([]byte, copyBuffer))
	return err
}

// Exactly returns a reader of a source that must have size bytes: its end comes
// as an error that wraps ErrSize when it comes early or late. It also ends
// with the context's cause.
func Exactly(ctx context.Context, src io.Reader, size int64) io.Reader {
	return &exactReader{ctx: ctx, r: src, size: size}
}

type exactReader struct {
	ctx     context.Context
	r       io.Reader
	size, n int64
}

func (e *exactReader) Read(p []byte) (int, error) {
	if e.ctx.Err() != nil {
		return 0, context.Cause(e.ctx)
	}
	n, err := e.r.Read(p)
	e.n += int64(n)
	switch {
	case e.n > e.size:
		return 0, fmt.Errorf("%w: more than %d bytes", ErrSize, e.size)
	case errors.Is(err, io.EOF) && e.ctx.Err() != nil:
		return 0, context.Cause(e.ctx)
	case errors.Is(err, io.EOF) && e.n < e.size:
		return 0, fmt.Errorf("%w: %d of %d bytes", ErrSize, e.n, e.size)
	}
	return n, err
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
