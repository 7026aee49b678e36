package outbox

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// soak reports whether the long runs of the fault tests are asked for.
func soak() bool { return os.Getenv("REPORTMAIL_SOAK") != "" }

// pick is the size of a short run, or of a long one.
func pick[T any](short, long T) T {
	if soak() {
		return long
	}
	return short
}

var tableLock sync.Mutex

// record writes a row of the fault table: into the log, and in the soak at the
// end of the file that REPORTMAIL_SOAK_TABLE names.
func record(t *testing.T, fault, format string, args ...any) {
	t.Helper()
	text := fmt.Sprintf(format, args...)
	t.Logf("%s: %s", fault, text)
	path := os.Getenv("REPORTMAIL_SOAK_TABLE")
	if path == "" || !soak() {
		return
	}
	tableLock.Lock()
	defer tableLock.Unlock()
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		t.Error(err)
		return
	}
	defer f.Close()
	verdict := "as it must be"
	if t.Failed() {
		verdict = "**FAILED**"
	}
	_, test, _ := strings.Cut(t.Name(), "_")
	fmt.Fprintf(f, "| %s | %s | %s | %s | %s |\n", time.Now().UTC().Format("15:04"), fault, test, text, verdict)
}
