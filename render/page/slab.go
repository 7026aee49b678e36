package page

// slab hands out values from chunks, so that a document of thousands of small things makes a few allocations. What it
// hands out lives as long as anything of its chunk.
type slab[T any] struct {
	free []T
	size int // of the last chunk
}

// Chunks grow with what a document needs, so that a small one does not pay for a large one.
const (
	leastChunk = 16
	mostChunk  = 512
)

// grow makes sure that n values are free.
func (s *slab[T]) grow(n int) {
	if len(s.free) < n {
		s.size = min(max(2*s.size, leastChunk), mostChunk)
		s.free = make([]T, max(n, s.size))
	}
}

// one is a new zero value.
func (s *slab[T]) one() *T {
	s.grow(1)
	v := &s.free[0]
	s.free = s.free[1:]
	return v
}

// list is an empty list with room for n values.
func (s *slab[T]) list(n int) []T {
	s.grow(n)
	v := s.free[:0:n]
	s.free = s.free[n:]
	return v
}

// copied is a copy of v.
func (s *slab[T]) copied(v []T) []T {
	if len(v) == 0 {
		return nil
	}
	return append(s.list(len(v)), v...)
}

// memory are the slabs of one document.
type memory struct {
	glyphs   slab[Glyph]
	marks    slab[mark]
	spans    slab[span]
	paras    slab[para]
	collects slab[collector]
	holes    slab[holes]
	kids     slab[*Tag]
	lines    slab[line]
	lists    slab[*line]
	flows    slab[flow]
	blocks   slab[block]
	rows     slab[row]
	cells    slab[cell]
	columns  slab[column]
	placed   slab[placed]
	parts    slab[rowPart]
	cellsIn  slab[cellPart]
	tags     slab[Tag]
	texts    slab[Glyphs]
	strokes  slab[Line]
	rects    slab[Rect]
}
