package dataset

import "strings"

// readWord reads the custom XML part of a Word layout: elements with children are rows, elements without are columns.
func readWord(sc *scanner, root token) (*Dataset, error) {
	ds := &Dataset{Form: WordPart}
	ns, _ := sc.attr(root, "xmlns")
	if ns == "" { // a prefixed root
		prefix, _, _ := strings.Cut(sc.open[0], ":")
		ns, _ = sc.attr(root, "xmlns:"+prefix)
	}
	ds.Report, ds.ID = ReportOf(ns)
	r := wordReader{sc: sc}
	r.b.begin(root.name)
	item, err := r.read()
	if err != nil {
		return nil, err
	}
	ds.Root = item
	return ds, sc.rest()
}

type wordReader struct {
	sc *scanner
	b  builder
}

// read goes through the content of the open element. A start tag is not known to be a row before its first child comes.
func (r *wordReader) read() (*Item, error) {
	pending, text := "", "" // a start tag that may yet be a column, and its text
	leaf := false
	for {
		t, err := r.sc.next()
		if err != nil {
			return nil, err
		}
		switch t.kind {
		case startTag:
			if leaf {
				r.b.begin(pending)
			}
			pending, text, leaf = t.name, "", true
		case textToken:
			switch {
			case !leaf:
			case text == "":
				text = t.text
			default:
				text += t.text
			}
		case endTag:
			if leaf {
				leaf = false
				if len(r.b.open) > 1 || pending != infoName && pending != labelsName { // an empty block is none
					r.b.column(pending, text)
				}
				continue
			}
			item, err := r.b.end()
			if err != nil {
				return nil, r.sc.fail(t.at, err, "in %s", t.name)
			}
			if len(r.b.open) == 0 {
				return item, nil
			}
		}
	}
}

// rest checks what follows the root.
func (sc *scanner) rest() error {
	for {
		t, err := sc.next()
		if err != nil || t.kind == eof {
			return err
		}
		if t.kind == startTag {
			return sc.fail(t.at, ErrSyntax, "a second root element")
		}
	}
}

const reportURN = "/reports/"

// ReportOf takes report name and id from the name space of a Word part, urn:microsoft-dynamics-nav/reports/NAME/ID/.
func ReportOf(ns string) (name, id string) {
	i := strings.Index(ns, reportURN)
	if i < 0 {
		return "", ""
	}
	name, id, _ = strings.Cut(ns[i+len(reportURN):], "/")
	if id = strings.TrimSuffix(id, "/"); id == "0" { // no report has this one: nobody knew
		id = ""
	}
	return name, id
}
