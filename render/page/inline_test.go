package page

import (
	"strconv"
	"strings"

	"reportmail/render/doc"
)

// inlines reads the text of a paragraph with its codes in braces.
func inlines(text string, props *doc.RunProps) []doc.Node {
	var out []doc.Node
	run := func(s string) {
		s = strings.NewReplacer(`\t`, "\t", `\n`, "\n", `\-`, "\u00ad", `\_`, "\u00a0").Replace(s)
		if s != "" {
			out = append(out, &doc.Run{Text: s, Props: props})
		}
	}
	for text != "" {
		i := strings.IndexByte(text, '{')
		j := strings.IndexByte(text, '}')
		if i < 0 || j < i {
			run(text)
			break
		}
		run(text[:i])
		out = append(out, inlineCode(text[i+1:j], props)...)
		text = text[j+1:]
	}
	return out
}

func inlineCode(code string, props *doc.RunProps) []doc.Node {
	word, rest, _ := strings.Cut(code, " ")
	with := func(change func(*doc.RunProps)) *doc.RunProps {
		var p doc.RunProps
		if props != nil {
			p = *props
		}
		change(&p)
		return &p
	}
	field := func(name string, sw ...doc.Switch) []doc.Node {
		return []doc.Node{&doc.Field{Name: name, Switch: sw, Props: props, Result: []doc.Node{&doc.Run{Text: "stored", Props: props}}}}
	}
	switch word {
	case "pb":
		return []doc.Node{&doc.Break{Kind: doc.PageBreak}}
	case "cb":
		return []doc.Node{&doc.Break{Kind: doc.ColumnBreak}}
	case "page":
		return field("PAGE")
	case "pages":
		return field("NUMPAGES")
	case "sectionpages":
		return field("SECTIONPAGES")
	case "date":
		return field("DATE", doc.Switch{Name: "@", Arg: rest})
	case "ref":
		return field("REF")
	case "ptab":
		return []doc.Node{&doc.PosTab{Align: map[string]doc.TabAlign{"right": doc.TabRight, "center": doc.TabCenter}[rest]}}
	case "b":
		return []doc.Node{&doc.Run{Text: rest, Props: with(func(p *doc.RunProps) { p.Bold = doc.Some(true) })}}
	case "u":
		return []doc.Node{&doc.Run{Text: rest, Props: with(func(p *doc.RunProps) { p.Underline = doc.Some(doc.Underline{Style: "single"}) })}}
	case "caps":
		return []doc.Node{&doc.Run{Text: rest, Props: with(func(p *doc.RunProps) { p.Caps = doc.Some(true) })}}
	case "small":
		return []doc.Node{&doc.Run{Text: rest, Props: with(func(p *doc.RunProps) { p.SmallCaps = doc.Some(true) })}}
	case "sup":
		return []doc.Node{&doc.Run{Text: rest, Props: with(func(p *doc.RunProps) { p.VertAlign = doc.Some(doc.Superscript) })}}
	case "hide":
		return []doc.Node{&doc.Run{Text: rest, Props: with(func(p *doc.RunProps) { p.Hidden = doc.Some(true) })}}
	case "size":
		pt, s, _ := strings.Cut(rest, " ")
		v, _ := strconv.ParseFloat(pt, 64)
		return []doc.Node{&doc.Run{Text: s, Props: with(func(p *doc.RunProps) { p.Size = doc.Some(doc.HalfPoints(2 * v)) })}}
	case "link":
		url, s, _ := strings.Cut(rest, " ")
		return []doc.Node{&doc.Link{URL: url, Content: []doc.Node{&doc.Run{Text: s, Props: props}}}}
	case "img", "box":
		return []doc.Node{drawingCode(word, strings.Fields(rest))}
	}
	return []doc.Node{&doc.Run{Text: "{" + code + "}"}}
}

// drawingCode reads 50x40 [none|square|topbottom BASE X Y].
func drawingCode(word string, f []string) doc.Node {
	points := func(s string) doc.EMU { v, _ := strconv.ParseFloat(s, 64); return doc.EMU(v * 12700) }
	w, h, _ := strings.Cut(f[0], "x")
	d := &doc.Drawing{Width: points(w), Height: points(h), Alt: "logo"}
	if word == "img" {
		d.Picture = &doc.Picture{Image: &doc.Image{Name: "logo.png"}}
	} else {
		d.Shape = &doc.Shape{Preset: "rect", Fill: doc.Some(doc.Color{R: 1}), FillAlpha: 255, Text: []doc.Node{&doc.Paragraph{Content: []doc.Node{&doc.Run{Text: "box"}}}}}
	}
	if len(f) == 5 {
		d.Anchor = &doc.Anchor{H: doc.Position{Base: f[2], Offset: points(f[3])}, V: doc.Position{Base: f[2], Offset: points(f[4])}}
		d.Anchor.Wrap = map[string]doc.Wrap{"square": doc.WrapSquare, "topbottom": doc.WrapTopBottom}[f[1]]
	}
	return d
}
