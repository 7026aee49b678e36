package spool

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"os"
	"sync"
	"time"
)

const writeBuffer = 64 << 10

// incoming is a folder where content is written before it has a name.
type incoming struct {
	dir     string
	buffers sync.Pool
}

func openIncoming(dir string) (*incoming, error) {
	return &incoming{dir: dir, buffers: sync.Pool{New: func() any { return newHashWriter() }}}, os.MkdirAll(dir, 0o700)
}

// receive writes a temporary file, and calls done with it and its name-to-be
// once all of it is written. The file is closed then, and deleted after an
// error.
func (in *incoming) receive(ctx context.Context, write func(io.Writer) error, done func(*os.File, Blob) error) (b Blob, name string, err error) {
	f, err := os.CreateTemp(in.dir, "m-")
	if err != nil {
		return b, "", err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	w := in.buffers.Get().(*hashWriter)
	defer in.buffers.Put(w)
	w.reset(ctx, f)
	if err = write(w); err == nil {
		b, err = w.finish()
	}
	if err == nil {
		err = done(f, b)
	}
	return b, f.Name(), err
}

// sweep deletes what crashed writers left behind.
func (in *incoming) sweep(ctx context.Context, before time.Time) (int64, error) {
	return sweepFiles(ctx, in.dir, before, func(string) bool { return false })
}

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
