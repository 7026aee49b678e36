package docx

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

// ErrNoReport says that a package holds no report data to point bindings at.
var ErrNoReport = errors.New("the layout holds no report data part")

// Repair points every binding to report data at the data part that the package holds: its name space and its store id,
// which the part gets where it has none. part, when it is not nil, takes the place of the data part, with its
// declaration, as dataset.WriteWord makes it: so a layout learns the columns that its report has today. What was mended
// is told by the findings; a layout without faults comes back as it is.
func Repair(layout, part []byte) ([]byte, []diag.Finding, error) {
	var f diag.List
	p, err := Read(layout, &f)
	if err != nil {
		return nil, nil, err
	}
	w := &writer{Package: p, out: newOutput(p.archive)}
	if p.ReportPart() == nil {
		if part == nil {
			return nil, nil, ErrNoReport
		}
		if err := w.addReport(part); err != nil {
			return nil, nil, err
		}
	}
	if err := w.prepareReport(part); err != nil {
		return nil, nil, fmt.Errorf("data part: %w", err)
	}
	var mended diag.List
	if c := p.ReportPart(); c.StoreID == "" {
		mended.Info("store-id-added", diag.Where{Part: c.Name}, "", "the data part had no id and has %s now", w.report.storeID)
	}
	for _, s := range p.stories {
		x, err := p.index(s)
		if err != nil {
			return nil, nil, fmt.Errorf("part %s: %w", s.name, err)
		}
		if edits := w.mendBindings(x, &mended); len(edits) > 0 {
			w.out.putXML(s.name, edited(s.text, 0, int32(len(s.text)), edits))
		}
	}
	if part == nil && len(mended.Items()) == 0 {
		return layout, nil, nil
	}
	out, err := w.out.bytes()
	return out, mended.Items(), err
}

// addReport gives a package a data part.
func (w *writer) addReport(part []byte) error {
	text, err := decode(part)
	if err != nil {
		return fmt.Errorf("data part: %w", err)
	}
	c := &CustomPart{Name: w.out.freeName("customXml", "item", ".xml"), XML: []byte(withoutDeclaration(text))}
	if c.Namespace, c.Root, err = rootName(text); err != nil {
		return fmt.Errorf("data part: %w", err)
	}
	if !c.IsReport() {
		return fmt.Errorf("%w: the root of the given data is %s", ErrNoReport, c.Root)
	}
	w.Custom = append(w.Custom, c)
	base := "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	w.out.rels[w.Package.main] = append(w.out.rels[w.Package.main], relation{id: "rIdM" + w.id(), kind: "customXml", base: base, target: c.Name})
	w.out.types = append(w.out.types, typeOf{extension: strings.TrimPrefix(path.Ext(c.Name), "."), contentType: "application/xml"})
	return nil
}

// mendBindings are the changes to the bindings of a part, in all branches of its alternate content.
func (w *writer) mendBindings(x *storyIndex, f *diag.List) (edits []edit) {
	controls := map[int32]*doc.Control{}
	for n := range x.same {
		if c, ok := n.(*doc.Control); ok {
			controls[c.Src.Start] = c
		}
	}
	prefix, _ := x.prefix("w")
	var walk func(e, sdt *element)
	around := map[*element]bool{}
	walk = func(e, sdt *element) {
		switch {
		case e.name == "w:sdt":
			sdt = e
		case e.name == "w:dataBinding" || e.name == "w15:dataBinding":
			b := binding(e, e.name == "w15:dataBinding")
			tag := x.text[e.start:e.open]
			if len(b.Path) > 0 && b.Path[0].Name == w.report.root {
				if mended := w.report.mend(tag, b, b.Path, prefix); mended != tag {
					edits = append(edits, edit{e.start, e.open, mended})
					f.Info("binding-mended", placeOf(controls[sdt.start], x.name), "", "the binding %s means the layout's data part now", b.XPath)
				}
			}
		}
		if a := e.around; a != nil && !around[a] {
			around[a] = true
			for _, k := range a.kids {
				if k != a.branch() {
					walk(k, sdt)
				}
			}
		}
		for _, k := range e.kids {
			walk(k, sdt)
		}
	}
	walk(x.root, x.root)
	return edits
}

// placeOf is where a control stands.
func placeOf(c *doc.Control, part string) diag.Where {
	if c == nil {
		return diag.Where{Part: part}
	}
	return diag.Where{Part: part, Table: c.Where.Table, Row: c.Where.Row, Cell: c.Where.Cell, Control: c.Title}
}
