package font

import (
	"bytes"
	"strings"
	"sync"

	"github.com/go-text/typesetting/di"
	gotext "github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// Direction is the way a run of text is read.
type Direction uint8

const (
	LeftToRight Direction = iota
	RightToLeft
)

// Features are the typographic features that a run asks for. Those that a script cannot do without (joining, marks)
// are always on.
type Features struct {
	Kerning   bool // w:kern
	Ligatures bool // w14:ligatures
}

// Shaped is one glyph of a shaped run, in the order in which they are drawn, left to right.
type Shaped struct {
	ID      GID
	Advance float64 // to the next glyph, 1/1000 em
	DX, DY  float64 // offset of the drawn glyph, 1/1000 em, y upwards
	Runes   string  // the characters it stands for; "" for the following glyphs of a cluster
}

// shaper is go-text's copy of a face, made when a run is first shaped, idle shapers, and the words that were shaped.
type shaper struct {
	font  *gotext.Font
	idle  sync.Pool // of *shapeState
	mu    sync.RWMutex
	words map[shapedWord][]Shaped
}

// shapedWord is a question that a shaper was asked.
type shapedWord struct {
	sel  *Selection // its advances may be another font's
	f    Features
	word string
}

type shapeState struct {
	hb    shaping.HarfbuzzShaper
	face  *gotext.Face
	runes []rune
}

func (f *Face) shapes() *shaper {
	f.shaping.Do(func() {
		defer func() { // QUIRK: go-text panics on some corrupt fonts
			if recover() != nil {
				f.shaper = nil
			}
		}()
		if !honest(f.data, f.index) { // QUIRK: go-text takes the directory's word for how much memory a table needs
			return
		}
		ld, err := ot.NewLoaders(bytes.NewReader(f.data))
		if err != nil || f.index >= len(ld) {
			return
		}
		font, err := gotext.NewFont(ld[f.index])
		if err != nil {
			return
		}
		f.shaper = &shaper{font: font}
	})
	return f.shaper
}

// Shape turns a run of text of one direction into glyphs with kerning, ligatures and the forms its script needs.
// Characters that the face has not come out as glyph 0: pick the face for each of them first (Library.Resolve). A
// font that go-text cannot read is set character by character. Simple scripts are shaped word by word and the words
// remembered, as documents repeat them; nothing is kerned with a blank.
func Shape(sel *Selection, text string, f Features, d Direction) []Shaped {
	sh := sel.Face.shapes()
	if sh == nil {
		return plain(sel, text, d)
	}
	if d == RightToLeft || Complex(text) {
		return sh.run(sel, text, f, d)
	}
	glyphs := make([]Shaped, 0, len(text))
	for len(text) > 0 {
		end := strings.IndexByte(text, ' ')
		if end < 0 {
			end = len(text)
		}
		if end > 0 {
			glyphs = append(glyphs, sh.word(sel, text[:end], f)...)
		}
		for ; end < len(text) && text[end] == ' '; end++ {
			g, _ := sel.Glyph(' ')
			glyphs = append(glyphs, Shaped{ID: g, Advance: sel.Advance(' ', g), Runes: " "})
		}
		text = text[end:]
	}
	return glyphs
}

// maxWords bounds the words that a shaper remembers, as documents are full of numbers that never come again.
const maxWords = 8192

// word shapes a word, or remembers it.
func (sh *shaper) word(sel *Selection, word string, f Features) []Shaped {
	q := shapedWord{sel, f, word}
	sh.mu.RLock()
	glyphs, ok := sh.words[q]
	sh.mu.RUnlock()
	if ok {
		return glyphs
	}
	q.word = strings.Clone(word) // not the document that it is a part of
	glyphs = sh.run(sel, q.word, f, LeftToRight)
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if sh.words == nil || len(sh.words) >= maxWords {
		sh.words = make(map[shapedWord][]Shaped)
	}
	sh.words[q] = glyphs
	return glyphs
}

// run shapes text as it is.
func (sh *shaper) run(sel *Selection, text string, f Features, d Direction) (glyphs []Shaped) {
	defer func() { // QUIRK: go-text panics on some corrupt fonts
		if r := recover(); r != nil {
			glyphs = plain(sel, text, d)
		}
	}()
	st, _ := sh.idle.Get().(*shapeState)
	if st == nil {
		st = &shapeState{face: gotext.NewFace(sh.font)}
	}
	st.runes = st.runes[:0]
	for _, r := range text {
		st.runes = append(st.runes, sel.Rune(r))
	}
	for _, run := range scriptRuns(st.runes) {
		part := st.shape(sel, run, f, d)
		if d == RightToLeft {
			glyphs = append(part, glyphs...)
		} else {
			glyphs = append(glyphs, part...)
		}
	}
	sh.idle.Put(st)
	return glyphs
}

var (
	tagKern = ot.MustNewTag("kern")
	tagLiga = ot.MustNewTag("liga")
	tagClig = ot.MustNewTag("clig")
	tagCalt = ot.MustNewTag("calt")
)

func (st *shapeState) shape(sel *Selection, run scriptRun, f Features, d Direction) []Shaped {
	bit := func(on bool) uint32 {
		if on {
			return 1
		}
		return 0
	}
	in := shaping.Input{Text: st.runes, RunStart: run.from, RunEnd: run.to, Face: st.face, Size: fixed.I(1000), Script: run.script}
	if d == RightToLeft {
		in.Direction = di.DirectionRTL
	}
	in.FontFeatures = []shaping.FontFeature{{Tag: tagKern, Value: bit(f.Kerning)}}
	if run.script == language.Latin || run.script == language.Greek || run.script == language.Cyrillic || !run.script.Strong() {
		// Elsewhere ligatures are part of the script, not an ornament.
		lig := bit(f.Ligatures)
		in.FontFeatures = append(in.FontFeatures, shaping.FontFeature{Tag: tagLiga, Value: lig},
			shaping.FontFeature{Tag: tagClig, Value: lig}, shaping.FontFeature{Tag: tagCalt, Value: lig})
	}
	out := st.hb.Shape(in)
	glyphs := make([]Shaped, 0, len(out.Glyphs))
	cluster := -1
	for _, g := range out.Glyphs {
		id := GID(g.GlyphID)
		s := Shaped{ID: id, Advance: float64(g.Advance) / 64, DX: float64(g.XOffset) / 64, DY: float64(g.YOffset) / 64}
		if g.ClusterIndex != cluster {
			cluster = g.ClusterIndex
			s.Runes = string(st.runes[cluster:min(cluster+g.RuneCount, run.to)])
			if g.RuneCount == 1 && g.GlyphCount == 1 && sel.widths != nil {
				own := float64(sel.Face.Advance(id)) * sel.Face.scale
				s.Advance += sel.Advance(st.runes[cluster], id) - own
			}
		}
		glyphs = append(glyphs, s)
	}
	return glyphs
}

// plain sets text character by character.
func plain(sel *Selection, text string, d Direction) []Shaped {
	var glyphs []Shaped
	for _, r := range text {
		g, _ := sel.Glyph(r)
		glyphs = append(glyphs, Shaped{ID: g, Advance: sel.Advance(r, g), Runes: string(r)})
	}
	if d == RightToLeft {
		for i, j := 0, len(glyphs)-1; i < j; i, j = i+1, j-1 {
			glyphs[i], glyphs[j] = glyphs[j], glyphs[i]
		}
	}
	return glyphs
}
