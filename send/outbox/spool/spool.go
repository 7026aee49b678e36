// Package spool keeps finished messages as files named by their content.
//
// A message is written once, before the outbox knows of it, and read again for
// every attempt; its name is the SHA-256 of its bytes, so what is sent is what
// was queued, or nothing. A crash leaves at most files that no row points to,
// and Sweep removes those. The package knows nothing of messages or rows.
package spool

import (
	"context"
	"errors"
	"io"
	"path"
	"time"
)

// Errors of the package.
var (
	// ErrDamaged says that stored bytes are not those that were put.
	ErrDamaged = errors.New("stored message is damaged")
	// ErrMissing says that there is no content of that name.
	ErrMissing = errors.New("stored message is missing")
)

// Blob names stored content.
type Blob struct {
	// Sum is the SHA-256 in lower-case hexadecimal digits.
	Sum string
	// Size is the length in bytes.
	Size int64
}

// Store keeps content. Its methods may be called by several goroutines and
// processes at once.
type Store interface {
	// Put stores what write writes and returns its name once it will survive a
	// power cut. Putting the same content again is no error.
	Put(ctx context.Context, write func(io.Writer) error) (Blob, error)
	// Open returns the content. Its Read checks the content as it goes: damaged
	// bytes end in ErrDamaged instead of io.EOF.
	Open(ctx context.Context, b Blob) (io.ReadCloser, error)
	// Sweep deletes content that was stored before the given time and for which
	// keep returns false. It returns how many bytes were freed.
	Sweep(ctx context.Context, before time.Time, keep func(sum string) bool) (int64, error)
}

// keyOf is the path of content in any Store.
func keyOf(sum string) string {
	if len(sum) < 2 {
		sum = "00" + sum
	}
	return path.Join(folder, sum[:2], sum)
}
