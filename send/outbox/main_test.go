package outbox

import (
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	code := m.Run()
	if c, err := startCluster(); err == nil {
		c.stop()
	}
	os.Exit(code)
}
