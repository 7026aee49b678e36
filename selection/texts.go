package selection

import (
	"embed"
	"io/fs"
	"slices"
)

//go:embed texts/*.md
var shippedTexts embed.FS

// Texts are the reusable texts that ship, NAME.LANGUAGE.md: those of messages without a body layout, and one of the
// name of a layout for reports that carry no letter text. A workspace's text of the same name takes the place of one.
func Texts() fs.FS {
	sub, err := fs.Sub(shippedTexts, "texts")
	if err != nil {
		panic(err) // the folder is in the program
	}
	return sub
}

// HasText tells whether a text of that name ships.
func HasText(name string) bool {
	_, err := fs.Stat(shippedTexts, "texts/"+name+".en.md")
	return err == nil
}

// Names of the texts that are a body where no layout is.
const (
	attachedText = "attached"
	severalText  = "attached-several"
)

// Written is the body of a message whose selection names none, or that combines several: a sentence that says what is
// attached, for several between the texts of their row.
func (m Mail) Written() Body {
	if len(m.Combines) == 0 {
		return Body{TextBefore: []string{attachedText}}
	}
	var row Body
	if b := m.Combines[0].Body; b != nil {
		row = *b
	}
	before := slices.DeleteFunc(slices.Clone(row.TextBefore), func(name string) bool { return name == attachedText || name == severalText })
	return Body{TextBefore: append(before, severalText), TextAfter: row.TextAfter}
}

// Lookup gives what placeholders of the message's texts name: fields of the envelope, in lower case, the list of a
// combined message's documents, and the columns of the dataset.
func (m Mail) Lookup(columns Columns) Columns {
	return func(name string) (string, bool) {
		if name == "list" && len(m.Combines) > 0 {
			return listed(m.Combines), true
		}
		if get, ok := fields[name]; ok {
			return get(m.Document), true
		}
		return columns(name)
	}
}
