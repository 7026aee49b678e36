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
