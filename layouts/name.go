package layouts

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ErrName is returned for a name that cannot be a file on every system.
var ErrName = errors.New("not a name for a layout")

// maxName keeps names with .docx and a temporary suffix below the 143 bytes that encrypted file systems allow.
const maxName = 120

// device names stand for devices in Windows, with or without an extension.
var devices = []string{"con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9"}

// CheckName tells whether a name can be that of a layout: a file name without .docx on Windows, macOS and Linux alike.
func CheckName(name string) error {
	bad := func(format string, args ...any) error {
		return fmt.Errorf("%w: %q: %s", ErrName, name, fmt.Sprintf(format, args...))
	}
	switch {
	case name == "":
		return bad("it is empty")
	case len(name) > maxName:
		return bad("it has more than %d bytes", maxName)
	case !utf8.ValidString(name):
		return bad("it is no UTF-8")
	case strings.TrimSpace(name) != name || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") || strings.HasSuffix(name, "."):
		return bad("it begins or ends with a space or a dot, or begins with a tilde")
	case strings.HasSuffix(strings.ToLower(name), extension):
		return bad("leave %s away", extension)
	}
	for _, r := range name {
		if strings.ContainsRune(`<>:"/\|?*`, r) || unicode.IsControl(r) {
			return bad("the character %q cannot be in a file name", r)
		}
	}
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	for _, d := range devices {
		if stem == d {
			return bad("Windows keeps %s for a device", d)
		}
	}
	return nil
}

// copyOf is a free name for a copy: "Copy of invoice", "Copy of invoice 2", … taken tells which names are not free.
func copyOf(name string, taken func(string) bool) string {
	base := "Copy of " + name
	for n := 1; ; n++ {
		try := base
		if n > 1 {
			try = fmt.Sprintf("%s %d", base, n)
		}
		if !taken(try) {
			return try
		}
	}
}
