package main

import (
	"bytes"
	"errors"
	"testing"

	"reportmail/send/outbox"
)

// A test that reached some says whom it did not reach.
func TestSayTest_inPart(t *testing.T) {
	var out, said bytes.Buffer
	d := outbox.Detail{Message: outbox.Message{ID: 7, Account: "billing", Status: outbox.Sent, Phase: outbox.Partial, Recipients: "no@example.com, me@example.com"},
		Recipients: []outbox.Recipient{
			{Kind: outbox.To, Address: "no@example.com", State: outbox.Refused, Code: 550, Reply: "unknown user"},
			{Kind: outbox.To, Address: "me@example.com", State: outbox.Accepted}}}
	err := sayTest(&program{out: &out, err: &said}, d, nil, nil)
	var exit *exitError
	if !errors.As(err, &exit) || exit.code != exitSome {
		t.Errorf("%v", err)
	}
	if got, want := out.String(), "sent to me@example.com with account billing (message 7)\n"; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
	if got, want := said.String(), "reportmail: not sent to no@example.com (550 unknown user); reportmail outbox attempts 7 says more\n"; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
}
