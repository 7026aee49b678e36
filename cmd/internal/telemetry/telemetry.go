// Package telemetry tells what the program does: events as log lines, traces and metrics of OpenTelemetry where an
// endpoint is set, nothing otherwise. Events carry the ids that Business Central gives the same happenings, so that
// rules made for it find them.
//
// An address or a subject is never told unless it is asked for (Options.PII): subjects are not among the attributes, and
// what looks like an address in a text loses its local part.
package telemetry

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	tracenoop "go.opentelemetry.io/otel/trace/noop"
)

// Options say what is told and where.
type Options struct {
	// Log receives the events; nil is nobody.
	Log *slog.Logger
	// Endpoint is the address of an OTLP/HTTP receiver, "http://127.0.0.1:4318"; empty sends nothing.
	Endpoint string
	// Headers go with every request to it.
	Headers map[string]string
	// Interval is the time between two exports of metrics; 30 seconds when it is 0.
	Interval time.Duration
	// PII leaves addresses as they are.
	PII bool
	// Service, Version and Workspace name who tells.
	Service, Version, Workspace string
	// HTTP makes the requests; a client of its own when it is nil.
	HTTP *http.Client
}

// Telemetry tells events. The zero pointer tells nothing.
type Telemetry struct {
	log    *slog.Logger
	pii    bool
	tracer trace.Tracer
	m      instruments
	meter  metric.Meter
	stop   []func(context.Context) error

	mu   sync.Mutex
	last error // of the exports that nobody waited for
}

const scope = "reportmail"

// New starts the telemetry. Close ends it.
func New(o Options) (*Telemetry, error) {
	t := &Telemetry{log: o.Log, pii: o.PII, tracer: tracenoop.NewTracerProvider().Tracer(scope), meter: metricnoop.NewMeterProvider().Meter(scope)}
	if t.log == nil {
		t.log = slog.New(slog.DiscardHandler)
	}
	if o.Endpoint != "" {
		if err := t.export(o); err != nil {
			return nil, fmt.Errorf("telemetry: %w", err)
		}
	}
	return t, t.m.make(t.meter)
}

// export sends traces and metrics to an endpoint.
func (t *Telemetry) export(o Options) error {
	c, err := newClient(o)
	if err != nil {
		return err
	}
	if o.Interval <= 0 {
		o.Interval = 30 * time.Second
	}
	res := resource.NewSchemaless(attribute.String("service.name", o.Service), attribute.String("service.version", o.Version), attribute.String("reportmail.workspace", o.Workspace))
	traces := sdktrace.NewTracerProvider(sdktrace.WithResource(res), sdktrace.WithBatcher(spanExporter{c}))
	meters := sdkmetric.NewMeterProvider(sdkmetric.WithResource(res), sdkmetric.WithReader(sdkmetric.NewPeriodicReader(metricExporter{c}, sdkmetric.WithInterval(o.Interval))))
	// The SDK has one handler for the errors of a process; without it they go to the standard logger.
	otel.SetErrorHandler(otel.ErrorHandlerFunc(t.failed))
	t.tracer, t.meter = traces.Tracer(scope), meters.Meter(scope)
	t.stop = append(t.stop, traces.Shutdown, meters.Shutdown)
	return nil
}

// failed keeps the error of an export, and logs it.
func (t *Telemetry) failed(err error) {
	t.log.Warn("telemetry cannot be sent", "error", err)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last = err
}

// flushTime is how long Close waits for the last export.
const flushTime = 5 * time.Second

// Close sends what is left.
func (t *Telemetry) Close(ctx context.Context) error {
	if t == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushTime)
	defer cancel()
	var errs []error
	for _, stop := range t.stop {
		errs = append(errs, stop(ctx))
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return t.last
}

// NewLog is a log of a format, "text" or "json", that shows no addresses unless pii is set.
func NewLog(w io.Writer, format string, pii bool) (*slog.Logger, error) {
	var o *slog.HandlerOptions
	if !pii {
		o = &slog.HandlerOptions{ReplaceAttr: maskAttr}
	}
	switch format {
	case "text":
		return slog.New(slog.NewTextHandler(w, o)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, o)), nil
	}
	return nil, fmt.Errorf("log format %q: text or json", format)
}
