package spool

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
)

const writeBuffer = 64 << 10

// hashWriter counts and hashes what goes into a file.
type hashWriter struct {
	ctx  context.Context
	buf  *bufio.Writer
	sum  hash.Hash
	size int64
}

func newHashWriter() *hashWriter {
	return &hashWriter{buf: bufio.NewWriterSize(nil, writeBuffer), sum: sha256.New()}
}

func (w *hashWriter) reset(ctx context.Context, to io.Writer) {
	w.ctx, w.size = ctx, 0
	w.buf.Reset(to)
	w.sum.Reset()
}

func (w *hashWriter) Write(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	w.sum.Write(p)
	w.size += int64(len(p))
	return w.buf.Write(p)
}

func (w *hashWriter) finish() (Blob, error) {
	err := w.buf.Flush()
	return Blob{Sum: hex.EncodeToString(w.sum.Sum(nil)), Size: w.size}, err
}
