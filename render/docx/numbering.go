package docx

import (
	"reportmail/render/doc"
)

// readNumbering reads the lists (ECMA-376-1 17.9). styles are the elements of the style part by id, because a list may
// be defined through a numbering style.
func (r *reader) readNumbering(styles map[string]*element) (*doc.Numbering, error) {
	rel, ok := r.rels.first("numbering")
	if !ok || !r.archive.has(rel.target) {
		return nil, nil
	}
	root, text, err := r.archive.tree(rel.target)
	if err != nil {
		return nil, err
	}
	l := &listReader{
		props: newProps(r.theme, r.find, text, where(rel.target)), styles: styles,
		abstract: map[int32]*element{}, nums: map[int32]*element{}, done: map[int32]*doc.List{},
	}
	for _, e := range root.kids {
		switch e.name {
		case "w:abstractNum":
			l.abstract[number(e.attr("w:abstractNumId"))] = e
		case "w:num":
			l.nums[number(e.attr("w:numId"))] = e
		}
		if e.find("w:lvlPicBulletId") != nil {
			r.find.Info("construct-not-shown", r.at(rel.target), "", "picture bullets are shown as plain bullets")
		}
	}
	out := &doc.Numbering{Lists: map[int32]*doc.List{}}
	for id, num := range l.nums {
		if list := l.list(num); list != nil {
			out.Lists[id] = list
		}
	}
	return out, nil
}

type listReader struct {
	props    *props
	styles   map[string]*element
	abstract map[int32]*element
	nums     map[int32]*element
	done     map[int32]*doc.List // by abstract definition, before overrides
}

// list reads one w:num with its overrides; nil when it has no definition.
func (l *listReader) list(num *element) *doc.List {
	ref := num.kid("w:abstractNumId")
	if ref == nil {
		return nil
	}
	base := l.define(number(ref.val()), 0)
	if base == nil {
		return nil
	}
	list := *base
	for _, o := range num.kids {
		at := number(o.attr("w:ilvl"))
		if o.name != "w:lvlOverride" || at < 0 || at > 8 {
			continue
		}
		if lvl := o.kid("w:lvl"); lvl != nil {
			list.Levels[at] = l.level(lvl)
		}
		if s := o.kid("w:startOverride"); s != nil {
			list.Restarts[at] = doc.Some(number(s.val()))
		}
	}
	return &list
}

// define reads an abstract definition. One that only links to a numbering style takes the style's list (17.9.21); the
// links end after a few steps, whatever a file says.
func (l *listReader) define(id int32, steps int) *doc.List {
	if d, ok := l.done[id]; ok {
		return d
	}
	e := l.abstract[id]
	if e == nil || steps > 4 {
		return nil
	}
	if link := e.kid("w:numStyleLink"); link != nil {
		if target := l.styles[link.val()].path("w:pPr", "w:numPr", "w:numId"); target != nil {
			if ref := l.nums[number(target.val())].kid("w:abstractNumId"); ref != nil {
				return l.define(number(ref.val()), steps+1)
			}
		}
	}
	d := &doc.List{Abstract: id}
	for i := range d.Levels { // a level that is not defined has no label
		d.Levels[i] = doc.ListLevel{Start: 1, Format: "none", Suffix: "nothing"}
	}
	for _, k := range e.kids {
		if at := number(k.attr("w:ilvl")); k.name == "w:lvl" && at >= 0 && at <= 8 {
			d.Levels[at] = l.level(k)
		}
	}
	l.done[id] = d
	return d
}

// level reads a w:lvl (ECMA-376-1 17.9.6).
func (l *listReader) level(e *element) doc.ListLevel {
	v := doc.ListLevel{Format: "decimal", Suffix: "tab", Para: l.props.para(e.kid("w:pPr")), Run: l.props.run(e.kid("w:rPr"))}
	for _, k := range e.kids {
		switch k.name {
		case "w:start":
			v.Start = number(k.val())
		case "w:numFmt":
			v.Format = k.val()
		case "w:lvlText":
			v.Text = k.val()
			if k.has("w:null") && v.Text == "" {
				v.Format = "none"
			}
		case "w:lvlJc":
			v.Align = aligns[k.val()]
		case "w:suff":
			v.Suffix = k.val()
		case "w:isLgl":
			v.Legal = on(k)
		case "w:lvlRestart":
			v.Reset = doc.Some(number(k.val()))
		case "w:pStyle":
			v.Style = k.val()
		}
	}
	v.Text, v.Run = symbolText(v.Text, v.Run)
	return v
}

// tieLevels gives paragraph styles that name a list the level that names the style back (ECMA-376-1 17.9.23).
func tieLevels(s *doc.Styles) {
	for _, st := range s.ByID {
		if st.Para == nil || !st.Para.Num.Set || s.Numbering == nil {
			continue
		}
		list := s.Numbering.Lists[st.Para.Num.V.ID]
		if list == nil {
			continue
		}
		for i := range list.Levels {
			if list.Levels[i].Style == st.ID && st.Para.Num.V.Level != int32(i) {
				p := *st.Para // shared by equal styles
				p.Num.V.Level = int32(i)
				st.Para = &p
			}
		}
	}
}
