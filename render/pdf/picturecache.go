package pdf

import (
	"container/list"
	"crypto/sha256"
	"sync"

	"reportmail/render/doc"
)

// pictureCacheBytes bounds the encoded pictures that are kept: the logos of a few hundred layouts.
const pictureCacheBytes = 32 << 20

// pictureCache keeps encoded pictures for the process, by image and, as a merge makes a new image for each document
// that shows the same logo, by content. What was used longest ago goes first.
type pictureCache struct {
	mu     sync.Mutex
	byHash map[[32]byte]*list.Element
	order  *list.List // of *cachedPicture, the latest first
	bytes  int
	limit  int
}

func newPictureCache(limit int) *pictureCache {
	return &pictureCache{byHash: make(map[[32]byte]*list.Element), order: list.New(), limit: limit}
}

type cachedPicture struct {
	hash [32]byte
	*picture
	err error
}

// pictures is the cache of the process: it only remembers what a pure function answered.
var pictures = sync.OnceValue(func() *pictureCache {
	return newPictureCache(pictureCacheBytes)
})

// encodedPicture is encodePicture with a memory.
func encodedPicture(img *doc.Image) (*picture, error) {
	c := pictures()
	hash := sha256.Sum256(img.Data)
	if p := c.get(hash); p != nil {
		return p.picture, p.err
	}
	p := &cachedPicture{hash: hash}
	p.picture, p.err = encodePicture(img)
	c.put(p)
	return p.picture, p.err
}

func (c *pictureCache) get(hash [32]byte) *cachedPicture {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.byHash[hash]
	if e == nil {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*cachedPicture)
}

func (c *pictureCache) put(p *cachedPicture) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byHash[p.hash] != nil {
		return
	}
	c.byHash[p.hash] = c.order.PushFront(p)
	c.bytes += p.weight()
	for c.bytes > c.limit && c.order.Len() > 1 {
		last := c.order.Back()
		old := c.order.Remove(last).(*cachedPicture)
		delete(c.byHash, old.hash)
		c.bytes -= old.weight()
	}
}

// weight is what an entry costs: its bytes and some for the entry itself.
func (p *cachedPicture) weight() int {
	const entry = 256
	if p.picture == nil {
		return entry
	}
	return entry + p.size()
}
