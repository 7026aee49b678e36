package selection

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"reportmail/internal/nearest"
	"reportmail/internal/yamledit"
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
	Cc          *[]string
	Bcc         *[]string
	ReplyTo     *[]string
	Remove      bool // the whole selection
}

// ErrNoRow says that there is nothing to remove.
var ErrNoRow = errors.New("there is no row")

// Set changes one selection of a table's YAML and answers the new text. What was not there is added at the end of its
// mapping; lines that the change is not about stay as they are.
func Set(file string, data []byte, c Change) ([]byte, error) {
	var t Table
	_ = yaml.Load(data, &t) // faults are told where they stand, and when the table is written
	usage, ok := t.usage(c.Usage)
	if !ok {
		return nil, fmt.Errorf("unknown usage %q; %s", c.Usage, nearest.Hint(c.Usage, t.usageIDs()))
	}
	return yamledit.Change(file, data, func(top *yaml.Node) error {
		if c.Remove && c.key(top, usage.ID) == "" {
			return c.absent(usage.ID)
		}
		c.apply(top, usage.ID)
		return nil
	})
}

// path leads to the rows that the change is about.
func (c Change) path() []string {
	switch c.Party {
	case Customer:
		return []string{"customers", c.No}
	case Vendor:
		return []string{"vendors", c.No}
	}
	return []string{"selections"}
}

// key is what a row has as its key, in its own spelling, "" when it is not there.
func (c Change) key(top *yaml.Node, usage string) string {
	rows := top
	for _, key := range c.path() {
		rows = yamledit.Value(rows, key)
	}
	for k := range yamledit.Pairs(rows) {
		if strings.EqualFold(k.Value, usage) {
			return k.Value
		}
	}
	return ""
}

func (c Change) absent(usage string) error {
	if c.Party == Nobody {
		return fmt.Errorf("%w for %s", ErrNoRow, usage)
	}
	return fmt.Errorf("%w for %s of %s %s", ErrNoRow, usage, c.Party, c.No)
}

func (c Change) apply(top *yaml.Node, usage string) {
	key := c.key(top, usage)
	rows := top
	for _, step := range c.path() {
		rows = yamledit.Child(rows, step)
	}
	if c.Remove {
		yamledit.Put(rows, key, nil)
		return
	}
	row := yamledit.Child(rows, usage)
	if c.Report != nil {
		yamledit.Put(row, "report", yamledit.Int(strconv.Itoa(*c.Report)))
	}
	if c.Body != nil {
		c.setBody(row)
	}
	if c.Attachments != nil {
		yamledit.Put(row, "attachments", attachmentNodes(yamledit.Value(row, "attachments"), *c.Attachments))
	}
	if c.Subject != nil {
		yamledit.Put(row, "subject", yamledit.Text(*c.Subject))
	}
	for _, list := range []struct {
		key   string
		rules *[]string
	}{{"send_to", c.SendTo}, {"cc", c.Cc}, {"bcc", c.Bcc}, {"reply_to", c.ReplyTo}} {
		if list.rules != nil {
			yamledit.Put(row, list.key, yamledit.Texts(*list.rules))
		}
	}
}

// setBody gives the body another layout and keeps its texts.
func (c Change) setBody(row *yaml.Node) {
	if *c.Body == "" {
		yamledit.Put(row, "body", nil)
		return
	}
	yamledit.Put(yamledit.Child(row, "body"), "layout", yamledit.Text(*c.Body))
}

// attachmentNodes lists layouts as attachments; those that were there keep what else their rows say.
func attachmentNodes(old *yaml.Node, layouts []string) *yaml.Node {
	if len(layouts) == 0 {
		return nil
	}
	have := map[string]*yaml.Node{}
	if old != nil {
		for _, n := range old.Content {
			if l := yamledit.Value(n, "layout"); l != nil {
				have[l.Value] = n
			}
		}
	}
	seq := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	if old != nil {
		seq.Style, seq.LineComment = old.Style, old.LineComment
	}
	for _, l := range layouts {
		n := have[l]
		if n == nil {
			n = yamledit.Mapping()
			n.Style = yaml.FlowStyle
			yamledit.Put(n, "layout", yamledit.Text(l))
		}
		seq.Content = append(seq.Content, n)
	}
	return seq
}
