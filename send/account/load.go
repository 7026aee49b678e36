package account

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/yamledit"
	"reportmail/internal/yamlread"
)

// ErrNotFound says that there is no account of that name.
var ErrNotFound = errors.New("no such account")

// Load reads the list under "accounts:" of reportmail.yaml. All faults are
// reported at once, as *yamlread.Error values joined; the accounts are returned as far
// as they could be read, in the order of the file. A nil node is an empty list.
func Load(file string, list *yaml.Node) ([]Account, error) {
	r := &reader{file: file}
	accounts := r.accounts(list)
	r.checkTogether(accounts)
	r.checkDefault(list, accounts)
	slices.SortStableFunc(r.faults, func(a, b *yamlread.Error) int { return a.Line - b.Line })
	errs := make([]error, len(r.faults))
	for i, f := range r.faults {
		errs[i] = f
	}
	return accounts, errors.Join(errs...)
}

// reader collects faults while it reads.
type reader struct {
	file   string
	where  string // "account Billing: "
	faults []*yamlread.Error
}

func (r *reader) fault(n *yaml.Node, hint, format string, args ...any) {
	line := 0
	if n != nil {
		line = n.Line
	}
	r.faults = append(r.faults, &yamlread.Error{File: r.file, Line: line, Msg: r.where + fmt.Sprintf(format, args...), Hint: hint})
}

func (r *reader) accounts(list *yaml.Node) []Account {
	list = yamledit.Resolved(list)
	if yamledit.Missing(list) {
		return nil
	}
	if list.Kind != yaml.SequenceNode {
		r.fault(list, "write each account as an item with a dash", "accounts is not a list")
		return nil
	}
	out := make([]Account, 0, len(list.Content))
	for _, n := range list.Content {
		out = append(out, r.account(yamledit.Resolved(n)))
	}
	return out
}

// field reads one key of a mapping into a T.
type field[T any] func(r *reader, v *yaml.Node, into *T)

var accountFields = map[string]field[Account]{
	"name":        func(r *reader, v *yaml.Node, a *Account) { r.text(v, &a.Name) },
	"connector":   func(r *reader, v *yaml.Node, a *Account) { oneOf(r, v, &a.Connector, kinds...) },
	"address":     func(r *reader, v *yaml.Node, a *Account) { r.address(v, &a.Address) },
	"sender_name": func(r *reader, v *yaml.Node, a *Account) { r.text(v, &a.SenderName) },
	"reply_to":    func(r *reader, v *yaml.Node, a *Account) { r.address(v, &a.ReplyTo) },
	"default":     func(r *reader, v *yaml.Node, a *Account) { r.boolean(v, &a.Default) },
	"limits":      func(r *reader, v *yaml.Node, a *Account) { mapping(r, v, &a.Limits, limitFields) },
	"retry":       func(r *reader, v *yaml.Node, a *Account) { mapping(r, v, &a.Retry, retryFields) },
	"window":      func(r *reader, v *yaml.Node, a *Account) { r.window(v, &a.Window) },
	"folder": func(r *reader, v *yaml.Node, a *Account) {
		a.Folder = &FolderSettings{}
		if v.Kind == yaml.ScalarNode {
			r.text(v, &a.Folder.Path)
			return
		}
		mapping(r, v, a.Folder, folderFields)
	},
	"smtp": func(r *reader, v *yaml.Node, a *Account) {
		a.SMTP = &SMTPSettings{}
		mapping(r, v, a.SMTP, smtpFields)
	},
	"graph": func(r *reader, v *yaml.Node, a *Account) {
		a.Graph = &GraphSettings{}
		mapping(r, v, a.Graph, graphFields)
	},
	"dkim": func(r *reader, v *yaml.Node, a *Account) {
		a.DKIM = &DKIMSettings{}
		mapping(r, v, a.DKIM, dkimFields)
	},
}

func (r *reader) account(n *yaml.Node) Account {
	a := Account{File: r.file, Line: n.Line}
	if name := yamledit.Value(n, "name"); name != nil && name.Kind == yaml.ScalarNode {
		r.where = "account " + name.Value + ": "
	} else {
		r.where = "account: "
	}
	defer func() { r.where = "" }()
	a.Limits.PerMinute, a.Limits.MessageMB = -1, -1 // to tell "not set" from "no limit"
	mapping(r, n, &a, accountFields)
	r.complete(n, &a)
	return a
}

