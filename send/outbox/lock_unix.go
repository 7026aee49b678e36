//go:build !windows

package outbox

import (
	"errors"
	"os"
	"syscall"
)

// lockFile is a file that this process holds a lock on.
type lockFile struct{ f *os.File }

func lockPath(path string) (*lockFile, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, err
	}
	return &lockFile{f}, nil
}

// remove deletes the file before it lets go, so that nobody finds it free.
func (l *lockFile) remove() {
	os.Remove(l.f.Name())
	l.f.Close()
}

// released reports that the file exists and nobody holds it. A file that is
// not there says nothing: the dispatcher may be on another machine.
func released(path string) bool {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, os.ErrNotExist) || err != nil {
		return false
	}
	defer f.Close()
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}
