package telemetry

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"reportmail/send/account"
	"reportmail/send/connector"
	"reportmail/send/connector/smtp"
	"reportmail/send/outbox"
)

// collector is an OTLP/HTTP receiver.
type collector struct {
	*httptest.Server
	mu     sync.Mutex
	bodies map[string][][]byte
}

func newCollector(t *testing.T) *collector {
	t.Helper()
	c := &collector{bodies: map[string][][]byte{}}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		c.mu.Lock()
		defer c.mu.Unlock()
		if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" || r.Header.Get("Authorization") != "secret" {
			t.Errorf("%s %s with %v", r.Method, r.URL, r.Header)
		}
		c.bodies[r.URL.Path] = append(c.bodies[r.URL.Path], body)
	}))
	t.Cleanup(c.Close)
	return c
}

var accounts = []account.Account{
	{Name: "relay", Connector: account.SMTP, SMTP: &account.SMTPSettings{Server: "mail.x.example", Port: 587, Login: account.Password}},
	{Name: "billing@x.example", Connector: account.Microsoft365},
}

// run tells one of everything.
func run(ctx context.Context, tel *Telemetry) {
	o := tel.Observer(accounts)
	m := outbox.Message{ID: 7, Account: "relay", MessageID: "abc@x.example", Scenario: "Sales Invoice", Document: "SI-1", Subject: "Invoice for Anna", Recipients: "anna@customer.example", Sender: "billing@x.example", Count: 1, Tries: 2, Size: 1000}
	inner := o.Attempting(ctx, m)
	o.SMTP(accounts[0])(inner, smtp.Connected, nil)
	o.SMTP(accounts[0])(inner, smtp.Authenticated, errors.New("535 wrong password of billing@x.example"))
	m.Status, m.Phase, m.NotBefore = outbox.Queued, outbox.Backoff, time.Unix(1000, 0)
	o.Attempted(inner, outbox.Attempted{Message: m, Took: time.Second, Err: &connector.Error{Class: connector.Temporary, Stage: connector.StageRecipient, Code: 450, Text: "<anna@customer.example>: try later"}})
	m.Status, m.Phase = outbox.Failed, outbox.Exhausted
	o.Attempted(o.Attempting(ctx, m), outbox.Attempted{Message: m, Err: &connector.Error{Class: connector.Permanent, Stage: connector.StageRecipient}})
	m.Account, m.Status, m.Phase = "billing@x.example", outbox.Sent, outbox.Done
	o.Attempted(o.Attempting(ctx, m), outbox.Attempted{Message: m, Took: 20 * time.Millisecond})
	o.Limited(ctx, "relay", time.Unix(2000, 0))
	tel.AccountSetUp(ctx, accounts[1], nil)
	tel.AccountSetUp(ctx, accounts[0], errors.New("no"))
}

