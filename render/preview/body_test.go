package preview

import (
	"strings"
	"testing"
)

func TestShown_modes(t *testing.T) {
	b := &Body{
		HTML: []byte(`<html><head><style>@media (prefers-color-scheme: dark){.d{color:#eeeeee!important}}</style></head><body bgcolor="#ffffff" style="color:#000000">` +
			`<img src="cid:logo@x" width="60" height="20" alt="Our &quot;logo&quot;" style="border:0"> number #123456 stays</body></html>`),
		Images: []Picture{{CID: "logo@x", Type: "image/png", Data: []byte("abc")}},
	}
	for _, c := range []struct {
		mode, width string
		pictures    bool
		has, not    []string
	}{
		{"light", "600", true, []string{"@media not all{", `src="data:image/png;base64,YWJj"`, "scrollbar-width:none", `bgcolor="#ffffff"`}, []string{"cid:"}},
		{"dark", "full", true, []string{"@media all{", "scrollbar-width:auto", `bgcolor="#ffffff"`}, nil},
		{"forced", "375", true, []string{"@media not all{", `bgcolor="#1b1b1b"`, "color:#ffffff", "#123456 stays"}, []string{`bgcolor="#ffffff"`}},
		{"light", "600", false, []string{"width:60px", "height:20px", "Our &quot;logo&quot;</span>"}, []string{"<img", "data:"}},
	} {
		got := string(shown(b, c.mode, c.width, c.pictures))
		for _, s := range c.has {
			if !strings.Contains(got, s) {
				t.Errorf("%s: nothing of %q in %s", c.mode, s, got)
			}
		}
		for _, s := range c.not {
			if strings.Contains(got, s) {
				t.Errorf("%s: %q is in %s", c.mode, s, got)
			}
		}
	}
	if got := string(shown(&Body{}, "light", "600", true)); !strings.Contains(got, "no HTML body") {
		t.Error(got)
	}
}

func TestTurn_keepsHueAndTurnsLightness(t *testing.T) {
	for _, c := range []struct {
		name       string
		r, g, b    uint8
		r2, g2, b2 uint8
	}{{"white", 255, 255, 255, 27, 27, 27}, {"black", 0, 0, 0, 255, 255, 255}, {"middle grey stays near", 119, 119, 119, 115, 115, 115}} {
		r, g, b := turn(c.r, c.g, c.b)
		near := func(a, b uint8) bool { return max(a, b)-min(a, b) <= 8 }
		if !near(r, c.r2) || !near(g, c.g2) || !near(b, c.b2) {
			t.Errorf("%s: %d %d %d", c.name, r, g, b)
		}
	}
	if r, g, b := turn(11, 107, 107); r >= g || g < 100 || b < 100 { // dark teal
		t.Errorf("teal becomes %d %d %d", r, g, b)
	}
}
