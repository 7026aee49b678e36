package merge

import (
	"strings"
	"sync"

	"reportmail/render/doc"
)

// imageCache keeps the pictures of a batch by their text, so that a company's logo is decoded once and writers, which
// key what they make of it by the pointer, do their part once, too. The oldest ones go when it is full.
type imageCache struct {
	mu    sync.Mutex
	known map[string]cached
	order []string
	bytes int
}

type cached struct {
	img *doc.Image
	err error
}

// Bounds of what a plan remembers: some logos and signatures, not the pictures of every document.
const (
	maxCachedImages = 64
	maxCachedBytes  = 32 << 20
)

func newImageCache() *imageCache { return &imageCache{known: map[string]cached{}} }

// get is the picture in base64 text. Equal texts give the same pointer while they are remembered.
func (c *imageCache) get(text, name string) (*doc.Image, error) {
	c.mu.Lock()
	hit, ok := c.known[text]
	c.mu.Unlock()
	if ok {
		return hit.img, hit.err
	}
	img, err := readImage(text, name)
	c.mu.Lock()
	defer c.mu.Unlock()
	if hit, ok := c.known[text]; ok { // another document was faster
		return hit.img, hit.err
	}
	c.add(strings.Clone(text), cached{img, err}) // not a part of the whole dataset
	return img, err
}

func (c *imageCache) add(text string, e cached) {
	size := len(text)
	if e.img != nil {
		size += len(e.img.Data)
	}
	if size > maxCachedBytes/4 {
		return
	}
	for len(c.order) > 0 && (len(c.order) >= maxCachedImages || c.bytes+size > maxCachedBytes) {
		old := c.known[c.order[0]]
		c.bytes -= len(c.order[0])
		if old.img != nil {
			c.bytes -= len(old.img.Data)
		}
		delete(c.known, c.order[0])
		c.order = c.order[1:]
	}
	c.known[text] = e
	c.order = append(c.order, text)
	c.bytes += size
}
