package outbox

import (
	"os"

	"golang.org/x/sys/windows"
)

// lockFile is a file that this process holds a lock on.
type lockFile struct{ f *os.File }

func lockPath(path string) (*lockFile, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lock(f); err != nil {
		f.Close()
		return nil, err
	}
	return &lockFile{f}, nil
}

func lock(f *os.File) error {
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	return windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, &windows.Overlapped{})
}

// remove lets go before it deletes: Windows does not delete open files.
func (l *lockFile) remove() {
	name := l.f.Name()
	l.f.Close()
	os.Remove(name)
}

// released reports that the file exists and nobody holds it. A file that is
// not there says nothing: the dispatcher may be on another machine.
func released(path string) bool {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return false
	}
	defer f.Close()
	return lock(f) == nil
}
