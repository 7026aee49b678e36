package yamledit

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// changes are the edits that the cases name.
var changes = map[string]func(top *yaml.Node){
	"nothing": func(*yaml.Node) {},
	"same":    func(top *yaml.Node) { Put(Child(top, "company"), "name", Text("Noordzee")) },
	"limit": func(top *yaml.Node) {
		Put(Child(Items(top, "accounts").Content[1], "limits"), "per_minute", Int("30"))
	},
	"rename": func(top *yaml.Node) { Put(Items(top, "accounts").Content[0], "name", Text("post: new")) },
	"unset":  func(top *yaml.Node) { Put(Items(top, "accounts").Content[0], "default", nil) },
	"add account": func(top *yaml.Node) {
		n, list := Mapping(), Items(top, "accounts")
		Put(n, "name", Text("third"))
		Put(n, "default", Bool(true))
		list.Content = append(list.Content, n)
	},
	"delete first": func(top *yaml.Node) {
		list := Items(top, "accounts")
		list.Content = list.Content[1:]
	},
	"delete all": func(top *yaml.Node) { Items(top, "accounts").Content = nil },
	"scenario":   func(top *yaml.Node) { Put(Child(top, "scenarios"), "Sales Invoice", Text("billing")) },
	"section":    func(top *yaml.Node) { Put(top, "safe_mode", Text("folder")) },
	"drop":       func(top *yaml.Node) { Put(top, "safe_mode", nil) },
}

// TestChange_cases runs the files of testdata: the name of the change, the text before, a line of dashes, the text after.
func TestChange_cases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			head, rest, _ := strings.Cut(string(data), "\n")
			input, want, ok := strings.Cut(rest, "----\n")
			if !ok {
				t.Fatal("no line of dashes")
			}
			text := []byte(input)
			for name := range strings.SplitSeq(head, ", ") {
				if changes[name] == nil {
					t.Fatalf("no change named %q", name)
				}
				text, err = Change(f, text, func(top *yaml.Node) error { changes[name](top); return nil })
				if err != nil {
					t.Fatal(err)
				}
			}
			if string(text) != want {
				t.Errorf("got:\n%s\nwant:\n%s", text, want)
			}
		})
	}
}

// A file keeps its line breaks, whether it is edited line by line or written anew.
func TestChange_breaks(t *testing.T) {
	for in, want := range map[string]string{
		"company:\r\n  name: x # as\r\n\r\nother: 1\r\n": "company:\r\n  name: Noordzee # as\r\n\r\nother: 1\r\n",
		"{company: {name: x}} # all\r\n":                 "{company: {name: Noordzee}} # all\r\n",
		"company:\n  name: x\n":                          "company:\n  name: Noordzee\n",
	} {
		out, err := Change("f.yaml", []byte(in), func(top *yaml.Node) error { changes["same"](top); return nil })
		if err != nil || string(out) != want {
			t.Errorf("%q: %q, not %q (%v)", in, out, want, err)
		}
	}
}

func TestChange_refuses(t *testing.T) {
	for name, text := range map[string]string{"broken": "a: [", "list": "- a\n", "two on a key": "a: b: c\n"} {
		if out, err := Change("f.yaml", []byte(text), func(*yaml.Node) error { return nil }); err == nil {
			t.Errorf("%s: %q", name, out)
		}
	}
}

// FuzzChange holds that a change says what the tree says, however the file is laid out.
func FuzzChange(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txt")
	for _, name := range files {
		data, _ := os.ReadFile(name)
		_, rest, _ := bytes.Cut(data, []byte("\n"))
		in, _, _ := bytes.Cut(rest, []byte("----\n"))
		f.Add(in)
	}
	for _, breaks := range []string{"\r\r:", "\u2028\u2028:", "\u0085\u0085\u0085a: b"} {
		f.Add([]byte(breaks))
	}
	f.Add([]byte("company:\r\n  other: x\r\n  # end\r\n"))
	f.Add([]byte("accounts:\n-\n  name: x\n- {name: y}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var want *yaml.Node
		out, err := Change("f", data, func(top *yaml.Node) error {
			Put(Child(top, "company"), "name", Text("Noordzee"))
			list := Items(top, "accounts")
			if len(list.Content) > 0 {
				list.Content = list.Content[1:]
			}
			n := Mapping()
			Put(n, "name", Text("new"))
			list.Content = append(list.Content, n)
			want = top
			return nil
		})
		if err != nil {
			return
		}
		got, err := parse("f", out)
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if !Equal(got.Content[0], want) {
			t.Fatalf("another tree:\n%s", out)
		}
	})
}
