package dataset

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Read reads a dataset in any of its forms. file names it in errors. The data is copied.
func Read(file string, data []byte) (*Dataset, error) {
	if len(data) > MaxSize {
		return nil, &Error{File: file, Line: 1, Column: 1, Err: ErrTooLarge}
	}
	text, err := decode(file, data)
	if err != nil {
		return nil, err
	}
	rest := strings.TrimLeft(text, " \t\r\n")
	switch {
	case strings.HasPrefix(rest, "{"), strings.HasPrefix(rest, "["):
		return readJSON(file, text)
	case strings.HasPrefix(rest, "<"):
		return readXML(file, text)
	case rest == "":
		return nil, at(file, text, 0, ErrForm, "the file is empty")
	}
	return nil, at(file, text, len(text)-len(rest), ErrForm, "neither XML nor JSON")
}

// decode turns the file into UTF-8 text without a byte order mark (XML 1.0 appendix F).
func decode(file string, data []byte) (string, error) {
	var order binary.ByteOrder
	switch {
	case len(data) >= 2 && data[0] == 0xFF && data[1] == 0xFE:
		order, data = binary.LittleEndian, data[2:]
	case len(data) >= 2 && data[0] == 0xFE && data[1] == 0xFF:
		order, data = binary.BigEndian, data[2:]
	case len(data) >= 2 && data[0] == '<' && data[1] == 0:
		order = binary.LittleEndian
	case len(data) >= 2 && data[0] == 0 && data[1] == '<':
		order = binary.BigEndian
	}
	if order != nil {
		return decode16(file, data, order)
	}
	text := strings.TrimPrefix(string(data), "\uFEFF")
	if !utf8.ValidString(text) {
		return "", at(file, text, invalidAt(text), ErrEncoding, "not UTF-8")
	}
	return text, nil
}

func decode16(file string, data []byte, order binary.ByteOrder) (string, error) {
	if len(data)%2 != 0 {
		return "", &Error{File: file, Line: 1, Column: 1, Err: ErrEncoding, Msg: "UTF-16 with an odd number of bytes"}
	}
	out := make([]byte, 0, len(data)/2+len(data)/16)
	for i := 0; i < len(data); i += 2 {
		u := order.Uint16(data[i:])
		if u < 0x80 {
			out = append(out, byte(u))
			continue
		}
		r := rune(u)
		if utf16.IsSurrogate(r) {
			r = utf8.RuneError
			if i+3 < len(data) {
				r = utf16.DecodeRune(rune(u), rune(order.Uint16(data[i+2:])))
			}
			if r == utf8.RuneError {
				return "", at(file, string(out), len(out), ErrEncoding, "unpaired surrogate in UTF-16")
			}
			i += 2
		}
		out = utf8.AppendRune(out, r)
	}
	return string(out), nil
}

func invalidAt(s string) int {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				return i
			}
		}
	}
	return 0
}

// readXML reads the two XML forms by the name of their root.
func readXML(file, text string) (*Dataset, error) {
	sc := &scanner{file: file, s: text}
	root, err := sc.root()
	if err != nil {
		return nil, err
	}
	read, ok := map[string]func(*scanner, token) (*Dataset, error){rootName: readWord, exportName: readExport}[root.name]
	if !ok {
		return nil, sc.fail(root.at, ErrForm, "root element is %s, not %s or %s", root.name, rootName, exportName)
	}
	ds, err := read(sc, root)
	if err != nil {
		return nil, err
	}
	ds.fillHead()
	return ds, nil
}
