package message

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestParseAddress_table(t *testing.T) {
	cases := []struct{ in, name, addr, wrong string }{
		{"a@contoso.com", "", "a@contoso.com", ""},
		{"  a@Contoso.COM ", "", "a@contoso.com", ""},
		{"Alice <a@contoso.com>", "Alice", "a@contoso.com", ""},
		{`"Doe, Jane" <j@contoso.com>`, "Doe, Jane", "j@contoso.com", ""},
		{"a@contoso.com (Alice)", "Alice", "a@contoso.com", ""},
		{"=?utf-8?Q?M=C3=BCller?= <m@contoso.com>", "Müller", "m@contoso.com", ""},
		{"=?iso-8859-1?Q?M=FCller?= <m@contoso.com>", "Müller", "m@contoso.com", ""},
		{"info@müller.example", "", "info@xn--mller-kva.example", ""},
		{"info@例え.テスト", "", "info@xn--r8jz45g.xn--zckzah", ""},
		{"grüße@example.com", "", "grüße@example.com", ""},
		{`"odd local"@example.com`, "", `"odd local"@example.com`, ""},
		{"o'brien+tag@example.co.uk", "", "o'brien+tag@example.co.uk", ""},
		{"", "", "", "is empty"},
		{"buyer", "", "", "has no @"},
		{"buyer@", "", "", "has no domain"},
		{"@contoso.com", "", "", "nothing before the @"},
		{"a@contoso", "", "", "no dot"},
		{"a@contoso.", "", "", ""},
		{"a@contoso.b", "", "", "top-level domain"},
		{"a@b@contoso.com", "", "", "more than one @"},
		{"a@[192.168.0.1]", "", "", "address literal"},
		{"a@-contoso.com", "", "", "not a valid domain"},
		{"a@con_toso.com", "", "", "not a valid domain"},
		{"a@contoso..com", "", "", ""},
		{"a b@contoso.com", "", "", ""},
		{"a@contoso.com\r\nBcc: x@y.com", "", "", "line break"},
		{strings.Repeat("a", 65) + "@contoso.com", "", "", "longer than 64"},
		{"a@" + strings.Repeat("b.", 130) + "com", "", "", ""},
	}
	for _, c := range cases {
		a, err := ParseAddress(c.in)
		if c.addr != "" {
			if err != nil || a.Name != c.name || a.Address != c.addr {
				t.Errorf("%q: %+v, %v, want %q %q", c.in, a, err, c.name, c.addr)
			}
			continue
		}
		var ae *AddressError
		if !errors.As(err, &ae) || !strings.Contains(ae.Reason, c.wrong) {
			t.Errorf("%q: %+v, %v, want a refusal with %q", c.in, a, err, c.wrong)
		}
	}
}

func TestParseAddressList_table(t *testing.T) {
	cases := []struct {
		in    string
		want  string
		wrong []string
	}{
		{"a@b.com, c@d.com", "[a@b.com c@d.com]", nil},
		{"a@b.com; c@d.com;", "[a@b.com c@d.com]", nil},
		{`"Doe; Jane" <j@b.com>; c@d.com (x;y)`, "[j@b.com c@d.com]", nil},
		{"Sales: a@b.com, Bob <c@d.com>; e@f.com", "[a@b.com c@d.com e@f.com]", nil},
		{"undisclosed-recipients:;", "[]", nil},
		{" , ;; ", "[]", nil},
		{"", "[]", nil},
		{"a@b.com, nobody, c@d", "[a@b.com]", []string{`"nobody"`, `"c@d"`}},
		{"A: B: c@d.com;;", "[]", []string{`"B: c@d.com"`}},
		{`"open <a@b.com>, c@d.com`, "[c@d.com]", []string{`open`}},
	}
	for _, c := range cases {
		got, err := ParseAddressList(c.in)
		bare := []string{}
		for _, a := range got {
			bare = append(bare, a.Address)
		}
		if fmt.Sprint(bare) != c.want {
			t.Errorf("%q: %v, want %s", c.in, bare, c.want)
		}
		if (err != nil) != (c.wrong != nil) {
			t.Errorf("%q: error %v", c.in, err)
		}
		for _, w := range c.wrong {
			if err == nil || !strings.Contains(err.Error(), w) {
				t.Errorf("%q: error %v does not name %s", c.in, err, w)
			}
		}
	}
}

func TestAddress_needsUTF8(t *testing.T) {
	for s, want := range map[string]bool{"a@example.com": false, "a@müller.example": false, "grüße@example.com": true} {
		if a := addr(t, s); a.NeedsUTF8() != want {
			t.Errorf("%s: %v, want %v", s, a.NeedsUTF8(), want)
		}
	}
}

func TestAddress_text(t *testing.T) {
	for in, want := range map[string]string{
		"Müller, Hans <h@müller.example>": "", `"Müller, Hans" <h@müller.example>`: `"Müller, Hans" <h@müller.example>`,
		"a@example.com": "a@example.com", "Bob <b@example.com>": "Bob <b@example.com>",
	} {
		var a Address
		err := a.UnmarshalText([]byte(in))
		if want == "" {
			if err == nil {
				t.Errorf("%q was accepted", in)
			}
			continue
		}
		out, _ := a.MarshalText()
		if err != nil || string(out) != want {
			t.Errorf("%q: %q, %v, want %q", in, out, err, want)
		}
	}
}

// What is parsed is valid, and comes back the same through a header.
func FuzzParseAddressList(f *testing.F) {
	for _, s := range []string{"a@b.com", `"x, y" <a@b.com>; G: c@d.com, e@f.com;`, "=?utf-8?B?w4k=?= <a@b.com>", `"\"" <"a b"@c.de>`, "((((", `<<<<"""`, "a@ü.de", "\xff@b.com"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		list, _ := ParseAddressList(s)
		for _, a := range list {
			if err := a.Validate(); err != nil {
				t.Fatalf("%q gives %+v, which is %v", s, a, err)
			}
		}
		if len(list) == 0 {
			return
		}
		var h fieldList
		h.addresses("To", list...)
		head := h.header()
		back, err := ParseAddressList(head.Get("To"))
		if err != nil || fmt.Sprint(normal(back)) != fmt.Sprint(normal(list)) {
			t.Fatalf("%q: written as %q, read as %v, want %v (%v)", s, head.Get("To"), back, list, err)
		}
		for _, line := range strings.Split(string(h.raw[0]), "\r\n") {
			if len(line) > maxLine {
				t.Fatalf("%q: line of %d bytes", s, len(line))
			}
		}
	})
}

// normal folds runs of blanks in names, which quoted strings and phrases do not
// promise to keep.
func normal(list []Address) []Address {
	out := make([]Address, len(list))
	for i, a := range list {
		out[i] = Address{strings.Join(strings.Fields(a.Name), " "), a.Address}
	}
	return out
}
