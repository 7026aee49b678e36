package batch

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"reportmail/render/dataset"
	"reportmail/selection"
)

// EnvelopeSuffixes are the names, after the dataset's without its extension, of files that hold an envelope.
var EnvelopeSuffixes = []string{".envelope.yaml", ".envelope.yml", ".envelope.json"}

// IsEnvelope tells whether a file is an envelope and no posted document.
func IsEnvelope(path string) bool {
	for _, s := range EnvelopeSuffixes {
		if strings.HasSuffix(path, s) {
			return true
		}
	}
	return false
}

// Documents leaves out of files what is no document of its own: envelopes, the electronic documents that the envelopes
// of others name, and folders, which it answers apart. Without any document files are taken as they are.
func Documents(files []string) (documents, folders []string) {
	along := map[string]bool{}
	for _, f := range files {
		switch {
		case IsEnvelope(f):
		case isDir(f):
			folders = append(folders, f)
		default:
			documents = append(documents, f)
			if e := electronicOf(f); e != "" && e != filepath.Clean(f) {
				along[e] = true
			}
		}
	}
	if len(documents) == 0 {
		return slices.DeleteFunc(slices.Clone(files), IsEnvelope), nil
	}
	return slices.DeleteFunc(documents, func(f string) bool { return along[filepath.Clean(f)] }), folders
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// electronicOf is the path of the electronic document that a dataset's envelope names, beside it or inside of it; "" for
// none. What is at fault is said when the dataset is rendered.
func electronicOf(file string) string {
	name := ""
	if d, _ := besideFile(file); d != nil {
		name = d.EDocument
	}
	if name == "" && file != "-" && strings.EqualFold(filepath.Ext(file), ".json") {
		if data, err := os.ReadFile(file); err == nil && bytes.Contains(data, []byte(`"edocument"`)) {
			if ds, err := dataset.Read(file, data); err == nil {
				if d, _ := insideJSON(file, ds); d != nil {
					name = d.EDocument
				}
			}
		}
	}
	return beside(file, name)
}

// beside is the path of a file that an envelope names: from the folder of its dataset; "" for none.
func beside(file, name string) string {
	if name == "" {
		return ""
	}
	return filepath.Join(filepath.Dir(file), filepath.FromSlash(name))
}

// envelope puts the document's envelope together: its dataset, the dataset's own envelope, a file beside it, what the
// command line and the workspace add.
func (r *Renderer) envelope(file string, ds *dataset.Dataset) (selection.Document, error) {
	over, err := besideFile(file)
	if err != nil {
		return selection.Document{}, err
	}
	inside, err := insideJSON(file, ds)
	if err != nil {
		return selection.Document{}, err
	}
	if inside != nil {
		if over != nil {
			*inside = over.Over(*inside)
		}
		over = inside
	}
	report, _ := strconv.Atoi(ds.ID)
	d, err := r.Workspace.Table.Envelope(report, ds.Lookup, over)
	if err != nil {
		return d, err
	}
	if over == nil || over.Number == "" {
		if all := r.numbers(d.Report, ds); len(all) > 1 {
			return d, fmt.Errorf("%s: the dataset has %d documents (%s), and one message would have them all; export each into a file of its own, or name the number of all in an envelope",
				file, len(all), strings.Join(all[:min(len(all), 5)], ", "))
		}
	}
	if r.Usage != "" {
		d.Usage = r.Usage
	}
	company := r.Workspace.Config.Company
	if d.Company == "" {
		d.Company = company.Name
	}
	if d.Language == "" {
		d.Language = company.Language
	}
	return d, nil
}

// numbers are the documents that the rows of a dataset are of.
func (r *Renderer) numbers(report int, ds *dataset.Dataset) (all []string) {
	for row := range ds.Rows() {
		n := r.Workspace.Table.Number(report, ds.Only(row).Lookup)
		if n != "" && !slices.Contains(all, n) {
			all = append(all, n)
		}
	}
	return all
}

// besideFile reads the envelope beside a dataset, or nil.
func besideFile(file string) (*selection.Document, error) {
	if file == "-" {
		return nil, nil
	}
	stem := strings.TrimSuffix(file, filepath.Ext(file))
	for _, suffix := range EnvelopeSuffixes {
		data, err := os.ReadFile(stem + suffix)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if filepath.Ext(suffix) == ".json" {
			data = withoutPairs(data)
		}
		d, err := selection.ReadEnvelope(stem+suffix, data)
		return &d, err
	}
	return nil, nil
}

// insideJSON is the envelope that a JSON dataset carries beside its data, or nil: read as one in a file of its own is.
func insideJSON(file string, ds *dataset.Dataset) (*selection.Document, error) {
	if ds.Envelope == "" {
		return nil, nil
	}
	d, err := selection.ReadEnvelope(file, withoutPairs([]byte(ds.Envelope)))
	return &d, err
}

// escapes are a JSON string's, with the two of a surrogate pair (RFC 8259, 7) taken as one.
var escapes = regexp.MustCompile(`\\(?:u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w|u[dD][89a-fA-F]\w\w|.)`)

// withoutPairs writes out the characters that JSON escapes as surrogate pairs: YAML, which it is read as, has none.
func withoutPairs(text []byte) []byte {
	return escapes.ReplaceAllFunc(text, func(escape []byte) []byte {
		var s string
		if len(escape) <= len(`\n`) || json.Unmarshal([]byte(`"`+string(escape)+`"`), &s) != nil {
			return escape
		}
		return []byte(s)
	})
}
