package smtp

import (
	"fmt"
	"strings"
)

// mailParameters follow the path of MAIL FROM: the size (RFC 1870 4) and, with
// DSN, the name that notifications carry (RFC 3461 4.4).
//
// QUIRK: go-mail has no arguments for them; it writes what it is given after the
// colon and its own parameters behind.
func (t *transaction) mailParameters() string {
	var p string
	if t.s.offers("SIZE") {
		p += fmt.Sprintf(" SIZE=%d", t.d.Size)
	}
	if t.s.wantsDSN() && len(t.d.MessageID) <= 100 {
		p += " ENVID=" + xtext(t.d.MessageID)
	}
	return p
}

// rcptParameters follow the path of RCPT TO: the address as the message has
// it, for notifications (RFC 3461 4.2).
func (s *session) rcptParameters(to string) string {
	if !s.wantsDSN() || len(s.cfg.DSN.Notify) == 0 {
		return ""
	}
	kind := "rfc822;"
	for i := 0; i < len(to); i++ {
		if to[i] >= 0x80 {
			return "" // RFC 6533 3 has its own form; without ORCPT the path is taken
		}
	}
	return " ORCPT=" + kind + xtext(to)
}

func (s *session) wantsDSN() bool {
	return (s.cfg.DSN.Return != "" || len(s.cfg.DSN.Notify) > 0) && s.offers("DSN")
}

// setDSN tells go-mail what to ask for; it minds the extension itself.
func (s *session) setDSN() {
	s.client.SetDSNMailReturnOption(strings.ToUpper(s.cfg.DSN.Return))
	s.client.SetDSNRcptNotifyOption(strings.ToUpper(strings.Join(s.cfg.DSN.Notify, ",")))
}

// xtext encodes a value of a DSN parameter (RFC 3461 4).
func xtext(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if c := s[i]; c > ' ' && c < 0x7f && c != '+' && c != '=' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "+%02X", c)
		}
	}
	return b.String()
}
