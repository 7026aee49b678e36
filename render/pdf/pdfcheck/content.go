package pdfcheck

import "fmt"

// contentInfo is what a content stream does, as far as the rules ask.
type contentInfo struct {
	mcids    map[int]name          // tag by marked-content identifier
	twice    []int                 // identifiers that were used before
	codes    map[name]map[int]bool // two-byte codes shown, by font
	unmarked []string              // painting outside of marked content
	broken   []string              // nesting of q, BT and marked content
	drawn    map[name]bool         // XObjects
}

// scope is an open q, BT or marked-content sequence.
type scope struct {
	kind string // q, BT, tag, artifact, actual text
}

// readContent walks the operators of a page.
func readContent(b []byte) (*contentInfo, error) {
	c := &contentInfo{mcids: make(map[int]name), codes: make(map[name]map[int]bool), drawn: make(map[name]bool)}
	l := &lexer{b: b}
	var args []any
	var open []scope
	var font name
	fonts := []name{}
	for {
		if l.space(); l.p >= len(l.b) {
			break
		}
		v, err := l.next(0)
		if err != nil {
			return nil, err
		}
		op, ok := v.(operator)
		if !ok {
			args = append(args, v)
			continue
		}
		switch op {
		case "q":
			fonts = append(fonts, font)
			open = append(open, scope{"q"})
		case "BT":
			open = append(open, scope{"BT"})
		case "BMC", "BDC":
			open = append(open, c.begin(args, open))
		case "Q", "ET", "EMC":
			open = c.end(string(op), open)
			if op == "Q" && len(fonts) > 0 {
				font, fonts = fonts[len(fonts)-1], fonts[:len(fonts)-1]
			}
		case "Tf":
			if len(args) == 2 {
				font, _ = args[0].(name)
			}
		case "Tj", "TJ":
			c.show(font, args)
			c.paints(string(op), open)
			if !within(open, "BT") {
				c.broken = append(c.broken, "text outside of a text object")
			}
		case "Do":
			if n, ok := last(args).(name); ok {
				c.drawn[n] = true
			}
			c.paints(string(op), open)
		case "f", "f*", "S", "B", "B*", "s", "b", "b*":
			c.paints(string(op), open)
			if within(open, "BT") {
				c.broken = append(c.broken, "path in a text object")
			}
		}
		args = args[:0]
	}
	for _, s := range open {
		c.broken = append(c.broken, s.kind+" is not closed")
	}
	return c, nil
}

func last(args []any) any {
	if len(args) == 0 {
		return nil
	}
	return args[len(args)-1]
}

func within(open []scope, kinds ...string) bool {
	for _, s := range open {
		for _, k := range kinds {
			if s.kind == k {
				return true
			}
		}
	}
	return false
}

// begin opens a marked-content sequence.
func (c *contentInfo) begin(args []any, open []scope) scope {
	if props, ok := last(args).(dict); ok && args[0] == name("Span") && props["ActualText"] != nil && props["MCID"] == nil {
		return scope{"actual text"}
	}
	if within(open, "tag", "artifact") {
		c.broken = append(c.broken, "marked content within marked content")
	}
	if len(args) == 0 {
		return scope{"artifact"}
	}
	tag, _ := args[0].(name)
	if tag == "Artifact" {
		return scope{"artifact"}
	}
	props, _ := last(args).(dict)
	id, ok := props["MCID"].(float64)
	if !ok {
		c.broken = append(c.broken, fmt.Sprintf("/%s without MCID", tag))
		return scope{"tag"}
	}
	if _, used := c.mcids[int(id)]; used {
		c.twice = append(c.twice, int(id))
	}
	c.mcids[int(id)] = tag
	return scope{"tag"}
}

func (c *contentInfo) end(op string, open []scope) []scope {
	want := map[string]string{"Q": "q", "ET": "BT"}[op]
	if len(open) == 0 {
		c.broken = append(c.broken, op+" without a beginning")
		return open
	}
	kind := open[len(open)-1].kind
	if want == "" && (kind == "q" || kind == "BT") || want != "" && kind != want {
		c.broken = append(c.broken, fmt.Sprintf("%s closes %s", op, kind))
	}
	return open[:len(open)-1]
}

func (c *contentInfo) paints(op string, open []scope) {
	if !within(open, "tag", "artifact") {
		c.unmarked = append(c.unmarked, op)
	}
}

func (c *contentInfo) show(font name, args []any) {
	if c.codes[font] == nil {
		c.codes[font] = make(map[int]bool)
	}
	add := func(v any) {
		s, _ := v.(text)
		for i := 0; i+1 < len(s); i += 2 {
			c.codes[font][int(s[i])<<8|int(s[i+1])] = true
		}
	}
	for _, a := range args {
		if list, ok := a.(array); ok {
			for _, v := range list {
				add(v)
			}
			continue
		}
		add(a)
	}
}
