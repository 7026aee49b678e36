package dataset

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// readJSON reads
//
//	{"report": {"name": "…", "id": "1306", "language": "…", "formatRegion": "…", "mergeItem": "Header"},
//	 "labels": {"Page": "Page"},
//	 "data":   {"Header": [{"DocumentNo": "…", "Line": [{…}, {…}]}]}}
//
// An object or an array of objects is one row or several of a data item, a string, number or null is a column's text;
// true and false become Yes and No, as reports print them. An array of plain values is rows with a column Value.
// The text of the key envelope beside data is kept in Envelope. Without data the whole object is the data: of data items when all its
// values are objects and arrays, else one row of a data item Record; an array is rows of Record.
func readJSON(file, text string) (*Dataset, error) {
	r := &jsonReader{file: file, text: text, dec: json.NewDecoder(strings.NewReader(text))}
	r.dec.UseNumber()
	r.b.begin("")
	t, err := r.token()
	if err != nil {
		return nil, err
	}
	if t == json.Delim('{') {
		err = r.object(0)
	} else {
		err = r.array(recordName, 0)
	}
	if err != nil {
		return nil, err
	}
	if _, err := r.dec.Token(); !errors.Is(err, io.EOF) {
		return nil, r.fail(ErrSyntax, "text after the end of the data")
	}
	top, err := r.b.end()
	if err != nil {
		return nil, r.fail(err, "")
	}
	ds := fromJSON(top)
	if top.Has("data") {
		ds.Envelope = r.envelope
	}
	ds.fillHead()
	return ds, nil
}

const recordName = "Record"

type jsonReader struct {
	file, text string
	dec        *json.Decoder
	b          builder
	envelope   string // the text of the top object's key of that name, at its line
}

func (r *jsonReader) fail(err error, format string, args ...any) error {
	return at(r.file, r.text, int(r.dec.InputOffset()), err, format, args...)
}

func (r *jsonReader) token() (json.Token, error) {
	t, err := r.dec.Token()
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, at(r.file, r.text, len(r.text), ErrSyntax, "the file ends too early")
	case err != nil:
		return nil, r.fail(ErrSyntax, "%s", strings.TrimPrefix(err.Error(), "invalid "))
	}
	return t, nil
}

// object reads members up to the closing brace into the open row.
func (r *jsonReader) object(depth int) error {
	if depth > MaxDepth {
		return r.fail(ErrTooDeep, "")
	}
	for {
		t, err := r.token()
		if err != nil || t == json.Delim('}') {
			return err
		}
		key, _ := t.(string)
		name, start := LocalName(key), r.dec.InputOffset()
		if name == "" {
			return r.fail(ErrSyntax, "a member without a name")
		}
		if t, err = r.token(); err != nil {
			return err
		}
		switch t {
		case json.Delim('['):
			err = r.array(name, depth+1)
		case json.Delim('{'):
			err = r.row(name, depth+1)
		default:
			r.b.column(name, scalar(t))
		}
		if err != nil {
			return err
		}
		if depth == 0 && key == "envelope" && t != nil {
			r.envelope = r.since(start)
		}
	}
}

// since is the value read after the key that ends at start, with the line breaks before it.
func (r *jsonReader) since(start int64) string {
	value := strings.TrimLeft(r.text[start:r.dec.InputOffset()], ": \t\r\n")
	before := r.text[:r.dec.InputOffset()-int64(len(value))]
	return strings.Repeat("\n", strings.Count(before, "\n")) + value
}

func (r *jsonReader) row(name string, depth int) error {
	r.b.begin(name)
	if err := r.object(depth); err != nil {
		return err
	}
	return r.end()
}

func (r *jsonReader) end() error {
	if _, err := r.b.end(); err != nil {
		return r.fail(err, "")
	}
	return nil
}

// array reads rows up to the closing bracket.
func (r *jsonReader) array(name string, depth int) error {
	for {
		t, err := r.token()
		if err != nil || t == json.Delim(']') {
			return err
		}
		switch t {
		case json.Delim('{'):
			err = r.row(name, depth+1)
		case json.Delim('['):
			err = r.fail(ErrSyntax, "an array inside of an array")
		default:
			r.b.begin(name)
			r.b.column("Value", scalar(t))
			err = r.end()
		}
		if err != nil {
			return err
		}
	}
}

func scalar(t json.Token) string {
	switch v := t.(type) {
	case string:
		return legal(newlines(v))
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "Yes"
		}
		return "No"
	}
	return ""
}

// fromJSON sorts the members of the top object into data, labels and head.
func fromJSON(top *Item) *Dataset {
	ds := &Dataset{Form: JSON, Root: &Item{Name: rootName, shape: emptyShape}}
	if !top.Has("data") {
		switch {
		case len(top.shape.names) == 0:
			ds.Root.Items = top.Items
		default:
			top.Name = recordName
			ds.Root.Items = []*Item{top}
		}
		return ds
	}
	var rows []*Item
	for _, it := range top.Items {
		switch it.Name {
		case "data":
			rows = append(rows, it)
		case "labels":
			it.Name = labelsName
			ds.Root.Items = append(ds.Root.Items, it)
		case "report":
			ds.head(it)
		}
	}
	if len(rows) == 1 && len(rows[0].shape.names) == 0 {
		ds.Root.Items = append(ds.Root.Items, rows[0].Items...)
	} else {
		for _, it := range rows {
			it.Name = recordName
			ds.Root.Items = append(ds.Root.Items, it)
		}
	}
	if name, ok := top.Column("report"); ok {
		ds.Report = name
	}
	return ds
}

// head takes the description of the report.
func (d *Dataset) head(it *Item) {
	d.Report, d.ID = it.Value("name"), it.Value("id")
	d.Language, d.FormatRegion = it.Value("language"), it.Value("formatRegion")
	d.MergeItem = LocalName(it.Value("mergeItem"))
}
