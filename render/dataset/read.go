package dataset

import (
	"bytes"
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
	data, err := decode(file, data)
	if err != nil {
		return nil, err
	}
	text := string(data)
	rest := strings.TrimLeft(text, " \t\r\n")
	switch {
	case strings.HasPrefix(rest, "{"), strings.HasPrefix(rest, "["):
		return readJSON(file, text)
	case strings.HasPrefix(rest, "<"):
		if i := badByte(data); i >= 0 {
			return nil, at(file, text, i, ErrSyntax, "character U+%04X cannot stand in XML", data[i])
		}
		return readXML(file, text)
	case rest == "":
		return nil, at(file, text, 0, ErrForm, "the file is empty")
	}
	return nil, at(file, text, len(text)-len(rest), ErrForm, "neither XML nor JSON")
}

// decode turns the file into UTF-8 text without a byte order mark (XML 1.0 appendix F).
func decode(file string, data []byte) ([]byte, error) {
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
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if !utf8.Valid(data) {
		return nil, at(file, string(data), invalidAt(data), ErrEncoding, "not UTF-8")
	}
	return data, nil
}

func decode16(file string, data []byte, order binary.ByteOrder) ([]byte, error) {
	if len(data)%2 != 0 {
		return nil, &Error{File: file, Line: 1, Column: 1, Err: ErrEncoding, Msg: "UTF-16 with an odd number of bytes"}
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
				return nil, at(file, string(out), len(out), ErrEncoding, "unpaired surrogate in UTF-16")
			}
			i += 2
		}
		out = utf8.AppendRune(out, r)
	}
	return out, nil
}

// invalidAt is where the first byte stands that is not UTF-8.
func invalidAt(b []byte) int {
	at := 0
	for at < len(b) {
		r, n := utf8.DecodeRune(b[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	return at
}

// badByte finds a control character that XML does not allow (XML 1.0 2.2), eight bytes at a time; -1 for none.
func badByte(b []byte) int {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	for i := 0; i < len(b); i += 8 {
		if i+8 <= len(b) {
			v := binary.LittleEndian.Uint64(b[i:])
			if (v-ones*0x20)&^v&high == 0 { // no byte below 0x20
				continue
			}
		}
		for j := i; j < min(i+8, len(b)); j++ {
			if c := b[j]; c < 0x20 && c != '\n' && c != '\r' && c != '\t' {
				return j
			}
		}
	}
	return -1
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
