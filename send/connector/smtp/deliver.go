package smtp

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"reportmail/send/connector"
	"reportmail/send/message"
)

// headerPeek is how much of a message is looked at before MAIL FROM, to see
// whether the header needs SMTPUTF8.
const headerPeek = 64 << 10

// Send submits one message over a pooled connection. An idle connection that
// the server has closed meanwhile is replaced once.
func (c *Connector) Send(ctx context.Context, d connector.Delivery, handover connector.Handover) (connector.Receipt, error) {
	ctx, stop := connector.Join(ctx, c.ctx)
	defer stop()
	if ctx.Err() != nil {
		return connector.Receipt{}, connector.Interrupted(ctx, connector.StageConnect, false)
	}
	if len(d.Envelope.To) == 0 {
		return connector.Receipt{}, &connector.Error{Class: connector.Permanent, Stage: connector.StageRecipient, Text: "there is no recipient"}
	}
	raw, err := d.Open()
	if err != nil {
		return connector.Receipt{}, fail(connector.StageContent, fmt.Errorf("open message %s: %w", d.MessageID, err))
	}
	defer raw.Close()
	src := bufio.NewReaderSize(raw, headerPeek)
	for fresh := false; ; fresh = true {
		s, reused, err := c.pool.get(ctx, fresh)
		if err != nil {
			return connector.Receipt{}, err
		}
		t := transaction{s: s, d: d, src: src, handover: handover}
		r, err := t.run(ctx)
		c.pool.put(s, t.reusable)
		if err != nil && reused && t.lostBefore {
			continue
		}
		return r, err
	}
}

// transaction is one message on one session (RFC 5321 3.3).
type transaction struct {
	s        *session
	d        connector.Delivery
	src      *bufio.Reader
	handover connector.Handover

	recipients []connector.Recipient
	// reusable: the session is in order for another message.
	reusable bool
	// lostBefore: the connection went away before anything of the message was sent.
	lostBefore bool
	announced  bool
}

func (t *transaction) run(ctx context.Context) (connector.Receipt, error) {
	unwatch := context.AfterFunc(ctx, t.s.abort)
	defer unwatch()
	r, err := t.steps(ctx)
	if err == nil {
		t.reusable = ctx.Err() == nil
		return r, nil
	}
	var e *connector.Error
	if !errors.As(err, &e) {
		e = fail(connector.StageContent, err)
	}
	if ctx.Err() != nil && e.Code == 0 && !errors.Is(e, connector.ErrNotHandedOver) {
		answers := e.Recipients
		e = connector.Interrupted(ctx, e.Stage, t.announced && e.Class == connector.Unknown)
		e.Recipients = answers
	}
	if t.reusable {
		t.reusable = ctx.Err() == nil && t.reset()
	}
	return connector.Receipt{}, connector.MaskError(e, t.s.secrets...)
}

func (t *transaction) steps(ctx context.Context) (connector.Receipt, error) {
	if err := t.refuseEarly(); err != nil {
		t.reusable = true
		return connector.Receipt{}, err
	}
	if err := t.envelope(); err != nil {
		return connector.Receipt{}, err
	}
	w, err := t.data()
	if err != nil {
		return connector.Receipt{}, err
	}
	// From here on the session can only be ended or completed.
	if err := t.content(ctx, w); err != nil {
		return connector.Receipt{}, err
	}
	said, err := connector.Announce(ctx, t.handover, connector.Notice{Refused: onlyRefused(t.recipients)})
	if err != nil {
		return connector.Receipt{}, err
	}
	t.announced = true
	return t.dot(w, said)
}

// refuseEarly finds what the server's extensions do not allow, before a word
// about the message is said.
func (t *transaction) refuseEarly() error {
	if limit, _ := t.s.maxSize(); limit > 0 && t.d.Size > limit {
		return &connector.Error{Class: connector.Permanent, Stage: connector.StageContent,
			Text: fmt.Sprintf("the message has %d bytes, %s takes at most %d", t.d.Size, t.s.cfg.Host, limit)}
	}
	if t.needsUTF8() && !t.s.offers("SMTPUTF8") {
		return &connector.Error{Class: connector.Permanent, Stage: connector.StageRecipient,
			Text: fmt.Sprintf("an address is not ASCII, and %s does not offer SMTPUTF8", t.s.cfg.Host)}
	}
	for _, a := range append([]string{t.d.Envelope.From}, t.d.Envelope.To...) {
		if strings.ContainsAny(a, "<>\r\n\x00") || strings.ContainsAny(a, " ") && !strings.Contains(a, `"`) {
			return &connector.Error{Class: connector.Permanent, Stage: connector.StageRecipient, Text: fmt.Sprintf("address %q cannot be sent", a)}
		}
	}
	return nil
}

func (t *transaction) needsUTF8() bool {
	if message.NeedsUTF8(t.d.Envelope.From) {
		return true
	}
	for _, to := range t.d.Envelope.To {
		if message.NeedsUTF8(to) {
			return true
		}
	}
	// An error of the source comes up again when the content is copied.
	start, _ := t.src.Peek(headerPeek)
	return message.HeaderNeedsUTF8(start)
}

// envelope says MAIL FROM and RCPT TO; every recipient gets an answer. It
// succeeds when one was accepted.
func (t *transaction) envelope() error {
	c := t.s.client
	c.SkipSMTPUTF8(!t.needsUTF8())
	t.s.setDSN()
	if err := t.command(connector.StageSender, func() error { return c.Mail("<" + t.d.Envelope.From + ">" + t.mailParameters()) }); err != nil {
		return err
	}
	accepted := 0
	for _, to := range t.d.Envelope.To {
		err := t.command(connector.StageRecipient, func() error { return c.Rcpt("<" + to + ">" + t.s.rcptParameters(to)) })
		var e *connector.Error
		if errors.As(err, &e) && (e.Code == 0 || e.Code == 421 || e.Class == connector.Account) {
			return err
		}
		r := connector.Recipient{Address: to, Accepted: err == nil}
		if err != nil {
			r.Class, r.Code, r.Enhanced, r.Text = e.Class, e.Code, e.Enhanced, e.Text
		} else {
			accepted++
		}
		t.recipients = append(t.recipients, r)
	}
	if accepted == 0 {
		t.reusable = true
		return allRefused(t.recipients)
	}
	return nil
}

// allRefused is Temporary when one of the recipients may be accepted later.
func allRefused(rs []connector.Recipient) error {
	e := &connector.Error{Class: connector.Permanent, Stage: connector.StageRecipient, Recipients: rs}
	for _, r := range rs {
		if r.Class == connector.Temporary {
			e.Class = connector.Temporary
		}
	}
	if len(rs) > 0 {
		e.Code, e.Enhanced = rs[0].Code, rs[0].Enhanced
		if sendAs(e.Code, e.Enhanced, rs[0].Text) {
			e.Stage = connector.StageSender
		}
	}
	return e
}

// command runs one command under its deadline and tells whether the session
// survives its failure.
func (t *transaction) command(stage connector.Stage, do func() error) error {
	err := t.s.within(t.s.cfg.Timeouts.Command)
	if err == nil {
		err = do()
	}
	if err == nil {
		return nil
	}
	t.reusable = !broken(err)
	t.lostBefore = broken(err)
	return connector.MaskError(fail(stage, err), t.s.secrets...)
}
