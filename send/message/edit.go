package message

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/emersion/go-message/textproto"
)

// EditOptions say what becomes another in the header of a message that was
// finished and is to be finished once more.
type EditOptions struct {
	// To, Cc and Bcc replace those of the message; nil keeps them, and an empty
	// list takes them off.
	To, Cc, Bcc []Address
	// Subject replaces that of the message; nil keeps it.
	Subject *string
	// MessageID and Routing take the place of what the message has.
	MessageID string
	Routing   Routing
	// DropReplyTo takes off Reply-To when it is just this address, that of an
	// account that the message leaves; what the message asked for itself stays.
	DropReplyTo string
}

// unfinished are the fields that Finish puts in; it knows them better.
var unfinished = map[string]bool{"date": true, "from": true, "sender": true, "message-id": true}

// Edit copies a message from src to dst with another header, ready for Finish.
// The body is copied byte for byte.
func Edit(dst io.Writer, src io.Reader, opt EditOptions) error {
	in, err := Open(src)
	if err != nil {
		return err
	}
	h, err := opt.header(in)
	if err != nil {
		return fmt.Errorf("edit message %q: %w", in.MessageID, err)
	}
	w := bufio.NewWriterSize(dst, writeBuffer)
	if err := textproto.WriteHeader(w, h); err != nil {
		return err
	}
	if _, err := io.CopyBuffer(w, onlyReader{in.Body}, make([]byte, writeBuffer)); err != nil {
		return err
	}
	return w.Flush()
}

func (opt *EditOptions) header(in *Opened) (textproto.Header, error) {
	var h fieldList
	gone := map[string]bool{
		"reply-to": len(in.ReplyTo) == 1 && strings.EqualFold(in.ReplyTo[0].Address, opt.DropReplyTo),
		"subject":  opt.Subject != nil,
	}
	for _, l := range []struct {
		name string
		list []Address
	}{{"To", opt.To}, {"Cc", opt.Cc}, {"Bcc", opt.Bcc}} {
		gone[strings.ToLower(l.name)] = l.list != nil
		h.addresses(l.name, l.list...)
	}
	if opt.Subject != nil {
		if err := checkText("Subject", *opt.Subject); err != nil {
			return textproto.Header{}, err
		}
		h.text("Subject", *opt.Subject)
	}
	h.add("Message-ID", messageIDField(opt.MessageID))
	for _, f := range opt.Routing.fields() {
		gone[strings.ToLower(f.Name)] = true
		h.text(f.Name, f.Value)
	}
	for it := in.Header.Fields(); it.Next(); {
		name := strings.ToLower(it.Key())
		if unfinished[name] || gone[name] {
			continue
		}
		raw, err := it.Raw()
		if err != nil {
			return textproto.Header{}, err
		}
		h.raw = append(h.raw, bytes.Clone(raw))
	}
	return h.header(), nil
}
