package outbox

import (
	"os"
	"testing"
)

// TestMain is also the program of the processes that the fault tests kill.
func TestMain(m *testing.M) {
	if os.Getenv(workerEnv) != "" {
		os.Exit(workerMain())
	}
	code := m.Run()
	if c, err := startedCluster(); err == nil {
		c.stop()
	}
	os.Exit(code)
}
