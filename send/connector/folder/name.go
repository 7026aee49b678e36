package folder

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// maxName keeps names within what every file system takes (255 bytes).
const maxName = 180

// FileName returns the name of the file of a message: its Message-ID with what
// file systems do not like percent-encoded, and a hash in place of the rest when
// it is very long. Different Message-IDs have different names, also where
// upper and lower case are the same.
func FileName(messageID string) string {
	var b strings.Builder
	upper := false
	for i := 0; i < len(messageID); i++ {
		switch c := messageID[i]; {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', strings.IndexByte("-_@+=", c) >= 0, c == '.' && i > 0:
			b.WriteByte(c)
		case 'A' <= c && c <= 'Z':
			upper = true
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02x", c)
		}
	}
	name := b.String()
	if upper || len(name) > maxName {
		sum := sha256.Sum256([]byte(messageID))
		name = name[:min(len(name), maxName)] + "~" + hex.EncodeToString(sum[:8])
	}
	return name + ".eml"
}
