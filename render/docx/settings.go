package docx

import (
	"strings"

	"reportmail/render/doc"
)

// readSettings reads the settings that change layout (ECMA-376-1 17.15), and prepares the theme with those that
// change colours and fonts.
func (r *reader) readSettings() error {
	r.theme = &theme{mapping: map[string]string{}}
	r.doc.Settings = doc.Settings{DefaultTab: 720, CompatibilityMode: 12}
	root, err := r.part("settings")
	if err != nil || root == nil {
		return err
	}
	set := &r.doc.Settings
	for _, e := range root.kids {
		switch e.name {
		case "w:evenAndOddHeaders":
			set.EvenAndOddHeaders = on(e)
		case "w:defaultTabStop":
			if t := twips(e.val()); t > 0 {
				set.DefaultTab = t
			}
		case "w:mirrorMargins":
			set.MirrorMargins = on(e)
		case "w:gutterAtTop":
			set.GutterAtTop = on(e)
		case "w:compat":
			for _, k := range e.kids {
				if k.name == "w:doNotUseHTMLParagraphAutoSpacing" {
					set.AddSpacing = on(k)
				}
				if k.name == "w:compatSetting" && k.attr("w:name") == "compatibilityMode" {
					set.CompatibilityMode = int(number(k.val()))
				}
			}
		case "w:clrSchemeMapping":
			for _, a := range e.attrs {
				if to, ok := mappingNames[a.value]; ok {
					r.theme.mapping[mappingKey(a.name)] = to
				}
			}
		case "w:themeFontLang":
			r.theme.asia, r.theme.bidi = scriptOf(e.attr("w:eastAsia")), scriptOf(e.attr("w:bidi"))
			r.doc.Props.Language = e.val()
		}
	}
	return nil
}

// mappingKey is the name by which colours refer to an attribute of w:clrSchemeMapping: t1 is tx1.
func mappingKey(name string) string {
	name = strings.TrimPrefix(name, "w:")
	switch name {
	case "t1", "t2":
		return "tx" + name[1:]
	case "hyperlink":
		return "hlink"
	case "followedHyperlink":
		return "folHlink"
	}
	return name
}

// readCore reads the core properties (ECMA-376-2 8.3). They are no reason to refuse a document.
func (r *reader) readCore(root relations) {
	rel, ok := root.first("core-properties")
	if !ok || !r.archive.has(rel.target) {
		return
	}
	tree, _, err := r.archive.tree(rel.target)
	if err != nil {
		return
	}
	p := &r.doc.Props
	for _, e := range tree.kids {
		text := strings.TrimSpace(e.text)
		switch e.name {
		case "dc:title":
			p.Title = text
		case "dc:subject":
			p.Subject = text
		case "dc:creator":
			p.Author = text
		case "cp:keywords":
			p.Keywords = text
		case "dc:language":
			if text != "" {
				p.Language = text
			}
		}
	}
}
