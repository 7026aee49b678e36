package pdfcheck

import "fmt"

// node is a structure element.
type node struct {
	ref    ref
	kind   name
	dict   dict
	parent *node
	kids   []*node
	marks  []markRef
	annots []ref
}

// markRef is marked content of an element.
type markRef struct {
	page ref
	mcid int
}

// tree reads the structure tree.
func (d *document) tree() (*node, error) {
	root := d.dict(d.catalog()["StructTreeRoot"])
	r, ok := root["K"].(ref)
	if !ok {
		return nil, fmt.Errorf("%w: no structure tree", errSyntax)
	}
	return d.node(r, nil, 0)
}

func (d *document) node(r ref, parent *node, depth int) (*node, error) {
	n := &node{ref: r, dict: d.dict(r), parent: parent}
	if n.dict == nil || depth > 2*maxNesting {
		return nil, fmt.Errorf("%w: structure element %d", errSyntax, r)
	}
	n.kind, _ = n.dict["S"].(name)
	own, _ := n.dict["Pg"].(ref)
	kids, ok := d.get(n.dict["K"]).(array)
	if !ok && n.dict["K"] != nil {
		kids = array{n.dict["K"]}
	}
	for _, k := range kids {
		switch v := k.(type) {
		case float64:
			n.marks = append(n.marks, markRef{own, int(v)})
		case dict:
			if v["Type"] == name("OBJR") {
				o, _ := v["Obj"].(ref)
				n.annots = append(n.annots, o)
				continue
			}
			pg, _ := v["Pg"].(ref)
			id, _ := v["MCID"].(float64)
			n.marks = append(n.marks, markRef{pg, int(id)})
		case ref:
			kid, err := d.node(v, n, depth+1)
			if err != nil {
				return nil, err
			}
			if kid.dict["P"] != r {
				return nil, fmt.Errorf("%w: element %d says its parent is %v, not %d", errSyntax, v, kid.dict["P"], r)
			}
			n.kids = append(n.kids, kid)
		}
	}
	return n, nil
}

// walk visits the elements in reading order.
func (n *node) walk(visit func(*node)) {
	visit(n)
	for _, k := range n.kids {
		k.walk(visit)
	}
}

func checkCatalog(d *document, report func(string, ...any)) {
	c := d.catalog()
	if d.text(c["Lang"]) == "" {
		report("no language")
	}
	if d.dict(c["MarkInfo"])["Marked"] != true {
		report("not marked")
	}
	if d.dict(c["ViewerPreferences"])["DisplayDocTitle"] != true {
		report("the title is not displayed")
	}
	for i, p := range d.pages {
		if p.dict["Annots"] != nil && p.dict["Tabs"] != name("S") {
			report("page %d: tabs do not follow the structure", i+1)
		}
	}
}

func checkContent(d *document, report func(string, ...any)) {
	for i, p := range d.pages {
		for _, op := range p.content.unmarked {
			report("page %d: %s outside of marked content", i+1, op)
		}
		for _, s := range p.content.broken {
			report("page %d: %s", i+1, s)
		}
		for _, id := range p.content.twice {
			report("page %d: MCID %d is used twice", i+1, id)
		}
	}
}

