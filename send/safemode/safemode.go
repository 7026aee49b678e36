// Package safemode keeps the mail of a workspace away from its real recipients: that of a sandbox, of a test, of every
// copy of a workspace until somebody says that it is meant to send. It knows what may leave; who asks, and what happens
// to the rest, is decided elsewhere.
package safemode

import (
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/yamledit"
	"reportmail/internal/yamlread"
	"reportmail/send/message"
)

// Kind is what happens to messages.
type Kind string

// The kinds of safe mode.
const (
	// Off sends as the accounts say.
	Off Kind = "off"
	// Folder writes every message to a folder; nothing leaves the machine.
	Folder Kind = "folder"
	// Redirect sends everything to one address.
	Redirect Kind = "redirect"
	// Allow sends to a list of addresses and domains and refuses all others.
	Allow Kind = "allow"
)

// ErrRefused says that safe mode does not let a message out.
var ErrRefused = errors.New("refused by safe mode")

// Mode is a safe mode. The zero Mode is Off.
type Mode struct {
	Kind Kind
	// To is where Redirect sends.
	To message.Address
	// Allowed are the addresses and domains of Allow, in lower case.
	Allowed []string
	// Why says where the mode comes from, for people.
	Why string
}

// On reports whether anything is held back.
func (m Mode) On() bool { return m.Kind != Off && m.Kind != "" }

// String says what happens to messages.
func (m Mode) String() string {
	switch m.Kind {
	case Folder:
		return "safe mode: messages go to a folder, nothing leaves this machine"
	case Redirect:
		return "safe mode: every message goes to " + m.To.Address
	case Allow:
		return "safe mode: messages go to " + strings.Join(m.Allowed, ", ") + " only"
	}
	return "off: messages go to their recipients"
}

// Permits reports whether an account may hand a message over to an address.
func (m Mode) Permits(address string) bool {
	switch m.Kind {
	case Folder:
		return false
	case Redirect:
		return strings.EqualFold(address, m.To.Address)
	case Allow:
		return m.allows(strings.ToLower(address))
	}
	return true
}

func (m Mode) allows(address string) bool {
	domain := address[strings.LastIndexByte(address, '@')+1:]
	for _, a := range m.Allowed {
		if a == address || a == domain {
			return true
		}
	}
	return false
}

// Check refuses a message with recipients that the mode does not permit, all of them named.
func (m Mode) Check(recipients []string) error {
	var bad []string
	for _, r := range recipients {
		if !m.Permits(r) {
			bad = append(bad, r)
		}
	}
	if len(bad) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %s not allowed; %s", ErrRefused, are(bad), m)
}

func are(list []string) string {
	if len(list) == 1 {
		return list[0] + " is"
	}
	return strings.Join(list, ", ") + " are"
}

// New makes a mode and checks its addresses; to is for Redirect and Allow.
func New(kind Kind, to ...string) (Mode, error) {
	m := Mode{Kind: kind}
	switch kind {
	case Off, Folder:
		if len(to) > 0 {
			return m, fmt.Errorf("%s takes no addresses", kind)
		}
	case Redirect:
		if len(to) != 1 {
			return m, errors.New("redirect takes one address")
		}
		a, err := message.ParseAddress(to[0])
		if err != nil {
			return m, err
		}
		m.To = a
	case Allow:
		return m.allow(to)
	default:
		return m, fmt.Errorf("%q is no safe mode; use off, folder, redirect or allow", kind)
	}
	return m, nil
}

func (m Mode) allow(list []string) (Mode, error) {
	if len(list) == 0 {
		return m, errors.New("allow takes addresses or domains")
	}
	for _, entry := range list {
		// A domain is checked as the domain of an address.
		local, domain, isAddress := strings.Cut(entry, "@")
		if !isAddress {
			local, domain = "", entry
		}
		a, err := message.ParseAddress("x" + local + "@" + domain)
		if err != nil {
			return m, fmt.Errorf("%q is neither an address nor a domain", entry)
		}
		if local == "" {
			m.Allowed = append(m.Allowed, a.Domain())
			continue
		}
		m.Allowed = append(m.Allowed, strings.ToLower(a.Address[1:]))
	}
	return m, nil
}

// Load reads what stands under "safe_mode:" of reportmail.yaml; nothing is Off.
//
//	safe_mode: folder
//	safe_mode: {redirect: test@noordzee.example}
//	safe_mode: {allow: [noordzee.example, partner@example.com]}
func Load(file string, n *yaml.Node) (Mode, error) {
	n = yamledit.Resolved(n)
	if yamledit.Missing(n) {
		return Mode{Kind: Off}, nil
	}
	kind, to, ok := Kind(n.Value), []string(nil), n.Kind == yaml.ScalarNode
	if kind == "false" {
		kind = Off
	}
	if n.Kind == yaml.MappingNode && len(n.Content) == 2 {
		v := yamledit.Resolved(n.Content[1])
		kind, ok = Kind(n.Content[0].Value), true
		to = []string{v.Value}
		if v.Kind == yaml.SequenceNode {
			to = nil
			for _, item := range v.Content {
				to = append(to, item.Value)
			}
		}
	}
	m, err := New(kind, to...)
	if !ok || err != nil {
		msg := "safe_mode"
		if err != nil {
			msg += ": " + err.Error()
		}
		// Whoever wrote a mode meant to be careful.
		return Mode{Kind: Folder}, &yamlread.Error{File: file, Line: n.Line, Msg: msg, Hint: "write folder, {redirect: ADDRESS} or {allow: [DOMAIN]}"}
	}
	m.Why = "set in " + file
	return m, nil
}

// Node is a mode as Load reads it; nil is Off.
func (m Mode) Node() *yaml.Node {
	switch m.Kind {
	case Folder:
		return yamledit.Text("folder")
	case Redirect:
		n := yamledit.Mapping()
		yamledit.Put(n, "redirect", yamledit.Text(m.To.Address))
		return n
	case Allow:
		n := yamledit.Mapping()
		yamledit.Put(n, "allow", yamledit.Texts(m.Allowed))
		return n
	}
	return nil
}
