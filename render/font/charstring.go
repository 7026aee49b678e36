package font

// subrUse finds out which subroutines the outlines of a subset call, by walking their charstrings (Adobe Technical
// Note 5177) without drawing them.
type subrUse struct {
	font   *cffFont
	global []bool
	local  [][]bool // by font dictionary
	all    bool     // an outline computes: nobody knows what it calls
}

func newSubrUse(c *cffFont) *subrUse {
	u := &subrUse{font: c, global: make([]bool, c.global.count), local: make([][]bool, len(c.fonts))}
	for i := range c.fonts {
		u.local[i] = make([]bool, c.fonts[i].subrs.count)
	}
	return u
}

// Limits of a charstring (5177, appendix B), the last one ours: no outline in a known font comes near it.
const (
	maxSubrDepth = 10
	maxStack     = 48
	maxSteps     = 1 << 20
)

// charstring is the state of a walk.
type charstring struct {
	use   *subrUse
	font  int
	stack []int
	hints int
	steps int
}

// glyph walks the outline of a glyph.
func (u *subrUse) glyph(g int) {
	s := charstring{use: u, font: u.font.font(g)}
	s.run(u.font.chars.item(u.font.data, g), 0)
}

// Operators of charstrings (5177, 4).
const (
	csHstem, csVstem, csHstemhm, csVstemhm = 1, 3, 18, 23
	csHintmask, csCntrmask                 = 19, 20
	csCallsubr, csCallgsubr, csReturn      = 10, 29, 11
	csEscape, csEndchar, csShortint        = 12, 14, 28
	csHflex, csFlex1                       = 34, 37 // and the two between them, after an escape
)

// run walks one charstring; true is the end of the glyph.
func (s *charstring) run(v view, depth int) bool {
	if depth > maxSubrDepth {
		return true
	}
	for p := 0; p < len(v); {
		if s.steps++; s.steps > maxSteps {
			return true
		}
		b := v.u8(p)
		p++
		switch {
		case b == csShortint:
			s.push(v.i16(p))
			p += 2
		case b >= 32:
			p += s.number(v, b, p)
		case b == csHstem || b == csVstem || b == csHstemhm || b == csVstemhm:
			s.stems()
		case b == csHintmask || b == csCntrmask:
			s.stems()
			p += (s.hints + 7) / 8
		case b == csCallsubr:
			if s.call(s.use.font.fonts[s.font].subrs, s.use.local[s.font], depth) {
				return true
			}
		case b == csCallgsubr:
			if s.call(s.use.font.global, s.use.global, depth) {
				return true
			}
		case b == csReturn:
			return false
		case b == csEndchar:
			return true
		case b == csEscape:
			if op := v.u8(p); op < csHflex || op > csFlex1 {
				s.use.all = true // arithmetic
				return true
			}
			p++
			s.stack = s.stack[:0]
		default:
			s.stack = s.stack[:0]
		}
	}
	return false
}

func (s *charstring) push(n int) {
	if len(s.stack) < maxStack {
		s.stack = append(s.stack, n)
	}
}

// number reads an operand and answers with how many more bytes it took.
func (s *charstring) number(v view, b, p int) int {
	switch {
	case b <= 246:
		s.push(b - 139)
		return 0
	case b <= 250:
		s.push((b-247)*256 + v.u8(p) + 108)
		return 1
	case b <= 254:
		s.push(-(b-251)*256 - v.u8(p) - 108)
		return 1
	}
	s.push(int(int32(v.u32(p))) >> 16)
	return 4
}

func (s *charstring) stems() {
	s.hints += len(s.stack) / 2
	s.stack = s.stack[:0]
}

// call walks the subroutine that the top of the stack numbers, with the bias for how many there are (5177, 4.7).
func (s *charstring) call(subrs cffIndex, used []bool, depth int) bool {
	last := len(s.stack) - 1
	if last < 0 {
		return true
	}
	n := s.stack[last] + subrBias(subrs.count)
	s.stack = s.stack[:last]
	if n < 0 || n >= len(used) {
		return true
	}
	used[n] = true
	return s.run(subrs.item(s.use.font.data, n), depth+1)
}

func subrBias(count int) int {
	switch {
	case count < 1240:
		return 107
	case count < 33900:
		return 1131
	}
	return 32768
}
