package batch

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
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
	if inside := insideJSON(ds); inside != nil {
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
		d, err := selection.ReadEnvelope(stem+suffix, data)
		return &d, err
	}
	return nil, nil
}

// insideJSON is the envelope that a JSON dataset carries beside its data, or nil.
func insideJSON(ds *dataset.Dataset) *selection.Document {
	if ds.Envelope == nil {
		return nil
	}
	it := ds.Envelope.First("envelope")
	if it == nil {
		return nil
	}
	d := &selection.Document{
		Usage: it.Value("usage"), Number: it.Value("number"), Company: it.Value("company"), Language: it.Value("language"),
		Currency: it.Value("currency"), Total: it.Value("total"), Date: it.Value("date"), DueDate: it.Value("due_date"), Reference: it.Value("reference"),
	}
	d.Report, _ = strconv.Atoi(it.Value("report"))
	d.Revision, _ = strconv.Atoi(it.Value("revision"))
	if a := it.First("account"); a != nil {
		d.Account = selection.Account{Kind: selection.Party(a.Value("kind")), No: a.Value("no"), Name: a.Value("name")}
	}
	if a := it.First("addresses"); a != nil {
		d.Addresses = selection.Addresses{
			Parameter: a.Value("parameter"), Document: a.Value("document"), Order: a.Value("order"), Contact: a.Value("contact"), Card: a.Value("card"),
		}
	}
	for _, r := range it.Items {
		if r.Name == "related" {
			d.Related = append(d.Related, r.Value("Value"))
		}
	}
	return d
}
