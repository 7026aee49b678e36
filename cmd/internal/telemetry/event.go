package telemetry

import (
	"context"
	"log/slog"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// event is one kind of happening.
type event struct {
	name  string
	id    string // Business Central's event id
	text  string
	level slog.Level
}

// The events, with the ids of Business Central (spec of its telemetry: Email, SMTP).
var (
	attempt       = event{"email.attempt", "AL0000CTM", "sending email", slog.LevelDebug}
	sent          = event{"email.sent", "AL0000CTV", "email sent successfully", slog.LevelInfo}
	failed        = event{"email.failed", "AL0000CTP", "failed to send email", slog.LevelWarn}
	retrying      = event{"email.retry", "AL0000PMT", "sending email again", slog.LevelInfo}
	retry         = event{"email.retry_scheduled", "AL0000PMV", "retry is scheduled", slog.LevelInfo}
	exhausted     = event{"email.exhausted", "AL0000PMU", "attempts are used up", slog.LevelError}
	rescheduled   = event{"email.rescheduled", "AL0000CTK", "email waits for a limit of its account", slog.LevelInfo}
	smtpConnected = event{"smtp.connected", "AL0000GKJ", "connected to SMTP server", slog.LevelInfo}
	smtpSignedIn  = event{"smtp.authenticated", "AL0000GKK", "authenticated to SMTP server", slog.LevelInfo}
	smtpSent      = event{"smtp.sent", "AL0000GKL", "email sent over SMTP", slog.LevelDebug}
	accountSetUp  = event{"account.set_up", "AL0000CTF", "account set up", slog.LevelInfo}
	setUpFailed   = event{"account.failed", "AL0000CTI", "account could not be set up", slog.LevelWarn}
)

// Keys of attributes.
const (
	eventKey     = "event"
	idKey        = "bc.event_id"
	messageIDKey = "message_id"
)

// tell writes an event into the log and onto the span of the context.
func (t *Telemetry) tell(ctx context.Context, e event, attrs ...attribute.KeyValue) {
	attrs = append(t.clean(attrs), attribute.String(eventKey, e.name), attribute.String(idKey, e.id))
	trace.SpanFromContext(ctx).AddEvent(e.name, trace.WithAttributes(attrs...))
	if !t.log.Enabled(ctx, e.level) {
		return
	}
	line := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		line[i] = slog.Any(string(a.Key), a.Value.AsInterface())
	}
	t.log.LogAttrs(ctx, e.level, e.text, line...)
}

// clean masks addresses in attributes.
func (t *Telemetry) clean(attrs []attribute.KeyValue) []attribute.KeyValue {
	if t.pii {
		return attrs
	}
	for i, a := range attrs {
		if a.Value.Type() == attribute.STRING && !keep[string(a.Key)] {
			attrs[i] = a.Key.String(mask(a.Value.AsString()))
		}
	}
	return attrs
}

// fail marks the span of the context as failed.
func (t *Telemetry) fail(ctx context.Context, err error) {
	text := err.Error()
	if !t.pii {
		text = mask(text)
	}
	trace.SpanFromContext(ctx).SetStatus(codes.Error, text)
}
