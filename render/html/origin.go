package html

import (
	"bytes"
	"regexp"
	"strconv"

	"reportmail/render/doc"
)

// Marks say where values came from: <data value="7">Adatum</data> is the value of Output.Origins[7]. A body has no
// other data elements, and what a document says is escaped, so that the marks can be taken out again.

const markEnd = "</data>"

var markStart = regexp.MustCompile(`<data value="[0-9]+">`)

// Unmarked is a body without its marks: byte for byte what Write gives without Options.Origins.
func Unmarked(body []byte) []byte {
	return bytes.ReplaceAll(markStart.ReplaceAll(body, nil), []byte(markEnd), nil)
}

// mark opens the mark of a value and tells whether there is one to close.
func (p *printer) mark(from *doc.Origin) bool {
	if from == nil {
		return false
	}
	start := len(p.b)
	p.str(`<data value="`)
	p.str(strconv.Itoa(len(p.origins)))
	p.str(`">`)
	p.origins = append(p.origins, from)
	p.marks += len(p.b) - start + len(markEnd)
	return true
}

func (p *printer) unmark(open bool) {
	if open {
		p.str(markEnd)
	}
}

// origin is where a run's text came from; nil when nobody asks.
func (b *builder) origin(r *doc.Run) *doc.Origin {
	if !b.o.Origins {
		return nil
	}
	return r.From
}

// pictureOrigin is the column of a picture that merge put in; nil when nobody asks.
func (b *builder) pictureOrigin(n *doc.Drawing) *doc.Origin {
	if !b.o.Origins || n.Picture == nil {
		return nil
	}
	return n.Picture.Image.Origin()
}
