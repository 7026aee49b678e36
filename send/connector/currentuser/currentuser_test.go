package currentuser

import (
	"context"
	"strings"
	"testing"
	"time"

	"reportmail/send/connector/contest"
	"reportmail/send/connector/microsoft365"
	"reportmail/send/connector/microsoft365/graphtest"
)

func TestConnector_contest(t *testing.T) {
	contest.Run(t, func(t *testing.T, o contest.Options) contest.Provider {
		// The user may send as nobody else: From of the message must not matter.
		s := graphtest.New(t, graphtest.Options{Discard: o.Discard, User: "billing@example.com", MaxMessage: 200 << 20})
		cfg := microsoft365.Config{Token: s.Token, Endpoint: s.Endpoint, HTTP: s.Client(), Mailbox: "other@example.com"}
		if o.Impatient {
			cfg.Timeouts = microsoft365.Timeouts{Request: 2 * time.Second, Upload: 700 * time.Millisecond, Settle: []time.Duration{10 * time.Millisecond}}
		}
		c, err := New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		same := func(sent, got []byte) error { return nil } // microsoft365 compares the contents
		return contest.Provider{Connector: c, Delivered: s.Messages, Inject: s.Inject, Same: same}
	})
}

func TestConnector_address(t *testing.T) {
	s := graphtest.New(t, graphtest.Options{User: "clerk@example.com"})
	c, err := New(microsoft365.Config{Token: s.Token, Endpoint: s.Endpoint, HTTP: s.Client()})
	if err != nil {
		t.Fatal(err)
	}
	a, err := c.Address(context.Background())
	if err != nil || a.Address != "clerk@example.com" || a.Name != "User of the Test" {
		t.Errorf("%+v, %v", a, err)
	}
	st, err := c.Check(context.Background())
	if err != nil || !strings.Contains(st.Text, "clerk@example.com") {
		t.Errorf("%+v, %v", st, err)
	}
	if _, err := New(microsoft365.Config{}); err == nil {
		t.Error("no error without a sign-in")
	}
}
