package dataset

// builder collects rows while a reader goes through a file. Columns and rows of open items lie on two stacks; an item
// that closes takes its part off into slabs, so that a dataset costs few allocations.
type builder struct {
	names  []string // of the columns of all open items
	values []string
	items  []*Item // children of all open items
	open   []frame
	rows   int

	shapes    map[string][]*shape // by data item
	itemSlab  []Item
	valueSlab []string
	childSlab []*Item
}

type frame struct {
	name    string
	columns int // where the item's columns begin on the stack
	items   int
}

func (b *builder) begin(name string) {
	// A data item without columns looks like an empty column until a row with columns follows it.
	if n := len(b.names); len(b.open) > 0 {
		top := b.open[len(b.open)-1]
		for ; n > top.columns && b.names[n-1] == name && b.values[n-1] == ""; n-- {
			b.items = append(b.items, &Item{Name: name, shape: emptyShape})
			b.rows++
		}
		b.names, b.values = b.names[:n], b.values[:n]
	}
	b.open = append(b.open, frame{name: name, columns: len(b.names), items: len(b.items)})
}

// column adds a column to the open item, unless it is an empty row of a data item that other rows are known of.
func (b *builder) column(name, value string) {
	if value == "" {
		top := b.open[len(b.open)-1]
		if n := len(b.items); n > top.items && b.items[n-1].Name == name {
			b.items = append(b.items, &Item{Name: name, shape: emptyShape})
			b.rows++
			return
		}
	}
	b.names, b.values = append(b.names, name), append(b.values, value)
}

// end closes the open item and hands it to the item around it. It fails when a limit is passed.
func (b *builder) end() (*Item, error) {
	f := b.open[len(b.open)-1]
	b.open = b.open[:len(b.open)-1]
	if len(b.names)-f.columns > MaxColumns {
		return nil, ErrTooMany
	}
	if b.rows++; b.rows > MaxRows {
		return nil, ErrTooMany
	}
	it := &take(&b.itemSlab, 1, 64)[0]
	it.Name, it.shape = f.name, b.shape(f.name, b.names[f.columns:])
	it.values = take(&b.valueSlab, len(b.values)-f.columns, 512)
	copy(it.values, b.values[f.columns:])
	it.Items = take(&b.childSlab, len(b.items)-f.items, 64)
	copy(it.Items, b.items[f.items:])
	b.names, b.values, b.items = b.names[:f.columns], b.values[:f.columns], b.items[:f.items]
	if len(b.open) > 0 {
		b.items = append(b.items, it)
	}
	return it, nil
}

// take cuts n elements off a slab, which is made anew in pieces of at least size.
func take[T any](slab *[]T, n, size int) []T {
	if n == 0 {
		return nil
	}
	if len(*slab) < n {
		*slab = make([]T, max(n, size))
	}
	out := (*slab)[:n:n]
	*slab = (*slab)[n:]
	return out
}

// shape finds the list of names among those that rows of the item had before.
func (b *builder) shape(item string, names []string) *shape {
	if len(names) == 0 {
		return emptyShape
	}
	known := b.shapes[item]
next:
	for _, s := range known {
		if len(s.names) != len(names) {
			continue
		}
		for i, n := range names {
			if s.names[i] != n {
				continue next
			}
		}
		return s
	}
	s := newShape(append([]string(nil), names...))
	if b.shapes == nil {
		b.shapes = map[string][]*shape{}
	}
	if len(known) < 16 { // rows that all differ are not worth remembering
		b.shapes[item] = append(known, s)
	}
	return s
}
