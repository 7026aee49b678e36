package outbox

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"reportmail/send/account"
	"reportmail/send/connector"
	"reportmail/send/outbox/spool"
)

const workerEnv = "OUTBOX_TEST_WORKER"

// job is what a worker process is told to do.
type job struct {
	Dir, DSN, Spool string
	Sink            string
	Graph           string // endpoint; the account An sends from the mailbox an
	Accounts        int
	Concurrency     int
	PerMinute       int
	Search          bool
	Unfenced        bool
	Slow            time.Duration
	Dead            time.Duration
	Settle          time.Duration // 1 s when 0
	// Crash names the step at which it kills itself, the first time it gets there.
	Crash string
	// Feed makes it queue messages of that many bytes instead of sending, from the
	// number First on.
	Feed, First int
	// Drain makes it end when nothing is due; otherwise it runs.
	Drain bool
}

// workerMain is the main function of a worker process.
func workerMain() int {
	var j job
	if err := json.Unmarshal([]byte(os.Getenv(workerEnv)), &j); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	cfg := j.config()
	if cfg.Log == nil { // startWorker reads it
		cfg.Log = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	}
	o, err := Open(context.Background(), cfg)
	if err == nil && j.Feed > 0 {
		err = j.feed(o)
	} else if err == nil && j.Drain {
		err = o.Drain(context.Background())
	} else if err == nil {
		err = o.Run(context.Background())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func (j job) config() Config {
	c := Config{Dir: j.Dir, DSN: j.DSN, Connect: func(_ context.Context, a account.Account) (connector.Connector, error) {
		if j.Graph != "" {
			return graphConnector(j.Graph, strings.ToLower(a.Name)+"@example.com", nil)
		}
		return j.connector(), nil
	}}
	for i := range j.Accounts {
		a := testAccount(fmt.Sprintf("A%d", i))
		a.Limits.Concurrency, a.Limits.PerMinute = j.Concurrency, j.PerMinute
		a.Retry.Attempts = 20
		c.Accounts = append(c.Accounts, a)
	}
	if j.Spool != "" {
		d, err := spool.OpenDir(j.Spool)
		if err != nil {
			panic(err)
		}
		c.spool = d
	}
	c.Timing = Timing{Heartbeat: 100 * time.Millisecond, Dead: j.Dead, Settle: max(j.Settle, time.Second), Verify: 100 * time.Millisecond,
		Poll: 200 * time.Millisecond, Patience: 2 * time.Second}
	if os.Getenv("OUTBOX_LOG") != "" {
		c.Log = slog.New(slog.NewTextHandler(os.Stderr, nil))
	}
	if j.Crash == "after the result" {
		c.Log = slog.New(crashOn{slog.DiscardHandler, "sent"})
	}
	return c
}

func (j job) connector() connector.Connector {
	c := &sinkConn{addr: j.Sink, slow: j.Slow, unfenced: j.Unfenced, at: func(step string) {
		if step == j.Crash {
			die()
		}
	}}
	if j.Crash == "released" {
		die()
	}
	if j.Search {
		return searchingSink{c}
	}
	return c
}

// die is kill -9 from within.
func die() {
	syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

// crashOn kills the process when it logs a certain line.
type crashOn struct {
	slog.Handler
	line string
}

func (c crashOn) Enabled(context.Context, slog.Level) bool { return true }
func (c crashOn) WithAttrs([]slog.Attr) slog.Handler       { return c }
func (c crashOn) Handle(_ context.Context, r slog.Record) error {
	if r.Message == c.line {
		die()
	}
	return nil
}

// worker is a running worker process.
type worker struct {
	cmd  *exec.Cmd
	done chan struct{}
	err  error
}

var workers atomic.Int64

// startWorker starts a process that does a job. It dies with the test.
func startWorker(t *testing.T, j job) *worker {
	t.Helper()
	text, err := json.Marshal(j)
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	w := &worker{cmd: exec.Command(self), done: make(chan struct{})}
	w.cmd.Env = append(os.Environ(), workerEnv+"="+string(text))
	w.cmd.Stdout, w.cmd.Stderr = &out, &out
	w.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := w.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	workers.Add(1)
	go func() {
		defer close(w.done)
		w.err = w.cmd.Wait()
		if text := out.String(); text != "" && os.Getenv("OUTBOX_LOG") != "" {
			fmt.Fprint(os.Stderr, text)
		}
		if strings.Contains(out.String(), "SQLITE_BUSY") || strings.Contains(out.String(), "database is locked") {
			t.Errorf("a worker ran into a locked store: %s", out.String())
		}
	}()
	t.Cleanup(w.kill)
	return w
}

func (w *worker) kill() {
	w.cmd.Process.Kill()
	<-w.done
}

func (w *worker) signal(s syscall.Signal) { w.cmd.Process.Signal(s) }

// job is what workers of a store need to know.
func (s store) job(sink *sink, accounts int) job {
	return job{Dir: s.dir, DSN: s.dsn, Spool: filepath.Join(s.dir, "spool"), Sink: sink.listener.Addr().String(), Accounts: accounts, Concurrency: 3, Dead: 30 * time.Second}
}

// fill queues n messages over the accounts of a job.
func (j job) fill(t *testing.T, n int) *Outbox {
	t.Helper()
	o := open(t, j.config())
	j.add(t, o, 0, n)
	return o
}

// add queues the messages from the number first up to last, which is not one of
// them.
func (j job) add(t *testing.T, o *Outbox, first, last int) {
	t.Helper()
	err := o.EnqueueAll(t.Context(), func(yield func(Submission, error) bool) {
		for i := first; i < last; i++ {
			m := message(i)
			m.Account = fmt.Sprintf("A%d", i%j.Accounts)
			if !yield(m, nil) {
				return
			}
		}
	}, func(_ Submission, _ Result, err error) {
		if err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
