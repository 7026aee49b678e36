package clients

import (
	"slices"
	"testing"
)

func TestCheck_namesProgramsAndPlaces(t *testing.T) {
	body := `<!DOCTYPE html><html lang="en"><head><style>@media (prefers-color-scheme: dark){.d{background-color:#000 !important}}</style>
<!--[if mso]><style>td{opacity:0.5}</style><![endif]--></head><body><table role="presentation" width="100%"><tr>
<td style="padding:4px;border-radius:8px;mso-line-height-rule:exactly">a</td><td style="border-radius:2rem;border-left:1px solid #000">b</td></tr></table></body></html>`
	got := map[string]Lack{}
	for _, l := range Check([]byte(body)) {
		got[l.Feature] = l
	}
	r := got["border-radius"]
	if r.Count != 2 || !slices.Contains(r.None, "Outlook for Windows") || slices.Contains(r.None, "Gmail") || r.Handled != "" {
		t.Errorf("border-radius: %+v", r)
	}
	if p := got["padding"]; p.Handled == "" || len(p.Partly) == 0 {
		t.Errorf("padding: %+v", p)
	}
	if _, ok := got["rem unit"]; !ok {
		t.Errorf("no unit among %v", got)
	}
	if _, ok := got["opacity"]; ok {
		t.Error("what only Outlook reads is held against the others")
	}
}

func TestFeatures_complete(t *testing.T) {
	if n := len(features()); n < 100 {
		t.Fatalf("%d features", n)
	}
	for slug := range handled {
		if _, ok := features()[slug]; !ok {
			t.Errorf("%s is handled, but no program lacks it", slug)
		}
	}
	for slug, f := range features() {
		for _, l := range f.letters {
			if l != 'y' && l != 'a' && l != 'n' && l != 'u' {
				t.Errorf("%s: letter %c", slug, l)
			}
		}
	}
}
