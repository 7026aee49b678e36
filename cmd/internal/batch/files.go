package batch

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"reportmail/cmd/internal/workspace"
	"reportmail/render"
	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/selection"
	"reportmail/send/message"
)

// files renders a document's attachments, and the files that its profile saves.
func (r *Renderer) files(out *Rendered, msg *message.Message, p part, o render.Options, f *diag.List) error {
	mails := out.Mail.Profile.Mails()
	for _, a := range out.Mail.Attachments {
		if !mails {
			break
		}
		file, err := r.attachment(a, p.data, o, f)
		if err != nil {
			return err
		}
		out.Files = append(out.Files, file)
		msg.Attachments = append(msg.Attachments, message.File{Name: file.Name, Open: opener(file.Data)})
	}
	for _, s := range out.Mail.Profile.Saved(out.Mail) {
		saved := Saved{Folder: s.Folder, Print: s.Print, Key: keyOf(selection.Mail{Document: out.Mail.Document}).String()}
		for _, a := range s.Files {
			file, err := r.attachment(a, p.data, o, f)
			if err != nil {
				return err
			}
			saved.Files = append(saved.Files, file)
		}
		out.Saves = append(out.Saves, saved)
	}
	return nil
}

func (r *Renderer) attachment(a selection.File, ds *dataset.Dataset, o render.Options, f *diag.List) (File, error) {
	layout, err := r.Layouts.Get(a.Layout)
	if err != nil {
		return File{}, err
	}
	o.Title = strings.TrimSuffix(a.Name, filepath.Ext(a.Name))
	o.PDF, o.Docx = a.Format == "pdf", a.Format == "docx"
	res, err := layout.Render(ds, o)
	if err != nil {
		return File{}, err
	}
	note(f, layout, res.Findings)
	if o.Docx {
		return File{Name: a.Name, Data: res.Docx}, nil
	}
	return File{a.Name, res.PDF, res.Pages}, nil
}

// standing attaches the files that the message's scenario always carries.
func (r *Renderer) standing(msg *message.Message) error {
	for _, a := range r.Workspace.Scenarios.Attach(msg.Routing.Scenario) {
		data, err := os.ReadFile(r.Workspace.Path(workspace.AttachmentsDir, filepath.FromSlash(a.File)))
		if err != nil {
			return fmt.Errorf("default attachment of scenario %s: %w", msg.Routing.Scenario, err)
		}
		msg.Attachments = append(msg.Attachments, message.File{Name: filepath.Base(a.File), Open: opener(data)})
	}
	return nil
}
