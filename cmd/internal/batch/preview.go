package batch

import (
	"reportmail/render"
	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/html"
	"reportmail/selection"
	"reportmail/send/message"
)

// Preview is what a preview wants otherwise than a batch. The zero value changes nothing.
type Preview struct {
	Choose    func(*selection.Mail) // changes a decided message before it is rendered
	Origins   bool                  // Rendered has Marked and Origins
	Recipient string                // stands in where no rule gives an address
}

// marks keeps a marked body apart from the one that is sent.
func (p Preview) marks(out *Rendered, res *render.Output) {
	if p.Origins {
		out.Marked, out.Origins = res.HTML, res.Origins
		out.HTML = html.Unmarked(res.HTML)
	}
}

// Bare renders one layout as body and as pages with a document's data, without a message: for documents that no
// selection sends. ds may be nil.
func (r *Renderer) Bare(layout string, ds *dataset.Dataset, d selection.Document) (Rendered, []diag.Finding, error) {
	var f diag.List
	subject, name := d.Describe()
	if ds == nil {
		subject, name = layout, layout
	}
	file := selection.File{Layout: layout, Name: selection.SafeFileName(name, "document") + ".pdf", Format: "pdf"}
	out := Rendered{Mail: selection.Mail{Document: d, Subject: subject, Body: &selection.Body{Layout: layout}, Attachments: []selection.File{file}}}
	o := render.Options{Now: r.Now, Lang: d.Language, Title: subject, BodyLimit: r.Workspace.BodyLimit(), Engine: r.Engine}
	if err := r.body(&out, new(message.Message), ds, o, &f); err != nil {
		return out, f.Items(), err
	}
	done, err := r.attachment(file, ds, o, &f)
	out.Files = []File{done}
	return out, f.Items(), err
}
