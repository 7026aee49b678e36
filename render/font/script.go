package font

import "github.com/go-text/typesetting/language"

// Complex tells whether text has characters of a script that is only right when shaped: joined or reordered letters,
// marks set on others.
func Complex(text string) bool {
	for _, r := range text {
		if r >= 0x300 && complexRune(r) {
			return true
		}
	}
	return false
}

func complexRune(r rune) bool {
	switch {
	case r <= 0x36F, // combining marks
		r >= 0x483 && r <= 0x489,
		r >= 0x590 && r <= 0x109F,                              // Hebrew to Myanmar
		r >= 0x1780 && r <= 0x18AF,                             // Khmer, Mongolian
		r >= 0x1A00 && r <= 0x1C4F,                             // Buginese to Lepcha
		r >= 0x20D0 && r <= 0x20FF,                             // marks for symbols
		r >= 0xA800 && r <= 0xABFF,                             // Syloti Nagri to Meetei Mayek
		r >= 0xFB1D && r <= 0xFDFF, r >= 0xFE70 && r <= 0xFEFC, // presentation forms
		r >= 0x10A00 && r <= 0x11FFF:
		return true
	}
	return false
}

// scriptRun is a piece of text of one script.
type scriptRun struct {
	from, to int
	script   language.Script
}

// scriptRuns splits text by script; common and inherited characters go with what stands before them (UAX 24, 5.1).
func scriptRuns(text []rune) []scriptRun {
	var runs []scriptRun
	for i, r := range text {
		s := language.LookupScript(r)
		switch last := len(runs) - 1; {
		case last < 0:
			runs = append(runs, scriptRun{0, 1, s})
		case !s.Strong() || s == runs[last].script:
			runs[last].to = i + 1
		case !runs[last].script.Strong():
			runs[last].script, runs[last].to = s, i+1
		default:
			runs = append(runs, scriptRun{i, i + 1, s})
		}
	}
	return runs
}
