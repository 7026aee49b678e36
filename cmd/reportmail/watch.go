package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/pflag"

	"reportmail/cmd/internal/sending"
	"reportmail/cmd/internal/telemetry"
	"reportmail/cmd/internal/workspace"
	"reportmail/send/account"
)

// watchFlags say what is told of what happens.
type watchFlags struct {
	format string
	pii    bool
}

func (f *watchFlags) add(fl *pflag.FlagSet, format string) {
	fl.StringVar(&f.format, "log-format", format, "log of events on standard error: text, json or none")
	fl.BoolVar(&f.pii, "log-pii", false, "show addresses and subjects in logs and telemetry")
}

// endpointVariable is OpenTelemetry's own name of the receiver's address.
const endpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT"

// start begins to tell; end sends what is left. Without a log and an endpoint nobody is told.
func (f *watchFlags) start(ctx context.Context, p *program, w *workspace.Workspace) (watch sending.Watch, end func(), err error) {
	if f.format != "none" {
		if watch.Log, err = telemetry.NewLog(p.err, f.format, f.pii); err != nil {
			return watch, nil, misuse("--log-format %q: text, json or none", f.format)
		}
	}
	c := w.Config.Telemetry
	if c.Endpoint == "" {
		c.Endpoint = p.getenv(endpointVariable)
	}
	if watch.Log == nil && c.Endpoint == "" {
		return watch, func() {}, nil
	}
	headers := map[string]string{}
	for name, ref := range c.Headers {
		if headers[name], err = sending.Secrets(w).Resolve(ctx, ref); err != nil {
			return watch, nil, failed(fmt.Errorf("telemetry: header %s: %w", name, err))
		}
	}
	watch.Telemetry, err = telemetry.New(telemetry.Options{
		Log: watch.Log, Endpoint: c.Endpoint, Headers: headers, Interval: c.Interval, PII: f.pii,
		Service: "reportmail", Version: version(), Workspace: filepath.Base(w.Dir),
	})
	if err != nil {
		return watch, nil, failed(err)
	}
	return watch, func() {
		if err := watch.Telemetry.Close(ctx); err != nil {
			fmt.Fprintf(p.err, "reportmail: %v\n", err)
		}
	}, nil
}

// tellAccount tells the telemetry that an account was set up, or why not.
func tellAccount(ctx context.Context, p *program, w *workspace.Workspace, a account.Account, failure error) {
	watch, end, err := (&watchFlags{format: "none"}).start(ctx, p, w)
	if err != nil || watch.Telemetry == nil {
		return // the set-up is what matters
	}
	watch.Telemetry.AccountSetUp(ctx, a, failure)
	end()
}
