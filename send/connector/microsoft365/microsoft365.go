// Package microsoft365 is the connector that sends as a mailbox of Microsoft
// 365 over Microsoft Graph v1.0, with plain HTTP requests.
//
// A message is first a draft with an immutable id, then gets its attachments,
// and is handed over by POST …/send, which has no body and says nothing about
// the message: if its answer is lost the draft can be asked whether it still is
// one. That, and the Message-ID, which Graph keeps, make sending practically once
// only; a sendMail request with everything in it would leave nothing to ask.
//
// Graph builds its own MIME: subject, recipients, HTML (or the text where
// there is no HTML), attachments with their content ids, Message-ID and X-
// fields arrive, the plain-text alternative and the Auto-Submitted field do
// not. Recipients are accepted or refused together.
//
// Documents: Microsoft Graph v1.0 "message", "attachment:
// createUploadSession", "immutable identifiers for Outlook resources", "throttling guidance".
package microsoft365

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"reportmail/send/connector"
	"reportmail/send/message"
)

// Endpoint is Microsoft Graph of the worldwide cloud.
const Endpoint = "https://graph.microsoft.com/v1.0"

// Config is the set-up of an account.
type Config struct {
	// Token returns an access token for Graph, with renew one that was not
	// returned before.
	Token func(ctx context.Context, renew bool) (string, error)
	// Mailbox is the address whose drafts and sent items are used; empty is the mailbox
	// of the signed-in user. An application (client credentials) must name it; a user
	// needs full access to it.
	Mailbox string
	// OwnSender leaves "from" out, so that the mailbox itself is the sender.
	// Otherwise From of the message is sent, for which the user needs Send As
	// or Send on Behalf.
	OwnSender bool

	// Endpoint is Graph's address; Endpoint the constant when it is empty.
	Endpoint string
	// HTTP makes the requests; a client of its own when it is nil.
	HTTP *http.Client
	// Gate bounds the requests of all accounts of one app; nil is no bound.
	Gate     *Gate
	Timeouts Timeouts
}

// Timeouts are how long the connector waits. Zero values are the defaults.
type Timeouts struct {
	Request time.Duration // an answer: 100 seconds, as long as Graph's own gateway
	Upload  time.Duration // the answer to one piece of an attachment: 5 minutes
	// Settle are the pauses between questions after a send without an answer:
	// 1, 2 and 4 seconds.
	Settle []time.Duration
}

// perMailbox is how many messages one account sends at a time: Graph allows
// four requests at once and mailbox.
const perMailbox = 3

// Gate bounds requests that are under way at the same time.
type Gate struct{ slots chan struct{} }

// NewGate returns a gate for n requests. Graph allows 4 for an app and mailbox.
func NewGate(n int) *Gate { return &Gate{make(chan struct{}, n)} }

// Connector sends messages of one account. It implements connector.Connector and
// connector.Searcher.
type Connector struct {
	cfg    Config
	api    *client
	slots  chan struct{}
	ctx    context.Context
	cancel context.CancelCauseFunc
}

// New checks the set-up and returns a connector that has not asked for anything yet.
func New(cfg Config) (*Connector, error) {
	if cfg.Token == nil {
		return nil, errors.New("graph account without a sign-in")
	}
	if cfg.Mailbox != "" {
		a, err := message.ParseAddress(cfg.Mailbox)
		if err != nil {
			return nil, fmt.Errorf("graph account: mailbox: %w", err)
		}
		cfg.Mailbox = a.Address
	}
	if cfg.Endpoint == "" {
		cfg.Endpoint = Endpoint
	}
	u, err := url.Parse(cfg.Endpoint)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("graph account: endpoint %q is not an address", cfg.Endpoint)
	}
	cfg.Timeouts.complete()
	ctx, cancel := context.WithCancelCause(context.Background())
	c := &Connector{cfg: cfg, slots: make(chan struct{}, perMailbox), ctx: ctx, cancel: cancel}
	c.api = newClient(&c.cfg)
	return c, nil
}

func (t *Timeouts) complete() {
	if t.Request <= 0 {
		t.Request = 100 * time.Second
	}
	if t.Upload <= 0 {
		t.Upload = 5 * time.Minute
	}
	if t.Settle == nil {
		t.Settle = []time.Duration{time.Second, 2 * time.Second, 4 * time.Second}
	}
}

// Close ends what is under way.
func (c *Connector) Close() error {
	c.cancel(connector.ErrClosed)
	c.api.close()
	return nil
}

