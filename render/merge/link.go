package merge

import (
	"net/url"
	"strconv"
	"strings"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

// A column X_Url holds an address; X_UrlText beside it the text to show for it.
const (
	urlSuffix  = "_Url"
	textSuffix = "_UrlText"
	altSuffix  = "_Alt"
	maxURL     = 8 << 10 // no browser or mail client takes longer ones
)

// schemes are those that a document may link to. Everything else can run or read something on the reader's machine.
var schemes = map[string]bool{"http": true, "https": true, "mailto": true, "tel": true}

// linkLook is the look of text that becomes a link.
type linkLook struct{ look }

// pushLink makes a link of an address; an address that is refused stays as text.
func (s *textStep) pushLink(x *exec, address string) {
	stem := strings.TrimSuffix(s.b.column, urlSuffix)
	text := s.b.sibling(x, stem+textSuffix)
	if text == "" {
		text = address
	}
	from := x.origin(s.b)
	href, ok := x.href(s.b, address)
	if !ok {
		x.push(x.text(s.look, text, from))
		return
	}
	x.push(&doc.Link{URL: href, Content: x.one(x.text(s.link.look, text, from))})
}

// href checks an address out of a dataset and reports the ones that are refused.
func (x *exec) href(b *binding, address string) (string, bool) {
	href := x.safe(address, b.where)
	return href, href != ""
}

// checked is an address that a layout and the data make together; "" when it is empty or refused, which is reported.
func (x *exec) checked(address string, where diag.Where) string {
	if strings.TrimSpace(address) == "" {
		return ""
	}
	return x.safe(address, func() diag.Where { return where })
}

// safe is an address that may stand in a document; "" for one that is refused, which is reported.
func (x *exec) safe(address string, where func() diag.Where) string {
	href, reason := safeURL(address)
	if reason != "" {
		x.find.Warn("link-refused", where(), "links go to http, https, mailto and tel addresses", "the address %s is refused: %s", quoted(address), reason)
	}
	return href
}

// inAddress is a value at its place in an address: one that begins the address is taken as it is, one further on cannot
// change the parts around it (RFC 3986 2.3).
func inAddress(before, value string) string {
	if before == "" {
		return strings.TrimSpace(value)
	}
	return strings.ReplaceAll(url.QueryEscape(value), "+", "%20")
}

// safeURL is the address as it may stand in a document, or the reason why it may not.
func safeURL(address string) (href, reason string) {
	address = strings.TrimSpace(address)
	if len(address) > maxURL {
		return "", "too long"
	}
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return "", "not an address"
	case u.Scheme == "":
		return "", "no scheme"
	case !schemes[strings.ToLower(u.Scheme)]:
		return "", "scheme " + u.Scheme
	case (u.Scheme == "http" || u.Scheme == "https") && u.Host == "":
		return "", "no host"
	}
	return u.String(), ""
}

// quoted is a value for a message, cut to a length that a person reads.
func quoted(s string) string {
	const most = 60
	r := []rune(s)
	if len(r) > most {
		s = string(r[:most]) + "…"
	}
	return strconv.Quote(s)
}
