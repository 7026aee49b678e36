package spool

import (
	"context"
	"io"
)

// Verify reads content from end to end and returns what is wrong with it.
func Verify(ctx context.Context, s Store, b Blob) error {
	r, err := s.Open(ctx, b)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(io.Discard, r)
	return err
}

// Copy copies content from one Store to another, unless it is damaged.
func Copy(ctx context.Context, to, from Store, b Blob) error {
	_, err := to.Put(ctx, func(w io.Writer) error {
		r, err := from.Open(ctx, b)
		if err != nil {
			return err
		}
		defer r.Close()
		_, err = io.Copy(w, r)
		return err
	})
	return err
}
