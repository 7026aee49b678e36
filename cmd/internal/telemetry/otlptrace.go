package telemetry

import (
	"context"

	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// spanExporter implements sdktrace.SpanExporter.
type spanExporter struct{ *client }

type jsonTraces struct {
	ResourceSpans []jsonResourceSpans `json:"resourceSpans"`
}

type jsonResourceSpans struct {
	Resource   jsonResource     `json:"resource"`
	ScopeSpans []jsonScopeSpans `json:"scopeSpans"`
}

type jsonScopeSpans struct {
	Scope jsonScope  `json:"scope"`
	Spans []jsonSpan `json:"spans"`
}

type jsonSpan struct {
	TraceID    string       `json:"traceId"`
	SpanID     string       `json:"spanId"`
	ParentID   string       `json:"parentSpanId,omitempty"`
	Name       string       `json:"name"`
	Kind       int          `json:"kind"`
	Start      string       `json:"startTimeUnixNano"`
	End        string       `json:"endTimeUnixNano"`
	Attributes []keyValue   `json:"attributes"`
	Events     []jsonEvent  `json:"events,omitempty"`
	Status     *jsonOutcome `json:"status,omitempty"`
}

type jsonEvent struct {
	Time       string     `json:"timeUnixNano"`
	Name       string     `json:"name"`
	Attributes []keyValue `json:"attributes"`
}

type jsonOutcome struct {
	Code    int    `json:"code"`
	Message string `json:"message,omitempty"`
}

// ExportSpans implements sdktrace.SpanExporter.
func (e spanExporter) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	if len(spans) == 0 {
		return nil
	}
	list := make([]jsonSpan, len(spans))
	for i, s := range spans {
		list[i] = spanOf(s)
	}
	// One provider has one resource and one scope.
	first := spans[0]
	return e.post(ctx, "/v1/traces", jsonTraces{[]jsonResourceSpans{{resourceOf(first.Resource()), []jsonScopeSpans{{scopeOf(first.InstrumentationScope()), list}}}}})
}

func spanOf(s sdktrace.ReadOnlySpan) jsonSpan {
	c := s.SpanContext()
	j := jsonSpan{
		// The protocol's kinds are the SDK's numbers (1 internal … 5 consumer).
		TraceID: c.TraceID().String(), SpanID: c.SpanID().String(), Name: s.Name(), Kind: int(s.SpanKind()),
		Start: nanos(s.StartTime()), End: nanos(s.EndTime()), Attributes: keyValues(s.Attributes()),
	}
	if p := s.Parent(); p.SpanID().IsValid() {
		j.ParentID = p.SpanID().String()
	}
	for _, e := range s.Events() {
		j.Events = append(j.Events, jsonEvent{nanos(e.Time), e.Name, keyValues(e.Attributes)})
	}
	if s.Status().Code == codes.Error {
		j.Status = &jsonOutcome{2, s.Status().Description} // STATUS_CODE_ERROR
	}
	return j
}

// Shutdown implements sdktrace.SpanExporter.
func (spanExporter) Shutdown(context.Context) error { return nil }
