package outbox

import (
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// systemUptime reads CLOCK_BOOTTIME, which counts while the machine sleeps too.
func systemUptime() uptime {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return nil
	}
	boot := strings.TrimSpace(string(id))
	return func() (string, time.Duration, bool) {
		var ts unix.Timespec
		if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &ts); err != nil {
			return "", 0, false
		}
		return boot, time.Duration(ts.Nano()), true
	}
}