// complete fills in defaults and checks what a single field cannot show.
func (r *reader) complete(n *yaml.Node, a *Account) {
	a.setDefaults()
	if a.Name == "" {
		r.fault(n, "", "it has no name")
	}
	if strings.ContainsAny(a.Name, "\r\n\t") {
		r.fault(yamledit.Value(n, "name"), "", "its name has a line break or a tab")
	}
	if a.Connector == "" && yamledit.Value(n, "connector") == nil {
		r.fault(n, "add connector: folder, smtp, microsoft365 or currentuser", "it has no connector")
	}
	r.completeKind(n, a)
	r.range_(yamledit.Value(n, "limits"), "limits.concurrency", a.Limits.Concurrency, 1, MaxConcurrency)
	r.range_(yamledit.Value(n, "retry"), "retry.attempts", a.Retry.Attempts, 1, MaxAttempts)
}

func (r *reader) completeKind(n *yaml.Node, a *Account) {
	settings := map[Kind]string{Folder: "folder", SMTP: "smtp", Microsoft365: "graph", CurrentUser: "graph"}
	for _, section := range []string{"folder", "smtp", "graph"} {
		if v := yamledit.Value(n, section); v != nil && a.Connector != "" && settings[a.Connector] != section {
			r.fault(v, "", "settings under %s, but the connector is %s", section, a.Connector)
		}
	}
	needsAddress := a.Connector == Folder || a.Connector == Microsoft365 || a.Connector == SMTP && a.SMTP != nil && a.SMTP.Sender != AsUser
	if needsAddress && a.Address == "" && yamledit.Value(n, "address") == nil {
		r.fault(n, "", "it has no address")
	}
	switch {
	case a.Connector == SMTP && yamledit.Value(n, "smtp") == nil:
		r.fault(n, "add smtp: with server, port, security and login", "it has no smtp settings")
	case a.Connector == SMTP:
		r.completeSMTP(yamledit.Value(n, "smtp"), a)
	case a.Graph != nil:
		r.completeGraph(n, a)
	}
}

func (r *reader) completeSMTP(n *yaml.Node, a *Account) {
	s := a.SMTP
	if s.Server == "" {
		r.fault(n, "", "smtp has no server")
	}
	if s.Login == NoLogin {
		return
	}
	if s.User == "" {
		s.User = a.Address
	}
	if s.User == "" {
		r.fault(n, "", "smtp login %s needs a user", s.Login)
	}
	if o := s.OAuth; s.Login == OAuth2 && o.TokenURL != "" && o.RefreshToken == "" && o.ClientSecret == "" {
		r.fault(n, "add refresh_token or client_secret under oauth", "a provider with token_url needs something to sign in with")
	}
	if s.Login != OAuth2 && yamledit.Value(n, "password") == nil {
		r.fault(n, "add password: env:NAME", "smtp login %s needs a password", s.Login)
	}
}

// completeGraph asks for the registration that a connector signs in with.
func (r *reader) completeGraph(n *yaml.Node, a *Account) {
	g, o := a.Graph, a.Graph.OAuth
	if a.Connector != Microsoft365 && a.Connector != CurrentUser {
		return
	}
	at := n
	if v := yamledit.Value(n, "graph"); v != nil {
		at = v
	}
	if o.TokenURL != "" || len(o.Scopes) > 0 || o.RefreshToken != "" {
		r.fault(at, "sign in with reportmail accounts sign-in", "token_url, scopes and refresh_token are for smtp")
	}
	if g.SignIn == Application && a.Connector == CurrentUser {
		r.fault(at, "use browser or device_code", "an application is nobody's mailbox")
	}
	if g.SignIn == Application && o.ClientSecret == "" && o.Certificate == "" {
		r.fault(at, "add client_secret: store:NAME or certificate: file:PATH", "an application needs a secret or a certificate to sign in")
	}
}

// checkTogether finds faults between accounts.
func (r *reader) checkTogether(all []Account) {
	names, boxes := map[string]int{}, map[string]int{}
	defaults, users := 0, 0
	at := func(a Account) *yaml.Node { return &yaml.Node{Line: a.Line} }
	for _, a := range all {
		key := strings.ToLower(a.Name)
		if first := names[key]; first > 0 && key != "" {
			r.fault(at(a), "", "account %s: the name is taken by the account at line %d", a.Name, first)
		}
		names[key] = a.Line
		if a.Connector == Microsoft365 && a.Address != "" {
			box := strings.ToLower(a.Address)
			if first := boxes[box]; first > 0 {
				r.fault(at(a), "", "account %s: the mailbox %s is set up at line %d already", a.Name, a.Address, first)
			}
			boxes[box] = a.Line
		}
		if a.Connector == CurrentUser {
			if users++; users > 1 {
				r.fault(at(a), "", "account %s: there can be one account of the connector currentuser", a.Name)
			}
		}
		if a.Default {
			if defaults++; defaults > 1 {
				r.fault(at(a), "", "account %s: there is a default account already", a.Name)
			}
		}
	}
}
