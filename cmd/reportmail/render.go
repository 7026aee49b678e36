package main

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"reportmail/render/diag"
	"reportmail/render/font"
	"reportmail/render/pdf"
)

// renderFlags are the flags of the render verb.
type renderFlags struct {
	// one layout, one dataset
	layout, data, pdf, html, text, docx, eml string
	mergeItem                                string
	// a batch
	workspace, usage, out, report string
	stream, resume, reprint       bool
	jobs, limit                   int
	// both
	bodyLimit   int
	fontDirs    []string
	substitutes []string
	fonts       string
	engine      string
	now         string
	strict      bool
	json        bool
	quiet       bool
}

func renderCommand(p *program) *cobra.Command {
	f := &renderFlags{}
	c := &cobra.Command{
		Use:   "render [flags] [FILE…]",
		Short: "Merge documents into layouts: HTML body, text, PDF, Word, message",
		Long: `With --layout one layout is rendered with one dataset, without any workspace; what is asked for is
written, "-" is standard output. Without --data the layout is rendered as it stands.

Without --layout the FILEs are posted documents of a workspace: its report selections pick the layouts.
--out writes body, attachments and message of each into a folder, to look at. --stream writes the messages to
standard output for reportmail send, and saves and prints what sending profiles say; --out alone puts these files
below the folder of their document instead. One bad document never stops the rest.

Warnings go to standard error, one a line; --json writes them as JSON with stable ids. --strict makes
warnings errors. A document with an error among them, such as data of another report, is not written.`,
		Example: `  reportmail render --layout invoice.docx --data 103001.xml --pdf 103001.pdf --html 103001.html
  reportmail render posted/* --out rendered
  reportmail render posted/* --stream | reportmail send`,
		RunE: func(c *cobra.Command, args []string) error { return runRender(c.Context(), p, f, args) },
	}
	f.add(c)
	return c
}

func (f *renderFlags) add(c *cobra.Command) {
	fl := c.Flags()
	fl.StringVar(&f.layout, "layout", "", "render this one layout (.docx), without a workspace")
	fl.StringVar(&f.data, "data", "", "dataset for --layout: report XML, exported XML or JSON")
	fl.StringVar(&f.pdf, "pdf", "", "write the PDF to this file")
	fl.StringVar(&f.html, "html", "", "write the HTML body to this file")
	fl.StringVar(&f.text, "text", "", "write the plain text to this file")
	fl.StringVar(&f.docx, "docx", "", "write the merged Word document to this file")
	fl.StringVar(&f.eml, "eml", "", "write a message with body and PDF to this file")
	fl.StringVar(&f.mergeItem, "merge-item", "", "data item that starts a document for each of its rows")
	fl.StringVarP(&f.workspace, "workspace", "w", "", "folder of the workspace (default: the nearest one upwards)")
	fl.StringVar(&f.usage, "usage", "", "usage of the documents, over what they say themselves, e.g. S.Invoice")
	fl.StringVar(&f.out, "out", "", "write body, attachments and message of each document into this folder")
	fl.StringVar(&f.report, "report", "", "write one line of JSON a document to this file")
	fl.BoolVar(&f.stream, "stream", false, "write the messages to standard output")
	fl.BoolVar(&f.resume, "resume", false, "skip the documents that --report has as done; with --stream those whose messages are in the outbox")
	fl.BoolVar(&f.reprint, "reprint", false, "print documents again that an earlier run has printed")
	fl.IntVar(&f.jobs, "jobs", 0, "documents rendered at once (default: the number of processors)")
	fl.IntVar(&f.limit, "limit", 0, "render at most this many documents; with --resume, of those still to do")
	fl.IntVar(&f.bodyLimit, "body-limit", -1, "bytes of HTML past which long tables are cut; 0 is never (default 100000)")
	fl.StringArrayVar(&f.fontDirs, "font-dir", nil, "look for fonts in this folder first")
	fl.StringArrayVar(&f.substitutes, "font-substitute", nil, `use another font family, e.g. "Segoe UI=Open Sans"`)
	fl.StringVar(&f.fonts, "fonts", "embedded", "embedded: only built-in fonts and those of --font-dir and the layout; system: also the machine's")
	fl.StringVar(&f.engine, "pdf-engine", "native", "native or gofpdf")
	fl.StringVar(&f.now, "now", "", "time for DATE fields and file dates (default: SOURCE_DATE_EPOCH, else now)")
	fl.BoolVar(&f.strict, "strict", false, "make warnings errors")
	fl.BoolVar(&f.json, "json", false, "write findings and summary as JSON")
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "no progress and no summary")
}

func runRender(ctx context.Context, p *program, f *renderFlags, args []string) error {
	if _, err := f.pdfEngine(); err != nil {
		return err
	}
	if f.layout != "" {
		return f.one(p, args)
	}
	return f.batch(ctx, p, args)
}

func (f *renderFlags) pdfEngine() (pdf.Engine, error) {
	switch e := pdf.Engine(f.engine); e {
	case pdf.Native, "gofpdf":
		return e, nil
	}
	return "", misuse("--pdf-engine %q: native or gofpdf", f.engine)
}

// fontOptions lays the flags over the options of a workspace.
func (f *renderFlags) fontOptions(base font.Options) (font.Options, error) {
	base.Dirs = append(append([]string(nil), f.fontDirs...), base.Dirs...)
	table := map[string]string{}
	for from, to := range base.Substitute {
		table[from] = to
	}
	for _, s := range f.substitutes {
		from, to, ok := strings.Cut(s, "=")
		if from, to = strings.TrimSpace(from), strings.TrimSpace(to); !ok || from == "" || to == "" {
			return base, misuse(`--font-substitute %q: write it as "Segoe UI=Open Sans"`, s)
		}
		table[from] = to
	}
	base.Substitute = table
	switch f.fonts {
	case "system":
		base.System = true
	case "embedded":
	default:
		return base, misuse("--fonts %q: embedded or system", f.fonts)
	}
	return base, nil
}

// acceptable is the reason not to use what was rendered: findings that are errors, or warnings under --strict.
func (f *renderFlags) acceptable(list []diag.Finding) error {
	switch {
	case grave(list, diag.Error) > 0:
		return errors.New("an error that the findings name makes it wrong, so nothing is written")
	case f.strict && grave(list, diag.Warning) > 0:
		return errors.New("there are warnings, and --strict makes them errors")
	}
	return nil
}
