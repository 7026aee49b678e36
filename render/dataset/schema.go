package dataset

// Schema is what a dataset or a layout's skeleton has: the columns and nested data items of a data item, without rows.
type Schema struct {
	Name    string
	Columns []string
	Items   []*Schema

	columns map[string]bool
}

// Schema is the union of the columns and data items of all rows.
func (d *Dataset) Schema() *Schema {
	s := &Schema{Name: d.Root.Name}
	s.add(d.Root, nil)
	return s
}

// add takes in the columns and items of a row; last is the row of the same data item before it.
func (s *Schema) add(it, last *Item) {
	if !it.SameShape(last) {
		for _, c := range it.shape.names {
			if s.columns == nil {
				s.columns = map[string]bool{}
			}
			if !s.columns[c] {
				s.columns[c] = true
				s.Columns = append(s.Columns, c)
			}
		}
	}
	lasts := map[*Schema]*Item{}
	var sub *Schema
	for _, c := range it.Items {
		if sub == nil || sub.Name != c.Name {
			if sub = s.Item(c.Name); sub == nil {
				sub = &Schema{Name: c.Name}
				s.Items = append(s.Items, sub)
			}
		}
		sub.add(c, lasts[sub])
		lasts[sub] = c
	}
}

// Item is the nested data item with a name, or nil.
func (s *Schema) Item(name string) *Schema {
	if s == nil {
		return nil
	}
	for _, i := range s.Items {
		if i.Name == name {
			return i
		}
	}
	return nil
}

// Has tells whether the data item has a column.
func (s *Schema) Has(column string) bool { return s != nil && s.columns[column] }

// Find is the schema that the steps lead to, or nil. Positions do not matter.
func (s *Schema) Find(steps []Step) *Schema {
	for _, st := range steps {
		if s = s.Item(st.Name); s == nil {
			return nil
		}
	}
	return s
}

// Walk visits the data item and all inside it with their paths, outer ones first; the path of s itself is empty.
func (s *Schema) Walk(visit func(path string, item *Schema)) { s.walk("", visit) }

func (s *Schema) walk(path string, visit func(string, *Schema)) {
	visit(path, s)
	for _, i := range s.Items {
		i.walk(path+"/"+i.Name, visit)
	}
}

// Skeleton is a dataset of one row for each data item, in which every column has its own name as text: what the data
// part of a layout holds before any data.
func (s *Schema) Skeleton(report, id string) *Dataset {
	return &Dataset{Form: WordPart, Report: report, ID: id, Root: s.skeleton()}
}

func (s *Schema) skeleton() *Item {
	it := &Item{Name: s.Name, shape: newShape(s.Columns), values: s.Columns}
	for _, sub := range s.Items {
		it.Items = append(it.Items, sub.skeleton())
	}
	return it
}
