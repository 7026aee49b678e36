package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"sync"

	"github.com/klauspost/compress/zlib"
)

// deflateLevel is as small as the standard library's best at half its time (klauspost level 5).
const deflateLevel = 5

// objectsPerStream is how many objects share one object stream: enough to deflate well, few enough to read one quickly.
const objectsPerStream = 1000

// file is a PDF being written: streams go straight into out, other objects into object streams (ISO 32000-1 7.5.7).
type file struct {
	out     []byte
	places  []place // by object number
	objects []byte  // of the open object stream
	index   []int   // object number and offset, in turns
	zipped  bytes.Buffer
	zip     *zlib.Writer
	temp    []byte
}

// place is where an object stands: at an offset of the file, or as the i-th of an object stream.
type place struct {
	offset, stream, i int
}

var filePool = sync.Pool{New: func() any {
	f := new(file)
	f.zip, _ = zlib.NewWriterLevel(&f.zipped, deflateLevel) // fails for levels only
	return f
}}

func newFile() *file {
	f := filePool.Get().(*file)
	f.out = append(f.out[:0], "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"...)
	f.places = append(f.places[:0], place{})
	f.objects, f.index = f.objects[:0], f.index[:0]
	return f
}

// maxKept is the largest buffer that waits for the next document; a batch has one huge document at most.
const maxKept = 4 << 20

func (f *file) release() {
	if cap(f.out) <= maxKept && cap(f.objects) <= maxKept && f.zipped.Cap() <= maxKept {
		filePool.Put(f)
	}
}

// number reserves an object number.
func (f *file) number() int {
	f.places = append(f.places, place{})
	return len(f.places) - 1
}

// numbers reserves n object numbers that follow each other and answers with the first.
func (f *file) numbers(n int) int {
	first := len(f.places)
	for range n {
		f.places = append(f.places, place{})
	}
	return first
}

// object begins object n; what is appended to objects until the next call is its content.
func (f *file) object(n int) {
	if len(f.index) >= 2*objectsPerStream {
		f.flush()
	}
	if len(f.objects) > 0 {
		f.objects = append(f.objects, '\n')
	}
	f.index = append(f.index, n, len(f.objects))
}

// add writes an object that was built elsewhere.
func (f *file) add(n int, content []byte) {
	f.object(n)
	f.objects = append(f.objects, content...)
}

// flush writes the open object stream.
func (f *file) flush() {
	if len(f.index) == 0 {
		return
	}
	n := f.number()
	f.temp = f.temp[:0]
	for i, v := range f.index {
		if i&1 == 0 {
			f.places[v] = place{stream: n, i: i / 2}
		}
		f.temp = append(appendInt(f.temp, v), ' ')
	}
	first := len(f.temp)
	f.temp = append(f.temp, f.objects...)
	dict := append([]byte("/Type/ObjStm/N "), appendInt(nil, len(f.index)/2)...)
	dict = append(dict, "/First "...)
	f.stream(n, appendInt(dict, first), f.deflate(f.temp), true)
	f.objects, f.index = f.objects[:0], f.index[:0]
}

// deflate compresses data; the answer is valid until the next call.
func (f *file) deflate(data []byte) []byte {
	f.zipped.Reset()
	f.zip.Reset(&f.zipped)
	f.zip.Write(data) // a bytes.Buffer takes everything
	f.zip.Close()
	return f.zipped.Bytes()
}

// stream writes object n as a stream with the entries of dict; deflated says that data is.
func (f *file) stream(n int, dict, data []byte, deflated bool) {
	f.places[n] = place{offset: len(f.out)}
	f.out = appendInt(f.out, n)
	f.out = append(f.out, " 0 obj\n<<"...)
	f.out = append(f.out, dict...)
	if deflated {
		f.out = append(f.out, "/Filter/FlateDecode"...)
	}
	f.out = append(f.out, "/Length "...)
	f.out = appendInt(f.out, len(data))
	f.out = append(f.out, ">>stream\n"...)
	f.out = append(f.out, data...)
	f.out = append(f.out, "\nendstream\nendobj\n"...)
}

// finish writes the cross-reference stream and the trailer (ISO 32000-1 7.5.8) and answers with a copy of the file.
// The file's identifier is made from its bytes, so that it says the same for the same document.
func (f *file) finish(root, info int) []byte {
	f.flush()
	n := f.number()
	start := len(f.out)
	f.places[n] = place{offset: start}
	id := sha256.Sum256(f.out)
	f.temp = f.temp[:0]
	for i, p := range f.places {
		switch {
		case i == 0 || p == place{}:
			f.temp = append(f.temp, 0, 0, 0, 0, 0, 0, 0)
		case p.stream != 0:
			f.temp = append(f.temp, 2, byte(p.stream>>24), byte(p.stream>>16), byte(p.stream>>8), byte(p.stream), byte(p.i>>8), byte(p.i))
		default:
			f.temp = append(f.temp, 1, byte(p.offset>>24), byte(p.offset>>16), byte(p.offset>>8), byte(p.offset), 0, 0)
		}
	}
	dict := append([]byte("/Type/XRef/W[1 4 2]/Size "), appendInt(nil, len(f.places))...)
	dict = appendRef(append(dict, "/Root "...), root)
	dict = appendRef(append(dict, "/Info "...), info)
	dict = append(dict, "/ID["...)
	for range 2 {
		dict = append(hex.AppendEncode(append(dict, '<'), id[:16]), '>')
	}
	dict = append(dict, ']')
	f.stream(n, dict, f.deflate(f.temp), true)
	f.out = append(f.out, "startxref\n"...)
	f.out = append(appendInt(f.out, start), "\n%%EOF\n"...)
	return bytes.Clone(f.out)
}
