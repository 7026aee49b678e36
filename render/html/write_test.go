package html_test

import (
	"strings"
	"testing"

	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/html"
	"reportmail/render/text"
)

func para(content ...doc.Node) *doc.Paragraph { return &doc.Paragraph{Content: content} }

func run(s string) *doc.Run { return &doc.Run{Text: s} }

// page is a document of A4 pages with the given content.
func page(content ...doc.Node) *doc.Document {
	return &doc.Document{Styles: &doc.Styles{}, Sections: []*doc.Section{{Page: doc.PageSetup{Width: 11906, Left: 1134, Right: 1134}, Content: content}}}
}

func write(d *doc.Document, o html.Options) (html.Output, []diag.Finding) {
	var f diag.List
	out := html.Write([]*doc.Document{d}, o, &f)
	return out, f.Items()
}

func has(t *testing.T, page []byte, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(string(page), w) {
			t.Errorf("no %q in\n%s", w, page)
		}
	}
}

func TestWrite_languageAndDirection(t *testing.T) {
	for _, c := range []struct{ lang, want string }{
		{"nl-BE", `<html lang="nl-BE" dir="ltr">`},
		{"ar", `<html lang="ar" dir="rtl">`},
		{"", `<html lang="en" dir="ltr">`},
		{`x" onload="`, `<html lang="en" dir="ltr">`},
	} {
		out, _ := write(page(para(run("x"))), html.Options{Lang: c.lang})
		has(t, out.HTML, c.want)
	}
	out, _ := write(page(para(run("x"))), html.Options{Lang: "he"})
	has(t, out.HTML, `border="0" dir="rtl"><tbody>`, `align="right"`)
}

func TestWrite_title(t *testing.T) {
	d := page(para(run("Body")))
	d.Props.Title = "From the layout"
	out, _ := write(d, html.Options{})
	has(t, out.HTML, "<title>From the layout</title>")
	out, _ = write(d, html.Options{Title: "Given & " + strings.Repeat("long ", 30)})
	has(t, out.HTML, "<title>Given &amp; long", "…</title>")
	out, _ = write(page(para(run("Body"))), html.Options{Lang: "de"})
	has(t, out.HTML, "<title>Dokument</title>")
}

func TestWrite_textsAround(t *testing.T) {
	out, _ := write(page(para(run("Middle"))), html.Options{
		Before: []text.Output{{HTML: []byte("<p>Above</p>\n"), Plain: []byte("Above\n")}},
		After:  []text.Output{{HTML: []byte("<p>Below</p>"), Plain: []byte("Below\n")}},
	})
	h := string(out.HTML)
	if !(strings.Index(h, "Above") < strings.Index(h, "Middle") && strings.Index(h, "Middle") < strings.Index(h, "Below")) {
		t.Errorf("wrong order in\n%s", h)
	}
	if got := string(out.Text); got != "Above\n\nMiddle\n\nBelow\n" {
		t.Errorf("text %q", got)
	}
}

func TestWrite_severalDocuments(t *testing.T) {
	var f diag.List
	title := &doc.Styles{ByID: map[string]*doc.Style{"T": {ID: "T", Name: "Title"}}}
	one, two := page(&doc.Paragraph{Style: "T", Content: []doc.Node{run("One")}}), page(&doc.Paragraph{Style: "T", Content: []doc.Node{run("Two")}})
	one.Styles, two.Styles = title, title
	out := html.Write([]*doc.Document{one, two}, html.Options{}, &f)
	if n := strings.Count(string(out.HTML), "<h1"); n != 1 {
		t.Errorf("%d first headings in\n%s", n, out.HTML)
	}
	has(t, out.HTML, ">Two</h2>", "<title>One</title>")
	if got := string(out.Text); got != "One\n\nTwo\n" {
		t.Errorf("text %q", got)
	}
}

// table is n rows from one template under a row of captions, with a total below.
func table(n int) *doc.Table {
	line := []*doc.CellProps{{}, {}}
	t := &doc.Table{Grid: []doc.Twips{3000, 3000}}
	t.Content = append(t.Content, &doc.Row{Content: []doc.Node{&doc.Cell{Content: []doc.Node{para(run("No."))}}, &doc.Cell{Content: []doc.Node{para(run("Item"))}}}})
	for range n {
		t.Content = append(t.Content, &doc.Row{Content: []doc.Node{
			&doc.Cell{Props: line[0], Content: []doc.Node{para(run("1000"))}}, &doc.Cell{Props: line[1], Content: []doc.Node{para(run("Some item of the catalogue"))}},
		}})
	}
	t.Content = append(t.Content, &doc.Row{Content: []doc.Node{&doc.Cell{Content: []doc.Node{para(run("Total"))}}, &doc.Cell{Content: []doc.Node{para(run("99"))}}}})
	return t
}

