package graphtest

import (
	"net/http"
	"slices"
	"time"

	"reportmail/send/connector/contest"
)

// send is POST …/send: no body, 202, and the draft is one no more.
func (c *call) send() *graphError {
	if c.r.ContentLength != 0 || len(c.body) > 0 {
		c.s.problem("send with a body")
		return refuse(http.StatusBadRequest, "BadRequest", "send has no body")
	}
	if err := c.refused(); err != nil {
		return err
	}
	switch {
	case c.s.has(contest.Lost):
		drop(c.w)
		return nil
	case c.s.has(contest.HangAfterHandover):
		c.s.hang(c.r)
		return refuse(http.StatusServiceUnavailable, "", "")
	case c.s.has(SendBusy):
		return &graphError{http.StatusServiceUnavailable, "ErrorServerBusy", "The server is busy.", "30"}
	case c.s.has(GatewayBefore):
		return refuse(http.StatusGatewayTimeout, "UnknownError", "")
	}
	if err := c.commit(); err != nil {
		return err
	}
	switch {
	case c.s.has(contest.ReplyLost), c.s.has(IDChanged):
		drop(c.w)
		return nil
	case c.s.has(GatewayAfter):
		return refuse(http.StatusGatewayTimeout, "UnknownError", "")
	}
	c.w.WriteHeader(http.StatusAccepted)
	return nil
}

// refused are the answers that say no.
func (c *call) refused() *graphError {
	switch {
	case c.s.has(contest.SenderRefused):
		return sendAsDenied()
	case c.s.has(contest.RecipientsRefused):
		return refuse(http.StatusBadRequest, "ErrorInvalidRecipients", "At least one recipient isn't valid.")
	case c.s.has(contest.Refused):
		return refuse(http.StatusBadRequest, "ErrorInvalidRequest", "The request is invalid.")
	case c.s.has(DraftVanishes):
		c.s.mu.Lock()
		delete(c.s.items, c.id)
		c.s.mu.Unlock()
	}
	return nil
}

func sendAsDenied() *graphError {
	return refuse(http.StatusForbidden, "ErrorSendAsDenied", "The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.")
}

func (c *call) commit() *graphError {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	m, err := c.find()
	if err != nil {
		return err
	}
	if !m.draft {
		return refuse(http.StatusBadRequest, "ErrorInvalidOperation", "The message has been sent.")
	}
	if len(m.To)+len(m.Cc)+len(m.Bcc) == 0 {
		return refuse(http.StatusBadRequest, "ErrorInvalidRecipients", "At least one recipient is needed.")
	}
	if m.From != nil && m.From.EmailAddress.Address != m.mailbox && !slices.Contains(c.s.opt.SendAs, "*") && !slices.Contains(c.s.opt.SendAs, m.From.EmailAddress.Address) {
		return sendAsDenied()
	}
	if m.size*4/3 > c.s.opt.MaxMessage {
		return refuse(http.StatusRequestEntityTooLarge, "ErrorMessageSizeExceeded", "The message exceeds the maximum supported size.")
	}
	m.draft, m.at = false, time.Now()
	if !m.immutable || c.s.fault == IDChanged {
		delete(c.s.items, m.id)
		m.id += "sent"
		c.s.items[m.id] = m
	}
	c.s.order = append(c.s.order, m)
	return nil
}
