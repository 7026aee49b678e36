package layouts

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"reportmail/layouts/design"
	"reportmail/layouts/report"
	"reportmail/render/dataset"
)

// ErrNoData is returned for data without a data item to make a layout for.
var ErrNoData = errors.New("the data has no data items")

// Starter makes a layout for a dataset, to be opened in Word and worked on: the fields that have values, a repeating
// table for each data item, header and footer. The layout is bound to the report that the data is from.
func Starter(ds *dataset.Dataset) ([]byte, error) {
	r := shapeOf(ds)
	if len(r.Items) == 0 {
		return nil, ErrNoData
	}
	l := design.Starter(r, used(ds))
	l.ID = r.Name
	data, err := l.Docx()
	if err != nil {
		return nil, fmt.Errorf("starter layout for report %d: %w", r.ID, err)
	}
	return data, nil
}

// shapeOf is the report that a dataset is of, as far as the data shows it.
func shapeOf(ds *dataset.Dataset) *report.Report {
	r := &report.Report{Name: "Report"}
	r.ID, _ = strconv.Atoi(ds.ID) // data of other programs has no number
	if known, err := report.Find(r.ID); err == nil {
		r.Name = known.Name
	} else if name := identifier(ds.Report); name != "" {
		r.Name = name
	}
	skip := map[*dataset.Schema]bool{}
	schema := ds.Schema()
	for _, name := range []string{"BCReportInformation", "Labels"} {
		skip[schema.Item(name)] = true
	}
	for _, s := range schema.Items {
		if !skip[s] {
			r.Items = append(r.Items, itemOf(s))
		}
	}
	return r
}

func itemOf(s *dataset.Schema) *report.Item {
	i := &report.Item{Name: s.Name, Columns: s.Columns}
	for _, below := range s.Items {
		i.Items = append(i.Items, itemOf(below))
	}
	return i
}

// identifier is a report's name as it stands in a name space: what is no letter or digit becomes one underscore.
func identifier(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, "_")
}

// used tells which columns have a value in some row.
func used(ds *dataset.Dataset) func(path string) bool {
	seen := map[string]bool{}
	for row := range ds.Rows() {
		note(seen, "", row)
	}
	return func(path string) bool { return seen[path] }
}

func note(seen map[string]bool, above string, row *dataset.Item) {
	path := above + row.Name
	for column, value := range row.Columns() {
		if strings.TrimSpace(value) != "" {
			seen[path+"/"+column] = true
		}
	}
	for _, below := range row.Items {
		note(seen, path+"/", below)
	}
}
