package message

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"
)

// Key is what makes a message the same message however often it is rendered.
type Key struct {
	Company, Usage, Document string
	// Revision tells apart what was sent on purpose again, or changed since.
	// Empty for the first.
	Revision string
}

// String is the text of the key for the X-Reportmail-Key field and for idempotency:
// the four parts with a slash between, slashes and percent signs in them as
// %2F and %25, so that two keys never look alike.
func (k Key) String() string {
	esc := strings.NewReplacer("%", "%25", "/", "%2F")
	parts := []string{k.Company, k.Usage, k.Document, k.Revision}
	for i, p := range parts {
		parts[i] = esc.Replace(p)
	}
	return strings.Join(parts, "/")
}

// idEncoding has lower-case letters and digits only: safe in every header,
// file name and URL.
var idEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// MessageID makes the Message-ID of a key, without angle brackets. The left
// part is a hash of the key, so it tells nothing about the document; domain is
// one of the sender's own (RFC 5322 3.6.4) and must be complete.
func MessageID(k Key, domain string) (string, error) {
	ascii, reason := asciiDomain(domain)
	if reason != "" {
		return "", fmt.Errorf("domain of the message ids: %s", reason)
	}
	// 160 bits: no two documents of this world meet.
	sum := sha256.Sum256([]byte("message-id\x00" + k.String()))
	return idEncoding.EncodeToString(sum[:20]) + "@" + ascii, nil
}

// boundary makes the boundary of one multipart level: the same for the same
// message, different for each level. "=_" cannot occur in quoted-printable
// or base64, so no content is ever mistaken for it (RFC 2045 6.7).
func boundary(messageID, role string) string {
	sum := sha256.Sum256([]byte(role + "\x00" + messageID))
	return "=_" + idEncoding.EncodeToString(sum[:15])
}

// validID checks the content of a Message-ID as strictly as receivers do.
func validID(id string) bool {
	left, right, ok := strings.Cut(id, "@")
	return ok && left != "" && right != "" && len(id) <= 250 && strings.IndexFunc(id, badInID) < 0 && !strings.Contains(right, "@")
}

// validContentID checks a Content-ID; one @ is usual but clients do without.
func validContentID(id string) bool {
	return id != "" && len(id) <= 250 && strings.IndexFunc(id, badInID) < 0
}

func badInID(r rune) bool {
	return r <= ' ' || r >= 0x7f || strings.ContainsRune(`<>()[]\,;:"`, r)
}
