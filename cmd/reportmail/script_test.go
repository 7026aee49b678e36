package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"reportmail/send/outbox/spool/spooltest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"reportmail": func() {
		os.Exit(run(context.Background(), program{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv, clock: time.Now}, os.Args[1:]))
	}})
}

// TestScripts runs the command line as a user would: each script in testdata/script is a session in an empty folder
// with the sample workspace's documents in $FIXTURES and the documentation in $DOCS.
func TestScripts(t *testing.T) {
	sample, err := filepath.Abs(fixtures)
	if err != nil {
		t.Fatal(err)
	}
	layouts, err := filepath.Abs("../../layouts/builtin")
	if err != nil {
		t.Fatal(err)
	}
	docs, err := filepath.Abs("../../docs")
	if err != nil {
		t.Fatal(err)
	}
	bucket := spooltest.New(t)
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("FIXTURES", sample)
			env.Setenv("LAYOUTS", layouts)
			env.Setenv("DOCS", docs)
			env.Setenv("USER", "tester")
			env.Setenv("BUCKET", bucket.Address())
			env.Setenv("AWS_ACCESS_KEY_ID", "key")
			env.Setenv("AWS_SECRET_ACCESS_KEY", "secret-key")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"code": code},
	})
}

// code runs a command and checks its exit code: code 3 reportmail render …
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N command [args]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if err != nil {
		exit, ok := err.(*exec.ExitError)
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}
