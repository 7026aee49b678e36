package selection

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Change is what Set does to one selection. A nil field leaves it as it is; an empty one takes it away.
type Change struct {
	Party       Party  // Nobody: the generic row
	No          string // of the customer or vendor
	Usage       string
	Report      *int
	Body        *string   // layout
	Attachments *[]string // layouts
	Subject     *string
	SendTo      *[]string
	Remove      bool // the whole selection
}

// Set changes one selection of a table's YAML and answers the new text. Comments stay; what was not there is added at
// the end of its mapping.
func Set(file string, data []byte, c Change) ([]byte, error) {
	usage, ok := UsageByID(c.Usage)
	if !ok {
		return nil, fmt.Errorf("unknown usage %q; %s", c.Usage, near(c.Usage, usageIDs()))
	}
	var root yaml.Node
	if len(bytes.TrimSpace(data)) > 0 {
		if err := yaml.Load(data, &root); err != nil {
			return nil, errors.Join(yamlFaults(file, err)...)
		}
	}
	if root.Kind != yaml.DocumentNode || len(root.Content) == 0 {
		root = yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{mapping()}}
	}
	c.apply(root.Content[0], usage.ID)
	out, err := yaml.Dump(&root, yaml.WithIndent(2))
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", file, err)
	}
	return out, nil
}

func (c Change) apply(top *yaml.Node, usage string) {
	rows := child(top, "selections")
	switch c.Party {
	case Customer:
		rows = child(child(top, "customers"), c.No)
	case Vendor:
		rows = child(child(top, "vendors"), c.No)
	}
	if c.Remove {
		put(rows, usage, nil)
		return
	}
	row := child(rows, usage)
	if c.Report != nil {
		put(row, "report", plainNode(strconv.Itoa(*c.Report), "!!int"))
	}
	if c.Body != nil {
		c.setBody(row)
	}
	if c.Attachments != nil {
		put(row, "attachments", attachmentNodes(value(row, "attachments"), *c.Attachments))
	}
	if c.Subject != nil {
		put(row, "subject", text(*c.Subject))
	}
	if c.SendTo != nil {
		put(row, "send_to", list(*c.SendTo))
	}
}

// setBody gives the body another layout and keeps its texts.
func (c Change) setBody(row *yaml.Node) {
	if *c.Body == "" {
		put(row, "body", nil)
		return
	}
	put(child(row, "body"), "layout", text(*c.Body))
}

// attachmentNodes lists layouts as attachments; those that were there keep what else their rows say.
func attachmentNodes(old *yaml.Node, layouts []string) *yaml.Node {
	if len(layouts) == 0 {
		return nil
	}
	have := map[string]*yaml.Node{}
	if old != nil {
		for _, n := range old.Content {
			if l := value(n, "layout"); l != nil {
				have[l.Value] = n
			}
		}
	}
	seq := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	for _, l := range layouts {
		n := have[l]
		if n == nil {
			n = mapping()
			n.Style = yaml.FlowStyle
			put(n, "layout", text(l))
		}
		seq.Content = append(seq.Content, n)
	}
	return seq
}

func mapping() *yaml.Node { return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"} }

// text is a string, quoted where YAML would read something else.
func text(s string) *yaml.Node {
	if s == "" {
		return nil
	}
	n := &yaml.Node{}
	n.SetString(s)
	if strings.ContainsAny(s, "{}[]:#&*!|>'\"%@`") {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

func plainNode(s, tag string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: s}
}

func list(items []string) *yaml.Node {
	if len(items) == 0 {
		return nil
	}
	seq := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Style: yaml.FlowStyle}
	for _, s := range items {
		seq.Content = append(seq.Content, text(s))
	}
	return seq
}

// child is the mapping under a key, made when it is not there.
func child(n *yaml.Node, key string) *yaml.Node {
	if v := value(n, key); v != nil {
		if v.Kind == yaml.MappingNode {
			return v
		}
		*v = *mapping()
		return v
	}
	v := mapping()
	put(n, key, v)
	return v
}

// put sets a key of a mapping; nil takes it away.
func put(n *yaml.Node, key string, v *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value != key {
			continue
		}
		if v == nil {
			n.Content = append(n.Content[:i], n.Content[i+2:]...)
			return
		}
		v.LineComment, v.HeadComment, v.FootComment = n.Content[i+1].LineComment, n.Content[i+1].HeadComment, n.Content[i+1].FootComment
		n.Content[i+1] = v
		return
	}
	if v != nil {
		n.Content = append(n.Content, text(key), v)
	}
}