func TestWrite_bodyLimit(t *testing.T) {
	for lang, want := range map[string]string{"en": "more lines: see the attached PDF", "nl-NL": "regels: zie de bijgevoegde pdf", "de": "weitere Zeilen", "fr-FR": "lignes de plus"} {
		out, found := write(page(table(400)), html.Options{Lang: lang, BodyLimit: 20_000})
		if len(out.HTML) > 20_000 || len(out.HTML) < 15_000 {
			t.Errorf("%s: %d bytes for a limit of 20000", lang, len(out.HTML))
		}
		has(t, out.HTML, want, "Total")
		has(t, out.Text, want, "Total")
		if len(found) == 0 || found[len(found)-1].ID != "body-cut" {
			t.Errorf("%s: findings %v", lang, found)
		}
		if a, b := strings.Count(string(out.HTML), "Some item"), strings.Count(string(out.Text), "Some item"); a != b {
			t.Errorf("%s: %d rows in the HTML, %d in the text", lang, a, b)
		}
	}
	out, found := write(page(table(400)), html.Options{})
	if n := strings.Count(string(out.HTML), "Some item"); n != 400 || len(found) > 0 {
		t.Errorf("without a limit: %d rows, findings %v", n, found)
	}
}

func TestWrite_limitOnParagraphs(t *testing.T) {
	var content []doc.Node
	for range 500 {
		content = append(content, para(run(strings.Repeat("word ", 30))))
	}
	out, found := write(page(content...), html.Options{BodyLimit: 30_000})
	if len(out.HTML) > 30_000 || len(found) != 1 || found[0].ID != "body-cut" {
		t.Errorf("%d bytes, findings %v", len(out.HTML), found)
	}
	has(t, out.HTML, "The rest is in the attached PDF.")
	has(t, out.Text, "The rest is in the attached PDF.")
	_, found = write(page(para(run(strings.Repeat("word ", 10_000)))), html.Options{BodyLimit: 30_000})
	if len(found) != 1 || found[0].ID != "body-too-long" {
		t.Errorf("a paragraph that cannot be cut: findings %v", found)
	}
}

func TestWrite_dataTable(t *testing.T) {
	out, _ := write(page(table(3)), html.Options{})
	has(t, out.HTML, `<th width="50%" scope="col"`, "<thead>", "</thead>\n<tbody>")
	if strings.Contains(string(out.HTML[strings.Index(string(out.HTML), "<thead>")-200:]), `role="presentation" width="400"`) {
		t.Error("a data table has the role of a layout table")
	}
	has(t, out.Text, "No.    Item\n1000   Some item of the catalogue\n")
}

func TestWrite_links(t *testing.T) {
	for url, ok := range map[string]bool{
		"https://example.com/a?b=1&c=\"": false, "HTTPS://Example.com": true, "mailto:a@b.c": true, "tel:+31": true,
		"javascript:alert(1)": false, " java\tscript:x": false, "data:text/html,x": false, "//example.com": false, "page.html": false, "https:///x": false, "vbscript:x": false,
	} {
		out, found := write(page(para(&doc.Link{URL: url, Content: []doc.Node{run("here")}})), html.Options{})
		if got := strings.Contains(string(out.HTML), "<a href="); got != ok || ok == (len(found) > 0) {
			t.Errorf("%s: linked %v, findings %v", url, got, found)
		}
		has(t, out.HTML, "here")
	}
}

func TestWrite_pictures(t *testing.T) {
	img := &doc.Image{Name: "word/media/a.png", ContentType: "image/png", Data: []byte("png"), Width: 10, Height: 10}
	pic := func(i *doc.Image, link string) *doc.Drawing {
		return &doc.Drawing{Width: 952500, Height: 952500, Picture: &doc.Picture{Image: i}, Link: link}
	}
	out, found := write(page(para(pic(img, "")), para(pic(img, "https://www.example.com/pay")), para(pic(&doc.Image{ContentType: "image/x-emf", Data: []byte("x")}, ""))), html.Options{})
	if len(out.Images) != 1 || out.Images[0].Name != "image1.png" {
		t.Fatalf("images %+v", out.Images)
	}
	has(t, out.HTML, `<img src="cid:`+out.Images[0].CID+`" width="100" height="100" alt=""`, `<a href="https://www.example.com/pay"`, `alt="www.example.com"`)
	if len(found) != 1 || found[0].ID != "picture-left-out" {
		t.Errorf("findings %v", found)
	}
}

