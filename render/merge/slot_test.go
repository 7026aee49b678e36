package merge

import (
	"testing"

	"reportmail/render/diag"
	"reportmail/render/doc"
)

func TestRun_texts(t *testing.T) {
	titled := func(level doc.Level, title string, nodes ...doc.Node) *doc.Control {
		c := ctl(level, "", nodes...)
		c.Title = title
		return c
	}
	d := document(titled(doc.BlockLevel, "Greeting", para(text("Dear "), col("Header/Name"))), para(text("a "), titled(doc.InlineLevel, "Note", text("note"))), titled(doc.BlockLevel, "Other", para(text("own"))))
	p := Compile(d, nil, &diag.List{})
	for _, c := range []struct {
		texts          map[string]string
		want, findings string
	}{
		{nil, "Dear Adatum¶a note¶own¶", ""},
		{map[string]string{"Greeting": "<p>Hello <b>you</b></p><p>again</p>", "Note": "<p>n</p>"}, "Hello *you*¶again¶a n¶own¶", ""},
		{map[string]string{"Greeting": ""}, "¶a note¶own¶", ""},
		{map[string]string{"Greting": "x"}, "Dear Adatum¶a note¶own¶", "no-such-control"},
	} {
		var f diag.List
		docs := p.Run(data(t, invoice), Options{Texts: c.texts}, &f)
		if got := marked(docs[0].Sections[0].Content); got != c.want || ids(f.Items()) != c.findings {
			t.Errorf("%v: %s %s, want %s %s", c.texts, got, ids(f.Items()), c.want, c.findings)
		}
	}
}
