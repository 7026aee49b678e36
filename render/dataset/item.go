package dataset

import "iter"

// Item is one row of a data item: its columns and the rows of the data items inside it. A nil *Item is a row that is
// not there: it has no columns and no items.
type Item struct {
	Name  string
	Items []*Item // rows of nested data items, in order; rows of one data item may be mixed with others

	shape  *shape
	values []string // by the shape's order
}

// shape is the list of column names that rows of one data item share, with an index over it.
type shape struct {
	names []string
	index map[string]int
}

func newShape(names []string) *shape {
	s := &shape{names: names, index: make(map[string]int, len(names))}
	for i, n := range names {
		if _, dup := s.index[n]; !dup {
			s.index[n] = i
		}
	}
	return s
}

// New makes a row by hand: pairs are column names and values by turns.
func New(name string, items []*Item, pairs ...string) *Item {
	it := &Item{Name: name, Items: items}
	var names []string
	for i := 0; i+1 < len(pairs); i += 2 {
		names, it.values = append(names, pairs[i]), append(it.values, pairs[i+1])
	}
	it.shape = newShape(names)
	return it
}

// Column is the value of a column and whether the row has it.
func (it *Item) Column(name string) (string, bool) {
	if it == nil {
		return "", false
	}
	if i, ok := it.shape.index[name]; ok {
		return it.values[i], true
	}
	return "", false
}

// Value is the value of a column, "" when the row does not have it.
func (it *Item) Value(name string) string {
	v, _ := it.Column(name)
	return v
}

// Columns yields names and values in the order of the data.
func (it *Item) Columns() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		if it == nil {
			return
		}
		for i, n := range it.shape.names {
			if !yield(n, it.values[i]) {
				return
			}
		}
	}
}

// Names lists the columns in the order of the data. The slice is shared: do not change it.
func (it *Item) Names() []string {
	if it == nil {
		return nil
	}
	return it.shape.names
}

// SameShape tells whether two rows have the same columns in the same order, cheaply: it may say no for equal ones that
// come from different datasets.
func (it *Item) SameShape(other *Item) bool {
	return it != nil && other != nil && it.shape == other.shape
}

// Rows yields the rows of the nested data item with a name. A data item without columns is written like an empty
// column; it counts as one row for each time it stands there.
func (it *Item) Rows(name string) iter.Seq[*Item] {
	return func(yield func(*Item) bool) {
		if it == nil {
			return
		}
		found := false
		for _, c := range it.Items {
			if c.Name == name {
				found = true
				if !yield(c) {
					return
				}
			}
		}
		if found {
			return
		}
		if _, leaf := it.shape.index[name]; !leaf {
			return
		}
		for _, n := range it.shape.names {
			if n == name && !yield(&Item{Name: name, shape: emptyShape}) {
				return
			}
		}
	}
}

var emptyShape = newShape(nil)

// First is the first row of the nested data item with a name, or nil.
func (it *Item) First(name string) *Item { return it.Nth(name, 1) }

// Nth is the n-th row (from 1) of the nested data item with a name, or nil. 0 is the first row too.
func (it *Item) Nth(name string, n int) *Item {
	for c := range it.Rows(name) {
		if n <= 1 {
			return c
		}
		n--
	}
	return nil
}

// Has tells whether there is a row of the nested data item with a name.
func (it *Item) Has(name string) bool { return it.First(name) != nil }

func (it *Item) lookup(steps []Step) (string, bool) {
	for ; len(steps) > 1; steps = steps[1:] {
		it = it.Nth(steps[0].Name, steps[0].Index)
	}
	if it == nil || len(steps) == 0 {
		return "", false
	}
	return it.Column(steps[0].Name)
}

// Lookup is the value at a path of local names below the row, as Dataset.Lookup.
func (it *Item) Lookup(path string) (value string, ok bool) {
	steps, err := ParsePath(path)
	if err != nil {
		return "", false
	}
	return it.lookup(steps)
}
