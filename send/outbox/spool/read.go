package spool

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
)

// checkedReader hashes what it hands out and tells at the end.
type checkedReader struct {
	content io.ReadCloser
	where   string
	sum     hash.Hash
	n       int64
	want    Blob
}

func checked(content io.ReadCloser, where string, want Blob) *checkedReader {
	return &checkedReader{content: content, where: where, sum: sha256.New(), want: want}
}

func (r *checkedReader) Read(p []byte) (int, error) {
	n, err := r.content.Read(p)
	r.sum.Write(p[:n])
	r.n += int64(n)
	if r.n > r.want.Size {
		return n, r.damaged("longer than stored")
	}
	if errors.Is(err, io.EOF) {
		if r.n < r.want.Size {
			return n, r.damaged("ends early")
		}
		if hex.EncodeToString(r.sum.Sum(nil)) != r.want.Sum {
			return n, r.damaged("its bytes changed")
		}
	}
	return n, err
}

func (r *checkedReader) damaged(how string) error {
	return fmt.Errorf("spool: %w: %s: %s", ErrDamaged, r.where, how)
}

func (r *checkedReader) Close() error { return r.content.Close() }
