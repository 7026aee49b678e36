package spool

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Dir is a Store in a folder: sha256/ab/abcd….
type Dir struct {
	root string
	in   *incoming
}

// folder holds the content.
const folder = "sha256"

// OpenDir returns the Store in root and creates the folder.
func OpenDir(root string) (*Dir, error) {
	in, err := openIncoming(filepath.Join(root, "incoming"))
	if err == nil {
		err = os.MkdirAll(filepath.Join(root, folder), 0o700)
	}
	if err != nil {
		return nil, fmt.Errorf("spool: %w", err)
	}
	return &Dir{root: root, in: in}, nil
}

// Put implements Store. The order is the point: bytes, fsync, rename, fsync of
// the folder; only then the caller may write a row.
func (d *Dir) Put(ctx context.Context, write func(io.Writer) error) (Blob, error) {
	b, name, err := d.in.receive(ctx, write, func(f *os.File, _ Blob) error { return f.Sync() })
	if err != nil {
		return Blob{}, fmt.Errorf("spool: write message: %w", err)
	}
	if err := d.place(name, b); err != nil {
		os.Remove(name)
		return Blob{}, fmt.Errorf("spool: store message %s: %w", b.Sum, err)
	}
	return b, nil
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
	return checked(f, f.Name(), b), nil
}

// Sweep implements Store. It also removes what crashed writers left behind.
func (d *Dir) Sweep(ctx context.Context, before time.Time, keep func(string) bool) (int64, error) {
	left, err := d.in.sweep(ctx, before)
	if err != nil {
		return left, err
	}
	freed, err := sweepFiles(ctx, filepath.Join(d.root, folder), before, keep)
	return left + freed, err
}

// sweepFiles deletes the files below a folder that are older and that keep, by
// their names, does not want.
func sweepFiles(ctx context.Context, root string, before time.Time, keep func(string) bool) (int64, error) {
	var freed int64
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
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
		if err != nil || !info.ModTime().Before(before) || keep(e.Name()) {
			return err
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

func (d *Dir) path(sum string) string { return filepath.Join(d.root, filepath.FromSlash(keyOf(sum))) }
