package sending

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"reportmail/cmd/internal/workspace"
	"reportmail/send/connector/smtp/smtptest"
	"reportmail/send/message"
	"reportmail/send/outbox"
)

// try sends a test to somebody with an account.
func try(t *testing.T, w *workspace.Workspace, account, to string) error {
	t.Helper()
	u, err := w.Users.Find("")
	if err != nil {
		t.Fatal(err)
	}
	m := message.Message{To: []message.Address{{Address: to}}, Subject: "[Test] Invoice", Text: "Hello", Date: time.Now(), MessageID: to + ".test"}
	var raw bytes.Buffer
	if err := m.Write(&raw); err != nil {
		t.Fatal(err)
	}
	in := NewIntake(w, u, time.Now)
	in.Account = account
	_, err = Test(t.Context(), in, &raw)
	return err
}

// freePort is a port that nobody listens at.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// A test that does not go out at once never does, and the next one sends itself only.
func TestTest_nowOrNever(t *testing.T) {
	server := smtptest.New(t, smtptest.Options{NoTLS: true})
	config := "accounts:\n  - {name: relay, connector: smtp, address: a@x.example, default: true, smtp: {server: 127.0.0.1, port: %d, security: none}}\n"
	w := open(t, fmt.Sprintf(config, freePort(t)))
	err := try(t, w, "relay", "first@x.example")
	if !errors.Is(err, errTestNotSent) || !strings.Contains(err.Error(), "refused") {
		t.Fatalf("nobody listens: %v", err)
	}
	leaveOne(t, w)
	if err := os.WriteFile(w.Path(workspace.ConfigFile), fmt.Appendf(nil, config, server.Port), 0o600); err != nil {
		t.Fatal(err)
	}
	if w, err = workspace.Open(w.Dir); err != nil {
		t.Fatal(err)
	}
	if err := try(t, w, "relay", "second@x.example"); err != nil {
		t.Fatal(err)
	}
	got := server.Messages()
	if len(got) != 1 || !strings.Contains(string(got[0].Content), "second@x.example") {
		t.Errorf("%d messages arrived, want the second test only", len(got))
	}
}

// leaveOne leaves a message in the outbox that tests had in common in earlier versions.
func leaveOne(t *testing.T, w *workspace.Workspace) {
	t.Helper()
	box, err := outbox.Open(t.Context(), outbox.Config{Dir: w.Path(workspace.StateDir, trialsDir), Accounts: w.Accounts})
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	_, err = box.Enqueue(t.Context(), outbox.Submission{Account: "relay", MessageID: "left.test", From: "a@x.example",
		Recipients: []outbox.Recipient{{Kind: outbox.To, Address: "left@x.example"}}, Content: func(out io.Writer) error {
			_, err := io.WriteString(out, "Subject: left\r\n\r\n")
			return err
		}})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTest_outcomes(t *testing.T) {
	for _, c := range []struct {
		status outbox.Status
		want   error
	}{
		{outbox.Sent, nil}, {outbox.Unknown, errTestUnknown}, {outbox.Processing, errTestUnknown}, {outbox.Queued, errTestNotSent}, {outbox.Failed, errTestNotSent}, {outbox.Draft, errTestNotSent},
	} {
		if err := became(outbox.Detail{Message: outbox.Message{Status: c.status, Account: "relay"}}, nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.status, err, c.want)
		}
	}
}
