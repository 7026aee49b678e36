package batch

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
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
