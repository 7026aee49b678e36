package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"
	"sync"

	"github.com/klauspost/compress/flate"
)

// Limits of a package. The largest real layout has 40 parts and 8 MB unpacked (embedded fonts); the limits leave room
// for documents with many pictures and keep a zip bomb from taking more than a small part of a machine's memory.
const (
	maxParts     = 4096      // entries of the zip directory
	maxPart      = 64 << 20  // bytes of one part, unpacked: an embedded East Asian font has up to 30 MB
	maxXMLPart   = 24 << 20  // bytes of one XML part: about 40 times its size is needed for its tree
	maxUnpacked  = 256 << 20 // bytes of all the parts that are read
	maxNameBytes = 512       // of a part name; longer ones are no names
)

// archive is the zip file behind a package (ECMA-376-2 6). Part names are compared without case (6.2.2.3).
type archive struct {
	files    []*zip.File
	byName   map[string]*zip.File // lower-case name without leading slash
	unpacked int64                // bytes read so far; only Read counts, later readers have their own budget
}

func openArchive(data []byte) (*archive, error) {
	if bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0")) {
		return nil, fmt.Errorf("%w but of Word 97, or protected by a password; save it as .docx without one", ErrNotZip)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w (%v)", ErrNotZip, err)
	}
	if len(z.File) > maxParts {
		return nil, fmt.Errorf("%w: %d parts, at most %d", ErrTooLarge, len(z.File), maxParts)
	}
	pool := new(sync.Pool)
	z.RegisterDecompressor(zip.Deflate, func(r io.Reader) io.ReadCloser { return inflater(pool, r) })
	a := &archive{files: z.File, byName: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		key := partKey(f.Name)
		if _, twice := a.byName[key]; !twice && len(key) <= maxNameBytes {
			a.byName[key] = f
		}
	}
	return a, nil
}

// pooled is a decompressor that goes back when it is closed: a package has dozens of small parts, and its window is
// larger than most of them.
type pooled struct {
	io.ReadCloser
	pool *sync.Pool
}

func inflater(pool *sync.Pool, r io.Reader) io.ReadCloser {
	p, ok := pool.Get().(*pooled)
	if !ok {
		return &pooled{flate.NewReader(r), pool}
	}
	if err := p.ReadCloser.(flate.Resetter).Reset(r, nil); err != nil {
		return &pooled{flate.NewReader(r), pool}
	}
	return p
}

func (p *pooled) Close() error {
	err := p.ReadCloser.Close()
	p.pool.Put(p)
	return err
}

// partKey is a part name as it is compared.
func partKey(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

func (a *archive) has(name string) bool { return a.byName[partKey(name)] != nil }

// bytes unpacks a part, within the limits.
func (a *archive) bytes(name string, limit int64) ([]byte, error) {
	f := a.byName[partKey(name)]
	if f == nil {
		return nil, fmt.Errorf("%w: part %s is missing", ErrNotWord, name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("open part %s: %w", name, err)
	}
	defer r.Close()
	var b bytes.Buffer
	b.Grow(int(min(f.UncompressedSize64, 1<<20)) + bytes.MinRead) // what the directory says is only believed up to here
	n, err := io.Copy(&b, io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("unpack part %s: %w", name, err)
	}
	a.unpacked += n
	if n > limit || a.unpacked > maxUnpacked {
		return nil, fmt.Errorf("%w: part %s has more than %d bytes or all parts more than %d", ErrTooLarge, name, limit, maxUnpacked)
	}
	return b.Bytes(), nil
}

// tree unpacks, decodes and scans an XML part, and gives its text too.
func (a *archive) tree(name string) (*element, string, error) {
	b, err := a.bytes(name, maxXMLPart)
	if err != nil {
		return nil, "", err
	}
	text, err := decode(b)
	if err != nil {
		return nil, "", fmt.Errorf("part %s: %w", name, err)
	}
	root, err := scan(text)
	if err != nil {
		return nil, "", fmt.Errorf("part %s: %w", name, err)
	}
	return root, text, nil
}

// relation is one relationship (ECMA-376-2 6.5). The target of an internal one is a part name without leading slash.
type relation struct {
	id, kind, target string // kind is the last part of the type
	base             string // and this the rest of it: strict and transitional packages differ
	external         bool
}

// relations are the relationships of one source part.
type relations []relation

func (l relations) byID(id string) (relation, bool) {
	for _, r := range l {
		if r.id == id && id != "" {
			return r, true
		}
	}
	return relation{}, false
}

func (l relations) first(kind string) (relation, bool) {
	for _, r := range l {
		if r.kind == kind && !r.external {
			return r, true
		}
	}
	return relation{}, false
}

// relationsName is the name of the part that holds the relationships of a part; "" is the package itself.
func relationsName(source string) string {
	dir, file := path.Split(source)
	return dir + "_rels/" + file + ".rels"
}

// relations reads the relationships of a part. A part without any has none.
func (a *archive) relations(source string) (relations, error) {
	name := relationsName(source)
	if !a.has(name) {
		return nil, nil
	}
	root, _, err := a.tree(name)
	if err != nil {
		return nil, err
	}
	var out relations
	for _, e := range root.kids {
		if e.name != "pr:Relationship" {
			continue
		}
		t := e.attr("Type")
		cut := strings.LastIndexByte(t, '/') + 1
		r := relation{id: e.attr("Id"), kind: t[cut:], base: t[:cut], target: e.attr("Target")}
		r.external = strings.EqualFold(e.attr("TargetMode"), "External")
		if !r.external {
			r.target = resolve(source, r.target)
		}
		out = append(out, r)
	}
	return out, nil
}

// resolve makes a part name of a relationship target (ECMA-376-2 6.5.3.4).
func resolve(source, target string) string {
	target, _, _ = strings.Cut(target, "#")
	target = strings.ReplaceAll(target, `\`, "/")
	if !strings.HasPrefix(target, "/") {
		target = path.Join("/", path.Dir(source), target)
	}
	return strings.TrimPrefix(path.Clean(target), "/")
}
