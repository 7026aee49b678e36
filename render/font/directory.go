package font

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"sync"
)

// maxDirFiles bounds what is looked at below one directory; a machine's fonts are some thousands of files.
const maxDirFiles = 20000

// scanDir lists the fonts below a directory in the order of their paths. Only their names and styles are read.
func scanDir(c *catalog, dir string) error {
	var paths []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch strings.ToLower(filepath.Ext(path)) {
		case ".ttf", ".otf", ".ttc", ".otc":
			paths = append(paths, path)
		}
		if len(paths) > maxDirFiles {
			return fmt.Errorf("more than %d fonts", maxDirFiles)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read font directory %s: %w", dir, err)
	}
	sort.Strings(paths)
	for _, p := range paths {
		scanFile(c, p)
	}
	return nil
}

// scanFile lists the faces of one file; a file that is no font is passed over, as a directory may hold anything.
func scanFile(c *catalog, path string) {
	f, err := os.Open(path)
	if err != nil {
		return
	}
	defer f.Close()
	load := func() ([]byte, error) {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("read font: %w", err)
		}
		return data, nil
	}
	for i, face := range headers(f) {
		c.describe(&source{load: load, index: i, coverage: sync.OnceValue(func() *cmap { return fileCoverage(path, i) })}, face.names, face.os2)
	}
}

// maxCmap bounds the character map that is read; the largest has some 400 KB.
const maxCmap = 8 << 20

// fileCoverage reads the characters of one face of a file; none when it cannot be read.
func fileCoverage(path string, index int) *cmap {
	f, err := os.Open(path)
	if err != nil {
		return new(cmap)
	}
	defer f.Close()
	offsets, err := faceOffsets(readPart(f, 0, 12+4*maxFaces))
	if err != nil || index >= len(offsets) {
		return new(cmap)
	}
	t := headerTables(f, offsets[index], maxCmap, "cmap", "maxp")
	m := parseCmap(t["cmap"], t["maxp"].u16(4))
	return &m
}

// header is what finding a face needs to know about it.
type header struct {
	names naming
	os2   os2
}

// headers reads the directory, the name, OS/2 and head tables of every face of a file.
func headers(r io.ReaderAt) []header {
	start := readPart(r, 0, 12+4*maxFaces)
	offsets, err := faceOffsets(start)
	if err != nil {
		return nil
	}
	var faces []header
	for _, off := range offsets {
		t := headerTables(r, off, 1<<20, "name", "OS/2", "head")
		if t == nil {
			return nil
		}
		faces = append(faces, header{parseNames(t["name"]), parseOS2(t["OS/2"], t["head"])})
	}
	return faces
}

// headerTables reads the named tables of the face at an offset, each up to a limit; nil when no font stands there.
func headerTables(r io.ReaderAt, off, limit int, names ...string) map[string]view {
	dir := readPart(r, off, 12+16*maxTables)
	switch dir.u32(0) {
	case 0x00010000, 0x4F54544F, 0x74727565:
	default:
		return nil
	}
	t := map[string]view{}
	for i := range min(dir.u16(4), maxTables) {
		rec := dir.part(12+16*i, 16)
		if len(rec) < 16 {
			break
		}
		if tag := string(rec[:4]); slices.Contains(names, tag) {
			t[tag] = readPart(r, rec.u32(8), min(rec.u32(12), limit))
		}
	}
	return t
}

// readPart reads at most n bytes from off on.
func readPart(r io.ReaderAt, off, n int) view {
	b := make([]byte, n)
	k, _ := r.ReadAt(b, int64(off))
	return b[:k]
}
