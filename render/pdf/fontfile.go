package pdf

import (
	"crypto/sha256"
	"math"
	"unicode/utf16"

	"reportmail/render/font"
)

// writeFont writes a font as Type0 with Identity-H (ISO 32000-1 9.7): program, map to Unicode, composite font, its
// descendant and descriptor.
func (f *file) writeFont(u *fontUse) {
	cid, descriptor, fontFile, unicode := f.number(), f.number(), f.number(), f.number()
	program := f.program(u)
	name := subsetTag(program) + "+" + u.face.PostScriptName()
	dict := []byte("/Subtype/CIDFontType0C")
	if !u.cff {
		dict = appendInt([]byte("/Length1 "), len(program))
	}
	f.stream(fontFile, dict, f.deflate(program), true)
	f.temp = u.appendToUnicode(f.temp[:0])
	f.stream(unicode, nil, f.deflate(f.temp), true)

	f.object(u.object)
	b := append(f.objects, "<</Type/Font/Subtype/Type0/BaseFont"...)
	b = appendName(b, name)
	b = appendRef(append(b, "/Encoding/Identity-H/DescendantFonts["...), cid)
	b = appendRef(append(b, "]/ToUnicode "...), unicode)
	f.objects = append(b, ">>"...)

	f.object(cid)
	b = append(f.objects, "<</Type/Font/Subtype"...)
	if u.cff {
		b = append(b, "/CIDFontType0"...)
	} else {
		b = append(b, "/CIDFontType2/CIDToGIDMap/Identity"...)
	}
	b = appendName(append(b, "/BaseFont"...), name)
	b = append(b, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 0/W["...)
	b = u.appendWidths(b)
	b = appendRef(append(b, "]/FontDescriptor "...), descriptor)
	f.objects = append(b, ">>"...)

	f.object(descriptor)
	f.objects = appendDescriptor(f.objects, u, name, fontFile)
}

// program makes the subset; it lives in f.temp until the next use of it.
func (f *file) program(u *fontUse) []byte {
	if u.cff {
		f.temp = u.face.AppendCFF(f.temp[:0], u.glyphs)
		return f.temp
	}
	var fit *font.Fit
	if ratio, ok := u.sel.RealWidths(); ok {
		// The advances that the text was laid out with go into the font too: /W and hmtx must agree (ISO 19005-3
		// 6.2.11.5).
		fit = &font.Fit{Ratio: ratio, Widths: make([]uint16, len(u.widths))}
		for i, w := range u.widths {
			fit.Widths[i] = uint16(math.Round(w * float64(u.face.UnitsPerEm()) / 1000))
		}
	}
	f.temp = u.face.AppendTrueType(f.temp[:0], u.glyphs, fit)
	return f.temp
}

// subsetTag is the six letters that mark a subset (ISO 32000-1 9.6.4), made from its bytes.
func subsetTag(program []byte) string {
	sum := sha256.Sum256(program)
	b := make([]byte, 6)
	for i := range b {
		b[i] = 'A' + sum[i]%26
	}
	return string(b)
}

// appendWidths writes the /W array: codes follow each other from 0 on.
func (u *fontUse) appendWidths(b []byte) []byte {
	b = append(b, "0["...)
	for i, w := range u.widths {
		if i > 0 {
			b = append(b, ' ')
		}
		b = appendNumber(b, w, 2)
	}
	return append(b, ']')
}

// Flags of a font descriptor (ISO 32000-1 table 123).
const (
	flagFixed    = 1 << 0
	flagSymbolic = 1 << 2
	flagItalic   = 1 << 6
)

func appendDescriptor(b []byte, u *fontUse, name string, fontFile int) []byte {
	d := u.face.Descriptor()
	flags := flagSymbolic
	if d.FixedPitch {
		flags |= flagFixed
	}
	if d.ItalicAngle != 0 {
		flags |= flagItalic
	}
	b = appendName(append(b, "<</Type/FontDescriptor/FontName"...), name)
	b = appendInt(append(b, "/Flags "...), flags)
	b = append(b, "/FontBBox["...)
	for i, v := range d.BBox {
		if i > 0 {
			b = append(b, ' ')
		}
		b = appendInt(b, v)
	}
	b = appendNumber(append(b, "]/ItalicAngle "...), d.ItalicAngle, 1)
	b = appendInt(append(b, "/Ascent "...), d.Ascent)
	b = appendInt(append(b, "/Descent "...), d.Descent)
	b = appendInt(append(b, "/CapHeight "...), d.CapHeight)
	b = appendInt(append(b, "/StemV "...), d.StemV)
	if u.cff {
		b = append(b, "/FontFile3 "...)
	} else {
		b = append(b, "/FontFile2 "...)
	}
	return append(appendRef(b, fontFile), ">>"...)
}

// maxChars is how many entries one beginbfchar may have (ISO 32000-1 9.10.3).
const maxChars = 100

const cmapHead = "/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def" +
	"/CMapName/Adobe-Identity-UCS def/CMapType 2 def 1 begincodespacerange<0000><FFFF>endcodespacerange\n"

// appendToUnicode writes the map from codes to characters; a ligature stands for several (ISO 32000-1 9.10.3).
func (u *fontUse) appendToUnicode(b []byte) []byte {
	b = append(b, cmapHead...)
	total := len(u.glyphs) - 1
	for i := range total {
		if i%maxChars == 0 {
			b = appendInt(b, min(maxChars, total-i))
			b = append(b, " beginbfchar\n"...)
		}
		b = append(appendHex16(append(b, '<'), uint16(i+1)), "><"...)
		b = append(appendUTF16(b, u.text(i+1)), ">\n"...)
		if i%maxChars == maxChars-1 || i == total-1 {
			b = append(b, "endbfchar\n"...)
		}
	}
	return append(b, "endcmap CMapName currentdict/CMap defineresource pop end end"...)
}

// text is what a code stands for. Every code says something, as ISO 14289-1 7.21.7 asks: a glyph that was only drawn
// as a part of a cluster says its own character, or nothing visible.
func (u *fontUse) text(code int) string {
	if t := u.texts[code]; t != "" {
		return t
	}
	if r, ok := u.face.Rune(u.glyphs[code]); ok {
		return string(r)
	}
	return "\u200B"
}

func appendUTF16(b []byte, s string) []byte {
	for _, r := range s {
		switch {
		case r == 0 || r == 0xFEFF || r == 0xFFFE: // ISO 19005-3 6.2.11.7.2
			b = append(b, "200B"...)
		case r < 0x10000:
			b = appendHex16(b, uint16(r))
		default:
			hi, lo := utf16.EncodeRune(r)
			b = appendHex16(appendHex16(b, uint16(hi)), uint16(lo))
		}
	}
	return b
}
