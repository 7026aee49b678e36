package font

import (
	"strings"
	"unicode/utf16"
)

// naming is what the name table says (OpenType 1.9, name).
type naming struct {
	families   []string // name 1 in every language: families of at most four faces
	typo       []string // name 16: families of any weight; empty when they are the same
	subfamily  string   // name 17, else 2
	postscript string   // name 6
}

// maxNames bounds the records read; fonts with many languages have some hundreds.
const maxNames = 4096

func parseNames(t view) naming {
	var n naming
	storage := t.from(t.u16(4))
	english := make(map[int]bool)
	for i := range min(t.u16(2), maxNames) {
		r := t.part(6+12*i, 12)
		platform, lang, id := r.u16(0), r.u16(4), r.u16(6)
		s := decodeName(platform, storage.part(r.u16(10), r.u16(8)))
		if s == "" {
			continue
		}
		first := platform == 3 && lang == 0x409 || platform == 1 && lang == 0
		switch id {
		case 1:
			n.families = addName(n.families, s, first)
		case 16:
			n.typo = addName(n.typo, s, first)
		case 2, 17:
			if n.subfamily == "" || first && (id == 17 || !english[17]) {
				n.subfamily = s
				english[id] = first
			}
		case 6:
			if n.postscript == "" || first {
				n.postscript = s
			}
		}
	}
	return n
}

// addName adds a family name once, the English one at the front.
func addName(names []string, s string, front bool) []string {
	for _, o := range names {
		if strings.EqualFold(o, s) {
			return names
		}
	}
	if front {
		return append([]string{s}, names...)
	}
	return append(names, s)
}

// decodeName reads UTF-16 of the Unicode and Windows platforms and the ASCII part of Macintosh Roman.
func decodeName(platform int, b view) string {
	if platform == 1 {
		for _, c := range b {
			if c < 0x20 || c > 0x7E {
				return ""
			}
		}
		return strings.TrimSpace(string(b))
	}
	u := make([]uint16, len(b)/2)
	for i := range u {
		u[i] = uint16(b.u16(2 * i))
	}
	return strings.TrimSpace(strings.Trim(string(utf16.Decode(u)), "\x00"))
}
