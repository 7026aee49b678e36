package golden

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// A page as a picture has one element a line. The difference of two pages is drawn from them: what both have faint,
// what is gone in red, what is new in green.

// elements are the elements of a page; a group is one element with what it holds.
func elements(page []byte) (head string, list []string) {
	depth := 0
	var group strings.Builder
	for line := range strings.Lines(string(page)) {
		switch {
		case head == "":
			head = line
			continue
		case strings.HasPrefix(line, "<g ") || strings.HasPrefix(line, "<svg ") && !strings.Contains(line, "</svg>"):
			depth++
		case strings.HasPrefix(line, "</g>") || strings.HasPrefix(line, "</svg>"):
			depth--
		}
		if depth < 0 { // the end of the page
			break
		}
		group.WriteString(line)
		if depth == 0 {
			list = append(list, group.String())
			group.Reset()
		}
	}
	return head, list
}

// pageDifference is a page that shows how two versions differ; changed counts elements that only one of them has.
func pageDifference(old, now []byte) (page []byte, changed int) {
	oldHead, before := elements(old)
	head, after := elements(now)
	if head == "" {
		head = oldHead
	}
	both, gone, fresh := split(before, after)
	var b bytes.Buffer
	b.WriteString(head)
	layer := func(class string, list []string) {
		b.WriteString(`<g class="` + class + `">` + "\n")
		for _, e := range list {
			b.WriteString(e)
		}
		b.WriteString("</g>\n")
	}
	layer("both", both)
	layer("gone", gone)
	layer("new", fresh)
	b.WriteString("</svg>\n")
	return b.Bytes(), len(gone) + len(fresh)
}

// split tells what both lists have, in the order of the later one, and what only one has.
func split(before, after []string) (both, gone, fresh []string) {
	have := map[string]int{}
	for _, e := range after {
		have[e]++
	}
	var left []string
	for _, e := range before {
		if have[e] > 0 {
			have[e]--
		} else {
			left = append(left, e)
		}
	}
	for _, e := range slices.Backward(after) {
		if have[e] > 0 { // one more than there were before
			have[e]--
			i := slices.IndexFunc(left, func(o string) bool { return nearPicture(o, e) })
			if i < 0 {
				fresh = append(fresh, e)
				continue
			}
			left = slices.Delete(left, i, i+1)
		}
		both = append(both, e)
	}
	slices.Reverse(both)
	slices.Reverse(fresh)
	return both, left, fresh
}

var (
	textElement = regexp.MustCompile(`<text[^>]* font-family="([^"]*)"[^>]*>([^<]*)</text>`)
	unescape    = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&amp;", "&")
)

// want asks for the characters of a page that was drawn earlier. It answers the fonts that are not there.
func (s *Sample) want(page []byte) (unknown []string) {
	for _, m := range textElement.FindAllSubmatch(page, -1) {
		if name := string(m[1]); !s.Fonts.Want(name, unescape.Replace(string(m[2]))) && !slices.Contains(unknown, name) {
			unknown = append(unknown, name)
		}
	}
	return unknown
}
