package text_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	nethtml "golang.org/x/net/html"

	"reportmail/render/diag"
	"reportmail/render/text"
)

func columns(pairs ...string) text.Lookup {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return func(name string) (string, bool) {
		v, ok := m[name]
		return v, ok
	}
}

// fill compiles and fills a text without a theme; what it found comes as ids.
func fill(t *testing.T, markdown string, lookup text.Lookup) (html, plain, found string) {
	t.Helper()
	var f diag.List
	x, err := text.Compile("t.en.md", []byte(markdown), nil, &f)
	if err != nil {
		t.Fatal(err)
	}
	out := x.Fill(lookup, &f)
	html = strings.TrimPrefix(string(out.HTML), `<div style="line-height:1.4;mso-line-height-rule:at-least">`+"\n")
	var ids []string
	for _, i := range f.Items() {
		ids = append(ids, i.ID)
	}
	return strings.TrimSuffix(html, "</div>\n"), string(out.Plain), strings.Join(ids, " ")
}

func TestText_Fill(t *testing.T) {
	lookup := columns("Name", `Smith & <Sons>`, "Url", "https://pay.example.com/?a=1&b=2", "Bad", "javascript:alert(1)", "No", "A/1 &x=2", "Two", "one\r\ntwo", "Md", "[x](http://evil) **b**", "Empty", "")
	for _, c := range []struct{ name, markdown, html, plain, found string }{
		{"paragraphs", "Dear *Ms* {{Name}},\nthank **you**.\n\nBye", "<p>Dear <em>Ms</em> Smith &amp; &lt;Sons&gt;,<br>\nthank <strong>you</strong>.</p>\n<p>Bye</p>\n", "Dear Ms Smith & <Sons>,\nthank you.\n\nBye\n", ""},
		{"first heading is second in a mail", "# Title\n## Sub", "<h2>Title</h2>\n<h3>Sub</h3>\n", "Title\n\nSub\n", ""},
		{"line breaks of a value", "{{Two}}", "<p>one<br>two</p>\n", "one\ntwo\n", ""},
		{"a value is never Markdown", "{{Md}}", "<p>[x](http://evil) **b**</p>\n", "[x](http://evil) **b**\n", ""},
		{"missing column", "a {{Nope}} b {{Nope}}", "<p>a  b </p>\n", "a  b\n", "text-column-missing"},
		{"link to a column", "[Pay]({{Url}})", `<p><a href="https://pay.example.com/?a=1&amp;b=2">Pay</a></p>` + "\n", "Pay <https://pay.example.com/?a=1&b=2>\n", ""},
		{"column in a link", "[Pay](https://x.example/?no={{No}})", `<p><a href="https://x.example/?no=A%2F1%20%26x%3D2">Pay</a></p>` + "\n", "Pay <https://x.example/?no=A%2F1%20%26x%3D2>\n", ""},
		{"link that shows its address", "[{{Url}}]({{Url}})", `<p><a href="https://pay.example.com/?a=1&amp;b=2">https://pay.example.com/?a=1&amp;b=2</a></p>` + "\n", "https://pay.example.com/?a=1&b=2\n", ""},
		{"refused column", "[Pay]({{Bad}}) now", "<p>Pay now</p>\n", "Pay now\n", "link-refused"},
		{"empty link column", "[Pay]({{Empty}}) now", "<p>Pay now</p>\n", "Pay now\n", ""},
		{"refused link", "[Pay](javascript:x) [y](page.html) [z](data:image/png;base64,AAAA)", "<p>Pay y z</p>\n", "Pay y z\n", "link-refused link-refused link-refused"},
		{"raw HTML", "a <b onclick=x>c</b>\n\n<script>x</script>\n", "<p>a <!-- raw HTML omitted -->c<!-- raw HTML omitted --></p>\n<!-- raw HTML omitted -->\n", "a c\n", "text-html"},
		{"addresses", "<info@example.com> www.example.com <ftp://x.example>", `<p><a href="mailto:info@example.com">info@example.com</a> <a href="http://www.example.com">www.example.com</a> ftp://x.example</p>` + "\n", "info@example.com www.example.com ftp://x.example\n", "link-refused"},
		{"picture", "![Logo](https://x.example/a.png)", "<p>Logo</p>\n", "Logo\n", "text-picture"},
		{"lists", "- a\n- b\n  1. c\n", "<ul>\n<li>a</li>\n<li>b\n<ol>\n<li>c</li>\n</ol>\n</li>\n</ul>\n", "• a\n• b\n  1. c\n", ""},
		{"table", "| A | Sum |\n|---|---:|\n| x | {{No}} |\n", `<table cellpadding="0" cellspacing="0" border="0">` + "\n<thead>\n<tr>\n" + `<th scope="col" align="left">A</th>` + "\n" + `<th scope="col" align="right">Sum</th>` + "\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>x</td>\n" + `<td align="right">A/1 &amp;x=2</td>` + "\n</tr>\n</tbody>\n</table>\n", "A  Sum\nx  A/1 &x=2\n", ""},
		{"braces that are no placeholder", "{{ }} {{a b}} {{x", "<p>{{ }} {{a b}} {{x</p>\n", "{{ }} {{a b}} {{x\n", ""},
		{"text that looks like a stand-in", "rmcol0z {{Name}}", "<p>rmcol0z Smith &amp; &lt;Sons&gt;</p>\n", "rmcol0z Smith & <Sons>\n", ""},
		{"attributes", "## x {style=color:red}", "<h3>x {style=color:red}</h3>\n", "x {style=color:red}\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			html, plain, found := fill(t, c.markdown, lookup)
			if html != c.html {
				t.Errorf("HTML\n%q, want\n%q", html, c.html)
			}
			if plain != c.plain {
				t.Errorf("text\n%q, want\n%q", plain, c.plain)
			}
			if found != c.found {
				t.Errorf("found %q, want %q", found, c.found)
			}
		})
	}
}

