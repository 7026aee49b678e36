package pdfcheck

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strconv"
	"unicode/utf16"
)

// document is a file taken apart.
type document struct {
	data    []byte
	trailer dict
	places  map[int]place
	cache   map[int]any
	pages   []*pageInfo
}

type place struct{ kind, a, b int }

// read finds the cross-reference stream and the pages.
func read(data []byte) (*document, error) {
	d := &document{data: data, places: make(map[int]place), cache: make(map[int]any)}
	at := bytes.LastIndex(data, []byte("startxref\n"))
	if at < 0 {
		return nil, fmt.Errorf("%w: no startxref", errSyntax)
	}
	end := bytes.IndexByte(data[at+10:], '\n')
	if end < 0 {
		return nil, fmt.Errorf("%w: no offset", errSyntax)
	}
	start, err := strconv.Atoi(string(data[at+10 : at+10+end]))
	if err != nil || start < 0 || start > len(data) {
		return nil, fmt.Errorf("%w: offset of cross-reference", errSyntax)
	}
	v, err := d.parseAt(start)
	if err != nil {
		return nil, err
	}
	s, ok := v.(*stream)
	if !ok || s.dict["Type"] != name("XRef") {
		return nil, fmt.Errorf("%w: no cross-reference stream", errSyntax)
	}
	d.trailer = s.dict
	body, err := d.bytes(s)
	if err != nil {
		return nil, err
	}
	for i := 0; i+7 <= len(body); i += 7 {
		n := func(from, to int) (v int) {
			for _, c := range body[i+from : i+to] {
				v = v<<8 | int(c)
			}
			return v
		}
		d.places[i/7] = place{n(0, 1), n(1, 5), n(5, 7)}
	}
	return d, d.readPages()
}

// parseAt reads the object that stands at an offset, after its number.
func (d *document) parseAt(at int) (any, error) {
	l := &lexer{b: d.data, p: at}
	for _, want := range []string{"number", "generation", "obj"} {
		if v, err := l.next(0); err != nil || want == "obj" && v != operator("obj") {
			return nil, fmt.Errorf("%w: no object at %d", errSyntax, at)
		}
	}
	v, err := l.next(0)
	if err != nil {
		return nil, err
	}
	dc, ok := v.(dict)
	if !ok {
		return v, nil
	}
	l.space()
	if !l.has("stream\n") {
		return v, nil
	}
	n, _ := dc["Length"].(float64)
	if l.p+int(n) > len(d.data) || !bytes.HasPrefix(d.data[l.p+int(n):], []byte("\nendstream\nendobj")) {
		return nil, fmt.Errorf("%w: /Length of the stream at %d", errSyntax, at)
	}
	return &stream{dc, d.data[l.p : l.p+int(n)]}, nil
}

// object is object n; nil when there is none.
func (d *document) object(n int) any {
	if v, ok := d.cache[n]; ok {
		return v
	}
	var v any
	switch p := d.places[n]; p.kind {
	case 1:
		v, _ = d.parseAt(p.a)
	case 2:
		if s, ok := d.object(p.a).(*stream); ok {
			v = d.packed(s, p.b)
		}
	}
	d.cache[n] = v
	return v
}

// packed is the i-th object of an object stream.
func (d *document) packed(s *stream, i int) any {
	body, err := d.bytes(s)
	if err != nil {
		return nil
	}
	l := &lexer{b: body}
	offset := 0.0
	for k := 0; k <= i; k++ {
		l.next(0)
		v, _ := l.next(0)
		offset, _ = v.(float64)
	}
	first, _ := s.dict["First"].(float64)
	if int(first+offset) > len(body) {
		return nil
	}
	v, _ := (&lexer{b: body, p: int(first + offset)}).next(0)
	return v
}

const maxInflated = 256 << 20

// bytes are the bytes of a stream, inflated.
func (d *document) bytes(s *stream) ([]byte, error) {
	if s.dict["Filter"] != name("FlateDecode") {
		return s.raw, nil
	}
	r, err := zlib.NewReader(bytes.NewReader(s.raw))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, maxInflated))
}

// get follows references.
func (d *document) get(v any) any {
	for range 8 {
		r, ok := v.(ref)
		if !ok {
			return v
		}
		v = d.object(int(r))
	}
	return nil
}

func (d *document) dict(v any) dict {
	switch v := d.get(v).(type) {
	case dict:
		return v
	case *stream:
		return v.dict
	}
	return nil
}

func (d *document) array(v any) array {
	a, _ := d.get(v).(array)
	return a
}

func (d *document) catalog() dict { return d.dict(d.trailer["Root"]) }

// text is a text string as Go text.
func (d *document) text(v any) string {
	s, _ := d.get(v).(text)
	if len(s) < 2 || s[0] != 0xFE || s[1] != 0xFF {
		return string(s)
	}
	var u []uint16
	for i := 2; i+1 < len(s); i += 2 {
		u = append(u, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(u))
}

// pageInfo is a page and what its content says.
type pageInfo struct {
	ref     ref
	dict    dict
	content *contentInfo
}

func (d *document) readPages() error {
	for _, k := range d.array(d.dict(d.catalog()["Pages"])["Kids"]) {
		r, _ := k.(ref)
		p := &pageInfo{ref: r, dict: d.dict(k)}
		s, ok := d.get(p.dict["Contents"]).(*stream)
		if !ok {
			return fmt.Errorf("%w: page without content", errSyntax)
		}
		body, err := d.bytes(s)
		if err != nil {
			return err
		}
		if p.content, err = readContent(body); err != nil {
			return fmt.Errorf("content of page %d: %w", len(d.pages)+1, err)
		}
		d.pages = append(d.pages, p)
	}
	if len(d.pages) == 0 {
		return fmt.Errorf("%w: no pages", errSyntax)
	}
	return nil
}
