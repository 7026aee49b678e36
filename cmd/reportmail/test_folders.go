package main

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"reportmail/selection"
)

// namedDocument is a document and the folder of its golden files.
type namedDocument struct{ file, folder string }

// named gives every document its folder. That of a sample is decided over all samples, so that it is the same whichever
// of them are tested; FILEs from elsewhere get what those leave free.
func (t *testRun) named(docs, samples []string) []namedDocument {
	given := map[string]string{}
	t.name(samples, given)
	t.name(slices.DeleteFunc(slices.Clone(docs), func(f string) bool { return given[fullPath(f)] != "" }), given)
	out := make([]namedDocument, 0, len(docs))
	for _, f := range docs {
		out = append(out, namedDocument{f, given[fullPath(f)]})
	}
	return out
}

// name chooses folders: the number of a document; where several have the same, the file that is called like it keeps
// that, and the others have their file's name behind it. given has folders by full path.
func (t *testRun) name(docs []string, given map[string]string) {
	same := map[string][]string{}
	for _, file := range docs {
		n := t.number(file)
		same[n] = append(same[n], file)
	}
	var others []namedDocument
	for n, list := range same {
		plain := keeper(n, list)
		for _, f := range list {
			if f == plain && !t.folders[n] {
				given[fullPath(f)] = n
			} else {
				others = append(others, namedDocument{f, selection.SafeFileName(n+" "+filepath.Base(f), "document")})
			}
		}
	}
	for _, n := range given {
		t.folders[n] = true
	}
	slices.SortFunc(others, func(a, b namedDocument) int { return cmp.Compare(a.file, b.file) })
	for _, d := range others {
		for t.folders[d.folder] {
			d.folder += "+"
		}
		t.folders[d.folder], given[fullPath(d.file)] = true, d.folder
	}
}

// keeper is the one of several files with a document number whose folder is the number alone, "" for none.
func keeper(number string, files []string) string {
	if len(files) == 1 {
		return files[0]
	}
	for _, f := range files {
		if stem(f) == number {
			return f
		}
	}
	return ""
}

// number is the number of a document as a folder; a file without one, or that cannot be read, goes by its name.
func (t *testRun) number(file string) string {
	name := stem(file)
	if _, d, err := t.r.Posted(file, nil); err == nil && d.Number != "" {
		name = d.Number
	}
	return selection.SafeFileName(name, "document")
}

// stem is the name of a file without its ending, as a folder.
func stem(file string) string {
	base := filepath.Base(file)
	return selection.SafeFileName(strings.TrimSuffix(base, filepath.Ext(base)), "document")
}

// fullPath is one path for a file however it was given.
func fullPath(file string) string {
	if abs, err := filepath.Abs(file); err == nil {
		file = abs
	}
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real
	}
	return file
}
