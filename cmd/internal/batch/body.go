package batch

import (
	"reportmail/render"
	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/text"
	"reportmail/selection"
	"reportmail/send/message"
)

// body renders the message's body: the layout's with the texts around it, or texts alone.
func (r *Renderer) body(out *Rendered, msg *message.Message, ds *dataset.Dataset, o render.Options, f *diag.List) error {
	b := out.Mail.Written()
	if out.Mail.Body != nil {
		b = *out.Mail.Body
	}
	o.HTML, o.Origins = true, r.Preview.Origins
	if err := r.texts(b, out.Mail, ds, &o, f); err != nil {
		return err
	}
	res, err := r.written(b, ds, o, f)
	if err != nil {
		return err
	}
	out.HTML, out.Text, out.Images = res.HTML, res.Text, res.Images
	r.Preview.marks(out, res)
	msg.HTML, msg.Text = string(out.HTML), string(out.Text)
	for _, img := range res.Images {
		msg.Inline = append(msg.Inline, message.File{Name: img.Name, ContentType: img.ContentType, ContentID: img.CID, Open: opener(img.Data)})
	}
	return nil
}

// written renders a body's layout, or its texts without one.
func (r *Renderer) written(b selection.Body, ds *dataset.Dataset, o render.Options, f *diag.List) (*render.Output, error) {
	if b.Layout == "" {
		res := render.Letter(r.Texts.Theme, o)
		f.Append(res.Findings)
		return res, nil
	}
	layout, err := r.Layouts.Get(b.Layout)
	if err != nil {
		return nil, err
	}
	res, err := layout.Render(ds, o)
	if err != nil {
		return nil, err
	}
	note(f, layout, res.Findings)
	return res, nil
}

// texts sets a body's reusable texts around it, and into the controls that it names.
func (r *Renderer) texts(b selection.Body, m selection.Mail, ds *dataset.Dataset, o *render.Options, f *diag.List) error {
	lookup := text.Lookup(m.Lookup(ds.Lookup))
	get := func(name string) (text.Output, error) {
		t, findings, err := r.Texts.Get(name, m.Document.Language)
		if err != nil {
			return text.Output{}, err
		}
		f.Append(findings)
		return t.Fill(lookup, f), nil
	}
	for _, list := range []struct {
		names []string
		to    *[]text.Output
	}{{b.TextBefore, &o.Before}, {b.TextAfter, &o.After}} {
		for _, name := range list.names {
			t, err := get(name)
			if err != nil {
				return err
			}
			*list.to = append(*list.to, t)
		}
	}
	for title, name := range b.Controls {
		t, err := get(name)
		if err != nil {
			return err
		}
		if o.Texts == nil {
			o.Texts = map[string]string{}
		}
		o.Texts[title] = string(t.HTML)
	}
	return nil
}
