package outbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

// cluster is a PostgreSQL server of the test's own, on a socket in a temporary
// folder, started when the first test asks for it.
type cluster struct {
	dir, bin string
	cred     *syscall.Credential
}

var (
	startCluster  = sync.OnceValues(func() (*cluster, error) { wasStarted = true; return newCluster() })
	wasStarted    bool
	errNotStarted = errors.New("not started")
)

// startedCluster is the server if a test asked for it.
func startedCluster() (*cluster, error) {
	if !wasStarted {
		return nil, errNotStarted
	}
	return startCluster()
}

// newPostgres returns the URL of an empty database, or skips the test.
func newPostgres(t *testing.T) string {
	t.Helper()
	c, err := startCluster()
	if err != nil {
		t.Skipf("PostgreSQL is not here: %v", err)
	}
	return c.database(t)
}

var databases atomic.Int64

// database makes an empty one.
func (c *cluster) database(t *testing.T) string {
	t.Helper()
	name := fmt.Sprintf("t%d", databases.Add(1))
	conn, err := pgx.Connect(context.Background(), c.url("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(context.Background(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	return c.url(name) + "&pool_max_conns=12"
}

func (c *cluster) url(database string) string {
	return fmt.Sprintf("postgres:///%s?host=%s&user=postgres", database, c.dir)
}

func newCluster() (*cluster, error) {
	c := &cluster{}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if path, err := exec.LookPath("initdb"); err == nil && len(found) == 0 {
		found = []string{path}
	}
	if len(found) == 0 {
		return nil, errors.New("initdb not found; apt-get install postgresql")
	}
	slices.Sort(found)
	c.bin = filepath.Dir(found[len(found)-1])
	dir, err := os.MkdirTemp("", "pg")
	if err != nil {
		return nil, err
	}
	c.dir = dir
	if os.Getuid() == 0 { // the server refuses to run as root
		if err := c.becomePostgres(); err != nil {
			return nil, err
		}
	}
	data := filepath.Join(dir, "data")
	if err := c.run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"); err != nil {
		return nil, err
	}
	// No fsync: these tests kill processes, not machines.
	options := fmt.Sprintf("-c listen_addresses='' -k %s -c fsync=off -c max_connections=200", dir)
	return c, c.run("pg_ctl", "-D", data, "-w", "-l", filepath.Join(dir, "log"), "-o", options, "start")
}

func (c *cluster) becomePostgres() error {
	u, err := user.Lookup("postgres")
	if err != nil {
		return err
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	c.cred = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return os.Chown(c.dir, uid, gid)
}

func (c *cluster) run(name string, args ...string) error {
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.Dir = c.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.cred}
	// Not a pipe: the server would hold it open.
	out, err := os.CreateTemp("", "pgout")
	if err != nil {
		return err
	}
	defer os.Remove(out.Name())
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Run(); err != nil {
		text, _ := os.ReadFile(out.Name())
		return fmt.Errorf("%s: %w: %s", name, err, text)
	}
	return nil
}

// restart stops the server at once, as a crash does, and starts it again.
func (c *cluster) restart() error {
	return c.run("pg_ctl", "-D", filepath.Join(c.dir, "data"), "-m", "immediate", "-w", "-l", filepath.Join(c.dir, "log"), "restart")
}

func (c *cluster) stop() {
	c.run("pg_ctl", "-D", filepath.Join(c.dir, "data"), "-m", "immediate", "stop")
	os.RemoveAll(c.dir)
}
