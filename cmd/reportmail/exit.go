package main

import (
	"context"
	"errors"
	"fmt"

	"reportmail/cmd/internal/sending"
	"reportmail/send/outbox"
	"reportmail/send/outbox/database"
	"reportmail/send/rights"
	"reportmail/send/safemode"
	"reportmail/send/scenario"
)

// exitCode is what the process answers; the list stands in the root command's help.
type exitCode int

const (
	exitDone exitCode = iota
	exitFailed
	exitUsage
	exitSome
	exitNothing
	exitNoAccount
	exitRefused
)

// exitError carries an exit code; err is nil when everything has been said already.
type exitError struct {
	code exitCode
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// failed marks an error as exit 1.
func failed(err error) error {
	if err == nil {
		return nil
	}
	var done *exitError
	if errors.As(err, &done) {
		return err
	}
	switch {
	case errors.Is(err, context.Canceled):
		err = errors.New("interrupted")
	case errors.Is(err, database.ErrCorrupt):
		err = fmt.Errorf("%w; reportmail store check says more, reportmail store rescue saves what can be read", err)
	}
	return &exitError{codeOf(err), err}
}

// refusals are the errors of rights and limits, exit 6.
var refusals = []error{rights.ErrRefused, safemode.ErrRefused, sending.ErrTooLarge, outbox.ErrHidden}

// codeOf is the exit code of an error that no verb has given one.
func codeOf(err error) exitCode {
	if errors.Is(err, scenario.ErrNoAccount) {
		return exitNoAccount
	}
	for _, r := range refusals {
		if errors.Is(err, r) {
			return exitRefused
		}
	}
	return exitFailed
}

// misuse marks an error as exit 2.
func misuse(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}
