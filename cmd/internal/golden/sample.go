package golden

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"reportmail/cmd/internal/batch"
	"reportmail/layouts"
	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/html"
	"reportmail/render/page"
	"reportmail/render/preview/svg"
	"reportmail/selection"
	"reportmail/send/message"
)

// PicturesDir is the folder of the pictures that pages show, each once.
const PicturesDir = "pictures"

// Sample is what a document became, as a layout author looks at it: bodies, texts, the words of pages with their
// places, pages as pictures, who gets the message and what there was to say. It has nothing in it that changes with the
// program alone, such as the bytes of a PDF.
type Sample struct {
	Snapshot
	Fonts    svg.Fonts
	Pictures map[string]*doc.Image // by file name below PicturesDir
	Images   []html.Image          // that bodies show
	Unread   []string              // folders of layouts that cannot be read: what they made stays as it was
}

// ErrNothing says that no selection and no layout is for a document.
var ErrNothing = errors.New("no selection and no layout of the workspace is for it")

// SampleOf renders a document: the messages that its selection makes, and every layout of the workspace's own for the
// same report that they do not use. own are those layouts.
func SampleOf(r *batch.Renderer, own []layouts.Entry, file, folder string) (*Sample, error) {
	s := &Sample{Snapshot: Snapshot{}, Pictures: map[string]*doc.Image{}}
	ds, d, err := r.Posted(file, nil)
	if err != nil {
		return nil, err
	}
	res := r.Render(batch.Job{Files: []string{file}}, nil)
	if res.Err != nil && !errors.Is(res.Err, selection.ErrNoSelection) {
		return nil, res.Err
	}
	var used []string
	for i, m := range res.Mails {
		dir := folder
		if i > 0 {
			dir = path.Join(folder, fmt.Sprintf("message %d", i+1))
		}
		used = append(used, s.add(dir, m)...)
	}
	if res.Err == nil {
		s.findings(folder, res.Findings)
	}
	if err := s.others(r, own, ds, d, folder, used); err != nil {
		return nil, err
	}
	if len(s.Snapshot) == 0 {
		return nil, ErrNothing
	}
	return s, nil
}

// others renders the layouts that no message of the document uses.
func (s *Sample) others(r *batch.Renderer, own []layouts.Entry, ds *dataset.Dataset, d selection.Document, folder string, used []string) error {
	for _, e := range own {
		dir := path.Join(folder, "layout "+e.ID)
		if e.Err != nil {
			s.Unread = append(s.Unread, dir)
			continue
		}
		if e.Report == 0 || strconv.Itoa(e.Report) != ds.ID || slices.Contains(used, e.ID) {
			continue
		}
		m, findings, err := r.Bare(e.ID, ds, d)
		if err != nil {
			return err
		}
		if e.Kind == layouts.Body {
			m.Files = nil
		}
		if e.Kind == layouts.Document {
			m.HTML, m.Text = nil, nil
		}
		s.add(dir, m)
		s.findings(dir, findings)
	}
	return nil
}

// add takes a message, or a layout without one, and answers the layouts it was made with.
func (s *Sample) add(dir string, m batch.Rendered) (used []string) {
	if m.Message != nil {
		s.Snapshot[path.Join(dir, "message.txt")] = envelope(m.Message)
	}
	if m.Text != nil {
		s.Snapshot[path.Join(dir, "body.txt")] = m.Text
	}
	if m.HTML != nil {
		s.Snapshot[path.Join(dir, "body.html")] = m.HTML
		s.Images = append(s.Images, m.Images...)
	}
	for _, f := range m.Files {
		if f.Pages != nil {
			s.pages(dir, f)
		}
	}
	if m.Mail.Body != nil {
		used = append(used, m.Mail.Body.Layout)
	}
	for _, a := range m.Mail.Attachments {
		used = append(used, a.Layout)
	}
	return used
}

// pages adds the words of a file, and its pages as pictures.
func (s *Sample) pages(dir string, f batch.File) {
	var words bytes.Buffer
	for i, p := range f.Pages.Pages {
		fmt.Fprintf(&words, "page %d  %.1f × %.1f pt\n", i+1, p.Width, p.Height)
		items(&words, p.Items, page.Group{A: 1, D: 1})
		name := path.Join(dir, fmt.Sprintf("%s.page%d.svg", f.Name, i+1))
		up := strings.Repeat("../", strings.Count(name, "/"))
		s.Snapshot[name] = svg.Page(p, &s.Fonts, svg.Options{Label: fmt.Sprintf("%s, page %d", f.Name, i+1), Picture: func(img *doc.Image) string {
			file := pictureName(img)
			s.Pictures[file] = img
			s.Snapshot[path.Join(PicturesDir, file)] = img.Data
			return up + PicturesDir + "/" + file
		}})
	}
	s.Snapshot[path.Join(dir, f.Name+".txt")] = words.Bytes()
}

func pictureName(img *doc.Image) string {
	return fmt.Sprintf("%x.%s", sha256.Sum256(img.Data), strings.TrimPrefix(img.ContentType, "image/"))[44:]
}

// findings adds what is at least a warning. That there is nothing is worth keeping too.
func (s *Sample) findings(dir string, list []diag.Finding) {
	var b bytes.Buffer
	for _, f := range list {
		if f.Severity >= diag.Warning {
			fmt.Fprintln(&b, f)
		}
	}
	s.Snapshot[path.Join(dir, "findings.txt")] = b.Bytes()
}

// envelope is who gets the message, and with what files.
func envelope(m *message.Message) []byte {
	var b bytes.Buffer
	line := func(name string, list ...message.Address) {
		for _, a := range list {
			if a.Address != "" {
				fmt.Fprintf(&b, "%s: %s\n", name, a)
			}
		}
	}
	line("From", m.From)
	line("Reply-To", m.ReplyTo...)
	line("To", m.To...)
	line("Cc", m.Cc...)
	line("Bcc", m.Bcc...)
	fmt.Fprintf(&b, "Subject: %s\nScenario: %s\n", m.Subject, m.Routing.Scenario)
	for _, f := range m.Attachments {
		fmt.Fprintf(&b, "Attachment: %s\n", f.Name)
	}
	return b.Bytes()
}
