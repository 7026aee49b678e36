package smtp

import (
	"errors"
	"net/textproto"
	"regexp"
	"strings"
	"time"
	"unicode"

	"reportmail/send/connector"
)

// throttlePause is the least that an account rests after the server asked for
// less; servers do not say for how long.
const throttlePause = time.Minute

// enhancedCode is the enhanced status code at the start of a reply line (RFC 2034 4).
var enhancedCode = regexp.MustCompile(`^([245]\.\d{1,3}\.\d{1,3})(?:\s+|$)`)

// queueID finds the name that the server gave to the message: "queued as X"
// of Postfix and many others, InternalId of Exchange, "id=X" of Exim.
var queueID = regexp.MustCompile(`(?i)queued as ([A-Za-z0-9._-]{3,80})|InternalId=(\d{3,30})|\bid=([A-Za-z0-9-]{5,40})`)

// splitReply takes the enhanced code off each line of a reply text.
func splitReply(msg string) (enhanced, text string) {
	var lines []string
	for line := range strings.SplitSeq(msg, "\n") {
		line = printable(line)
		if m := enhancedCode.FindStringSubmatch(line); m != nil {
			if enhanced == "" {
				enhanced = m[1]
			}
			line = line[len(m[0]):]
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	const longest = 1000 // what an outbox row shows; a server can write without end
	text = strings.Join(lines, " ")
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + "…"
	}
	return enhanced, text
}

// printable makes a line of a reply fit to be shown and stored.
func printable(line string) string {
	line = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(line, "?"))
	return strings.TrimSpace(line)
}

// refFrom returns the server's name of the message, empty if it gave none.
func refFrom(text string) string {
	for i, m := range queueID.FindStringSubmatch(text) {
		if i > 0 && m != "" {
			return m
		}
	}
	return ""
}

// fail makes the error of a step before the hand-over. It is never Unknown.
func fail(stage connector.Stage, err error) *connector.Error {
	var already *connector.Error
	if errors.As(err, &already) {
		return already
	}
	e := &connector.Error{Class: connector.Temporary, Stage: stage, Err: err}
	var reply *textproto.Error
	if !errors.As(err, &reply) {
		return e
	}
	e.Code, e.Err = reply.Code, nil
	e.Enhanced, e.Text = splitReply(reply.Msg)
	classify(e)
	return e
}

// classify gives an answered error its class (RFC 5321 4.2.1, RFC 3463, RFC 4954 6).
func classify(e *connector.Error) {
	switch {
	case throttled(e.Code, e.Enhanced, e.Text):
		e.Class, e.RetryAfter = connector.Account, throttlePause
	case e.Code == 535, e.Code == 530, e.Code == 534, e.Code == 538, e.Enhanced == "5.7.30":
		e.Class = connector.Account
	case e.Stage == connector.StageAuth && e.Code >= 500:
		e.Class = connector.Account
	case e.Code >= 500 && e.Code < 600:
		e.Class = connector.Permanent
	default:
		e.Class = connector.Temporary
	}
	if sendAs(e.Code, e.Enhanced, e.Text) {
		e.Stage = connector.StageSender
	}
}

// throttleWords tell "too much at once" from other reasons for a 4xx: Exchange
// says 4.3.2 for both, and 4.7.1 is greylisting elsewhere.
var throttleWords = []string{"throttl", "too many", "rate limit", "ratelimit", "sending rate", "limit exceeded", "concurrent", "quota", "submission quota", "exceeded the"}

func throttled(code int, enhanced, text string) bool {
	if code < 400 || code >= 500 {
		return false
	}
	if code == 432 {
		return true
	}
	// 4.5.3 is about the recipients of one message, 4.2.2 about one mailbox.
	if enhanced != "" && enhanced != "4.3.2" && !strings.HasPrefix(enhanced, "4.7.") {
		return false
	}
	text = strings.ToLower(text)
	if code == 452 && strings.Contains(text, "recipient") {
		return false
	}
	for _, w := range throttleWords {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// sendAs recognises the refusal of the sender, at whatever command it comes:
// Exchange after the content, Postfix at the first recipient.
func sendAs(code int, enhanced, text string) bool {
	if code < 500 {
		return false
	}
	text = strings.ToLower(text)
	return enhanced == "5.7.60" || enhanced == "5.2.252" || strings.Contains(text, "sendasdenied") ||
		strings.Contains(text, "sender address rejected") || strings.Contains(text, "not owned by user") || strings.Contains(text, "send as this sender")
}

// broken reports whether the connection is of no more use after an error: no
// answer at all, or the announcement that it is being closed.
func broken(err error) bool {
	var reply *textproto.Error
	return err != nil && (!errors.As(err, &reply) || reply.Code == 421)
}