// Send makes a draft, hands it over and sends it.
func (c *Connector) Send(ctx context.Context, d connector.Delivery, handover connector.Handover) (connector.Receipt, error) {
	ctx, stop := connector.Join(ctx, c.ctx)
	defer stop()
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		return connector.Receipt{}, connector.Interrupted(ctx, connector.StageConnect, false)
	}
	plan, err := outline(ctx, d, c.cfg.OwnSender)
	if err != nil {
		return connector.Receipt{}, before(ctx, connector.StageContent, err)
	}
	if earlier, err := c.clear(ctx, d.MessageID); err != nil {
		return connector.Receipt{}, before(ctx, connector.StageConnect, err)
	} else if earlier != nil {
		return c.sentBefore(ctx, d, earlier, handover)
	}
	id, err := c.draft(ctx, plan)
	if err == nil {
		err = c.attach(ctx, id, d, plan)
	}
	if err != nil {
		c.discard(ctx, id, d.MessageID)
		return connector.Receipt{}, before(ctx, connector.StageContent, err)
	}
	said, err := connector.Announce(ctx, handover, connector.Notice{Ref: id})
	if err == nil {
		err = said.Fresh()
	}
	if err != nil {
		c.discard(ctx, id, d.MessageID)
		return connector.Receipt{}, err
	}
	return c.send(ctx, id, d)
}

// sentBefore reports a message that the mailbox has sent already: an earlier
// attempt got through although nobody heard of it.
func (c *Connector) sentBefore(ctx context.Context, d connector.Delivery, m *item, handover connector.Handover) (connector.Receipt, error) {
	if _, err := connector.Announce(ctx, handover, connector.Notice{Ref: m.ID}); err != nil {
		return connector.Receipt{}, err
	}
	return connector.Receipt{Ref: m.ID, Reply: "the mailbox had sent it before", Recipients: connector.AllAccepted(d.Envelope.To)}, nil
}

// before makes an error of a step before the hand-over.
func before(ctx context.Context, stage connector.Stage, err error) error {
	var e *connector.Error
	if ctx.Err() != nil {
		return connector.Interrupted(ctx, stage, false)
	}
	if errors.As(err, &e) {
		return e
	}
	return &connector.Error{Class: connector.Temporary, Stage: stage, Err: err}
}

// mailbox is the path of the mailbox.
func (c *Connector) mailbox() string {
	if c.cfg.Mailbox == "" {
		return "/me"
	}
	return "/users/" + url.PathEscape(c.cfg.Mailbox)
}

// Check asks for the mailbox, with the rights that sending needs.
func (c *Connector) Check(ctx context.Context) (connector.Status, error) {
	ctx, stop := connector.Join(ctx, c.ctx)
	defer stop()
	var folder struct {
		DisplayName string `json:"displayName"`
	}
	if err := c.api.get(ctx, c.mailbox()+"/mailFolders/drafts?$select=displayName", &folder); err != nil {
		return connector.Status{}, before(ctx, connector.StageConnect, err)
	}
	who := c.cfg.Mailbox
	if who == "" {
		u, err := c.User(ctx)
		if err != nil {
			return connector.Status{}, before(ctx, connector.StageAuth, err)
		}
		who = u.String()
	}
	return connector.Status{Text: "Microsoft Graph, mailbox of " + who, MaxSize: maxMessage}, nil
}

// maxMessage is the largest message that Exchange Online can be set up for; the default is
// 35 MB, which only sending finds out.
const maxMessage = 150 << 20

// User returns the signed-in user. Applications have none.
func (c *Connector) User(ctx context.Context) (message.Address, error) {
	var me struct {
		UserPrincipalName string `json:"userPrincipalName"`
		DisplayName       string `json:"displayName"`
	}
	if err := c.api.get(ctx, "/me?$select=userPrincipalName,displayName", &me); err != nil {
		return message.Address{}, err
	}
	a, err := message.ParseAddress(me.UserPrincipalName)
	if err != nil {
		return message.Address{}, fmt.Errorf("signed-in user: %w", err)
	}
	a.Name = strings.TrimSpace(me.DisplayName)
	return a, nil
}

// source opens the message of a delivery, with its promised length.
func source(ctx context.Context, d connector.Delivery) (io.Reader, io.Closer, error) {
	r, err := d.Open()
	if err != nil {
		return nil, nil, fmt.Errorf("open message %s: %w", d.MessageID, err)
	}
	return connector.Exactly(ctx, r, d.Size), r, nil
}
