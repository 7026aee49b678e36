package pdf

import (
	"sync"

	"reportmail/render/doc"
	"reportmail/render/font"
	"reportmail/render/page"
)

// native is the engine that writes PDF/A and PDF/UA itself.
type native struct {
	pages *page.Pages
	o     Options
	file  *file

	fonts    []*fontUse
	fontOf   map[*font.Selection]*fontUse
	selected []*font.Selection // in the order of their first use
	pictures map[*doc.Image]pictureUse
	alphas   map[uint8]int // object of the graphics state by opacity
	tree     *structTree
	pageObjs []int

	page    *pageState
	content []byte
}

// pageState is the page being drawn.
type pageState struct {
	width, height float64
	number        int // from 0
	fonts         []*fontUse
	pictures      []pictureUse
	alphas        []uint8
	links         []int // objects of annotations
	saved         []graphics
	graphics
	mark
}

// graphics is the state that q and Q save (ISO 32000-1 8.4).
type graphics struct {
	ctm       Matrix // from the space being drawn in to the page's, y downwards
	fill      doc.Color
	stroke    doc.Color
	lineWidth float64
	dashed    bool
	roundCap  bool
	alpha     uint8
	textState
}

// textState is the part of it that text sets.
type textState struct {
	font    *fontUse
	size    float64
	scale   float64
	spacing float64
	bold    bool
}

// mark is the marked-content sequence that is open and the one that is asked for (ISO 32000-1 14.6).
type mark struct {
	tag, wanted   *page.Tag
	lang, langNew string
	open          bool
	inText        bool    // between BT and ET
	openedInText  bool    // the sequence was opened there and must be closed there
	x, y          int64   // start of the text line, hundredths of a point, as the viewer computes it
	skew          float64 // of the text matrix
	mcids         int
}

// nativePool keeps what a document leaves behind, emptied: buffers, tables of glyphs and elements of the tree.
var nativePool = sync.Pool{New: func() any {
	return &native{fontOf: make(map[*font.Selection]*fontUse), tree: &structTree{of: make(map[*page.Tag]int32)}}
}}

func newNative(pages *page.Pages, o Options) *native {
	n := nativePool.Get().(*native)
	n.pages, n.o, n.file = pages, o, newFile()
	// Numbers that other objects refer to come first.
	n.file.numbers(lastFixed)
	for range pages.Pages {
		n.pageObjs = append(n.pageObjs, n.file.number())
	}
	n.tree.begin(pages.Tags)
	return n
}

// Object numbers that every file has.
const (
	objCatalog = 1 + iota
	objPages
	objInfo
	objMetadata
	objProfile
	objStructTree
	objParentTree
	lastFixed = objParentTree
)

// maxKeptElements is the largest structure tree whose memory waits for the next document.
const maxKeptElements = 10000

// release gives the memory back for the next document; nothing of this one stays in it.
func (n *native) release() {
	n.file.release()
	for _, u := range n.fonts {
		u.release()
	}
	if len(n.tree.elements) > maxKeptElements || cap(n.content) > maxKept {
		return
	}
	clear(n.fontOf)
	n.tree.reset()
	clear(n.fonts)
	clear(n.selected)
	*n = native{fontOf: n.fontOf, tree: n.tree, fonts: n.fonts[:0], selected: n.selected[:0], pageObjs: n.pageObjs[:0], content: n.content[:0]}
	nativePool.Put(n)
}

func (n *native) BeginPage(width, height float64) {
	number := 0
	if n.page != nil {
		number = n.page.number + 1
	}
	n.page = &pageState{width: width, height: height, number: number, graphics: graphics{ctm: identity, alpha: 255, lineWidth: 1}}
	n.page.scale = 1
	n.content = n.content[:0]
}

func (n *native) EndPage() {
	p := n.page
	n.closeMark()
	n.endText()
	f := n.file
	content := f.number()
	f.stream(content, nil, f.deflate(n.content), true)

	f.object(n.pageObjs[p.number])
	b := appendRef(append(f.objects, "<</Type/Page/Parent "...), objPages)
	b = append(b, "/MediaBox[0 0 "...)
	b = append(appendNumber(b, p.width, 2), ' ')
	b = append(appendNumber(b, p.height, 2), ']')
	b = appendRef(append(b, "/Contents "...), content)
	b = n.appendResources(append(b, "/Resources"...))
	if p.mcids > 0 {
		b = appendInt(append(b, "/StructParents "...), p.number)
	}
	b = append(b, "/Tabs/S"...)
	if len(p.links) > 0 {
		b = append(b, "/Annots["...)
		for i, a := range p.links {
			if i > 0 {
				b = append(b, ' ')
			}
			b = appendRef(b, a)
		}
		b = append(b, ']')
	}
	f.objects = append(b, ">>"...)
}

// appendResources names the fonts, pictures and graphics states that the page uses (ISO 32000-1 7.8.3).
func (n *native) appendResources(b []byte) []byte {
	p := n.page
	b = append(b, "<<"...)
	if len(p.fonts) > 0 {
		b = append(b, "/Font<<"...)
		for _, u := range p.fonts {
			b = appendRef(append(appendInt(append(b, "/F"...), u.object), ' '), u.object)
		}
		b = append(b, ">>"...)
	}
	if len(p.pictures) > 0 {
		b = append(b, "/XObject<<"...)
		for _, u := range p.pictures {
			b = appendRef(append(appendInt(append(b, "/I"...), u.object), ' '), u.object)
		}
		b = append(b, ">>"...)
	}
	if len(p.alphas) > 0 {
		b = append(b, "/ExtGState<<"...)
		for _, a := range p.alphas {
			b = appendRef(append(appendInt(append(b, "/A"...), int(a)), ' '), n.alphas[a])
		}
		b = append(b, ">>"...)
	}
	return append(b, ">>"...)
}

func (n *native) Tag(t *page.Tag, lang string) { n.page.wanted, n.page.langNew = t, lang }

func (n *native) Save() {
	n.graphicsMode()
	n.page.saved = append(n.page.saved, n.page.graphics)
	n.content = append(n.content, "q\n"...)
}

func (n *native) Restore() {
	n.graphicsMode()
	p := n.page
	last := len(p.saved) - 1
	if last < 0 {
		return
	}
	p.graphics, p.saved = p.saved[last], p.saved[:last]
	n.content = append(n.content, "Q\n"...)
}

// Transform changes the space. Pages and groups count y downwards and PDF upwards, so the matrix is turned over: with
// y' = H - y on both sides it stays one that is written before what it moves.
func (n *native) Transform(m Matrix) {
	p := n.page
	p.ctm = m.Then(p.ctm)
	h := p.height
	b := appendNumbers(n.content, 4, m.A, -m.B, -m.C, m.D)
	b = appendNumbers(b, 2, m.E+m.C*h, h-m.D*h-m.F)
	n.content = append(b, "cm\n"...)
}

func (n *native) Clip(c page.Clip) {
	n.content = append(n.appendRect(n.content, c.X, c.Y, c.W, c.H), "re W n\n"...)
}

// appendRect writes the four numbers of a rectangle.
func (n *native) appendRect(b []byte, x, y, w, h float64) []byte {
	return appendNumbers(b, 2, x, n.page.height-y-h, w, h)
}
