package outbox

import (
	"flag"
	"os"
	"testing"
)

// TestMain is also the program of the processes that the fault tests kill.
func TestMain(m *testing.M) {
	if os.Getenv(workerEnv) != "" {
		os.Exit(workerMain())
	}
	sideBySide()
	drop := inMemory()
	code := m.Run()
	if c, err := startedCluster(); err == nil {
		c.stop()
	}
	drop()
	os.Exit(code)
}

// sideBySide lets more tests run at once than there are processors, unless the
// command line says how many: the fault tests wait more than they work.
func sideBySide() {
	flag.Parse()
	said := false
	flag.Visit(func(f *flag.Flag) { said = said || f.Name == "test.parallel" })
	if !said {
		flag.Set("test.parallel", "6")
	}
}

// memory is the file system in memory that Linux has.
const memory = "/dev/shm"

// inMemory moves the folders of the tests into memory where it has room: they
// kill processes and not machines, so nothing is learnt from a slow disk. The
// power cuts have a disk of their own, see disk.
func inMemory() (drop func()) {
	if free(memory) < 6<<30 || os.Getenv("TMPDIR") != "" {
		return func() {}
	}
	dir, err := os.MkdirTemp(memory, "outbox")
	if err != nil {
		return func() {}
	}
	os.Chmod(dir, 0o711) // PostgreSQL runs as another user
	os.Setenv("TMPDIR", dir)
	return func() { os.RemoveAll(dir) }
}
