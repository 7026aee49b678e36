package spool

import (
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
)

// checkedReader hashes what it hands out and tells at the end.
type checkedReader struct {
	file *os.File
	sum  hash.Hash
	n    int64
	want Blob
}

func (r *checkedReader) Read(p []byte) (int, error) {
	n, err := r.file.Read(p)
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
	return fmt.Errorf("spool: %w: %s: %s", ErrDamaged, r.file.Name(), how)
}

func (r *checkedReader) Close() error { return r.file.Close() }
