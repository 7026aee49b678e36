package docx

import (
	"slices"
	"strings"
	"unicode/utf8"

	"reportmail/render/doc"
)

// flags are the switches that take no argument, by field; all others take the next word unless it is a switch itself.
var flags = map[string][]string{
	"HYPERLINK": {"m", "n"}, "MERGEFIELD": {"m", "v"}, "REF": {"f", "h", "n", "p", "r", "t", "w"}, "PAGEREF": {"h", "p"},
	"NOTEREF": {"f", "h", "p"}, "STYLEREF": {"l", "n", "p", "r", "t", "w"}, "DATE": {"h", "l", "s", "u"}, "SEQ": {"c", "h", "n"},
	"TOC": {"h", "u", "w", "x", "z"}, "INCLUDEPICTURE": {"d"},
}

// parseInstruction reads a field's instruction: name, arguments and switches (ECMA-376-1 17.16.1).
func parseInstruction(instr string) *doc.Field {
	f := &doc.Field{}
	words := fieldWords(instr)
	for i := 0; i < len(words); i++ {
		w := words[i]
		switch {
		case w.sw:
			s := doc.Switch{Name: w.text, Arg: w.arg}
			if s.Arg == "" && i+1 < len(words) && !words[i+1].sw && !slices.Contains(flags[f.Name], strings.ToLower(s.Name)) {
				i++
				s.Arg = words[i].text
			}
			f.Switch = append(f.Switch, s)
		case f.Name == "":
			f.Name = strings.ToUpper(w.text)
		default:
			f.Args = append(f.Args, w.text)
		}
	}
	return f
}

// fieldWord is a word of an instruction, unquoted, or a switch without its backslash.
type fieldWord struct {
	text string
	sw   bool
	arg  string // argument written without a space behind a switch: \*Upper
}

func fieldWords(s string) []fieldWord {
	var out []fieldWord
	for {
		s = strings.TrimLeft(s, " \t\r\n\u00A0")
		if s == "" {
			return out
		}
		var w fieldWord
		if s[0] == '\\' && len(s) > 1 {
			w, s = fieldSwitch(s[1:])
		} else {
			w.text, s = fieldText(s)
		}
		out = append(out, w)
	}
}

// fieldSwitch reads a switch: one of the general ones, \* \@ \# and \!, or letters.
func fieldSwitch(s string) (fieldWord, string) {
	_, n := utf8.DecodeRuneInString(s)
	if isLetter(s[0]) {
		for n < len(s) && isLetter(s[n]) {
			n++
		}
	}
	w := fieldWord{text: s[:n], sw: true}
	s = s[n:]
	if s != "" && !strings.ContainsRune(" \t\r\n\\", rune(s[0])) {
		w.arg, s = fieldText(s)
	}
	return w, s
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// fieldText reads a word, which also ends where quotes begin (="10"), or text in quotes in which a backslash takes the
// meaning off the next character.
func fieldText(s string) (text, rest string) {
	if s[0] != '"' {
		n := strings.IndexAny(s, " \t\r\n\"")
		if n < 0 {
			n = len(s)
		}
		return strings.ReplaceAll(s[:n], `\\`, `\`), s[n:]
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String(), s[i+1:]
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String(), ""
}
