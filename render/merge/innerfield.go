package merge

import (
	"math/big"
	"regexp"
	"slices"
	"strings"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

// Fields stand inside of the instructions of other fields (ECMA-376-1 17.16.2): they are filled first.

// overData are the fields whose value depends on the data or its records, besides MERGEFIELD, and that nothing works out.
// What a formula adds up is in the tables around it.
var overData = map[string]bool{
	"MERGEREC": true, "MERGESEQ": true, "NEXT": true, "NEXTIF": true, "SKIPIF": true, "ASK": true, "FILLIN": true, "SET": true,
	"ADDRESSBLOCK": true, "GREETINGLINE": true, "DATABASE": true,
}

// keeps tells whether a field shows its stored result although the data would change it.
func keeps(f *doc.Field) bool {
	return overData[f.Name] || strings.HasPrefix(f.Name, "=") || hasData(f.Inner)
}

// hasData tells whether the fields of an instruction, however deep, take anything from the data.
func hasData(i *doc.Inner) bool {
	return i != nil && slices.ContainsFunc(i.Fields, func(n doc.Node) bool {
		switch n := n.(type) {
		case *doc.Field:
			return n.Name == "MERGEFIELD" || keeps(n)
		case *doc.Link:
			return hasData(n.Inner)
		}
		return false
	})
}

type keptField struct {
	name  string
	outer doc.Node // see fieldStep.outer
}

// kept is the stored result of a field that is not worked out. It takes the field's place: the instruction would show
// the layout's own sample when Word works it out again.
type kept list

func (s kept) run(x *exec) {
	for _, k := range s {
		k.run(x)
	}
}

// word is a word of an instruction: text and fields in turns.
type word struct {
	parts []wordPart
	look  look
}

type wordPart struct {
	text string
	step step // of a field; nil for text
}

// word takes a word of an instruction apart.
func (c *compiler) word(s string, inner *doc.Inner, l look) word {
	w := word{look: l}
	text := 0
	for i, r := range s {
		n, mark := doc.InnerField(r)
		if !mark || n >= len(inner.Fields) {
			continue
		}
		if i > text {
			w.parts = append(w.parts, wordPart{text: s[text:i]})
		}
		text = i + len(string(r))
		field, dynamic := c.node(inner.Fields[n])
		if !dynamic {
			field = fixed{inner.Fields[n]}
		}
		w.parts = append(w.parts, wordPart{step: field})
	}
	if text < len(s) {
		w.parts = append(w.parts, wordPart{text: s[text:]})
	}
	return w
}

// known tells whether a word can be compared: its fields are filled or worked out.
func (w word) known() bool {
	return !slices.ContainsFunc(w.parts, func(p wordPart) bool {
		switch p.step.(type) {
		case nil, *fieldStep, *ifStep:
			return false
		}
		return true
	})
}

// run pushes a word as content.
func (w word) run(x *exec) {
	for _, p := range w.parts {
		if p.step != nil {
			p.step.run(x)
		} else {
			x.push(x.text(w.look, p.text, nil))
		}
	}
}

// text is a word as text, each field's value passed through value.
func (w word) text(x *exec, value func(before, value string) string) string {
	out := ""
	for _, p := range w.parts {
		if p.step == nil {
			out += p.text
			continue
		}
		base := len(x.stack)
		p.step.run(x)
		shown := paragraphText(x.stack[base:])
		x.stack = x.stack[:base]
		out += value(out, shown)
	}
	return out
}

// ifStep is an IF field: it shows one of two texts (ECMA-376-1 17.16.5.26).
type ifStep struct {
	left, right word
	holds       func(left, right, region string) bool
	then, other word
}

// condition compiles an IF field; nil when it is not complete, or compares something that only Word knows.
func (c *compiler) condition(f *doc.Field) *ifStep {
	args := splitOperator(f.Inner.Args)
	if len(args) < 3 || conditions[args[1]] == nil {
		return nil
	}
	fields, kept := len(c.plan.fields), len(c.plan.kept)
	l := look{style: f.Style, props: f.Props}
	s := &ifStep{holds: conditions[args[1]], left: c.word(args[0], f.Inner, l), right: c.word(args[2], f.Inner, l)}
	if !s.left.known() || !s.right.known() {
		c.plan.fields, c.plan.kept = c.plan.fields[:fields], c.plan.kept[:kept] // the whole field is
		return nil
	}
	args = append(args, "", "")
	s.then, s.other = c.word(args[3], f.Inner, l), c.word(args[4], f.Inner, l)
	return s
}

var operator = regexp.MustCompile(`^(.+?)(<=|>=|<>|=|<|>)(.*)$`)

// splitOperator makes three words of an operator that is written without spaces: {field}="10".
func splitOperator(args []string) []string {
	if len(args) == 0 {
		return nil
	}
	if r := []rune(args[0]); len(r) > 1 {
		if _, field := doc.InnerField(r[0]); field {
			if m := operator.FindStringSubmatch(args[0]); m != nil {
				args = slices.Concat(compact(m[1:]), args[1:])
			}
		}
	}
	if len(args) > 1 && conditions[args[1]] == nil {
		if m := operator.FindStringSubmatch(" " + args[1]); m != nil && m[1] == " " {
			args = slices.Concat(args[:1], compact(m[2:]), args[2:])
		}
	}
	return args
}

// compact is words without an empty last one, whose text follows in quotes.
func compact(words []string) []string {
	if n := len(words) - 1; words[n] == "" {
		return words[:n]
	}
	return words
}

func asIs(_, value string) string { return value }

func (s *ifStep) run(x *exec) {
	if s.holds(s.left.text(x, asIs), s.right.text(x, asIs), x.data.FormatRegion) {
		s.then.run(x)
		return
	}
	s.other.run(x)
}

// conditions are the operators of IF (ECMA-376-1 17.16.3.3). Numbers are compared as numbers, in the format of the
// region, other texts by their characters, in which case counts.
var conditions = map[string]func(left, right, region string) bool{
	"=":  equal,
	"<>": func(l, r, region string) bool { return !equal(l, r, region) },
	"<":  func(l, r, region string) bool { return compare(l, r, region) < 0 },
	"<=": func(l, r, region string) bool { return compare(l, r, region) <= 0 },
	">":  func(l, r, region string) bool { return compare(l, r, region) > 0 },
	">=": func(l, r, region string) bool { return compare(l, r, region) >= 0 },
}

// equal compares with the wildcards ? and * in right.
func equal(left, right, region string) bool {
	if strings.ContainsAny(right, "?*") {
		pattern := strings.NewReplacer(`\?`, ".", `\*`, ".*").Replace(regexp.QuoteMeta(right))
		re, err := regexp.Compile("(?s)^" + pattern + "$")
		return err == nil && re.MatchString(left)
	}
	return compare(left, right, region) == 0
}

func compare(left, right, region string) int {
	l, ok := number(left, region)
	r, ok2 := number(right, region)
	if ok && ok2 {
		return l.Cmp(r)
	}
	return strings.Compare(left, right)
}

var plainNumber = regexp.MustCompile(`^[-+]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})$`)

// number reads a printed number.
func number(value, region string) (*big.Rat, bool) {
	raw := invariant(value, region)
	if !plainNumber.MatchString(raw) {
		return nil, false
	}
	return new(big.Rat).SetString(raw)
}

// addressStep is a link whose address holds fields.
type addressStep struct {
	node            *doc.Link
	address, anchor word
	body            list
	outer           doc.Node
	where           diag.Where
}

// link compiles a link: its text, and its address when fields stand in that.
func (c *compiler) link(l *doc.Link) (step, bool) {
	outer := c.outer
	if outer == nil {
		c.outer = l
	}
	defer func() { c.outer = outer }()
	body, dynamic := c.list(l.Content)
	if hasData(l.Inner) {
		if s := c.address(l, body); s != nil {
			return s, true
		}
		c.plan.kept = append(c.plan.kept, keptField{"HYPERLINK", c.outer})
	}
	if !dynamic {
		return nil, false
	}
	return &linkStep{l, body}, true
}

// address compiles the address of a HYPERLINK field; nil when it holds something that only Word knows.
func (c *compiler) address(l *doc.Link, body list) *addressStep {
	fields, kept := len(c.plan.fields), len(c.plan.kept)
	s := &addressStep{node: l, body: body, outer: c.outer}
	if len(l.Inner.Args) > 0 {
		s.address = c.word(l.Inner.Args[0], l.Inner, look{})
	}
	for _, sw := range l.Inner.Switch {
		if sw.Name == "l" {
			s.anchor = c.word(sw.Arg, l.Inner, look{})
		}
	}
	if !s.address.known() || !s.anchor.known() {
		c.plan.fields, c.plan.kept = c.plan.fields[:fields], c.plan.kept[:kept]
		return nil
	}
	c.plan.links = append(c.plan.links, s)
	return s
}

func (s *addressStep) run(x *exec) {
	out := *s.node
	out.URL, out.Anchor = s.address.text(x, inAddress), s.anchor.text(x, asIs)
	if len(s.address.parts) > 0 {
		if out.URL = x.checked(out.URL, s.where); out.URL == "" {
			kept(s.body).run(x)
			return
		}
	}
	out.Content, out.Src = s.body.nodes(x), doc.Source{} // no longer the field that it was
	x.push(&out)
}
