package font

import (
	"fmt"
	"strings"
)

// Patterns of bars by the character that stands for them in the fonts of IDAutomation. The symbologies are those of
// ISO/IEC 16388 (Code 39), 15417 (Code 128), 15420 (EAN and UPC), 16390 (Interleaved 2 of 5), AIM BC5 (Code 93) and
// AIM BC3 (Codabar).

// code39Elements are nine elements a character, bar first, w for wide.
const code39Elements = "0nnnwwnwnn 1wnnwnnnnw 2nnwwnnnnw 3wnwwnnnnn 4nnnwwnnnw 5wnnwwnnnn 6nnwwwnnnn 7nnnwnnwnw 8wnnwnnwnn 9nnwwnnwnn " +
	"Awnnnnwnnw Bnnwnnwnnw Cwnwnnwnnn Dnnnnwwnnw Ewnnnwwnnn Fnnwnwwnnn Gnnnnnwwnw Hwnnnnwwnn Innwnnwwnn Jnnnnwwwnn " +
	"Kwnnnnnnww Lnnwnnnnww Mwnwnnnnwn Nnnnnwnnww Ownnnwnnwn Pnnwnwnnwn Qnnnnnnwww Rwnnnnnwwn Snnwnnnwwn Tnnnnwnwwn " +
	"Uwwnnnnnnw Vnwwnnnnnw Wwwwnnnnnn Xnwnnwnnnw Ywwnnwnnnn Znwwnwnnnn -nwnnnnwnw .wwnnnnwnn =nwwnnnwnn *nwnnwnwnn " +
	"$nwnwnwnnn /nwnwnnnwn +nwnnnwnwn %nnnwnwnwn"

func code39Patterns() map[rune]pattern {
	m := make(map[rune]pattern)
	for f := range strings.FieldsSeq(code39Elements) {
		c, bars := f[:1], strings.NewReplacer("n", "1", "w", "3").Replace(f[1:])
		m[rune(c[0])] = pattern{widths: bars + "1", text: c} // and a narrow space
	}
	stop := m['*']
	for _, r := range "()!" { // all of them start and stop
		m[r] = pattern{widths: stop.widths, text: "*"}
	}
	m['*'] = pattern{widths: stop.widths, text: "*"}
	m['='] = pattern{widths: m['='].widths}
	m['_'] = m['=']
	m[' '] = pattern{widths: ";"} // an unencoded blank after the code
	for r := 'a'; r <= 'z'; r++ {
		m[r] = m[r-'a'+'A']
	}
	return m
}

// code93Elements are six elements a character by value.
const code93Elements = "131112 111213 111312 111411 121113 121212 121311 111114 131211 141111 211113 211212 211311 221112 221211 231111 " +
	"112113 112212 112311 122112 132111 111123 111222 111321 121122 131121 212112 212211 211122 211221 221121 222111 112122 112221 122121 123111 " +
	"121131 311112 311211 321111 112131 113121 211131 121221 312111 311121 122211"

func code93Patterns() map[rune]pattern {
	m := make(map[rune]pattern)
	chars := "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-.=$/+%"
	for i, f := range strings.Fields(code93Elements) {
		if i < len(chars) {
			m[rune(chars[i])] = pattern{widths: f, text: chars[i : i+1]}
		}
	}
	m['('] = pattern{widths: "111141"}
	m[')'] = pattern{widths: "1111411"}
	m['*'] = m['(']
	m[' '] = pattern{widths: ";"}
	return m
}

// code128Elements are six elements a character by value, and the stop character's seven.
const code128Elements = "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 " +
	"123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 " +
	"112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 " +
	"331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 " +
	"221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 " +
	"114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112"

func code128Patterns() map[rune]pattern {
	m := make(map[rune]pattern)
	for v, f := range strings.Fields(code128Elements) {
		r := rune(v + 32)
		if v >= 95 {
			r = rune(v + 100) // Ã and up; Ë, Ì, Í start and Î stops
		}
		m[r] = pattern{widths: f}
	}
	m['Â'] = m[' '] // fonts have the blank twice, as programs trim it
	return m
}

