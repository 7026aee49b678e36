package golden

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reportmail/render/doc"
	"reportmail/render/html"
)

func TestSame_roundingIsNoChange(t *testing.T) {
	page := func(x, text string) string {
		return "<svg width=\"595.3\" height=\"841.9\">\n<text x=\"" + x + "\" y=\"20\" font-family=\"A\" font-size=\"9\" fill=\"#000000\">" + text + "</text>\n</svg>\n"
	}
	for _, c := range []struct {
		name, file, old, now string
		same                 bool
		level                Level
	}{
		{"same bytes", "d/body.html", "<p>a</p>", "<p>a</p>", true, 0},
		{"another colour", "d/body.html", `<p style="color:#000000">a</p>`, `<p style="color:#111111">a</p>`, false, Look},
		{"another word", "d/body.html", "<p>a</p>", "<p>b</p>", false, Text},
		{"a word moved a little", "d/a.pdf.txt", "   10.0    20.0  A 9  1.248,43\n", "   10.3    20.0  A 9  1.248,43\n", true, 0},
		{"a word moved", "d/a.pdf.txt", "   10.0    20.0  A 9  word\n", "   11.0    20.0  A 9  word\n", false, Place},
		{"another font", "d/a.pdf.txt", "   10.0    20.0  A 9  word\n", "   10.0    20.0  B 9  word\n", false, Place},
		{"a cent more", "d/a.pdf.txt", "   10.0    20.0  A 9  1.248,43\n", "   10.0    20.0  A 9  1.248,44\n", false, Text},
		{"a word less", "d/a.pdf.txt", "   10.0    20.0  A 9  word\n    1.0     2.0  A 9  x\n", "   10.0    20.0  A 9  word\n", false, Text},
		{"glyphs moved a little", "d/a.page1.svg", page("10 14.2", "ab"), page("10.2 14.4", "ab"), true, 0},
		{"glyphs moved", "d/a.page1.svg", page("10 14.2", "ab"), page("10 16", "ab"), false, Look},
		{"another glyph", "d/a.page1.svg", page("10", "1"), page("10", "2"), false, Look},
		{"a figure more", "d/a.page1.svg", page("10", "1"), page("10 14", "1"), false, Look},
		{"line ends of a checkout", "d/body.txt", "a\r\nb\r\n", "a\nb\n", true, 0},
		{"line ends and a word moved a little", "d/a.pdf.txt", "   10.0    20.0  A 9  word\r\n", "   10.3    20.0  A 9  word\n", true, 0},
		{"line ends and a word moved", "d/a.pdf.txt", "   10.0    20.0  A 9  word\r\n", "   11.0    20.0  A 9  word\n", false, Place},
		{"bytes of a picture", "pictures/a.png", "\x00\r\n", "\x00\n", false, Look},
		{"text of a message", "d/message.txt", "Subject: 10.0", "Subject: 10.1", false, Text},
	} {
		if got := Same(c.file, []byte(c.old), []byte(c.now)); got != c.same {
			t.Errorf("%s: same %t", c.name, got)
		}
		if !c.same {
			if got := LevelOf(c.file, []byte(c.old), []byte(c.now)); got != c.level {
				t.Errorf("%s: %s, want %s", c.name, got, c.level)
			}
		}
	}
}

func TestPageDifference_layers(t *testing.T) {
	old := "<svg>\n<rect a/>\n<text x=\"1\">stays</text>\n<text x=\"1\">goes</text>\n<g transform=\"m\">\n<rect in/>\n</g>\n<rect a/>\n</svg>\n"
	now := "<svg>\n<rect a/>\n<text x=\"1.2\">stays</text>\n<text x=\"1\">comes</text>\n<g transform=\"m\">\n<rect in/>\n</g>\n</svg>\n"
	got, n := pageDifference([]byte(old), []byte(now))
	want := "<svg>\n<g class=\"both\">\n<rect a/>\n<text x=\"1.2\">stays</text>\n<g transform=\"m\">\n<rect in/>\n</g>\n</g>\n" +
		"<g class=\"gone\">\n<text x=\"1\">goes</text>\n<rect a/>\n</g>\n<g class=\"new\">\n<text x=\"1\">comes</text>\n</g>\n</svg>\n"
	if string(got) != want || n != 3 {
		t.Errorf("%d elements\ngot  %s\nwant %s", n, got, want)
	}
}

