package pdfcheck

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"
)

// checkFonts checks every font that shows text: embedded subset, widths, and what its codes say.
func checkFonts(d *document, report func(string, ...any)) {
	codes := make(map[ref]map[int]bool)
	for i, p := range d.pages {
		fonts := d.dict(d.dict(p.dict["Resources"])["Font"])
		for n, used := range p.content.codes {
			r, ok := fonts[n].(ref)
			if !ok {
				report("page %d shows text in /%s, which is not there", i+1, n)
				continue
			}
			if codes[r] == nil {
				codes[r] = make(map[int]bool)
			}
			for c := range used {
				codes[r][c] = true
			}
		}
	}
	for r, used := range codes {
		d.checkFont(d.dict(r), used, report)
	}
}

func (d *document) checkFont(f dict, used map[int]bool, report func(string, ...any)) {
	base, _ := f["BaseFont"].(name)
	say := func(format string, args ...any) { report(string(base)+": "+format, args...) }
	if f["Subtype"] != name("Type0") || f["Encoding"] != name("Identity-H") {
		say("not a Type0 font with Identity-H")
		return
	}
	if len(base) < 8 || base[6] != '+' || strings.ToUpper(string(base[:6])) != string(base[:6]) {
		say("no subset tag")
	}
	if used[0] {
		say("shows .notdef")
	}
	kids := d.array(f["DescendantFonts"])
	if len(kids) != 1 {
		say("%d descendants", len(kids))
		return
	}
	cid := d.dict(kids[0])
	widths := d.widths(cid)
	texts := d.toUnicode(f)
	for c := range used {
		if _, ok := widths[c]; !ok {
			say("no width for code %d", c)
		}
		if t := texts[c]; t == "" || strings.ContainsAny(t, "\x00\uFEFF\uFFFE") {
			say("code %d says %q", c, t)
		}
	}
	desc := d.dict(cid["FontDescriptor"])
	switch cid["Subtype"] {
	case name("CIDFontType2"):
		if cid["CIDToGIDMap"] != name("Identity") {
			say("no CIDToGIDMap")
		}
		d.checkTrueType(desc, widths, used, say)
	case name("CIDFontType0"):
		s, ok := d.get(desc["FontFile3"]).(*stream)
		if !ok || s.dict["Subtype"] != name("CIDFontType0C") {
			say("no CIDFontType0C program")
		}
	default:
		say("descendant is %v", cid["Subtype"])
	}
}

// widths reads a /W array.
func (d *document) widths(cid dict) map[int]float64 {
	w := make(map[int]float64)
	a := d.array(cid["W"])
	for i := 0; i+1 < len(a); i += 2 {
		first, _ := a[i].(float64)
		list, _ := d.get(a[i+1]).(array)
		for k, v := range list {
			w[int(first)+k], _ = v.(float64)
		}
	}
	return w
}

// toUnicode reads the bfchar entries of the map.
func (d *document) toUnicode(f dict) map[int]string {
	m := make(map[int]string)
	s, ok := d.get(f["ToUnicode"]).(*stream)
	if !ok {
		return m
	}
	body, err := d.bytes(s)
	if err != nil {
		return m
	}
	in := false
	for line := range strings.Lines(string(body)) {
		switch {
		case strings.Contains(line, "endbfchar"):
			in = false
		case strings.HasSuffix(line, "beginbfchar\n"):
			in = true
		case in:
			code, hex, _ := strings.Cut(strings.Trim(line, "<>\n"), "><")
			n, err := strconv.ParseUint(code, 16, 16)
			if err != nil {
				continue
			}
			v, _ := (&lexer{b: []byte("<FEFF" + hex + ">")}).next(0)
			m[int(n)] = d.text(v)
		}
	}
	return m
}

// checkTrueType holds /W against the program's own advances and looks for the glyphs.
func (d *document) checkTrueType(desc dict, widths map[int]float64, used map[int]bool, say func(string, ...any)) {
	s, ok := d.get(desc["FontFile2"]).(*stream)
	if !ok {
		say("no program")
		return
	}
	b, err := d.bytes(s)
	if err != nil || len(b) < 12 {
		say("program is not readable: %v", err)
		return
	}
	if n, _ := s.dict["Length1"].(float64); int(n) != len(b) {
		say("Length1 is %v, want %d", s.dict["Length1"], len(b))
	}
	t := make(map[string][]byte)
	for i := range int(binary.BigEndian.Uint16(b[4:])) {
		r := b[12+16*i:]
		off, n := binary.BigEndian.Uint32(r[8:]), binary.BigEndian.Uint32(r[12:])
		if int(off+n) > len(b) {
			say("table %s is outside of the program", r[:4])
			return
		}
		t[string(r[:4])] = b[off : off+n]
	}
	glyphs := int(binary.BigEndian.Uint16(t["maxp"][4:]))
	if len(t["hmtx"]) != 4*glyphs || int(binary.BigEndian.Uint16(t["hhea"][34:])) != glyphs {
		say("hmtx has %d bytes for %d glyphs", len(t["hmtx"]), glyphs)
		return
	}
	upm := float64(binary.BigEndian.Uint16(t["head"][18:]))
	for c := range used {
		if c >= glyphs {
			say("no glyph %d", c)
			continue
		}
		if own := float64(binary.BigEndian.Uint16(t["hmtx"][4*c:])) * 1000 / upm; math.Abs(own-widths[c]) > 1 {
			say("glyph %d is %.2f wide and /W says %.2f", c, own, widths[c])
		}
	}
}
