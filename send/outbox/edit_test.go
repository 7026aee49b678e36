package outbox

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// changed is message n with another subject, recipient and content.
func changed(n int, content string) func(Detail, io.Reader) (Submission, error) {
	return func(Detail, io.Reader) (Submission, error) {
		s := message(n)
		s.Key, s.Subject, s.Recipients = "another", "Changed", []Recipient{{Kind: To, Address: "new@example.com"}, {Kind: Bcc, Address: "file@example.com"}}
		s.Content = func(w io.Writer) error { _, err := io.WriteString(w, content); return err }
		return s, nil
	}
}

// Drafts, what failed and what was sent in part can be changed and are sent once,
// as changed; nothing else can.
func TestEdit_states(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		p := newProvider()
		o := open(t, s.config(p))
		for _, at := range everyState(t, o) {
			err := o.Edit(t.Context(), at.ID, "ann", changed(int(at.ID), "Message-ID: <x@y>\r\n\r\nchanged\r\n"))
			if editable := at.Status == Draft || at.Status == Failed || at.Phase == Partial; editable != (err == nil) || !editable && !errors.Is(err, ErrState) {
				t.Errorf("a message that is %s: %v", at.Status, err)
			}
			m, err := o.Get(t.Context(), at.ID)
			if err != nil || m.Status != at.Status || m.Phase != at.Phase || m.Key != at.Key || len(m.Relations) != 2 {
				t.Errorf("after: %+v, %v", m, err)
			}
		}
		if err := o.Queue(t.Context(), 1, "ann"); err != nil {
			t.Fatal(err)
		}
		o.mustDrain(t)
		m := o.is(t, 1, Sent, Done)
		r, err := o.Content(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		if data, err := io.ReadAll(r); err != nil || string(data) != "Message-ID: <x@y>\r\n\r\nchanged\r\n" || len(m.Recipients) != 2 || m.Recipients[0].Address != "new@example.com" || m.Recipients[0].State != Accepted {
			t.Errorf("sent %q to %+v, %v", data, m.Recipients, err)
		}
		// The document is known by the same key.
		if r, err := o.Enqueue(t.Context(), message(1)); err != nil || r.Outcome != AlreadySent {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

// Whoever is second does not undo what the first has done.
func TestEdit_changedMeanwhile(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		o := open(t, s.config(newProvider()))
		draft := message(1)
		draft.Draft = true
		id := o.mustEnqueue(t, draft)
		for _, other := range []struct {
			name string
			do   func() error
		}{
			{"changed", func() error { return o.Edit(t.Context(), id, "bob", changed(1, "bob's")) }},
			{"queued", func() error { return o.Queue(t.Context(), id, "bob") }},
		} {
			err := o.Edit(t.Context(), id, "ann", func(d Detail, content io.Reader) (Submission, error) {
				if err := other.do(); err != nil {
					t.Fatal(err)
				}
				return changed(1, "ann's")(d, content)
			})
			if !errors.Is(err, ErrState) {
				t.Errorf("%s meanwhile: %v", other.name, err)
			}
		}
		none := errors.New("no change")
		if err := o.Edit(t.Context(), 99, "ann", changed(1, "")); !errors.Is(err, ErrNotFound) {
			t.Errorf("a message that is not there: %v", err)
		}
		other := message(2)
		other.Draft = true
		id = o.mustEnqueue(t, other)
		if err := o.Edit(t.Context(), id, "ann", func(Detail, io.Reader) (Submission, error) { return Submission{}, none }); !errors.Is(err, none) {
			t.Errorf("%v", err)
		}
		if err := o.Edit(t.Context(), id, "ann", func(Detail, io.Reader) (Submission, error) {
			m := message(2)
			m.Recipients = nil
			return m, nil
		}); !errors.Is(err, ErrNoRecipient) {
			t.Errorf("nobody to send to: %v", err)
		}
		if m := o.is(t, id, Draft, Editing); len(m.Recipients) == 0 || m.Subject != "Invoice 2" {
			t.Errorf("%+v", m)
		}
	})
}

// A correction of what was sent in part goes to nobody who has it.
func TestEdit_sentInPart(t *testing.T) {
	eachStore(t, func(t *testing.T, s store) {
		p := newProvider()
		p.answer = recipientScript
		o := open(t, s.config(p))
		for n, to := range []string{"a2", "a2 A1", "a1 a2"} {
			id := sentInPart(t, o, n)
			err := o.Edit(t.Context(), id, "ann", func(Detail, io.Reader) (Submission, error) {
				m := message(n)
				m.Recipients = nil
				for address := range strings.FieldsSeq(to) {
					m.Recipients = append(m.Recipients, Recipient{Kind: To, Address: address})
				}
				return m, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if m := o.is(t, id, Sent, Partial); m.Message.Recipients != "a1, a2" || m.Recipients[0].State != Accepted || m.Recipients[1].State != Pending {
				t.Errorf("to %s: %+v", to, m.Recipients)
			}
			if err := o.Retry(t.Context(), id, "ann"); err != nil {
				t.Fatal(err)
			}
			o.mustDrain(t)
			m := o.is(t, id, Sent, Done)
			if got := p.delivered[m.MessageID]; len(got) != 2 || fmt.Sprint(got[1].to) != "[a2]" {
				t.Errorf("to %s: delivered %+v", to, got)
			}
		}
		id := sentInPart(t, o, 9)
		err := o.Edit(t.Context(), id, "ann", func(Detail, io.Reader) (Submission, error) {
			m := message(9)
			m.Recipients = []Recipient{{Kind: To, Address: "a1"}}
			return m, nil
		})
		if m := o.is(t, id, Sent, Partial); !errors.Is(err, ErrNoRecipient) || len(m.Recipients) != 2 {
			t.Errorf("nobody left to send to: %v, %+v", err, m.Recipients)
		}
	})
}
