package spool

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Dir is a Store in a folder: sha256/ab/abcd….
type Dir struct {
	root    string
	buffers sync.Pool
}

const (
	folder = "sha256"
	temp   = "incoming"
)

// OpenDir returns the Store in root and creates the folder.
func OpenDir(root string) (*Dir, error) {
	for _, d := range []string{folder, temp} {
		if err := os.MkdirAll(filepath.Join(root, d), 0o700); err != nil {
			return nil, fmt.Errorf("spool: %w", err)
		}
	}
	return &Dir{root: root, buffers: sync.Pool{New: func() any { return newHashWriter() }}}, nil
}

// Put implements Store. The order is the point: bytes, fsync, rename, fsync of
// the folder; only then the caller may write a row.
func (d *Dir) Put(ctx context.Context, write func(io.Writer) error) (Blob, error) {
	b, name, err := d.receive(ctx, write)
	if err != nil {
		return Blob{}, fmt.Errorf("spool: write message: %w", err)
	}
	if err := d.place(name, b); err != nil {
		os.Remove(name)
		return Blob{}, fmt.Errorf("spool: store message %s: %w", b.Sum, err)
	}
	return b, nil
}

// receive writes a synced temporary file in the spool's file system.
func (d *Dir) receive(ctx context.Context, write func(io.Writer) error) (b Blob, name string, err error) {
	f, err := os.CreateTemp(filepath.Join(d.root, temp), "m-")
	if err != nil {
		return b, "", err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	w := d.buffers.Get().(*hashWriter)
	defer d.buffers.Put(w)
	w.reset(ctx, f)
	if err = write(w); err == nil {
		b, err = w.finish()
	}
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return b, f.Name(), err
}

func (d *Dir) place(name string, b Blob) error {
	target := d.path(b.Sum)
	dir := filepath.Dir(target)
	created := false
	if err := os.Mkdir(dir, 0o700); err == nil {
		created = true
	} else if !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := os.Rename(name, target); err != nil {
		// Another process may hold the very same content open (Windows).
		if st, serr := os.Stat(target); serr != nil || st.Size() != b.Size {
			return err
		}
		os.Remove(name)
	}
	if created {
		if err := syncDir(filepath.Dir(dir)); err != nil {
			return err
		}
	}
	return syncDir(dir)
}

// Open implements Store.
func (d *Dir) Open(_ context.Context, b Blob) (io.ReadCloser, error) {
	f, err := os.Open(d.path(b.Sum))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("spool: %w: %s", ErrMissing, b.Sum)
	}
	if err != nil {
		return nil, fmt.Errorf("spool: %w", err)
	}
	return &checkedReader{file: f, sum: sha256.New(), want: b}, nil
}

// Sweep implements Store. It also removes what crashed writers left behind.
func (d *Dir) Sweep(ctx context.Context, before time.Time, keep func(string) bool) (int64, error) {
	var freed int64
	err := filepath.WalkDir(d.root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !info.ModTime().Before(before) {
			return err
		}
		stored := !strings.HasPrefix(e.Name(), "m-")
		if stored && keep(e.Name()) {
			return nil
		}
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		freed += info.Size()
		return nil
	})
	if err != nil {
		return freed, fmt.Errorf("spool: sweep: %w", err)
	}
	return freed, nil
}

// Path returns where the content of that name is kept, for people who look.
func (d *Dir) Path(sum string) string { return d.path(sum) }

func (d *Dir) path(sum string) string {
	if len(sum) < 2 {
		sum = "00" + sum
	}
	return filepath.Join(d.root, folder, sum[:2], sum)
}
