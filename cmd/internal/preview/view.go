package preview

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"reportmail/cmd/internal/batch"
	"reportmail/layouts"
	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/preview"
	"reportmail/selection"
)

// View implements preview.Source. A place is rendered once a version; a fault shows what was right last.
func (s *Source) View(_ context.Context, at preview.Place) *preview.View {
	s.mu.Lock()
	set, version := s.set, s.version
	o := s.views[at]
	if o == nil {
		o = new(once)
		s.views[at] = o
	}
	s.mu.Unlock()
	o.Do(func() {
		started := time.Now()
		v, err := s.render(set, at)
		s.mu.Lock()
		defer s.mu.Unlock()
		switch last := s.good[at]; {
		case err == nil:
			s.good[at] = v
		case last != nil:
			old := *last
			v = &old
		default:
			v = &preview.View{}
		}
		v.Version, v.Fault, v.Took = version, err, time.Since(started)
		o.view = v
	})
	return o.view
}

// posted is what is known of the document at a place.
type posted struct {
	file     string
	data     *dataset.Dataset
	envelope selection.Document
}

func (s *Source) posted(set *setting, r *batch.Renderer, at preview.Place) (posted, error) {
	if at.Document == "" {
		return posted{}, nil
	}
	file, ok := s.file(set, at.Document)
	if !ok {
		return posted{}, fmt.Errorf("document %s is not there any more", at.Document)
	}
	ds, d, err := r.Posted(file, nil)
	return posted{file, ds, d}, err
}

// rendererFor renders a place at this moment: the set-up's renderer with the layout that is looked at.
func (s *Source) rendererFor(set *setting, at preview.Place) *batch.Renderer {
	r := *set.renderer
	r.Now = s.o.Now()
	r.Preview.Choose = chooser(set, at.Layout)
	return &r
}

// render renders a place: the message that would be sent, with the layout that is looked at in it; a layout by itself
// where nothing is sent.
func (s *Source) render(set *setting, at preview.Place) (*preview.View, error) {
	r := s.rendererFor(set, at)
	p, err := s.posted(set, r, at)
	if err != nil && (p.data == nil || at.Layout == "") {
		return nil, err
	}
	v := &preview.View{Data: p.data, Parts: 1}
	var m batch.Rendered
	var found []diag.Finding
	switch {
	case p.data == nil:
		m, found, err = r.Bare(at.Layout, nil, p.envelope)
		v.Note = "The layout as it stands: choose a document to fill it."
	case err != nil:
		v.Note = fmt.Sprintf("No message: %v.", err)
		m, found, err = r.Bare(at.Layout, p.data, p.envelope)
	default:
		m, found, err = s.message(r, v, p, at)
	}
	if err != nil {
		return nil, err
	}
	if err := show(v, m); err != nil {
		return nil, err
	}
	return v, s.judge(v, set, m, found)
}

// message renders the messages of a document and takes the one that is looked at.
func (s *Source) message(r *batch.Renderer, v *preview.View, p posted, at preview.Place) (batch.Rendered, []diag.Finding, error) {
	res := r.Render(batch.Job{Files: []string{p.file}}, nil)
	if res.Err == nil && len(res.Mails) == 0 {
		res.Err = selection.ErrNoSelection
	}
	if res.Err == nil {
		v.Parts = len(res.Mails)
		m := res.Mails[min(at.Part, len(res.Mails)-1)]
		if slices.Contains(m.Mail.Recipients.To, nobody) {
			v.Note = "No rule gives this document a recipient: sending would refuse it."
		}
		return m, res.Findings, nil
	}
	if at.Layout == "" || !errors.Is(res.Err, selection.ErrNoSelection) {
		return batch.Rendered{}, nil, res.Err
	}
	v.Note = fmt.Sprintf("No message: %v.", res.Err)
	return r.Bare(at.Layout, p.data, p.envelope)
}

// chooser puts a layout into the messages that are decided: in the place of the body, of the first attachment, or of
// both when it does not say what it is for.
func chooser(set *setting, layout string) func(*selection.Mail) {
	if layout == "" {
		return nil
	}
	e, err := set.workspace.Library().Entry(layout)
	body, pages := err != nil || e.Kind != layouts.Document, err != nil || e.Kind != layouts.Body
	return func(m *selection.Mail) {
		used := m.Body != nil && m.Body.Layout == layout || slices.ContainsFunc(m.Attachments, func(f selection.File) bool { return f.Layout == layout })
		if used && !(body != pages) {
			return
		}
		if body {
			b := selection.Body{}
			if m.Body != nil {
				b = *m.Body
			}
			b.Layout = layout
			m.Body = &b
		}
		if pages {
			m.Attachments = slices.Clone(m.Attachments)
			if len(m.Attachments) == 0 {
				_, name := m.Document.Describe()
				m.Attachments = []selection.File{{Name: selection.SafeFileName(name, "document") + ".pdf", Format: "pdf"}}
			}
			m.Attachments[0].Layout = layout
		}
	}
}

// show fills a view from a rendered message.
func show(v *preview.View, m batch.Rendered) error {
	v.Subject = m.Mail.Subject
	v.Body = preview.Body{HTML: m.Marked, Size: len(m.HTML), Text: m.Text, Origins: m.Origins}
	if m.Mail.Body != nil {
		v.Body.Layout = m.Mail.Body.Layout
	}
	for _, i := range m.Images {
		v.Body.Images = append(v.Body.Images, preview.Picture{CID: i.CID, Type: i.ContentType, Data: i.Data})
	}
	for i, f := range m.Files {
		file := preview.File{Name: f.Name, Pages: f.Pages, Data: f.Data}
		if i < len(m.Mail.Attachments) {
			file.Layout = m.Mail.Attachments[i].Layout
		}
		v.Files = append(v.Files, file)
	}
	if m.Message == nil {
		return nil
	}
	v.Summary = summary(m)
	var eml bytes.Buffer
	if err := m.Message.Write(&eml); err != nil {
		return fmt.Errorf("writing the message: %w", err)
	}
	v.Message = eml.Bytes()
	return nil
}

func summary(m batch.Rendered) []preview.Field {
	var out []preview.Field
	add := func(name, value string) {
		if value != "" && value != nobody {
			out = append(out, preview.Field{Name: name, Value: value})
		}
	}
	r := m.Mail.Recipients
	add("To", joined(r.To))
	add("Cc", joined(r.Cc))
	add("Bcc", joined(r.Bcc))
	add("From", m.Message.From.Address)
	add("Scenario", m.Message.Routing.Scenario)
	return out
}