// Every event comes with its Business Central id; addresses and subjects only when they are asked for.
func TestTelemetry_events(t *testing.T) {
	for _, pii := range []bool{false, true} {
		var out bytes.Buffer
		log, err := NewLog(&out, "json", pii)
		if err != nil {
			t.Fatal(err)
		}
		tel, err := New(Options{Log: log, PII: pii})
		if err != nil {
			t.Fatal(err)
		}
		run(t.Context(), tel)
		if err := tel.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(out.String(), "anna@") || strings.Contains(out.String(), "billing@") || strings.Contains(out.String(), "Invoice for"); got != pii {
			t.Errorf("pii %v:\n%s", pii, out.String())
		}
		if pii {
			continue
		}
		want := []string{"AL0000PMT ", "AL0000GKJ Yes", "AL0000GKK No", "AL0000CTP ", "AL0000PMV ", "AL0000PMT ", "AL0000CTP ", "AL0000PMU ", "AL0000PMT ", "AL0000CTV ", "AL0000CTK ", "AL0000CTF ", "AL0000CTI "}
		var got []string
		for line := range strings.SplitSeq(strings.TrimSpace(out.String()), "\n") {
			var e map[string]any
			if err := json.Unmarshal([]byte(line), &e); err != nil {
				t.Fatal(err)
			}
			answer, _ := e["connected"].(string)
			if a, ok := e["authenticated"].(string); ok {
				answer = a
			}
			got = append(got, e[idKey].(string)+" "+answer)
			if e["event"] == "email.sent" && (e["outbox_id"] != 7.0 || e["message_id"] != "abc@x.example" || e["connector"] != "microsoft365" || e["duration"] != 0.02 || e["attempt"] != 2.0 || e["scenario"] != "Sales Invoice") {
				t.Errorf("%v", e)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("events %q, want %q", got, want)
		}
	}
}

// What is exported is OTLP in JSON: traces with their events, sums, gauges and histograms.
func TestTelemetry_exports(t *testing.T) {
	c := newCollector(t)
	tel, err := New(Options{Endpoint: c.URL + "/", Headers: map[string]string{"Authorization": "secret"}, Service: "reportmail", Version: "1", Workspace: "ws"})
	if err != nil {
		t.Fatal(err)
	}
	if err := tel.Gauges(func(context.Context) (map[outbox.Status]int, error) {
		return map[outbox.Status]int{outbox.Queued: 4}, nil
	}); err != nil {
		t.Fatal(err)
	}
	run(t.Context(), tel)
	if err := tel.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	traces, metrics := string(c.bodies["/v1/traces"][0]), string(c.bodies["/v1/metrics"][0])
	if dir := os.Getenv("REPORTMAIL_OTLP_DUMP"); dir != "" { // to hold them against the protocol's own decoder
		_ = os.WriteFile(dir+"/traces.json", []byte(traces), 0o600)
		_ = os.WriteFile(dir+"/metrics.json", []byte(metrics), 0o600)
	}
	for _, want := range []string{`"service.name"`, `"name":"email.attempt","kind":4`, `"name":"email.failed"`, `{"key":"bc.event_id","value":{"stringValue":"AL0000GKK"}}`,
		`{"key":"outbox_id","value":{"intValue":"7"}}`, `"status":{"code":2,"message":"recipients: 450: \u003c*@customer.example\u003e: try later"}`} {
		if !strings.Contains(traces, want) {
			t.Errorf("traces lack %s:\n%s", want, traces)
		}
	}
	for _, want := range []string{`"name":"reportmail.attempts"`, `"asInt":"1"`, `"isMonotonic":true`, `"name":"reportmail.outbox.messages"`, `"asInt":"4"`, `"name":"reportmail.attempt.duration"`, `"bucketCounts":["0",`, `"sum":1`} {
		if !strings.Contains(metrics, want) {
			t.Errorf("metrics lack %s:\n%s", want, metrics)
		}
	}
	if both := traces + metrics; strings.Contains(both, "anna@") || strings.Contains(both, "billing@") || strings.Contains(both, "Invoice for") {
		t.Errorf("addresses or subjects in\n%s", both)
	}
}

func TestTelemetry_offAndBroken(t *testing.T) {
	tel, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	run(t.Context(), tel)
	if err := tel.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if err := (*Telemetry)(nil).Close(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := New(Options{Endpoint: "localhost:4318"}); err == nil {
		t.Error("an endpoint without http is accepted")
	}
	srv := httptest.NewServer(http.NotFoundHandler())
	defer srv.Close()
	tel, err = New(Options{Endpoint: srv.URL})
	if err != nil {
		t.Fatal(err)
	}
	run(t.Context(), tel)
	if err := tel.Close(t.Context()); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("a receiver that refuses: %v", err)
	}
}

func TestMask_addresses(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "no address": "no address", "a@b": "a@b",
		"450 <anna.de-vries+x@mail.customer.example>: no": "450 <*@mail.customer.example>: no",
		"a@b.example, c@d.example;e@f.example":            "*@b.example, *@d.example;*@f.example",
		"ü@münchen.example":                               "*@münchen.example",
	} {
		if got := mask(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
