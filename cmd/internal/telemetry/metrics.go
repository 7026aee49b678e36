package telemetry

import (
	"errors"

	"go.opentelemetry.io/otel/metric"
)

// instruments are the metrics.
type instruments struct {
	attempts, messages, limits, connections, signIns metric.Int64Counter
	duration                                         metric.Float64Histogram
}

func (m *instruments) make(meter metric.Meter) error {
	var errs []error
	counter := func(name, unit, about string) metric.Int64Counter {
		c, err := meter.Int64Counter(name, metric.WithUnit(unit), metric.WithDescription(about))
		errs = append(errs, err)
		return c
	}
	m.attempts = counter("reportmail.attempts", "{attempt}", "attempts to send, by outcome")
	m.messages = counter("reportmail.messages", "{message}", "messages that reached a final status")
	m.limits = counter("reportmail.limits", "{wait}", "waits for a limit of an account")
	m.connections = counter("reportmail.smtp.connections", "{connection}", "connections to SMTP servers")
	m.signIns = counter("reportmail.smtp.sign_ins", "{sign_in}", "sign-ins to SMTP servers")
	var err error
	m.duration, err = meter.Float64Histogram("reportmail.attempt.duration", metric.WithUnit("s"), metric.WithDescription("time of an attempt"),
		metric.WithExplicitBucketBoundaries(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300))
	return errors.Join(append(errs, err)...)
}