func TestCompile_limits(t *testing.T) {
	for name, c := range map[string]struct {
		markdown string
		err      error
	}{
		"long":    {strings.Repeat("a ", text.MaxText), text.ErrTooLong},
		"columns": {"|" + strings.Repeat("a|", 100) + "\n|" + strings.Repeat("-|", 100), text.ErrTooLong},
		"deep":    {strings.Repeat("> ", 200) + "x", text.ErrTooDeep},
		"nested":  {strings.Repeat("- ", 100) + "x", text.ErrTooDeep},
	} {
		if _, err := text.Compile("t.md", []byte(c.markdown), nil, new(diag.List)); !errors.Is(err, c.err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The worst texts of the longest length take a second at most.
func TestCompile_time(t *testing.T) {
	for _, unit := range []string{"*a_ ", "[](", "| a ", "`a`` ", "<a", "![", "&#0;", "- \n"} {
		start := time.Now()
		_, err := text.Compile("t.md", []byte(strings.Repeat(unit, text.MaxText/len(unit))), text.Default(), new(diag.List))
		if d := time.Since(start); d > slow {
			t.Errorf("%q: %v, %v", unit, d, err)
		}
	}
}

func TestText_FillLongValue(t *testing.T) {
	_, plain, found := fill(t, "{{A}}", columns("A", strings.Repeat("ä", 10_000)))
	if len(plain) > 9<<10 || found != "text-column-cut" {
		t.Errorf("%d bytes, found %q", len(plain), found)
	}
	html, _, found := fill(t, strings.Repeat("{{A}} ", 100), columns("A", strings.Repeat("a", 5000)))
	if html != "" || found != "text-too-long" {
		t.Errorf("%d bytes, found %q", len(html), found)
	}
}

func TestText_Names(t *testing.T) {
	x, err := text.Compile("t.md", []byte("{{A}} {{ /Header/B }} {{A}} [x]({{C}})"), nil, new(diag.List))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(x.Names(), " "); got != "A /Header/B C" {
		t.Errorf("names %q", got)
	}
}

func TestLanguages(t *testing.T) {
	for _, c := range []struct {
		have []string
		lang string
		want int
	}{
		{[]string{"en", "nl", "nl-BE"}, "nl-BE", 2}, {[]string{"en", "nl"}, "nl-BE", 1}, {[]string{"nl", "en"}, "fr-FR", 1},
		{[]string{"", "de"}, "fr", 0}, {[]string{"de"}, "fr", 0}, {nil, "fr", -1}, {[]string{"EN"}, "en_US", 0}, {[]string{"nl"}, "", 0},
	} {
		if got := text.Choose(c.have, c.lang); got != c.want {
			t.Errorf("%v for %q: %d, want %d", c.have, c.lang, got, c.want)
		}
	}
}

func TestSplitName(t *testing.T) {
	for file, want := range map[string]string{"greeting.nl-BE.md": "greeting nl-BE true", "greeting.md": "greeting  true", "v1.2.md": "v1.2  true", "x.txt": "  false", ".md": "  false"} {
		name, lang, ok := text.SplitName(file)
		got := name + " " + lang + " " + map[bool]string{true: "true", false: "false"}[ok]
		if got != want {
			t.Errorf("%s: %q, want %q", file, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		s     string
		width int
		want  string
	}{
		{"aaa bbb ccc", 8, "aaa bbb|ccc"}, {"aaaaaaaaaabbb", 10, "aaaaaaaaaa|bbb"}, {"see https://example.com/very/long now", 10, "see|https://example.com/very/long|now"},
		{"日本語日本語", 8, "日本語日|本語"}, {"a  b", 10, "a  b"}, {"", 10, ""}, {"soft\u00adhyphen\u0007", 20, "softhyphen"},
	} {
		if got := strings.Join(text.Wrap(c.s, c.width), "|"); got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.s, c.width, got, c.want)
		}
	}
}

// slow is more than any text within the limits needs, also on a busy machine.
const slow = 5 * time.Second

// Whatever a text and its columns say, the HTML has balanced tags, no script and no address with another scheme.
func FuzzText(f *testing.F) {
	f.Add("Dear {{A}}, [pay]({{A}}) or [x](https://e.com/{{A}}?b={{A}}) | a |\n", `"><script>alert(1)</script>`)
	f.Add("# a\n- b\n> c\n| a | b |\n|--|--|\n| {{A}} | d |\n", "javascript:x")
	f.Add("<a href='x'>{{A}}</a> `{{A}}` ![{{A}}]({{A}}) <https://x.y/{{A}}>", "a\nb")
	theme := text.Default()
	f.Fuzz(func(t *testing.T, markdown, value string) {
		defer func(start time.Time) {
			if d := time.Since(start); d > slow {
				t.Errorf("%v for %d bytes", d, len(markdown))
			}
		}(time.Now())
		x, err := text.Compile("t.md", []byte(markdown), theme, new(diag.List))
		if err != nil {
			return
		}
		out := x.Fill(func(string) (string, bool) { return value, true }, new(diag.List))
		checkHTML(t, string(out.HTML))
	})
}

func checkHTML(t *testing.T, s string) {
	t.Helper()
	var open []string
	z := nethtml.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			if len(open) > 0 {
				t.Errorf("%v not closed in %q", open, s)
			}
			return
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			tok := z.Token()
			switch tok.Data {
			case "br", "hr":
				continue
			case "script", "img", "style", "iframe", "object", "form", "input", "svg", "math":
				t.Errorf("element %s in %q", tok.Data, s)
			}
			for _, a := range tok.Attr {
				if strings.HasPrefix(a.Key, "on") {
					t.Errorf("attribute %s in %q", a.Key, s)
				}
				if a.Key == "href" {
					if _, ok := text.SafeURL(a.Val); !ok {
						t.Errorf("address %q in %q", a.Val, s)
					}
				}
			}
			open = append(open, tok.Data)
		case nethtml.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				t.Errorf("</%s> closes %v in %q", name, open, s)
				return
			}
			open = open[:len(open)-1]
		}
	}
}

func BenchmarkText_Fill(b *testing.B) {
	x, err := text.Compile("t.md", []byte("Dear {{Name}},\n\nthank you for your order **{{No}}**. [Pay here]({{Url}}).\n\n- a\n- b\n"), text.Default(), new(diag.List))
	if err != nil {
		b.Fatal(err)
	}
	lookup := columns("Name", "Jansen & Co", "No", "1001", "Url", "https://pay.example.com/1001")
	b.ReportAllocs()
	for b.Loop() {
		x.Fill(lookup, new(diag.List))
	}
}

// What Markdown escapes is plain in the plain text; code stays as it is.
func TestFill_plainWithoutEscapes(t *testing.T) {
	x, err := text.Compile("x.en.md", []byte("a \\<b> 1\\* &amp; &#65; `\\*`"), nil, new(diag.List))
	if err != nil {
		t.Fatal(err)
	}
	out := x.Fill(func(string) (string, bool) { return "", false }, new(diag.List))
	if got := string(out.Plain); got != "a <b> 1* & A \\*\n" {
		t.Errorf("%q", got)
	}
}
