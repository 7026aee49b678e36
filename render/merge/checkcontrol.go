package merge

import (
	"strings"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

const repairHint = "layouts repair rewrites it"

// controls checks each control on its own; within is the bound text or picture control around, nil for none.
func (c *checker) controls(content []doc.Node, within *doc.Control) {
	for _, n := range content {
		ctl, ok := n.(*doc.Control)
		if !ok {
			c.controls(doc.Children(n), within)
			if d, ok := n.(*doc.Drawing); ok && d.Shape != nil {
				for _, child := range d.Shape.Children {
					c.controls([]doc.Node{child}, within)
				}
			}
			continue
		}
		if within != nil {
			c.add("nested-control", diag.Error, whereOf(ctl, ""), "take the control out of the other one",
				"a control stands inside of the plain-text control %q, which Word calls corrupt and a merge replaces", whereOf(within, "").Control)
		}
		c.control(ctl)
		inner := within
		if ctl.Kind == doc.PlainText || ctl.Kind == doc.PictureControl {
			inner = ctl
		}
		c.controls(ctl.Content, inner)
	}
}

// control checks form, name space and store id of a binding.
func (c *checker) control(ctl *doc.Control) {
	b := ctl.Binding
	if b == nil {
		return
	}
	steps := stepsOf(b)
	if steps == nil {
		c.add("binding-form", diag.Error, whereOf(ctl, ""), "use child steps such as /Header[1]/DocumentNo[1]", "the binding %s is no path of child steps", quoted(b.XPath))
		return
	}
	if steps[0].Name != wordRoot {
		return // document properties, which Word keeps elsewhere
	}
	part := c.plan.skeleton.part
	if part == nil {
		return
	}
	column := ""
	if len(steps) > 1 {
		column = (&binding{path: steps[1:]}).text()
	}
	if ns := namespaceOf(b); ns != "" && ns != part.Namespace {
		c.add("stale-namespace", diag.Error, whereOf(ctl, column), repairHint, "the binding names %s, the data part is %s", ns, part.Namespace)
	}
	if id := b.StoreItemID; id != "" && !c.hasStore(id) {
		c.add("stale-store-id", diag.Error, whereOf(ctl, column), repairHint, "the binding means the data part %s, which the layout does not hold", id)
	}
}

func (c *checker) hasStore(id string) bool {
	for i := range c.plan.skeleton.parts {
		if strings.EqualFold(c.plan.skeleton.parts[i].StoreID, id) {
			return true
		}
	}
	return false
}

// namespaceOf is the name space that a binding's prefix mappings give the root step, or the only one they have.
//
// QUIRK: real mappings may be a bare URI without xmlns.
func namespaceOf(b *doc.Binding) string {
	mappings := strings.TrimSpace(b.Prefixes)
	if mappings == "" {
		return ""
	}
	if !strings.Contains(mappings, "xmlns") {
		return mappings
	}
	prefix, _, ok := strings.Cut(strings.TrimLeft(b.XPath, "/"), ":")
	if !ok {
		return ""
	}
	for _, quote := range []string{"'", `"`} {
		if _, rest, ok := strings.Cut(mappings, "xmlns:"+prefix+"="+quote); ok {
			ns, _, _ := strings.Cut(rest, quote)
			return ns
		}
	}
	return ""
}
