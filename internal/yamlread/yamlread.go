// Package yamlread reads the YAML files of a workspace into values, and says what is wrong with them in the words of
// who writes them: at which line, what is expected there, which key was probably meant.
package yamlread

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/nearest"
)

// Error is one fault of a file.
type Error struct {
	File string
	Line int // 0 when it is not one line's
	Msg  string
	Hint string
}

// Error writes file, line, fault and remedy.
func (e *Error) Error() string {
	s := e.File
	if e.Line > 0 {
		s += fmt.Sprintf(":%d", e.Line)
	}
	s += ": " + e.Msg
	if e.Hint != "" {
		s += "; " + e.Hint
	}
	return s
}

// Load reads data into a pointer. Keys that its type does not know are faults, and keys that are there twice. All faults
// are reported at once, as *Error values joined; what could be read is there.
func Load(file string, data []byte, into any) error {
	_, err := Tree(file, data, into)
	return err
}

// Tree is Load, with the file as a tree. The tree of a file without content is empty.
func Tree(file string, data []byte, into any) (*yaml.Node, error) {
	var root yaml.Node
	if err := yaml.Load(data, &root, yaml.WithUniqueKeys(false)); err != nil {
		if strings.Contains(err.Error(), "no documents") { // blank, or comments only
			err = nil
		}
		return &root, faults(file, err, into, &root)
	}
	return &root, Node(file, &root, into)
}

// Node reads a part of a file, as Load does.
func Node(file string, n *yaml.Node, into any) error {
	if n.Kind == 0 {
		return nil
	}
	// The decoder looks for keys that are there twice in time that grows with their square.
	err := faults(file, n.Load(into, yaml.WithKnownFields(), yaml.WithUniqueKeys(false)), into, n)
	return errors.Join(append(twice(file, n), err)...)
}

// twice finds keys that are there twice in a mapping.
func twice(file string, n *yaml.Node) (out []error) {
	if n.Kind == yaml.MappingNode {
		first := make(map[string]int, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			if key.Kind != yaml.ScalarNode {
				continue
			}
			if line, there := first[key.Value]; there {
				out = append(out, &Error{File: file, Line: key.Line, Msg: fmt.Sprintf("key %s is there twice, first at line %d", key.Value, line), Hint: "keep one of them"})
				continue
			}
			first[key.Value] = key.Line
		}
	}
	for _, c := range n.Content {
		out = append(out, twice(file, c)...)
	}
	return out
}

// faults puts what the decoder says of a tree into our words.
func faults(file string, err error, into any, n *yaml.Node) error {
	if err == nil {
		return nil
	}
	var many *yaml.LoadErrors
	var one *yaml.LoadError
	switch {
	case errors.As(err, &many):
		known := typesOf(into)
		out := make([]error, len(many.Errors))
		for i, e := range many.Errors {
			msg, hint := say(e.Message, known)
			if key := keyAt(n, e.Mark); key != "" && wrongKind.MatchString(e.Message) {
				msg = key + ": " + msg
			}
			out[i] = &Error{File: file, Line: e.Mark.Line, Msg: msg, Hint: hint}
		}
		return errors.Join(out...)
	case errors.As(err, &one):
		return &Error{File: file, Line: one.Mark.Line, Msg: one.Message, Hint: "the file is no YAML from there on"}
	}
	return &Error{File: file, Msg: strings.TrimPrefix(err.Error(), "yaml: ")}
}

// The decoder's sentences that name Go types.
var (
	unknownKey = regexp.MustCompile(`^field (.*) not found in type (\S+)$`)
	wrongKind  = regexp.MustCompile("(?s)^cannot construct !!(\\w+)(?: `(.*)`)? into (\\S+)$")
)

func say(msg string, known map[string]reflect.Type) (text, hint string) {
	if m := unknownKey.FindStringSubmatch(msg); m != nil {
		keys := keysOf(known[m[2]])
		if hint = nearest.Hint(m[1], keys); hint == "" && len(keys) > 0 {
			hint = "there are " + strings.Join(keys, ", ")
		}
		return "unknown key " + m[1], hint
	}
	if m := wrongKind.FindStringSubmatch(msg); m != nil {
		return fmt.Sprintf("%s stands where %s is expected", given(m[1], m[2]), expected(known[m[3]], m[3])), ""
	}
	return msg, ""
}

// keyAt is the key whose value begins at a mark, "" when none does.
func keyAt(n *yaml.Node, at yaml.Mark) string {
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 1 && c.Line == at.Line && c.Column == at.Column {
			return n.Content[i-1].Value
		}
		if key := keyAt(c, at); key != "" {
			return key
		}
	}
	return ""
}

// given says what was found, by the tag of YAML.
func given(tag, value string) string {
	switch tag {
	case "map":
		return "a mapping"
	case "seq":
		return "a list"
	case "null":
		return "nothing"
	}
	return fmt.Sprintf("%q", value)
}

// expected says what a type takes.
func expected(t reflect.Type, name string) string {
	if t == nil {
		return name
	}
	switch t.Kind() {
	case reflect.Struct:
		return "a mapping of " + strings.Join(keysOf(t), ", ")
	case reflect.Map:
		return "a mapping"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Bool:
		return "true or false"
	case reflect.Float32, reflect.Float64:
		return "a number"
	case reflect.String:
		return "a text"
	}
	if t.String() == "time.Duration" {
		return "a time such as 30s or 5m"
	}
	return "a whole number"
}

// keysOf are the keys of a mapping that becomes a struct.
func keysOf(t reflect.Type) []string {
	if t == nil || t.Kind() != reflect.Struct {
		return nil
	}
	var keys []string
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ","); name != "" && name != "-" {
			keys = append(keys, name)
		}
	}
	return keys
}

// typesOf are the types that a value is made of, by the names the decoder has for them.
func typesOf(v any) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		if _, seen := out[t.String()]; seen {
			return
		}
		out[t.String()] = t
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
			walk(t.Elem())
		case reflect.Struct:
			for i := range t.NumField() {
				if f := t.Field(i); f.IsExported() {
					walk(f.Type)
				}
			}
		}
	}
	walk(reflect.TypeOf(v))
	return out
}
