package selection

import (
	"errors"
	"fmt"

	"reportmail/internal/nearest"
	"reportmail/internal/yamledit"
	"reportmail/internal/yamlread"
)

// ReadEnvelope reads an envelope file: YAML, or JSON, which is YAML. Unknown keys and kinds of account are faults, named at their
// lines, all at once.
func ReadEnvelope(file string, data []byte) (Document, error) {
	var d Document
	root, err := yamlread.Tree(file, data, &d)
	switch d.Account.Kind {
	case Customer, Vendor, Nobody:
		return d, err
	}
	hint := nearest.Hint(string(d.Account.Kind), []string{string(Customer), string(Vendor)})
	if hint == "" {
		hint = "customer or vendor"
	}
	fault := &yamlread.Error{File: file, Msg: fmt.Sprintf("kind: unknown kind of account %q", d.Account.Kind), Hint: hint}
	if n := yamledit.Value(yamledit.Value(root, "account"), "kind"); n != nil {
		fault.Line = n.Line
	}
	return d, errors.Join(err, fault)
}

// Number is the full number that a report's dataset gives its document, "" when nothing is known of the report.
func (t *Table) Number(report int, lookup Columns) string {
	def, ok := t.definition(report)
	if !ok {
		return ""
	}
	usage, _ := t.usage(def.Usage)
	return def.read(usage, lookup).FullNumber()
}

// Envelope puts together what is known of a document: the dataset by the report's definition, and the envelope over
// it. report is the dataset's report number, lookup its columns.
func (t *Table) Envelope(report int, lookup Columns, over *Document) (Document, error) {
	var base Document
	if over != nil && over.Report != 0 {
		report = over.Report
	}
	def, ok := t.definition(report)
	switch {
	case ok:
		usage, _ := t.usage(def.Usage)
		base = def.read(usage, lookup)
	case over == nil:
		return base, fmt.Errorf("report %d has no definition that says where its document number stands; put an envelope file beside the dataset, or the report into selections.yaml under reports", report)
	}
	if over != nil {
		base = over.Over(base)
	}
	base.Report = report
	switch {
	case base.Usage == "":
		return base, errors.New("the envelope names no usage")
	case base.Number == "":
		return base, errors.New("the document has no number: neither the dataset nor an envelope gives one")
	}
	if usage, ok := t.usage(base.Usage); ok {
		base = base.as(usage)
	}
	if a := base.Account; base.Related == nil && a.No != "" && a.Kind != Nobody {
		base.Related = []string{string(a.Kind) + "/" + a.No}
	}
	return base, nil
}
