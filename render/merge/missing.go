package merge

import (
	"hash/maphash"
	"slices"
	"sync"

	"reportmail/internal/nearest"
	"reportmail/render/dataset"
	"reportmail/render/diag"
)

// absence is a binding that the data did not answer, with the number of times.
type absence struct {
	b     *binding
	row   *dataset.Item // nil: the row was not there either
	count int
}

// missing notes a column that the row does not have. A row that is not there is no fault when the layout's own part
// knows the column: the data item has no rows this time.
func (x *exec) missing(b *binding, row *dataset.Item) {
	if row == nil && x.plan.skeleton.knows(b) {
		return
	}
	x.note(b, row)
}

// noRows notes a repeater without rows whose data item nobody knows.
func (x *exec) noRows(b *binding, parent *dataset.Item) {
	if !x.plan.skeleton.knows(b) {
		x.note(b, parent)
	}
}

func (x *exec) note(b *binding, row *dataset.Item) {
	a := x.absent[b]
	if a == nil {
		if x.absent == nil {
			x.absent = map[*binding]*absence{}
		}
		a = &absence{b: b, row: row}
		x.absent[b] = a
		x.absences = append(x.absences, a)
	}
	a.count++
}

// report turns absences into findings, in the order in which they were met.
func (x *exec) report() {
	var found []diag.Finding
	for _, a := range x.absences {
		f := diag.Finding{ID: "missing-column", Severity: diag.Warning, Where: a.b.where(), Count: a.count,
			Message: "the data has no column " + a.b.text()}
		if a.b.kind == repeaterBinding {
			f.ID, f.Message = "missing-item", "the data has no data item "+a.b.text()
		}
		if a.row != nil && a.b.kind != repeaterBinding && slices.Contains(itemNames(a.row), a.b.column) {
			f.Message, f.Hint = "the data has a list or an object at "+a.b.text()+", not a value", "show it with a repeater, or write a text into the data"
		} else {
			f.Hint = x.plan.hints.hint(a, x.data)
		}
		found = append(found, f)
	}
	x.find.Append(found)
}

// knows tells whether the layout's part has what a binding means.
func (s *skeleton) knows(b *binding) bool {
	item := s.schema.Find(b.path[:len(b.path)-1])
	return item != nil && (item.Has(b.column) || item.Item(b.column) != nil)
}

// hints remembers suggestions: a batch meets the same gaps in every document.
type hints struct {
	mu    sync.Mutex
	seed  maphash.Seed
	known map[hintKey]string
}

type hintKey struct {
	b    *binding
	data uint64 // hash of the candidates
}

func newHints() *hints { return &hints{seed: maphash.MakeSeed(), known: map[hintKey]string{}} }

// hint suggests a column of the same row, or the same column elsewhere.
func (h *hints) hint(a *absence, ds *dataset.Dataset) string {
	var names []string
	if a.row != nil {
		names = a.row.Names()
		if a.b.kind == repeaterBinding {
			names = itemNames(a.row)
		}
	} else {
		names = ds.Items()
	}
	var sum maphash.Hash
	sum.SetSeed(h.seed)
	for _, n := range names {
		sum.WriteString(n)
		sum.WriteByte(0)
	}
	return once(&h.mu, h.known, hintKey{a.b, sum.Sum64()}, func() string {
		wanted := a.b.column
		if a.row == nil {
			wanted = a.b.path[0].Name
		}
		if s := nearest.Hint(wanted, names); s != "" {
			return s
		}
		return elsewhere(a.b, ds)
	})
}

func itemNames(it *dataset.Item) (names []string) {
	for _, c := range it.Items {
		if !slices.Contains(names, c.Name) {
			names = append(names, c.Name)
		}
	}
	return names
}

// elsewhere finds the column in another data item.
func elsewhere(b *binding, ds *dataset.Dataset) string {
	hint := ""
	ds.Schema().Walk(func(path string, item *dataset.Schema) {
		if hint == "" && (b.kind == repeaterBinding && item.Item(b.column) != nil || b.kind != repeaterBinding && item.Has(b.column)) {
			hint = "did you mean " + path + "/" + b.column + "?"
		}
	})
	return hint
}
