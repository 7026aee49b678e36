package main

import (
	"fmt"

	"github.com/spf13/pflag"

	"reportmail/cmd/internal/workspace"
	"reportmail/send/rights"
	"reportmail/send/safemode"
)

// addAs adds the flag that says who works.
func addAs(p *program, fl *pflag.FlagSet, into *string) {
	fl.StringVar(into, "as", p.getenv("USER"), "user of the workspace who does it")
}

// acting is the user who works, when the rights go far enough.
func acting(w *workspace.Workspace, name string, may func(rights.User) error) (rights.User, error) {
	u, err := w.Users.Find(name)
	if err == nil {
		err = may(u)
	}
	return u, failed(err)
}

// warnSafe says that messages do not go to their recipients.
func warnSafe(p *program, m safemode.Mode) {
	if m.On() {
		fmt.Fprintf(p.err, "reportmail: %s (%s)\n", m, m.Why)
	}
}
