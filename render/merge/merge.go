// Package merge fills a Word layout with a dataset: bound content controls take their column's text or picture, repeating
// sections their rows, visibility tags remove what is empty, link columns become links, MERGEFIELDs their field.
//
// Compile goes once through a layout and notes what a dataset can change. Plan.Run then makes documents: what no dataset
// changes is shared with the layout, down to the pointers of properties, so that the cascade and the writers can
// remember what they computed. Nothing of the layout is ever written to.
//
// Bindings go by path and local names (ECMA-376-1 17.5.2.6 says store item and name space; real layouts have both
// wrong). Tags that steer the merge are in verb.go. The package reads no files and no Word XML, except for placeholder
// layouts, {{Column}} in plain text, which it fills as text before they are read.
package merge

import (
	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
)

// Part is a custom XML part of a layout's package. It has the fields of docx.CustomPart.
type Part struct {
	Name      string // part name
	StoreID   string // ds:itemID of its properties; "" when it has none
	Namespace string // of the root element
	Root      string // local name of the root element
	XML       []byte
	UTF16     bool
}

// Plan is a compiled layout. It is immutable and shared by goroutines.
type Plan struct {
	doc      *doc.Document
	sections []sectionPlan
	edges    map[*doc.HeaderFooter]list // headers and footers that a dataset changes
	skeleton *skeleton                  // what the layout's own part says about the report; never nil

	bindings []*binding      // all, in document order
	repeats  map[string]bool // top-level data items that a repeater stands over
	uses     map[string]int  // bindings per top-level data item
	fields   []*fieldStep
	kept     []keptField // fields over data that show their stored result
	links    []*addressStep
	slots    []string // titles of controls that may take a text

	images   *imageCache
	looks    *looks
	hints    *hints
	maxNodes int
}

type sectionPlan struct {
	body    list
	dynamic bool
}

// Compile prepares a layout for merging. What is wrong with the layout itself and changes what every document shows
// goes to f; Check finds more.
func Compile(d *doc.Document, parts []Part, f *diag.List) *Plan {
	p := &Plan{
		doc: d, edges: map[*doc.HeaderFooter]list{}, skeleton: readSkeleton(parts, f),
		repeats: map[string]bool{}, uses: map[string]int{},
		images: newImageCache(), looks: newLooks(), hints: newHints(), maxNodes: maxNodes,
	}
	c := &compiler{plan: p, find: f, scope: &scope{}}
	for _, s := range d.Sections {
		body, dynamic := c.list(s.Content)
		p.sections = append(p.sections, sectionPlan{body, dynamic})
	}
	for _, e := range edges(d) {
		if body, dynamic := c.list(e.Content); dynamic {
			p.edges[e] = body
		}
	}
	p.placeFields(f)
	return p
}

// Bound tells whether a dataset changes the layout at all: it has a bound control or a merge field.
func (p *Plan) Bound() bool { return len(p.bindings)+len(p.fields) > 0 }

// Skeleton is the schema of the layout's own data part; nil when it has none.
func (p *Plan) Skeleton() *dataset.Schema { return p.skeleton.schema }

// Report is the name and id of the report that the layout's part was made for; "" when it has none.
func (p *Plan) Report() (name, id string) { return p.skeleton.report, p.skeleton.id }
