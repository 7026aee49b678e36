package golden

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"reportmail/render/html"
	"reportmail/render/preview/svg"
)

// Report gathers what a run found and writes it as one HTML file that needs nothing beside it: old, new and difference
// side by side.
type Report struct {
	dir   string // of the golden files
	title string
	fonts svg.Fonts
	Docs  []reported
	Same  []string
	Notes []string
	Left  []string // files that belong to no document any more
}

// reported is a document in the report.
type reported struct {
	Name, File, Error, Summary string
	Changes                    []shown
}

// shown is a change as the report shows it.
type shown struct {
	File, Say, Level string
	Lines            []diffLine
	Old, New, Marked template.HTML // a page
	Elements         int           // of the page that differ
	OldBody, NewBody string        // a mail body
}

type diffLine struct{ Class, Text string }

// NewReport is an empty report over the golden files in dir.
func NewReport(dir, title string) *Report { return &Report{dir: dir, title: title} }

// Failed adds a document that could not be rendered.
func (r *Report) Failed(name, file string, err error) {
	r.Docs = append(r.Docs, reported{Name: name, File: file, Error: err.Error()})
}

// Add adds a document with what changed of it.
func (r *Report) Add(name, file string, s *Sample, changes []Change) {
	if len(changes) == 0 {
		r.Same = append(r.Same, name)
		return
	}
	d := reported{Name: name, File: file, Summary: Summary(changes)}
	for _, c := range changes {
		d.Changes = append(d.Changes, r.change(s, c))
	}
	r.fonts.Merge(&s.Fonts)
	r.Docs = append(r.Docs, d)
}

func (r *Report) change(s *Sample, c Change) shown {
	out := shown{File: c.File, Say: c.Say(), Level: strings.Fields(c.Level.String())[0]}
	if c.Kind != Changed {
		out.Level = string(c.Kind)
	}
	switch {
	case strings.HasSuffix(c.File, ".svg"):
		if unknown := s.want(c.Old); len(unknown) > 0 {
			r.Notes = append(r.Notes, fmt.Sprintf("%s: the old page has fonts that are not there any more: %s", c.File, strings.Join(unknown, ", ")))
		}
		out.Old, out.New = r.inline(s, c.Old), r.inline(s, c.New)
		if c.Kind == Changed {
			marked, n := pageDifference(c.Old, c.New)
			out.Marked, out.Elements = r.inline(s, marked), n
		}
	case path.Dir(c.File) == PicturesDir:
		out.Say += fmt.Sprintf(" (%d bytes)", max(len(c.Old), len(c.New)))
	case strings.HasSuffix(c.File, ".html"):
		out.OldBody, out.NewBody = r.withOld(withImages(s, c.Old)), withImages(s, c.New)
		out.Lines = lines(c.Diff())
	case c.Kind == Changed:
		out.Lines = lines(c.Diff())
	default:
		out.Lines = lines(string(c.New) + string(c.Old))
	}
	return out
}

var pictureLink = regexp.MustCompile(`href="(?:\.\./)+` + PicturesDir + `/([^"/]+)"`)

// inline is a page with its pictures in it. It was drawn by this program or stands in the golden files, which are the
// workspace's own.
func (r *Report) inline(s *Sample, page []byte) template.HTML {
	return template.HTML(pictureLink.ReplaceAllFunc(page, func(link []byte) []byte {
		file := string(pictureLink.FindSubmatch(link)[1])
		if img := s.Pictures[file]; img != nil {
			return []byte(`href="` + svg.DataURI(img) + `"`)
		}
		data, err := os.ReadFile(filepath.Join(r.dir, PicturesDir, file))
		if err != nil {
			return nil
		}
		return []byte(`href="` + pictureURI(file, data) + `"`)
	}))
}

// pictureURI is a golden picture as a link that has it in it.
func pictureURI(file string, data []byte) string {
	return "data:image/" + strings.TrimPrefix(path.Ext(file), ".") + ";base64," + base64.StdEncoding.EncodeToString(data)
}

var bodyPicture = regexp.MustCompile(`"cid:[^"@]*\.([0-9a-f]+)@[^"]*"`)

// withOld is an old body with the pictures in it that the golden pages have too, found by the checksum in their CIDs.
func (r *Report) withOld(body string) string {
	if !bodyPicture.MatchString(body) {
		return body
	}
	have := map[string]string{}
	files, _ := filepath.Glob(filepath.Join(r.dir, PicturesDir, "*")) // a body shows without them too
	for _, f := range files {
		if data, err := os.ReadFile(f); err == nil {
			have[html.Checksum(data)] = pictureURI(f, data)
		}
	}
	return bodyPicture.ReplaceAllStringFunc(body, func(link string) string {
		if uri := have[bodyPicture.FindStringSubmatch(link)[1]]; uri != "" {
			return `"` + uri + `"`
		}
		return link
	})
}

// withImages is a body with its pictures in it.
func withImages(s *Sample, body []byte) string {
	for _, i := range s.Images {
		body = bytes.ReplaceAll(body, []byte(`"cid:`+i.CID+`"`), []byte(`"data:`+i.ContentType+`;base64,`+base64.StdEncoding.EncodeToString(i.Data)+`"`))
	}
	return string(body)
}

// maxLines is how much of a difference the report shows.
const maxLines = 400

func lines(diff string) []diffLine {
	var out []diffLine
	for line := range strings.Lines(diff) {
		l := diffLine{Text: strings.TrimSuffix(line, "\n")}
		switch {
		case strings.HasPrefix(line, "diff ") || strings.HasPrefix(line, "--- ") || strings.HasPrefix(line, "+++ "):
			continue
		case strings.HasPrefix(line, "@@"):
			l.Class = "at"
		case strings.HasPrefix(line, "+"):
			l.Class = "new"
		case strings.HasPrefix(line, "-"):
			l.Class = "gone"
		}
		if out = append(out, l); len(out) == maxLines {
			return append(out, diffLine{"at", "…"})
		}
	}
	return out
}

//go:embed report.html
var reportPage string

var reportTemplate = template.Must(template.New("report").Parse(reportPage))

// Write writes the report; summary has the counts.
func (r *Report) Write(w io.Writer, summary string) error {
	return reportTemplate.Execute(w, map[string]any{"Title": r.title, "Summary": summary, "Docs": r.Docs, "Same": r.Same, "Left": r.Left, "Notes": r.Notes, "Fonts": template.CSS(r.fonts.CSS())})
}
