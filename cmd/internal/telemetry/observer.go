package telemetry

import (
	"context"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"

	"reportmail/send/account"
	"reportmail/send/connector"
	"reportmail/send/connector/smtp"
	"reportmail/send/outbox"
)

// Observer tells what becomes of the messages of accounts. It implements outbox.Observer.
type Observer struct {
	t          *Telemetry
	connectors map[string]account.Kind
}

// Observer is an observer of an outbox with these accounts.
func (t *Telemetry) Observer(accounts []account.Account) *Observer {
	o := &Observer{t: t, connectors: map[string]account.Kind{}}
	for _, a := range accounts {
		o.connectors[a.Name] = a.Connector
	}
	return o
}

func (o *Observer) about(m outbox.Message) []attribute.KeyValue {
	about := append(o.by(m.Account), attribute.Int64("outbox_id", m.ID), attribute.String(messageIDKey, m.MessageID),
		attribute.String("scenario", m.Scenario), attribute.String("usage", m.Usage), attribute.String("document", m.Document),
		attribute.Int("attempt", m.Tries), attribute.Int64("size", m.Size), attribute.Int("recipients", m.Count))
	if o.t.pii {
		about = append(about, attribute.String("subject", m.Subject), attribute.String("to", m.Recipients), attribute.String("from", m.Sender))
	}
	return o.t.clean(about)
}

// by names an account; a name may be an address.
func (o *Observer) by(name string) []attribute.KeyValue {
	return o.t.clean([]attribute.KeyValue{attribute.String("account", name), attribute.String("connector", string(o.connectors[name]))})
}

// Attempting implements outbox.Observer.
func (o *Observer) Attempting(ctx context.Context, m outbox.Message) context.Context {
	ctx, _ = o.t.tracer.Start(ctx, "email.attempt", trace.WithSpanKind(trace.SpanKindProducer), trace.WithAttributes(o.about(m)...))
	o.t.tell(ctx, attempt, o.about(m)...)
	if m.Tries > 1 {
		o.t.tell(ctx, retrying, o.about(m)...)
	}
	return ctx
}

// Attempted implements outbox.Observer.
func (o *Observer) Attempted(ctx context.Context, a outbox.Attempted) {
	defer trace.SpanFromContext(ctx).End()
	about := append(o.about(a.Message), attribute.Float64("duration", a.Took.Seconds()), attribute.String("status", string(a.Status)), attribute.String("phase", string(a.Phase)))
	by := o.by(a.Account)
	outcome := "sent"
	if a.Err != nil {
		outcome = string(connector.ClassOf(a.Err))
		about = append(about, attribute.String("error", a.Err.Error()), attribute.String("class", outcome), attribute.Int("code", a.ErrorCode))
		o.t.fail(ctx, a.Err)
		o.t.tell(ctx, failed, about...)
	} else {
		o.t.tell(ctx, sent, about...)
	}
	if o.connectors[a.Account] == account.SMTP {
		o.t.tell(ctx, smtpSent, append(o.about(a.Message), yesNo("sent", a.Err == nil))...)
	}
	switch {
	case a.Status == outbox.Queued:
		o.t.tell(ctx, retry, append(o.about(a.Message), attribute.String("due", a.NotBefore.UTC().Format(time.RFC3339)))...)
	case a.Phase == outbox.Exhausted:
		o.t.tell(ctx, exhausted, about...)
	}
	set := metric.WithAttributes(append(by, attribute.String("outcome", outcome))...)
	o.t.m.attempts.Add(ctx, 1, set)
	o.t.m.duration.Record(ctx, a.Took.Seconds(), set)
	if a.Status != outbox.Queued && a.Status != outbox.Processing {
		o.t.m.messages.Add(ctx, 1, metric.WithAttributes(append(by, attribute.String("status", string(a.Status)))...))
	}
}

// Limited implements outbox.Observer.
func (o *Observer) Limited(ctx context.Context, name string, until time.Time) {
	by := o.by(name)
	o.t.m.limits.Add(ctx, 1, metric.WithAttributes(by...))
	o.t.tell(ctx, rescheduled, append(by, attribute.String("due", until.UTC().Format(time.RFC3339)))...)
}

// SMTP tells of the connections and sign-ins of an account; it is for the connector's set-up.
func (o *Observer) SMTP(a account.Account) func(context.Context, smtp.Step, error) {
	return func(ctx context.Context, s smtp.Step, err error) {
		about := []attribute.KeyValue{attribute.String("account", a.Name), attribute.String("connector", string(a.Connector)), attribute.String("server", a.SMTP.Server), attribute.Int("port", a.SMTP.Port), attribute.String("login", string(a.SMTP.Login))}
		set := metric.WithAttributes(append(o.by(a.Name), attribute.Bool("ok", err == nil))...)
		if err != nil {
			about = append(about, attribute.String("error", err.Error()))
		}
		switch s {
		case smtp.Connected:
			o.t.m.connections.Add(ctx, 1, set)
			o.t.tell(ctx, smtpConnected, append(about, yesNo("connected", err == nil))...)
		case smtp.Authenticated:
			o.t.m.signIns.Add(ctx, 1, set)
			o.t.tell(ctx, smtpSignedIn, append(about, yesNo("authenticated", err == nil))...)
		}
	}
}

// yesNo is an answer as Business Central writes it.
func yesNo(key string, ok bool) attribute.KeyValue {
	if ok {
		return attribute.String(key, "Yes")
	}
	return attribute.String(key, "No")
}

// AccountSetUp tells that an account was set up, or why not.
func (t *Telemetry) AccountSetUp(ctx context.Context, a account.Account, err error) {
	about := []attribute.KeyValue{attribute.String("account", a.Name), attribute.String("connector", string(a.Connector))}
	if err != nil {
		t.tell(ctx, setUpFailed, append(about, attribute.String("error", err.Error()))...)
		return
	}
	t.tell(ctx, accountSetUp, about...)
}

// Gauges reports the outbox whenever metrics are exported: messages by status.
func (t *Telemetry) Gauges(count func(context.Context) (map[outbox.Status]int, error)) error {
	_, err := t.meter.Int64ObservableGauge("reportmail.outbox.messages", metric.WithUnit("{message}"), metric.WithDescription("messages in the outbox by status"),
		metric.WithInt64Callback(func(ctx context.Context, o metric.Int64Observer) error {
			counts, err := count(ctx)
			for status, n := range counts {
				o.Observe(int64(n), metric.WithAttributes(attribute.String("status", string(status))))
			}
			return err
		}))
	return err
}
