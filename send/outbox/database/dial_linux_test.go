package database

import (
	"net"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"golang.org/x/sys/unix"
)

// Every connection gives up on a silent network within half a minute, busy or
// idle.
func TestDialer_givesUpOnSilence(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	conn, err := dialer(&pgconn.Config{})(t.Context(), "tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	raw, err := conn.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	get := func(option int) (value int) {
		err := raw.Control(func(fd uintptr) {
			if value, err = unix.GetsockoptInt(int(fd), unix.IPPROTO_TCP, option); err != nil {
				t.Error(err)
			}
		})
		if err != nil {
			t.Error(err)
		}
		return value
	}
	if busy := time.Duration(get(unix.TCP_USER_TIMEOUT)) * time.Millisecond; busy != 30*time.Second {
		t.Errorf("a statement waits %v", busy)
	}
	idle := time.Duration(get(unix.TCP_KEEPIDLE)+get(unix.TCP_KEEPINTVL)*get(unix.TCP_KEEPCNT)) * time.Second
	if idle > 30*time.Second {
		t.Errorf("an idle connection lives %v", idle)
	}
}

func TestDialer_unixSocket(t *testing.T) {
	path := t.TempDir() + "/s"
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	conn, err := dialer(&pgconn.Config{ConnectTimeout: time.Second})(t.Context(), "unix", path)
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
}
