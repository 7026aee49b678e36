package sending

import (
	"bytes"
	"io"
	"os"
)

// inMemory is how much of a message is kept in memory; more goes to a file. A message with one PDF is far below.
const inMemory = 4 << 20

// buffer holds a message that is read more than once.
type buffer struct {
	dir  string
	mem  bytes.Buffer
	file *os.File
}

// Write implements io.Writer.
func (b *buffer) Write(p []byte) (int, error) {
	if b.file == nil && b.mem.Len()+len(p) <= inMemory {
		return b.mem.Write(p)
	}
	if b.file == nil {
		f, err := os.CreateTemp(b.dir, ".message-*")
		if err != nil {
			return 0, err
		}
		_ = os.Remove(f.Name()) // it lives as long as it is open
		b.file = f
		if _, err := f.Write(b.mem.Bytes()); err != nil {
			return 0, err
		}
		b.mem = bytes.Buffer{}
	}
	return b.file.Write(p)
}

// open reads the message from its start.
func (b *buffer) open() (io.ReadCloser, error) {
	if b.file == nil {
		return io.NopCloser(bytes.NewReader(b.mem.Bytes())), nil
	}
	size, err := b.file.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	return io.NopCloser(io.NewSectionReader(b.file, 0, size)), nil
}

func (b *buffer) copyTo(w io.Writer) error {
	src, err := b.open()
	if err != nil {
		return err
	}
	_, err = io.Copy(w, src)
	return err
}

func (b *buffer) release() {
	if b.file != nil {
		_ = b.file.Close()
	}
	b.mem = bytes.Buffer{}
}

// size is how many bytes were written.
func (b *buffer) size() int64 {
	if b.file == nil {
		return int64(b.mem.Len())
	}
	n, err := b.file.Seek(0, io.SeekEnd)
	if err != nil {
		return 0
	}
	return n
}
