package microsoft365

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"reportmail/send/connector"
)

// settled is how long after the hand-over a draft that is still one will not be
// sent any more: longer than Graph's gateway waits for Exchange.
const settled = 5 * time.Minute

// item is what is asked of a message.
type item struct {
	ID      string    `json:"id"`
	IsDraft bool      `json:"isDraft"`
	Sent    time.Time `json:"sentDateTime"`
}

const itemFields = "$select=id,isDraft,sentDateTime"

// Find asks for the draft by its immutable id, which survives sending, and then
// for the Message-ID.
func (c *Connector) Find(ctx context.Context, q connector.Query) (connector.Found, error) {
	ctx, stop := connector.Join(ctx, c.ctx)
	defer stop()
	if q.Ref != "" {
		m, err := c.byID(ctx, q.Ref)
		if err != nil {
			return connector.Found{}, err
		}
		if m != nil {
			return judge(m, q), nil
		}
	}
	items, err := c.byMessageID(ctx, q.MessageID)
	if err != nil {
		return connector.Found{}, err
	}
	var found *item
	for i := range items {
		if found == nil || !items[i].IsDraft {
			found = &items[i]
		}
	}
	if found == nil {
		return connector.Found{State: connector.Absent, Text: "is not in the mailbox"}, nil
	}
	return judge(found, q), nil
}

func judge(m *item, q connector.Query) connector.Found {
	switch {
	case !m.IsDraft:
		return connector.Found{State: connector.Sent, Ref: m.ID, At: m.Sent, Text: "is in the mailbox as sent"}
	case !q.HandedOver.IsZero() && time.Since(q.HandedOver) > settled:
		return connector.Found{State: connector.Unsent, Ref: m.ID, Text: "is still a draft"}
	}
	return connector.Found{State: connector.Absent, Ref: m.ID, Text: "is a draft, and may be about to leave"}
}

// byID returns nil when the mailbox has no such item.
func (c *Connector) byID(ctx context.Context, id string) (*item, error) {
	a, err := c.api.do(ctx, request{method: http.MethodGet, path: c.messagePath(id) + "?" + itemFields})
	if err != nil {
		return nil, err
	}
	if a.status == http.StatusNotFound {
		if e := failure(connector.StageConnect, a); e.Class == connector.Account {
			return nil, e // there is no mailbox, which says nothing about the message
		}
		return nil, nil
	}
	if a.status != http.StatusOK {
		return nil, failure(connector.StageConnect, a)
	}
	var m item
	return &m, a.decode(&m)
}

// byMessageID returns all copies of a message in the mailbox.
func (c *Connector) byMessageID(ctx context.Context, messageID string) ([]item, error) {
	filter := "internetMessageId eq '" + strings.ReplaceAll("<"+messageID+">", "'", "''") + "'"
	var list struct {
		Value []item `json:"value"`
	}
	err := c.api.get(ctx, c.mailbox()+"/messages?"+itemFields+"&$top=10&$filter="+url.QueryEscape(filter), &list)
	return list.Value, err
}

// clear looks for traces of an earlier attempt: drafts are removed, a copy
// that was sent is returned.
func (c *Connector) clear(ctx context.Context, messageID string) (*item, error) {
	items, err := c.byMessageID(ctx, messageID)
	if err != nil {
		return nil, err
	}
	for i := range items {
		if !items[i].IsDraft {
			return &items[i], nil
		}
	}
	for i := range items {
		a, err := c.api.do(ctx, request{method: http.MethodDelete, path: c.messagePath(items[i].ID)})
		if err != nil {
			return nil, fmt.Errorf("remove the draft of an earlier attempt: %w", err)
		}
		if a.status/100 != 2 && a.status != http.StatusNotFound {
			return nil, failure(connector.StageContent, a)
		}
	}
	return nil, nil
}

// notAsked returns the error of a request that never reached Graph: no token, or no
// connection. nil means that it may have.
func notAsked(err error) *connector.Error {
	var e *connector.Error
	if errors.As(err, &e) {
		return e
	}
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "dial" {
		return &connector.Error{Class: connector.Temporary, Stage: connector.StageConnect, Err: err}
	}
	return nil
}
