package layouts

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/yamlread"
)

// Status says whether a layout may be used for sending.
type Status string

// A layout that is new or imported is a draft until it is approved.
const (
	Draft    Status = "draft"
	Approved Status = "approved"
)

// RecordFile is the file beside the layouts that holds what the Word files cannot say of themselves. It is text, to be
// reviewed; a layout without a record is approved, so that a file copied into the folder just works.
const RecordFile = "library.yaml"

// record is what the library remembers of a layout.
type record struct {
	Caption string `yaml:"caption,omitempty"`
	Status  Status `yaml:"status,omitempty"`
	Kind    Kind   `yaml:"kind,omitempty"`
	From    string `yaml:"from,omitempty"`   // the layout it was copied from
	Origin  string `yaml:"origin,omitempty"` // hash of that layout then
}

type records struct {
	Layouts map[string]record `yaml:"layouts"`
	root    yaml.Node         // the file, with its comments
}

// records reads the record file; one that is not there is empty.
func (l *Library) records() (*records, error) {
	r := &records{Layouts: map[string]record{}}
	data, err := l.folder.Read(RecordFile)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(strings.TrimSpace(string(data))) == 0 {
		return r, nil
	}
	if err == nil {
		err = yamlread.Load(RecordFile, data, r)
	}
	if err == nil {
		err = yaml.Load(data, &r.root)
	}
	return r, err
}

// set changes one record; nil takes it away. The rest of the file, comments and order included, stays as it is.
func (l *Library) set(id string, rec *record) error {
	r, err := l.records()
	if err != nil {
		return err
	}
	if len(r.root.Content) == 0 {
		if rec == nil {
			return nil
		}
		r.root = yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{{Kind: yaml.MappingNode, Tag: "!!map"}}}
	}
	layouts := child(r.root.Content[0], "layouts")
	at := -1
	for i := 0; i+1 < len(layouts.Content); i += 2 {
		if layouts.Content[i].Value == id {
			at = i
		}
	}
	switch {
	case rec == nil && at >= 0:
		layouts.Content = append(layouts.Content[:at], layouts.Content[at+2:]...)
	case rec == nil:
		return nil
	default:
		var value yaml.Node
		if err := value.Encode(*rec); err != nil {
			return fmt.Errorf("%s: %w", RecordFile, err)
		}
		if at >= 0 {
			value.HeadComment, value.LineComment, value.FootComment = layouts.Content[at+1].HeadComment, layouts.Content[at+1].LineComment, layouts.Content[at+1].FootComment
			layouts.Content[at+1] = &value
		} else {
			layouts.Content = append(layouts.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: id}, &value)
		}
	}
	return l.write(r)
}

// setNames puts the records of layouts under other names.
func (l *Library) setNames(names map[string]string) error {
	r, err := l.records()
	if err != nil || len(r.root.Content) == 0 {
		return err
	}
	layouts := child(r.root.Content[0], "layouts")
	var kept []*yaml.Node
	for i := 0; i+1 < len(layouts.Content); i += 2 {
		key := layouts.Content[i]
		if name, ok := names[key.Value]; ok {
			key.Value = name
		} else if slices.Contains(slices.Collect(maps.Values(names)), key.Value) { // of a file that is gone
			continue
		}
		kept = append(kept, key, layouts.Content[i+1])
	}
	layouts.Content = kept
	return l.write(r)
}

func (l *Library) write(r *records) error {
	data, err := yaml.Dump(&r.root, yaml.WithIndent(2))
	if err != nil {
		return fmt.Errorf("%s: %w", RecordFile, err)
	}
	return l.folder.Write(RecordFile, data)
}

// child is the mapping under a key, made when it is not there.
func child(m *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == key {
			if m.Content[i+1].Kind != yaml.MappingNode {
				m.Content[i+1] = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
			}
			return m.Content[i+1]
		}
	}
	value := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	m.Content = append(m.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, value)
	return value
}

func (r record) status() Status { return cmp.Or(r.Status, Approved) }

// hash names the bytes of a layout.
func hash(data []byte) string {
	h := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(h[:])
}
