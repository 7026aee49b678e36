package microsoft365

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"reportmail/send/connector"
)

// leastPause is the least that an account rests when Graph asks for it.
const leastPause = time.Minute

// longestPause bounds a Retry-After that makes no sense.
const longestPause = 24 * time.Hour

// cause is what an error code of Graph means for a message, with a sentence
// for the person who can do something about it; empty keeps Graph's.
type cause struct {
	class connector.Class
	stage connector.Stage
	text  string
}

// causes by error.code, in lower case.
var causes = map[string]cause{
	"errorsendasdenied":                {connector.Permanent, connector.StageSender, "the account may not send as this sender: Send As or Send on Behalf is missing in Exchange"},
	"erroraccessdenied":                {connector.Account, connector.StageAuth, "the account may not do this in the mailbox: consent to Mail.Send and Mail.ReadWrite (.Shared for another mailbox) or full access is missing"},
	"authorization_requestdenied":      {connector.Account, connector.StageAuth, "consent to Mail.Send and Mail.ReadWrite is missing"},
	"mailboxnotenabledforrestapi":      {connector.Account, connector.StageConnect, noMailbox},
	"errormailboxnotenabledforrestapi": {connector.Account, connector.StageConnect, noMailbox},
	"mailboxnotsupportedforrestapi":    {connector.Account, connector.StageConnect, noMailbox},
	"errorinvaliduser":                 {connector.Account, connector.StageConnect, "there is no such mailbox"},
	"resourcenotfound":                 {connector.Account, connector.StageConnect, "there is no such mailbox"},
	"errornonexistentmailbox":          {connector.Account, connector.StageConnect, "there is no such mailbox"},
	"errorinvalidrecipients":           {connector.Permanent, connector.StageRecipient, ""},
	"errorrecipientsnotallowed":        {connector.Permanent, connector.StageRecipient, ""},
	"errormessagesizeexceeded":         {connector.Permanent, connector.StageContent, "the message is larger than the mailbox may send"},
	"errorattachmentsizelimitexceeded": {connector.Permanent, connector.StageContent, "an attachment is larger than the mailbox may send"},
	"errorquotaexceeded":               {connector.Account, connector.StageContent, "the mailbox is full"},
	"errorexceededmessagelimit":        {connector.Account, connector.StageReply, "the mailbox has sent as much as it may; wait, or find out whether it was taken over"},
	"errormessagesubmissionblocked":    {connector.Account, connector.StageReply, "Exchange has blocked sending from this mailbox"},
	"errormailboxstoreunavailable":     {connector.Temporary, connector.StageConnect, ""},
	"invalidauthenticationtoken":       {connector.Account, connector.StageAuth, "the sign-in has expired or was revoked: sign in again"},
}

const noMailbox = "the mailbox is not valid: it has no Exchange Online licence, or lies on another server"

// phrases are recognised in the message text where the code says nothing.
var phrases = []struct {
	in    string
	cause cause
}{
	{"rest api is not yet supported for this mailbox", cause{connector.Account, connector.StageConnect, noMailbox}},
	{"aadsts50158", cause{connector.Account, connector.StageAuth, "multi-factor authentication was not completed: sign in again"}},
	{"aadsts50076", cause{connector.Account, connector.StageAuth, "multi-factor authentication was not completed: sign in again"}},
	{"aadsts50079", cause{connector.Account, connector.StageAuth, "multi-factor authentication is not set up for this user"}},
	{"token is expired", cause{connector.Account, connector.StageAuth, "the access token has expired: sign in again"}},
}

// failure makes the error of an answer that is not the one wanted. It is never
// Unknown: whether a server's error after the hand-over is one is decided there.
func failure(stage connector.Stage, a answer) *connector.Error {
	code, text := parseError(a.body)
	e := &connector.Error{Class: classOfStatus(a.status), Stage: stage, Code: a.status, Enhanced: code, Text: text, RetryAfter: retryAfter(a.header)}
	known, ok := causes[strings.ToLower(code)]
	for _, p := range phrases {
		if !ok && strings.Contains(strings.ToLower(text), p.in) {
			known, ok = p.cause, true
		}
	}
	if ok {
		e.Class, e.Stage = known.class, known.stage
		if known.text != "" {
			e.Text = strings.TrimSuffix(known.text+" ("+text, " (") + ")"
			if text == "" {
				e.Text = known.text
			}
		}
	}
	switch {
	case a.status == http.StatusTooManyRequests:
		e.Class, e.RetryAfter = connector.Account, max(e.RetryAfter, leastPause)
	case a.status == http.StatusServiceUnavailable && e.RetryAfter > 0:
		e.Class, e.RetryAfter = connector.Account, max(e.RetryAfter, leastPause)
	}
	return e
}

func classOfStatus(status int) connector.Class {
	switch {
	case status == http.StatusUnauthorized:
		return connector.Account
	case status == http.StatusRequestTimeout, status == http.StatusConflict, status == http.StatusLocked, status == http.StatusTooEarly:
		return connector.Temporary
	case status >= 400 && status < 500:
		return connector.Permanent
	}
	return connector.Temporary
}

// parseError reads the error of an answer, in Graph's form or whatever a gateway says.
func parseError(body []byte) (code, text string) {
	var e struct {
		Error struct {
			Code    string `json:"code"`
			Message string `json:"message"`
		} `json:"error"`
	}
	if json.Unmarshal(body, &e) != nil {
		return "", ""
	}
	return printable(e.Error.Code, 100), printable(e.Error.Message, 1000)
}

// printable makes foreign text fit to be shown and stored.
func printable(s string, longest int) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > longest {
		s = strings.ToValidUTF8(s[:longest], "") + "…"
	}
	return s
}

// retryAfter reads the field of RFC 9110 10.2.3: seconds, or a date, which is
// taken against the server's own clock.
func retryAfter(h http.Header) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if v == "" {
		return 0
	}
	if n, err := strconv.Atoi(v); err == nil {
		return min(max(time.Duration(n), 0), longestPause/time.Second) * time.Second
	}
	at, err := http.ParseTime(v)
	if err != nil {
		return leastPause
	}
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return leastPause
	}
	return min(max(at.Sub(now), 0), longestPause)
}

// tokenError is the error of a sign-in: the account's, unless only the network failed.
func tokenError(ctx context.Context, err error) error {
	var already *connector.Error
	if errors.As(err, &already) || ctx.Err() != nil {
		return err
	}
	e := &connector.Error{Class: connector.Account, Stage: connector.StageAuth, Err: err}
	var ne net.Error
	var ue *url.Error
	if errors.As(err, &ne) || errors.As(err, &ue) {
		e.Class = connector.Temporary
	}
	for _, p := range phrases {
		if strings.Contains(strings.ToLower(err.Error()), p.in) {
			e.Text = p.cause.text
		}
	}
	return e
}
