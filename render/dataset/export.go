package dataset

import "strings"

const exportName = "ReportDataSet"

// readExport reads a report's own export ("Send to XML"): DataItem and Column elements with their names in attributes,
// one DataItem for each row. Columns with a decimalformatter hold raw numbers, which are formatted here.
func readExport(sc *scanner, root token) (*Dataset, error) {
	ds := &Dataset{Form: Export}
	for name, to := range map[string]*string{"name": &ds.Report, "id": &ds.ID, "language": &ds.Language, "formatRegion": &ds.FormatRegion, "wordMergeDataItem": &ds.MergeItem} {
		*to, _ = sc.attr(root, name)
	}
	ds.MergeItem = LocalName(ds.MergeItem)
	r := exportReader{sc: sc, region: ds.FormatRegion}
	r.b.begin(rootName)
	if err := r.children(map[string]func(token) error{infoName: r.info, labelsName: r.labels, "DataItems": r.dataItems}); err != nil {
		return nil, err
	}
	item, err := r.b.end()
	if err != nil {
		return nil, sc.fail(sc.pos, err, "")
	}
	ds.Root = item
	return ds, sc.rest()
}

type exportReader struct {
	sc      *scanner
	b       builder
	region  string
	culture *Culture // of region, once a column needs it
}

// children reads up to the end of the open element and hands each child to its function; others are passed over.
func (r *exportReader) children(read map[string]func(token) error) error {
	for {
		t, err := r.sc.next()
		if err != nil {
			return err
		}
		switch t.kind {
		case endTag:
			return nil
		case startTag:
			f, ok := read[t.name]
			if !ok {
				f = func(token) error { return r.children(nil) }
			}
			if err := f(t); err != nil {
				return err
			}
		}
	}
}

// text reads the text of the open element up to its end.
func (r *exportReader) text() (string, error) {
	var text string
	for {
		t, err := r.sc.next()
		if err != nil {
			return "", err
		}
		switch t.kind {
		case textToken:
			if text == "" {
				text = t.text
			} else {
				text += t.text
			}
		case startTag:
			return "", r.sc.fail(t.at, ErrSyntax, "element %s inside of a text", t.name)
		case endTag:
			return text, nil
		}
	}
}

// name is the local name that an element's name attribute stands for.
func (r *exportReader) name(t token) (string, error) {
	name, _ := r.sc.attr(t, "name")
	if name = LocalName(name); name == "" {
		return "", r.sc.fail(t.at, ErrSyntax, "%s without a name", t.name)
	}
	return name, nil
}

// info reads BCReportInformation, which is written as in the Word part.
func (r *exportReader) info(t token) error {
	w := wordReader{sc: r.sc}
	w.b.begin(t.name)
	item, err := w.read()
	if err == nil && len(item.Items)+len(item.values) > 0 {
		r.b.items = append(r.b.items, item)
	}
	return err
}

func (r *exportReader) labels(token) error {
	r.b.begin(labelsName)
	if err := r.children(map[string]func(token) error{"Label": r.column}); err != nil {
		return err
	}
	return r.end()
}

func (r *exportReader) dataItems(token) error {
	return r.children(map[string]func(token) error{"DataItem": r.dataItem})
}

func (r *exportReader) dataItem(t token) error {
	name, err := r.name(t)
	if err != nil {
		return err
	}
	r.b.begin(name)
	if err := r.children(map[string]func(token) error{"Columns": r.columns, "DataItems": r.dataItems}); err != nil {
		return err
	}
	return r.end()
}

func (r *exportReader) columns(token) error {
	return r.children(map[string]func(token) error{"Column": r.column})
}

func (r *exportReader) column(t token) error {
	name, err := r.name(t)
	if err != nil {
		return err
	}
	value, err := r.text()
	if err != nil {
		return err
	}
	if format, ok := r.sc.attr(t, "decimalformatter"); ok && format != "" {
		if r.culture == nil {
			c := CultureOf(r.region)
			r.culture = &c
		}
		if text, ok := FormatNumber(strings.TrimSpace(value), format, *r.culture); ok {
			value = text
		}
	}
	r.b.column(name, value)
	return nil
}

func (r *exportReader) end() error {
	if _, err := r.b.end(); err != nil {
		return r.sc.fail(r.sc.pos, err, "")
	}
	return nil
}
