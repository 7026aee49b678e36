package preview

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"reportmail/render/dataset"
	"reportmail/render/merge"
)

// dataTab is the data as a tree, with what of it the layouts use.
type dataTab struct {
	Form         string
	Used, Unused int // columns, each counted once however many rows there are
	Nodes        []dataNode
}

// dataNode is a row of a data item.
type dataNode struct {
	Name, Key string // Key stays the same when the data changes: it keeps the node open
	Row       int    // from 1; 0 for a single row
	Used      bool
	Open      bool
	Uses      []chip
	Columns   []dataColumn
	Nodes     []dataNode
	More      int // rows that are not listed
}

type dataColumn struct {
	Name, Value, ID string
	Uses            []chip
	Hidden          bool // by the filter
}

const (
	maxRows  = 25  // rows of a data item in the tree
	maxValue = 300 // characters of a value
)

func dataOf(v *View, show string) *dataTab {
	if v.Data == nil {
		return nil
	}
	t := &dataTab{Form: v.Data.Form.String()}
	b := treeBuilder{uses: usesOf(v.Uses), show: show, tab: t, seen: map[string]bool{}}
	t.Nodes = b.items(v.Data.Root, "", "")
	if len(v.Data.Root.Names()) > 0 {
		root := dataNode{Name: "(outside of data items)", Key: "/", Open: true}
		b.columns(v.Data.Root, "", &root)
		t.Nodes = append([]dataNode{root}, t.Nodes...)
	}
	return t
}

type treeBuilder struct {
	uses map[string][]merge.Use
	show string
	tab  *dataTab
	seen map[string]bool // columns that are counted
}

// items are the rows inside of a row, row by row in the order of the data.
func (b *treeBuilder) items(of *dataset.Item, path, key string) []dataNode {
	var out []dataNode
	rows, total := map[string]int{}, map[string]int{}
	for _, it := range of.Items {
		total[it.Name]++
	}
	for _, it := range of.Items {
		rows[it.Name]++
		if n := rows[it.Name]; n > maxRows {
			if n == maxRows+1 {
				out = append(out, dataNode{Name: it.Name, More: total[it.Name] - maxRows})
			}
			continue
		}
		n := b.node(it, path+"/"+it.Name, fmt.Sprintf("%s/%s.%d", key, it.Name, rows[it.Name]))
		if total[it.Name] > 1 {
			n.Row = rows[it.Name]
		}
		n.Open = n.Used && (n.Row < 2)
		if b.show == "used" && !n.Used {
			continue
		}
		out = append(out, n)
	}
	return out
}

func (b *treeBuilder) node(it *dataset.Item, path, key string) dataNode {
	n := dataNode{Name: it.Name, Key: key, Used: len(b.uses[path]) > 0, Uses: chips(b.uses[path])}
	b.columns(it, path, &n)
	n.Nodes = b.items(it, path, key)
	for _, c := range n.Nodes {
		n.Used = n.Used || c.Used
	}
	return n
}

func (b *treeBuilder) columns(it *dataset.Item, path string, n *dataNode) {
	for name, value := range it.Columns() {
		at := path + "/" + name
		uses := b.uses[at]
		if len(uses) == 0 {
			uses = b.uses[name]
		}
		used := len(uses) > 0
		c := dataColumn{Name: name, Value: shortened(value), Uses: chips(uses)}
		if !b.seen[at] {
			b.seen[at] = true
			c.ID = anchor(at)
			if used {
				b.tab.Used++
			} else {
				b.tab.Unused++
			}
		}
		n.Used = n.Used || used
		c.Hidden = b.show == "used" && !used || b.show == "unused" && used
		n.Columns = append(n.Columns, c)
	}
}

// chip says who uses a column, in one word and how often.
type chip struct {
	Layout, Shows, Title string
	Count                int
}

// chips are the uses of a column, those of one layout and kind together.
func chips(uses []merge.Use) []chip {
	var out []chip
	for _, u := range uses {
		c := chip{Layout: u.Where.Part, Title: u.XPath, Count: 1}
		if u.Shows != merge.ShowsColumn {
			c.Shows = string(u.Shows)
		}
		i := slices.IndexFunc(out, func(o chip) bool { return o.Layout == c.Layout && o.Shows == c.Shows })
		if i < 0 {
			out = append(out, c)
		} else {
			out[i].Count++
		}
	}
	return out
}

// shortened is a value as the tree shows it: pictures by their size.
func shortened(value string) string {
	runes := []rune(value)
	if len(runes) <= maxValue {
		return value
	}
	if raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(value), "")); err == nil {
		return fmt.Sprintf("[%d bytes of base64]", len(raw))
	}
	return fmt.Sprintf("%s… (%d characters)", string(runes[:maxValue]), len(runes))
}