func TestWrite_theme(t *testing.T) {
	theme, err := text.CompileTheme("theme.css", []byte(`
		body { background-color: #eeeeee; font-family: Georgia, serif }
		.body { background-color: #fffff0; max-width: 600px }
		a { color: #aa0000 }
		@media (prefers-color-scheme: dark) { .body { background-color: #101010; color: #f0f0f0 } a { color: #ff8888 } }`), new(diag.List))
	if err != nil {
		t.Fatal(err)
	}
	red := &doc.RunProps{Color: doc.Some(doc.Color{R: 0x99})}
	out, _ := write(page(para(&doc.Run{Text: "dark red", Props: red}, &doc.Link{URL: "https://example.com", Content: []doc.Node{run("link")}})), html.Options{Theme: theme})
	has(t, out.HTML, "max-width:600px", `bgcolor="#eeeeee"`, `bgcolor="#fffff0"`, "font-family:Georgia, serif", "color:#aa0000",
		"@media (prefers-color-scheme:dark){.d{background-color:#101010!important}.e{background-color:#101010!important;color:#f0f0f0!important}")
	has(t, out.HTML, `class="t0" style="margin:0;color:#990000"`, ".t0{color:#", "{color:#ff8888!important}")
}

func TestWrite_deepNesting(t *testing.T) {
	var n doc.Node = para(run("deep"))
	for range 100 {
		n = &doc.Table{Content: []doc.Node{&doc.Row{Content: []doc.Node{&doc.Cell{Content: []doc.Node{n, para()}}}}}}
	}
	out, found := write(page(n), html.Options{})
	if len(found) == 0 || found[0].ID != "too-deep" {
		t.Errorf("findings %v", found)
	}
	checkTags(t, "deep", out.HTML)
}

// A table whose words are wider than a telephone gets smaller letters there, and nothing else does.
func TestWrite_crowdedTables(t *testing.T) {
	table := func(words ...string) *doc.Table {
		row := &doc.Row{}
		for _, w := range words {
			row.Content = append(row.Content, &doc.Cell{Content: []doc.Node{para(run(w))}})
		}
		return &doc.Table{Content: []doc.Node{row}}
	}
	const wide = "14,678,841.00"
	for name, c := range map[string]struct {
		table *doc.Table
		want  bool
	}{
		"six amounts":     {table(wide, wide, wide, wide, wide, wide), true},
		"three short":     {table("a", "b", "c"), false},
		"two long":        {table(strings.Repeat("x", 60), "y"), false},
		"text that wraps": {table(strings.Repeat("word ", 40), "b", "c", "d"), false},
	} {
		out, _ := write(page(c.table), html.Options{})
		if got := strings.Contains(string(out.HTML), `class="n"`) && strings.Contains(string(out.HTML), "@media only screen and (max-width:480px){.n td"); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
	inner := table(wide, wide, wide, wide, wide, wide)
	outer := &doc.Table{Content: []doc.Node{&doc.Row{Content: []doc.Node{
		&doc.Cell{Content: []doc.Node{inner, para()}}, &doc.Cell{Content: []doc.Node{para(run(wide))}}, &doc.Cell{Content: []doc.Node{para(run(wide))}},
	}}}}
	if out, _ := write(page(outer), html.Options{}); strings.Count(string(out.HTML), `class="n"`) != 1 {
		t.Errorf("of a table in a table the inner one:\n%s", out.HTML)
	}
}

// Pictures much wider than tall, or taller than wide, have a pixel at least, and never more than their box.
func TestWrite_thinPictures(t *testing.T) {
	for _, c := range []struct {
		width, height doc.EMU
		want          string
	}{{1800000, 600, `width="189" height="1"`}, {1800000, 3000, `width="189" height="1"`}, {3000, 1200000, `width="1" height="126"`}} {
		d := &doc.Document{Styles: &doc.Styles{}, Sections: []*doc.Section{{Content: []doc.Node{&doc.Paragraph{Content: []doc.Node{&doc.Drawing{
			Width: c.width, Height: c.height, Picture: &doc.Picture{Image: &doc.Image{Name: "a", ContentType: "image/png", Data: []byte("x"), Width: 1, Height: 400}}}}}}}}}
		if got := string(html.Write([]*doc.Document{d}, html.Options{}, &diag.List{}).HTML); !strings.Contains(got, c.want) {
			t.Errorf("%d × %d: %s is missing in %s", c.width, c.height, c.want, got)
		}
	}
}