// A renewal writes what changed to an author, leaves rounding alone and takes away what is no more.
func TestRenew_writesOnlyChanges(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("1001/a.pdf.txt", "   10.0    20.0  A 9  word\n")
	put("1001/body.txt", "old\n")
	put("1001/layout gone/body.txt", "x\n")
	put("1002/body.txt", "another document\n")
	s := &Sample{Snapshot: Snapshot{"1001/a.pdf.txt": []byte("   10.1    20.0  A 9  word\n"), "1001/body.txt": []byte("new\n"), "1001/message.txt": []byte("To\n")}}
	changes, err := Renew(dir, "1001", s)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, c := range changes {
		said = append(said, c.File+" "+c.Say())
	}
	if got := strings.Join(said, ", "); got != "1001/body.txt text changed, 1001/message.txt is new, 1001/layout gone/body.txt is gone" {
		t.Errorf("changes: %s", got)
	}
	for name, want := range map[string]string{"1001/a.pdf.txt": "   10.0    20.0  A 9  word\n", "1001/body.txt": "new\n", "1001/message.txt": "To\n", "1001/layout gone/body.txt": "", "1002/body.txt": "another document\n"} {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if string(got) != want || (err != nil) != (want == "") {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
	if changes, err = Examine(dir, "1001", s); err != nil || len(changes) != 0 {
		t.Errorf("after a renewal: %v %v", changes, err)
	}
}

// A picture that changed shows old and new, in bodies and on pages.
func TestReport_oldPictures(t *testing.T) {
	dir := t.TempDir()
	old, now := []byte("old picture"), []byte("new picture")
	if err := os.Mkdir(filepath.Join(dir, PicturesDir), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, PicturesDir, "aa.png"), old, 0o644); err != nil {
		t.Fatal(err)
	}
	body := func(data []byte) []byte {
		return []byte(`<p><img src="cid:image1.` + html.Checksum(data) + `@reportmail"></p>`)
	}
	uri := func(data []byte) string {
		return "data:image/png;base64," + base64.StdEncoding.EncodeToString(data)
	}
	page := func(file string) []byte {
		return []byte("<svg>\n<svg x=\"1\"><image href=\"../pictures/" + file + "\"/></svg>\n</svg>\n")
	}
	s := &Sample{
		Pictures: map[string]*doc.Image{"bb.png": {ContentType: "image/png", Data: now}},
		Images:   []html.Image{{CID: "image1." + html.Checksum(now) + "@reportmail", ContentType: "image/png", Data: now}},
	}
	r := NewReport(dir, "test")
	c := r.change(s, Change{"1001/body.html", Changed, Look, body(old), body(now)})
	if !strings.Contains(c.OldBody, uri(old)) || !strings.Contains(c.NewBody, uri(now)) {
		t.Errorf("bodies: %s, %s", c.OldBody, c.NewBody)
	}
	c = r.change(s, Change{"1001/a.pdf.page1.svg", Changed, Look, page("aa.png"), page("bb.png")})
	if m := string(c.Marked); !strings.Contains(m, uri(old)) || !strings.Contains(m, uri(now)) || c.Elements != 2 {
		t.Errorf("%d elements of the page: %s", c.Elements, m)
	}
	if !strings.Contains(reportPage, "svg .new image{filter:sepia(1) saturate(6) hue-rotate(80deg);mix-blend-mode:multiply}") {
		t.Error("on the page the new picture covers the old one")
	}
}

func TestReport_isOneFileAndSafe(t *testing.T) {
	const evil = `<script>alert(1)</script>`
	r := NewReport(t.TempDir(), "test")
	s := &Sample{Snapshot: Snapshot{}}
	r.Add("1001", "posted/"+evil, s, []Change{
		{"1001/body.txt", Changed, Text, []byte("old\n"), []byte(evil + "\n")},
		{"1001/body.html", Changed, Text, []byte("<p>old</p>"), []byte("<p>" + evil + "</p>")},
		{"1001/a.pdf.page1.svg", Changed, Look, []byte("<svg>\n<rect/>\n</svg>\n"), []byte("<svg>\n<image href=\"../../pictures/none.png\"/>\n</svg>\n")},
	})
	r.Add("1002", "posted/1002.xml", s, nil)
	r.Failed("1003", "posted/1003.xml", os.ErrNotExist)
	var b strings.Builder
	r.Left = []string{"golden/0999/body.txt"}
	if err := r.Write(&b, "3 documents: 1 the same, 1 different, 1 failed"); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	if strings.Contains(got, evil) || strings.Contains(got, `href="../`) {
		t.Error("a text got out of its place, or the report needs a file beside it")
	}
	for _, want := range []string{"test: 3 documents: 1 the same, 1 different, 1 failed</title>", "1002", "golden/0999/body.txt", "failed: " + os.ErrNotExist.Error(), `<g class="gone">`, "difference: gone red"} {
		if !strings.Contains(got, want) {
			t.Errorf("nothing of %q", want)
		}
	}
}
