package merge

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	mainPart        = "word/document.xml"
	maxPackageParts = 4096      // a layout has some dozens
	maxPackageBytes = 256 << 20 // inflated; layouts have some megabytes
)

var errPackage = errors.New("the package is beyond the limits")

// rewritePackage copies a package and lets edit change the parts that which names.
func rewritePackage(data []byte, which func(name string) bool, edit func(name, content string) string) ([]byte, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("opening the package: %w", err)
	}
	if len(r.File) > maxPackageParts {
		return nil, errPackage
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	left := int64(maxPackageBytes)
	for _, f := range r.File {
		content, err := inflate(f, left)
		if err != nil {
			return nil, fmt.Errorf("reading part %s: %w", f.Name, err)
		}
		left -= int64(len(content))
		if which(f.Name) {
			content = []byte(edit(f.Name, string(content)))
		}
		part, err := w.Create(f.Name)
		if err == nil {
			_, err = part.Write(content)
		}
		if err != nil {
			return nil, fmt.Errorf("writing part %s: %w", f.Name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("closing the package: %w", err)
	}
	return out.Bytes(), nil
}

func inflate(f *zip.File, most int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	content, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(content)) > most {
		err = errPackage
	}
	return content, err
}

// story tells whether a part holds text that placeholders may stand in.
func story(name string) bool {
	if name == mainPart {
		return true
	}
	base, ok := strings.CutPrefix(name, "word/")
	return ok && !strings.Contains(base, "/") && strings.HasSuffix(base, ".xml") && (strings.HasPrefix(base, "header") || strings.HasPrefix(base, "footer"))
}