// eanElements are the left odd elements of the digits, space first; even ones are their mirror and right ones bar first.
const eanElements = "3211 2221 2122 1411 1132 1231 1114 1312 1213 3112"

func eanPatterns() map[rune]pattern {
	m := make(map[rune]pattern)
	for d, f := range strings.Fields(eanElements) {
		text := string(rune('0' + d))
		m[rune('0'+d)] = pattern{widths: "0" + f, text: text}
		m[rune('A'+d)] = pattern{widths: "0" + mirror(f), text: text}
		m[rune('K'+d)] = pattern{widths: f, text: text}
		m[rune('a'+d)] = pattern{widths: "0" + f, long: true} // first and last digit of UPC-A, whose text stands beside
		m[rune('k'+d)] = pattern{widths: f, long: true}
		m[rune('U'+d)] = pattern{widths: "07", text: text} // a digit beside the bars
	}
	m['('] = pattern{widths: "111", long: true}
	m['*'] = pattern{widths: "011111", long: true}
	m[')'] = pattern{widths: "0111111", long: true}
	return m
}

func mirror(s string) string {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

// twoOfFive are the five elements of a digit: bars for the first of a pair, spaces for the second.
var twoOfFive = strings.Fields("11331 31113 13113 33111 11313 31311 13311 11133 31131 13131")

func interleavedPatterns() map[rune]pattern {
	m := make(map[rune]pattern)
	for v := range 100 {
		var b strings.Builder
		for i := range 5 {
			b.WriteByte(twoOfFive[v/10][i])
			b.WriteByte(twoOfFive[v%10][i])
		}
		r := rune(v + 33)
		if v >= 94 {
			r = rune(v + 103)
		}
		m[r] = pattern{widths: b.String(), text: fmt.Sprintf("%02d", v)}
	}
	m['Ë'] = pattern{widths: "1111"}
	m['Ì'] = pattern{widths: "311"}
	return m
}

// codabarElements are seven elements a character.
const codabarElements = "01111133 11111331 21113113 33311111 41131131 53111131 61311113 71311311 81331111 93113111 -1113311 $1133111 :3111313 " +
	"/3131113 .3131311 +1131313 A1133131 B1313113 C1113133 D1113331"

func codabarPatterns() map[rune]pattern {
	m := make(map[rune]pattern)
	for f := range strings.FieldsSeq(codabarElements) {
		m[rune(f[0])] = pattern{widths: f[1:] + "1", text: f[:1]}
	}
	m['('], m[')'] = pattern{widths: m['A'].widths}, pattern{widths: m['B'].widths}
	m[' '] = pattern{widths: ";"}
	return m
}

func msiPatterns() map[rune]pattern {
	m := make(map[rune]pattern)
	for d := range 10 {
		bits := strings.NewReplacer("0", "12", "1", "21").Replace(fmt.Sprintf("%04b", d))
		m[rune('0'+d)] = pattern{widths: bits, text: string(rune('0' + d))}
	}
	m['('] = pattern{widths: "21"}
	m[')'] = pattern{widths: "121"}
	return m
}

// matrixPatterns are columns of four modules for the letters A (all dark) to P (none), as Aztec, Data Matrix and QR
// codes are written with, and columns of three narrower ones for the digits 0 to 7 of PDF417.
func matrixPatterns() map[rune]pattern {
	m := make(map[rune]pattern)
	for v := range 16 {
		m[rune('A'+v)] = pattern{column: fmt.Sprintf("%04b", 15-v)}
	}
	for v := range 8 {
		m[rune('0'+v)] = pattern{column: fmt.Sprintf("%03b", v), narrow: true}
	}
	m[' '] = pattern{column: "0"}
	return m
}
