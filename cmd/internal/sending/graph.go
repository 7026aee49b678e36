package sending

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"reportmail/send/account"
	"reportmail/send/connector"
	"reportmail/send/connector/currentuser"
	"reportmail/send/connector/microsoft365"
	"reportmail/send/connector/microsoft365/signin"
)

// graphAtOnce is how many requests Microsoft Graph takes at once from an app and mailbox.
const graphAtOnce = 4

// gates bound the requests of all accounts of one app.
type gates struct {
	mu  sync.Mutex
	all map[string]*microsoft365.Gate
}

func (g *gates) of(clientID string) *microsoft365.Gate {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.all == nil {
		g.all = map[string]*microsoft365.Gate{}
	}
	if g.all[clientID] == nil {
		g.all[clientID] = microsoft365.NewGate(graphAtOnce)
	}
	return g.all[clientID]
}

func (c Connectors) graph(a account.Account, user string) (microsoft365.Config, error) {
	token, err := c.tokens(a, user)
	if err != nil {
		return microsoft365.Config{}, err
	}
	cfg := microsoft365.Config{Token: token, Endpoint: a.Graph.Endpoint, Gate: c.gates.of(a.Graph.OAuth.ClientID)}
	if c.sandbox() {
		cfg.HTTP = c.http()
	}
	if a.Graph.SignIn == account.Application {
		cfg.Mailbox = a.Address
	}
	return cfg, nil
}

func makeMicrosoft365(_ context.Context, c Connectors, a account.Account) (connector.Connector, error) {
	cfg, err := c.graph(a, "")
	if err != nil {
		return nil, err
	}
	return microsoft365.New(cfg)
}

func makeCurrentUser(_ context.Context, c Connectors, a account.Account) (connector.Connector, error) {
	return &perUser{c: c, account: a, made: map[string]*currentuser.Connector{}}, nil
}

// perUser sends each message as the user whose address it carries.
type perUser struct {
	c       Connectors
	account account.Account

	mu   sync.Mutex
	made map[string]*currentuser.Connector
}

// of is the connector of the user with an address, "" of whoever is signed in.
func (p *perUser) of(address string) (*currentuser.Connector, error) {
	user := ""
	for _, u := range p.c.Workspace.Users.List {
		if known, err := SenderOf(p.account, u, p.c.Secrets); err == nil && strings.EqualFold(known.Address, address) {
			user = u.Name
			if err := u.MayUse(p.account.Connector); err != nil {
				return nil, &connector.Error{Class: connector.Permanent, Stage: connector.StageAuth, Err: err}
			}
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if c := p.made[user]; c != nil {
		return c, nil
	}
	cfg, err := p.c.graph(p.account, user)
	if err != nil {
		return nil, &connector.Error{Class: connector.Account, Stage: connector.StageAuth, Err: err}
	}
	c, err := currentuser.New(cfg)
	if err != nil {
		return nil, &connector.Error{Class: connector.Account, Stage: connector.StageAuth, Err: err}
	}
	p.made[user] = c
	return c, nil
}

// Send implements connector.Connector.
func (p *perUser) Send(ctx context.Context, d connector.Delivery, handover connector.Handover) (connector.Receipt, error) {
	c, err := p.of(d.Envelope.From)
	if err != nil {
		return connector.Receipt{}, err
	}
	r, err := c.Send(ctx, d, handover)
	var e *connector.Error
	if errors.Is(err, signin.ErrNotSignedIn) && errors.As(err, &e) && e.Class == connector.Account && !p.c.Workspace.Users.Open() {
		// One user's sign-in is not the others' matter: the account goes on.
		own := *e
		own.Class = connector.Permanent
		return r, &own
	}
	return r, err
}

// Find implements connector.Searcher.
func (p *perUser) Find(ctx context.Context, q connector.Query) (connector.Found, error) {
	c, err := p.of(q.Envelope.From)
	if err != nil {
		return connector.Found{}, err
	}
	return c.Find(ctx, q)
}

// Check implements connector.Connector: the users who have signed in are asked for.
func (p *perUser) Check(ctx context.Context) (connector.Status, error) {
	var st connector.Status
	names, err := p.c.Secrets.Store.Names()
	if err != nil {
		return st, err
	}
	var who []string
	for _, u := range p.c.signedIn(p.account, names) {
		cfg, err := p.c.graph(p.account, u)
		if err != nil {
			return st, err
		}
		c, err := currentuser.New(cfg)
		if err != nil {
			return st, err
		}
		one, err := c.Check(ctx)
		if cerr := c.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return st, fmt.Errorf("user %q: %w", u, err)
		}
		st, who = one, append(who, one.Text)
	}
	if len(who) == 0 {
		return st, &connector.Error{Class: connector.Account, Stage: connector.StageAuth, Text: fmt.Sprintf("nobody has signed in: reportmail accounts sign-in %q", p.account.Name)}
	}
	st.Text = strings.Join(who, "; ")
	return st, nil
}

// signedIn are the users whose tokens the store has for an account; "" is that of a workspace without users.
func (c Connectors) signedIn(a account.Account, names []string) []string {
	var users []string
	for _, n := range names {
		if n == SignInName(a, "") {
			users = append(users, "")
		}
		if user, ok := strings.CutPrefix(n, SignInName(a, "")+"/"); ok {
			users = append(users, user)
		}
	}
	return users
}

// Close implements connector.Connector.
func (p *perUser) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.made {
		_ = c.Close() // never fails
	}
	return nil
}
