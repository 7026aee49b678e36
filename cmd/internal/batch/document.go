package batch

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"reportmail/cmd/internal/files"
	"reportmail/cmd/internal/workspace"
	"reportmail/render"
	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
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
	Texts     *workspace.Texts
	Now       time.Time
	Usage     string // over what the documents say; "" is theirs
	Engine    pdf.Engine
	Preview   Preview
}

// Job is what is rendered as one: a posted document, or the documents of an account that go out together.
type Job struct{ Files []string }

// String is the job's files, as messages call it.
func (j Job) String() string {
	if len(j.Files) > 3 {
		return fmt.Sprintf("%s and %d more", j.Files[0], len(j.Files)-1)
	}
	return strings.Join(j.Files, ", ")
}

// Result is what became of one job.
type Result struct {
	Job
	Documents []selection.Document // of the files, up to the one at fault, as far as it could be read
	Mails     []Rendered
	Findings  []diag.Finding
	Err       error
	Took      time.Duration
}

// Rendered is one finished message and the files it was made of.
type Rendered struct {
	Mail    selection.Mail
	Key     string           // what makes it the same however often it is rendered
	Message *message.Message // nil when the account's profile sends no mail
	Saves   []Saved          // what goes to disk besides
	Text    []byte
	HTML    []byte
	Images  []html.Image // that HTML shows
	Files   []File

	Marked  []byte        // of a preview: HTML with marks of where its values came from
	Origins []*doc.Origin // by mark
}

// File is a rendered attachment.
type File struct {
	Name  string
	Data  []byte
	Pages *page.Pages // of a PDF
}

// Saved are files of one document for one folder of the workspace.
type Saved struct {
	Folder string
	Print  bool   // for the printer that watches the folder
	Key    string // of the document
	Files  []File
}

// Way is how the files leave: disk or print.
func (s Saved) Way() string {
	if s.Print {
		return "print"
	}
	return "disk"
}

// Render renders the documents of a job; in gives the bytes of the file "-".
func (r *Renderer) Render(job Job, in io.Reader) Result {
	started := time.Now()
	res := Result{Job: job}
	res.Err = r.render(job, &res, in)
	res.Took = time.Since(started)
	return res
}

// part is one document of a job: its data and what is to be sent for it.
type part struct {
	file  string
	data  *dataset.Dataset
	mails []selection.Mail
}

func (r *Renderer) render(job Job, res *Result, in io.Reader) error {
	var f diag.List
	defer func() { res.Findings = f.Items() }()
	var parts []part
	for _, file := range job.Files {
		p, d, err := r.decide(file, in, &f)
		res.Documents = append(res.Documents, d)
		if err != nil {
			return err
		}
		parts = append(parts, p)
	}
	parts = once(parts, &f)
	for n, m := range parts[0].mails {
		done, err := r.one(m, n, parts, &f)
		if err != nil {
			return err
		}
		res.Mails = append(res.Mails, done)
	}
	return nil
}

// one renders the n-th message of a job's documents.
func (r *Renderer) one(m selection.Mail, n int, parts []part, f *diag.List) (Rendered, error) {
	if len(parts) > 1 {
		return r.combined(parts, n, f)
	}
	return r.mail(m, parts[0], f)
}

// decide reads a posted document and decides what is sent for it.
func (r *Renderer) decide(file string, in io.Reader, f *diag.List) (part, selection.Document, error) {
	ds, d, err := r.posted(file, in, f)
	if err != nil {
		return part{}, d, err
	}
	profile := r.Workspace.Profiles.For(d.Account)
	mails, err := r.Workspace.Table.Decide(d, ds.Lookup, profile)
	if errors.Is(err, selection.ErrNoRecipient) && r.Preview.Recipient != "" {
		over := d
		over.Addresses.Parameter = r.Preview.Recipient
		mails, err = r.Workspace.Table.Decide(over, ds.Lookup, profile)
	}
	if err != nil {
		return part{}, d, err
	}
	for i := range mails {
		mails[i] = profile.Apply(r.inLanguage(mails[i]))
		if r.Preview.Choose != nil {
			r.Preview.Choose(&mails[i])
		}
	}
	return part{file, ds, mails}, d, nil
}

// inLanguage puts the layouts of the document's language in place of those that the selection names.
func (r *Renderer) inLanguage(m selection.Mail) selection.Mail {
	if m.Body != nil {
		b := *m.Body
		b.Layout = r.Layouts.For(b.Layout, m.Document.Language)
		m.Body = &b
	}
	for i, a := range m.Attachments {
		m.Attachments[i].Layout = r.Layouts.For(a.Layout, m.Document.Language)
	}
	return m
}

// Posted reads a posted document and its envelope; in gives the bytes of the file "-". What could be read is there
// when the envelope is at fault.
func (r *Renderer) Posted(file string, in io.Reader) (*dataset.Dataset, selection.Document, error) {
	return r.posted(file, in, new(diag.List))
}

func (r *Renderer) posted(file string, in io.Reader, f *diag.List) (*dataset.Dataset, selection.Document, error) {
	data, err := files.Read(file, in)
	if err != nil {
		return nil, selection.Document{}, err
	}
	ds, err := dataset.Read(file, data)
	if err != nil {
		return nil, selection.Document{}, err
	}
	d, err := r.envelope(file, ds)
	if err != nil {
		return ds, d, err
	}
	return r.payable(ds, d, f), d, nil
}

// mail renders one decided message.
func (r *Renderer) mail(m selection.Mail, p part, f *diag.List) (Rendered, error) {
	out := Rendered{Mail: m}
	msg, err := r.compose(m)
	if err != nil {
		return out, err
	}
	o, err := r.options(m, p, msg, f)
	if err != nil {
		return out, err
	}
	if err := r.body(&out, msg, p.data, o, f); err != nil {
		return out, err
	}
	if err := r.files(&out, msg, p, o, f); err != nil {
		return out, err
	}
	return r.close(out, msg)
}

// options are what every output of a document shares, with its electronic document where the profile embeds it.
func (r *Renderer) options(m selection.Mail, p part, msg *message.Message, f *diag.List) (render.Options, error) {
	o := render.Options{Now: r.Now, Lang: m.Document.Language, Title: m.Subject, BodyLimit: r.Workspace.BodyLimit(), Engine: r.Engine}
	err := r.electronic(m, p, msg, &o, f)
	return o, err
}

// close finishes a message, or leaves it out when the profile sends none.
func (r *Renderer) close(out Rendered, msg *message.Message) (Rendered, error) {
	out.Key = keyOf(out.Mail).String()
	if !out.Mail.Profile.Mails() {
		return out, nil
	}
	if err := r.standing(msg); err != nil {
		return out, err
	}
	out.Message = msg
	return out, msg.Validate()
}

// note takes over the findings of a layout and of one rendering of it.
func note(f *diag.List, layout *render.Layout, more []diag.Finding) {
	f.Append(layout.Findings)
	f.Append(more)
}

func opener(data []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
}
