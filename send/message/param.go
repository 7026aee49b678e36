package message

import (
	"fmt"
	"mime"
	"path"
	"strings"
	"unicode/utf8"
)

// parameters formats a parameter, each string being one piece with its "; "
// apart (RFC 2045 5.1). A value that is not plain ASCII, or too long for a line,
// is written twice: a stand-in in ASCII for old readers, and by RFC 2231 with
// UTF-8 and, where it is long, continuations.
func parameters(name, value string) []string {
	plain := isASCII(value)
	if one := name + "=" + quoteParam(value); plain && len(one) <= maxHeaderLine-2 {
		return []string{one}
	}
	out := []string{name + "=" + quoteParam(standIn(value))}
	chunks := percentChunks(value, maxHeaderLine-len(name)-10)
	if len(chunks) == 1 {
		return append(out, fmt.Sprintf("%s*=UTF-8''%s", name, chunks[0]))
	}
	for i, c := range chunks {
		charset := ""
		if i == 0 {
			charset = "UTF-8''"
		}
		out = append(out, fmt.Sprintf("%s*%d*=%s%s", name, i, charset, c))
	}
	return out
}

// percentChunks percent-encodes s (RFC 2231 7, attribute-char) in pieces of at
// most room bytes. A character is kept in one piece: some readers decode each for itself.
func percentChunks(s string, room int) []string {
	var out []string
	var b strings.Builder
	limit := room - len("UTF-8''")
	for len(s) > 0 {
		_, n := utf8.DecodeRuneInString(s)
		enc := percentEncode(s[:n])
		if b.Len()+len(enc) > limit && b.Len() > 0 {
			out, limit = append(out, b.String()), room
			b.Reset()
		}
		b.WriteString(enc)
		s = s[n:]
	}
	return append(out, b.String())
}

func percentEncode(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if c := s[i]; isLetterDigit(c) || strings.IndexByte("!#$&+-.^_`|~", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// standIn makes a short ASCII file name out of any, keeping the extension,
// which decides what a double click does.
func standIn(s string) string {
	ascii := func(s string) string {
		return strings.Map(func(r rune) rune {
			switch {
			case r == '"' || r == '\\' || r < 0x20 || r == 0x7f:
				return -1
			case r >= utf8.RuneSelf:
				return '_'
			}
			return r
		}, s)
	}
	ext := ascii(path.Ext(s))
	if len(ext) > 10 {
		ext = ""
	}
	stem := ascii(strings.TrimSuffix(s, path.Ext(s)))
	if len(stem) > 40 {
		stem = strings.TrimRight(stem[:40], " ")
	}
	if stem == "" {
		stem = "file"
	}
	return stem + ext
}

// quoteParam quotes a value unless it is a token (RFC 2045 5.1).
func quoteParam(v string) string {
	for i := 0; i < len(v); i++ {
		if !isLetterDigit(v[i]) && strings.IndexByte("!#$&*+-._`{}~", v[i]) < 0 {
			return quote(v)
		}
	}
	if v == "" {
		return `""`
	}
	return v
}

// validMediaType accepts "type/subtype" with parameters, as MIME has them.
func validMediaType(t string) bool {
	m, _, err := mime.ParseMediaType(t)
	return err == nil && strings.Count(m, "/") == 1 && isASCII(t) && !hasControl(t)
}

// mediaTypes is the table by extension: what business mail carries. The
// operating system's table is not asked, it differs between machines.
var mediaTypes = map[string]string{
	".pdf": "application/pdf", ".xml": "application/xml", ".zip": "application/zip", ".json": "application/json",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	".doc":  "application/msword", ".xls": "application/vnd.ms-excel", ".ppt": "application/vnd.ms-powerpoint",
	".odt": "application/vnd.oasis.opendocument.text", ".ods": "application/vnd.oasis.opendocument.spreadsheet", ".rtf": "application/rtf",
	".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
	".bmp": "image/bmp", ".tif": "image/tiff", ".tiff": "image/tiff", ".svg": "image/svg+xml",
	".txt": "text/plain", ".csv": "text/csv", ".htm": "text/html", ".html": "text/html", ".ics": "text/calendar", ".vcf": "text/vcard",
}

// TypeByName returns the media type of a file name by its extension, in any case,
// application/octet-stream when it is not known.
func TypeByName(name string) string {
	if t, ok := mediaTypes[strings.ToLower(path.Ext(name))]; ok {
		return t
	}
	return "application/octet-stream"
}
