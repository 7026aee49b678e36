package smtp

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"reportmail/send/connector"
	"reportmail/send/connector/contest"
	"reportmail/send/connector/smtp/smtptest"
)

// Every connection and every sign-in is told of, the good and the bad ones.
func TestConfig_observe(t *testing.T) {
	for _, c := range []struct {
		fault    contest.Fault
		password string
		want     []string
	}{
		{"", smtptest.Password, []string{"connected ", "authenticated "}},
		{"", "wrong", []string{"connected ", "authenticated sign in"}},
		{contest.ConnectRefused, smtptest.Password, []string{"connected connect"}},
	} {
		s := smtptest.New(t, smtptest.Options{})
		s.Inject(c.fault)
		var got []string
		cfg := Config{Host: s.Host, Port: s.Port, RootCAs: s.Roots, User: smtptest.User, Password: func() (string, error) { return c.password, nil }, Dial: s.Dial}
		cfg.Observe = func(_ context.Context, step Step, err error) {
			var e connector.Error
			if known, ok := err.(*connector.Error); ok {
				e = *known
			}
			got = append(got, fmt.Sprintf("%s %s", step, e.Stage))
		}
		made, err := New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = made.Check(t.Context())
		made.Close()
		if !slices.Equal(got, c.want) {
			t.Errorf("%s, password %s: %q, want %q", c.fault, c.password, got, c.want)
		}
	}
}
