package batch

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"reportmail/cmd/internal/workspace"
	"reportmail/render"
	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/html"
	"reportmail/render/page"
	"reportmail/render/pdf"
	"reportmail/selection"
	"reportmail/send/message"
)

// Renderer turns posted documents of a workspace into messages. It is shared by goroutines.
type Renderer struct {
	Workspace *workspace.Workspace
	Layouts   *workspace.Layouts
	Now       time.Time
	Usage     string // over what the documents say; "" is theirs
	Engine    pdf.Engine
}

// Result is what became of one posted document.
type Result struct {
	File     string
	Document selection.Document // as far as it could be read
	Mails    []Rendered
	Findings []diag.Finding
	Err      error
	Took     time.Duration
}

// Rendered is one finished message and the files it was made of.
type Rendered struct {
	Mail    selection.Mail
	Message *message.Message
	Text    []byte
	HTML    []byte
	Images  []html.Image // that HTML shows
	Files   []File
}

// File is a rendered attachment.
type File struct {
	Name  string
	Data  []byte
	Pages *page.Pages // of a PDF
}

// Render renders the posted document in file; in gives its bytes when the name is "-".
func (r *Renderer) Render(file string, in io.Reader) Result {
	started := time.Now()
	res := Result{File: file}
	res.Err = r.render(&res, in)
	res.Took = time.Since(started)
	return res
}

func (r *Renderer) render(res *Result, in io.Reader) error {
	data, err := read(res.File, in)
	if err != nil {
		return err
	}
	ds, err := dataset.Read(res.File, data)
	if err != nil {
		return err
	}
	if res.Document, err = r.envelope(res.File, ds); err != nil {
		return err
	}
	mails, err := r.Workspace.Table.Decide(res.Document)
	if err != nil {
		return err
	}
	var f diag.List
	for _, m := range mails {
		done, err := r.mail(m, ds, &f)
		if err != nil {
			return err
		}
		res.Mails = append(res.Mails, done)
	}
	res.Findings = f.Items()
	return nil
}

func read(file string, in io.Reader) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(in)
	}
	return os.ReadFile(file)
}

// mail renders one decided message.
func (r *Renderer) mail(m selection.Mail, ds *dataset.Dataset, f *diag.List) (Rendered, error) {
	out := Rendered{Mail: m}
	msg, err := r.compose(m)
	if err != nil {
		return out, err
	}
	o := render.Options{Now: r.Now, Lang: m.Document.Language, Title: m.Subject, BodyLimit: r.Workspace.BodyLimit(), Engine: r.Engine}
	if err := r.body(&out, msg, ds, o, f); err != nil {
		return out, err
	}
	for _, a := range m.Attachments {
		file, err := r.attachment(a, ds, o, f)
		if err != nil {
			return out, err
		}
		out.Files = append(out.Files, file)
		msg.Attachments = append(msg.Attachments, message.File{Name: file.Name, Open: opener(file.Data)})
	}
	if err := r.standing(msg); err != nil {
		return out, err
	}
	out.Message = msg
	return out, msg.Validate()
}

// body renders the message's body: the layout's, or a sentence when the selection names none.
func (r *Renderer) body(out *Rendered, msg *message.Message, ds *dataset.Dataset, o render.Options, f *diag.List) error {
	if out.Mail.Body == nil {
		out.Text = []byte(out.Mail.Note() + "\n")
		msg.Text = string(out.Text)
		return nil
	}
	layout, err := r.Layouts.Get(out.Mail.Body.Layout)
	if err != nil {
		return err
	}
	o.HTML = true
	res, err := layout.Render(ds, o)
	if err != nil {
		return err
	}
	note(f, layout, res.Findings)
	out.HTML, out.Text, out.Images = res.HTML, res.Text, res.Images
	msg.HTML, msg.Text = string(res.HTML), string(res.Text)
	for _, img := range res.Images {
		msg.Inline = append(msg.Inline, message.File{Name: img.Name, ContentType: img.ContentType, ContentID: img.CID, Open: opener(img.Data)})
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

// note takes over the findings of a layout and of one rendering of it.
func note(f *diag.List, layout *render.Layout, more []diag.Finding) {
	f.Append(layout.Findings)
	f.Append(more)
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

func opener(data []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
}
