package font

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
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
		c.describe(&source{load: load, index: i}, face.names, face.os2)
	}
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
			switch tag := string(rec[:4]); tag {
			case "name", "OS/2", "head":
				t[tag] = readPart(r, rec.u32(8), min(rec.u32(12), 1<<20))
			}
		}
		faces = append(faces, header{parseNames(t["name"]), parseOS2(t["OS/2"], t["head"])})
	}
	return faces
}

// readPart reads at most n bytes from off on.
func readPart(r io.ReaderAt, off, n int) view {
	b := make([]byte, n)
	k, _ := r.ReadAt(b, int64(off))
	return b[:k]
}
