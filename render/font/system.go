package font

import (
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"sort"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
)

// system is the fonts of the machine. Where they are and what they cover is fontscan's index, kept in a file.
type system struct {
	catalog catalog
	faces   []systemFace // in the order of their paths
}

type systemFace struct {
	runes fontscan.RuneSet
	src   *source
	style Style
}

// openSystem scans the machine's fonts, or reads the index of an earlier scan from cacheDir.
func openSystem(cacheDir string) (*system, error) {
	dir, err := indexDir(cacheDir)
	if err != nil {
		return nil, fmt.Errorf("read the fonts of the machine: %w", err)
	}
	prints, err := fontscan.SystemFonts(log.New(io.Discard, "", 0), dir)
	if err != nil {
		return nil, fmt.Errorf("read the fonts of the machine: %w", err)
	}
	prints = append([]fontscan.Footprint(nil), prints...)
	sort.SliceStable(prints, func(i, j int) bool {
		a, b := prints[i].Location, prints[j].Location
		return a.File < b.File || a.File == b.File && a.Index < b.Index
	})
	s := new(system)
	for _, p := range prints {
		path := p.Location.File
		src := &source{index: int(p.Location.Index), load: func() ([]byte, error) { return os.ReadFile(path) }}
		e := entry{p.Family, int(p.Aspect.Weight), 5, p.Aspect.Style == font.StyleItalic, src}
		if p.Aspect.Stretch != font.StretchNormal && p.Aspect.Stretch != 0 {
			e.width = 3
		}
		s.catalog.add(e)
		s.faces = append(s.faces, systemFace{p.Runes, src, Style{e.weight >= 600, e.italic}})
	}
	return s, nil
}

// indexDir is a directory that the index can be written to: the one asked for, the user's cache, or a temporary one.
func indexDir(asked string) (string, error) {
	dirs := []string{asked}
	if asked == "" {
		dirs = nil
		if cache, err := os.UserCacheDir(); err == nil {
			dirs = append(dirs, filepath.Join(cache, "reportmail"))
		}
		dirs = append(dirs, filepath.Join(os.TempDir(), "reportmail"))
	}
	var err error
	for _, d := range dirs {
		if err = os.MkdirAll(d, 0o755); err == nil {
			return d, nil
		}
	}
	return "", err
}

func (s *system) families() *catalog {
	if s == nil {
		return nil
	}
	return &s.catalog
}

// covering is the first face that has r, of the wanted style where there is one.
func (s *system) covering(r rune, style Style) *Face {
	if s == nil {
		return nil
	}
	for _, exact := range []bool{true, false} {
		for i := range s.faces {
			f := &s.faces[i]
			if (f.style == style) != exact || !f.runes.Contains(r) {
				continue
			}
			if face, err := f.src.get(); err == nil {
				if _, ok := face.Glyph(r); ok {
					return face
				}
			}
		}
	}
	return nil
}
