package main

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"reportmail/cmd/internal/files"
	"reportmail/cmd/internal/workspace"
	"reportmail/render"
	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/font"
	"reportmail/selection"
	"reportmail/send/message"
)

// one renders --layout with --data and writes what is asked for.
func (f *renderFlags) one(p *program, args []string) error {
	if err := f.checkOne(args); err != nil {
		return err
	}
	layout, ds, err := f.inputs(p)
	if err != nil {
		return failed(err)
	}
	o, err := f.options(p)
	if err != nil {
		return err
	}
	if ds != nil {
		o.Lang = selection.LanguageOf(ds.Language)
	}
	out, err := layout.Render(ds, o)
	if err != nil {
		return failed(err)
	}
	var list diag.List
	list.Append(layout.Findings)
	list.Append(out.Findings)
	if err := printFindings(p.err, "", list.Items(), f.json); err != nil {
		return failed(err)
	}
	if err := f.acceptable(list.Items()); err != nil {
		return failed(err)
	}
	return failed(f.write(p, ds, out, o))
}

func (f *renderFlags) checkOne(args []string) error {
	switch {
	case len(args) > 0:
		return misuse("with --layout the dataset goes to --data, not %q", args[0])
	case f.pdf+f.html+f.text+f.docx+f.eml == "":
		return misuse("nothing to write: give --pdf, --html, --text, --docx or --eml")
	case f.stream || f.out != "":
		return misuse("--stream and --out are for posted documents of a workspace; with --layout use --eml, --pdf and --html")
	}
	stdout := 0
	for _, path := range []string{f.pdf, f.html, f.text, f.docx, f.eml} {
		if path == "-" {
			stdout++
		}
	}
	if stdout > 1 {
		return misuse("only one output can go to standard output")
	}
	return nil
}

func (f *renderFlags) inputs(p *program) (*render.Layout, *dataset.Dataset, error) {
	fo, err := f.fontOptions(font.Options{})
	if err != nil {
		return nil, nil, err
	}
	fonts, err := font.NewLibrary(fo)
	if err != nil {
		return nil, nil, err
	}
	data, err := files.Read(f.layout, p.in)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the layout: %w", err)
	}
	compiler := &render.Compiler{Fonts: fonts}
	layout, err := compiler.Compile(filepath.Base(f.layout), data)
	if err != nil || f.data == "" {
		return layout, nil, err
	}
	if data, err = files.Read(f.data, p.in); err != nil {
		return nil, nil, fmt.Errorf("reading the dataset: %w", err)
	}
	ds, err := dataset.Read(f.data, data)
	return layout, ds, err
}

func (f *renderFlags) options(p *program) (render.Options, error) {
	now, err := p.clockAt(f.now)
	if err != nil {
		return render.Options{}, err
	}
	engine, err := f.pdfEngine()
	limit := f.bodyLimit
	if limit < 0 {
		limit = workspace.DefaultBodyLimit
	}
	return render.Options{
		HTML: f.html != "" || f.text != "" || f.eml != "", PDF: f.pdf != "" || f.eml != "", Docx: f.docx != "",
		Now: now, BodyLimit: limit, MergeItem: f.mergeItem, Engine: engine,
	}, err
}

// write puts the outputs where they belong; all are complete before the first is written.
func (f *renderFlags) write(p *program, ds *dataset.Dataset, out *render.Output, o render.Options) error {
	var eml bytes.Buffer
	if f.eml != "" {
		if err := f.message(&eml, ds, out, o); err != nil {
			return fmt.Errorf("building the message: %w", err)
		}
	}
	for _, w := range []struct {
		path string
		data []byte
	}{{f.pdf, out.PDF}, {f.html, out.HTML}, {f.text, out.Text}, {f.docx, out.Docx}, {f.eml, eml.Bytes()}} {
		if w.path == "" {
			continue
		}
		if err := files.Write(w.path, w.data, p.out); err != nil {
			return err
		}
	}
	return nil
}

// message builds the .eml of one rendering: as much of an envelope as the dataset tells.
func (f *renderFlags) message(w io.Writer, ds *dataset.Dataset, out *render.Output, o render.Options) error {
	d := selection.Document{Number: strings.TrimSuffix(filepath.Base(f.layout), filepath.Ext(f.layout))}
	if ds != nil {
		report, _ := strconv.Atoi(ds.ID)
		if known, err := new(selection.Table).Envelope(report, ds.Lookup, nil); err == nil {
			d = known
		}
	}
	subject, name := d.Describe()
	id, err := message.MessageID(message.Key{Company: d.Company, Usage: d.Usage, Document: d.Number}, "reportmail.invalid")
	if err != nil {
		return err
	}
	m := &message.Message{
		From: message.Address{Name: "reportmail", Address: "sender@reportmail.invalid"}, Subject: subject, Date: o.Now, MessageID: id,
		HTML: string(out.HTML), Text: string(out.Text),
		Attachments: []message.File{{Name: name + ".pdf", ContentType: "application/pdf", Open: open(out.PDF)}},
	}
	for _, to := range selection.SplitAddresses(d.Addresses.Document) {
		if a, err := message.ParseAddress(to); err == nil {
			m.To = append(m.To, a)
		}
	}
	for _, img := range out.Images {
		m.Inline = append(m.Inline, message.File{Name: img.Name, ContentType: img.ContentType, ContentID: img.CID, Open: open(img.Data)})
	}
	return m.Write(w)
}

func open(data []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
}
