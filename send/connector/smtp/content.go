package smtp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/textproto"

	gosmtp "github.com/wneessen/go-mail/smtp"

	"reportmail/send/connector"
)

// data opens the content.
func (t *transaction) data() (*gosmtp.DataCloser, error) {
	var w io.WriteCloser
	err := t.command(connector.StageContent, func() (err error) { w, err = t.s.client.Data(); return err })
	if err != nil {
		return nil, err
	}
	dc, ok := w.(*gosmtp.DataCloser)
	if !ok {
		return nil, fail(connector.StageContent, fmt.Errorf("writer of the content is a %T", w))
	}
	return dc, nil
}

// content sends the whole message except the final dot and makes sure that it
// is on its way, so that a dead connection is noticed before the hand-over.
func (t *transaction) content(ctx context.Context, w io.Writer) error {
	dst := &blockWriter{w: w, s: t.s, seven: !t.s.offers("8BITMIME")}
	err := connector.Copy(ctx, dst, t.src, t.d.Size)
	if err == nil {
		err = t.s.client.Text.W.Flush()
	}
	if err != nil {
		e := fail(connector.StageContent, fmt.Errorf("message %s: %w", t.d.MessageID, err))
		if errors.Is(err, errEightBit) {
			e.Class = connector.Permanent
		}
		return e
	}
	return nil
}

// errEightBit: RFC 6152 3, a message with 8-bit lines needs 8BITMIME.
var errEightBit = errors.New("the message has 8-bit lines, and the server does not offer 8BITMIME")

// blockWriter moves the deadline on with every block.
type blockWriter struct {
	w     io.Writer
	s     *session
	seven bool
}

func (b *blockWriter) Write(p []byte) (int, error) {
	if b.seven {
		for _, c := range p {
			if c >= 0x80 {
				return 0, errEightBit
			}
		}
	}
	if err := b.s.within(b.s.cfg.Timeouts.Block); err != nil {
		return 0, err
	}
	return b.w.Write(p)
}

// dot sends the end of the content and reads the one reply that decides
// (RFC 5321 4.2.5). Whatever is not a reply with a meaning is Unknown.
func (t *transaction) dot(w *gosmtp.DataCloser, said connector.Announced) (connector.Receipt, error) {
	if err := t.s.within(t.s.cfg.Timeouts.Final); err != nil {
		// The connection is gone and the dot was not sent.
		return connector.Receipt{}, fail(connector.StageHandover, err)
	}
	if err := said.Fresh(); err != nil {
		return connector.Receipt{}, err
	}
	err := w.Close()
	code, msg := 250, w.ServerResponse()
	if err != nil {
		var reply *textproto.Error
		if !errors.As(err, &reply) || reply.Code < 200 || (reply.Code >= 300 && reply.Code < 400) || reply.Code >= 600 {
			return connector.Receipt{}, &connector.Error{Class: connector.Unknown, Stage: connector.StageReply, Text: "no reply to the end of the message", Err: err, Recipients: t.recipients}
		}
		code, msg = reply.Code, reply.Msg
	}
	if code >= 300 {
		t.reusable = !broken(err)
		e := fail(connector.StageReply, err)
		e.Recipients = onlyRefused(t.recipients)
		return connector.Receipt{}, e
	}
	enhanced, text := splitReply(msg)
	text = connector.Mask(text, t.s.secrets...)
	return connector.Receipt{Ref: refFrom(text), Code: code, Enhanced: enhanced, Reply: text, Recipients: t.recipients}, nil
}

func onlyRefused(rs []connector.Recipient) []connector.Recipient {
	return connector.Receipt{Recipients: rs}.Refused()
}

// reset clears a transaction that was not completed.
func (t *transaction) reset() bool {
	return t.s.within(t.s.cfg.Timeouts.Command) == nil && t.s.client.Reset() == nil
}