// checkParentTree checks that content and structure point at each other.
func checkParentTree(d *document, report func(string, ...any)) {
	root, err := d.tree()
	if err != nil {
		report("%v", err)
		return
	}
	nums := d.array(d.dict(d.dict(d.catalog()["StructTreeRoot"])["ParentTree"])["Nums"])
	parents := make(map[int]any)
	lastKey := -1
	for i := 0; i+1 < len(nums); i += 2 {
		k, _ := nums[i].(float64)
		if int(k) <= lastKey {
			report("keys do not ascend at %d", int(k))
		}
		lastKey = int(k)
		parents[int(k)] = nums[i+1]
	}
	owner := make(map[markRef]ref)
	annotOwner := make(map[ref]ref)
	root.walk(func(n *node) {
		for _, m := range n.marks {
			if owner[m] != 0 {
				report("MCID %d of page object %d belongs to two elements", m.mcid, m.page)
			}
			owner[m] = n.ref
		}
		for _, a := range n.annots {
			annotOwner[a] = n.ref
		}
	})
	found := 0
	for i, p := range d.pages {
		key, ok := p.dict["StructParents"].(float64)
		list := d.array(parents[int(key)])
		if len(p.content.mcids) > 0 && !ok {
			report("page %d has marked content and no StructParents", i+1)
		}
		if ok && len(list) != len(p.content.mcids) {
			report("page %d has %d sequences and %d entries", i+1, len(p.content.mcids), len(list))
		}
		for id := range p.content.mcids {
			o := owner[markRef{p.ref, id}]
			if o == 0 || id >= len(list) || list[id] != o {
				report("page %d: MCID %d belongs to %d and the parent tree says otherwise", i+1, id, o)
				continue
			}
			found++
		}
		for _, v := range d.array(p.dict["Annots"]) {
			a, _ := v.(ref)
			k, ok := d.dict(a)["StructParent"].(float64)
			if !ok || parents[int(k)] != annotOwner[a] || annotOwner[a] == 0 {
				report("page %d: annotation %d is not in the structure", i+1, a)
			}
		}
	}
	if found != len(owner) {
		report("the structure names %d sequences, the pages have %d", len(owner), found)
	}
}

// standard are the structure types that are written, and where each may stand; nil: anywhere.
var standard = map[name][]name{
	"Document": {}, "Part": nil, "Sect": nil, "Div": nil, "P": nil, "Span": nil, "Link": nil, "Figure": nil,
	"H1": nil, "H2": nil, "H3": nil, "H4": nil, "H5": nil, "H6": nil,
	"Table": nil, "THead": {"Table"}, "TBody": {"Table"}, "TR": {"Table", "THead", "TBody"}, "TH": {"TR"}, "TD": {"TR"},
	"L": nil, "LI": {"L"}, "Lbl": nil, "LBody": {"LI"},
}

func checkStructure(d *document, report func(string, ...any)) {
	root, err := d.tree()
	if err != nil {
		return // said by checkParentTree
	}
	if root.kind != "Document" {
		report("the root is %s", root.kind)
	}
	root.walk(func(n *node) {
		where, ok := standard[n.kind]
		if !ok {
			report("%s is no standard type", n.kind)
		}
		if n.parent != nil && where != nil {
			for _, w := range where {
				if n.parent.kind == w {
					return
				}
			}
			report("%s stands in %s", n.kind, n.parent.kind)
		}
	})
}

func checkHeadings(d *document, report func(string, ...any)) {
	root, err := d.tree()
	if err != nil {
		return
	}
	level := 0
	root.walk(func(n *node) {
		if len(n.kind) != 2 || n.kind[0] != 'H' {
			return
		}
		l := int(n.kind[1] - '0')
		if l > level+1 {
			report("%s follows H%d", n.kind, level)
		}
		level = l
	})
}

func checkFigures(d *document, report func(string, ...any)) {
	root, err := d.tree()
	if err != nil {
		return
	}
	root.walk(func(n *node) {
		if n.kind != "Figure" {
			return
		}
		if d.text(n.dict["Alt"]) == "" {
			report("figure %d has no alternative text", n.ref)
		}
		if len(d.array(d.dict(n.dict["A"])["BBox"])) != 4 {
			report("figure %d has no BBox", n.ref)
		}
	})
}

func checkLinks(d *document, report func(string, ...any)) {
	root, err := d.tree()
	if err != nil {
		return
	}
	root.walk(func(n *node) {
		for _, a := range n.annots {
			if n.kind != "Link" {
				report("annotation %d belongs to %s", a, n.kind)
			}
			if d.text(d.dict(a)["Contents"]) == "" {
				report("annotation %d has no description", a)
			}
		}
	})
}
