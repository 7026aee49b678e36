package layouts

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"reportmail/internal/nearest"
	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/docx"
)

const extension = ".docx"

// Library is the layouts of a workspace: its own, in a folder, over the built-in ones. Built-in layouts are never changed.
type Library struct{ folder Folder }

// Errors of the library.
var (
	ErrBuiltin = errors.New("a built-in layout cannot be changed")
	ErrExists  = errors.New("a layout of that name exists")
)

// NewLibrary is the library over a folder.
func NewLibrary(folder Folder) *Library { return &Library{folder} }

// Entry is a layout of the library.
type Entry struct {
	Info
	Builtin bool
	Shadows bool   // a file that stands in for the built-in layout of the same name
	Status  Status // built-in layouts are approved
	From    string // the layout it was copied from
	Drift   Drift
	Err     error // the file cannot be read as a layout
	Blank   bool  // all that it shows is in page headers and footers, which a mail body has not
}

// List gives all layouts: own ones by name, then the built-in ones that none of them stands in for.
func (l *Library) List() ([]Entry, error) {
	names, err := l.names()
	if err != nil {
		return nil, err
	}
	recs, err := l.records()
	if err != nil {
		return nil, err
	}
	var out []Entry
	for _, id := range names {
		out = append(out, l.own(id, recs.Layouts[id]))
	}
	for _, i := range Builtin() {
		if !slices.Contains(names, i.ID) {
			out = append(out, Entry{Info: i, Builtin: true, Status: Approved})
		}
	}
	return out, nil
}

// names are the ids of the workspace's own layouts.
func (l *Library) names() ([]string, error) {
	files, err := l.folder.List()
	if err != nil {
		return nil, err
	}
	var names []string
	for _, f := range files {
		if id, ok := strings.CutSuffix(f, extension); ok && id != "" {
			names = append(names, id)
		}
	}
	slices.Sort(names)
	return names, nil
}

// Entry is one layout by its id. It reads no other one.
func (l *Library) Entry(id string) (Entry, error) {
	names, err := l.names()
	if err != nil {
		return Entry{}, err
	}
	if slices.Contains(names, id) {
		recs, err := l.records()
		if err != nil {
			return Entry{}, err
		}
		return l.own(id, recs.Layouts[id]), nil
	}
	if i, ok := Find(id); ok {
		return Entry{Info: i, Builtin: true, Status: Approved}, nil
	}
	return Entry{}, missing(id, names)
}

// missing is the error for a layout that is not there, with the nearest name that is. names are the workspace's own.
func missing(id string, names []string) error {
	for _, i := range Builtin() {
		names = append(names, i.ID)
	}
	if hint := nearest.Hint(strings.TrimSuffix(id, extension), names); hint != "" {
		return fmt.Errorf("layout %q: %w; %s", id, ErrNotFound, hint)
	}
	return fmt.Errorf("layout %q: %w", id, ErrNotFound)
}

// own describes a file of the folder.
func (l *Library) own(id string, rec record) Entry {
	e := Entry{Info: Info{ID: id, Kind: rec.Kind, Caption: cmp.Or(rec.Caption, id)}, Status: rec.status(), From: rec.From}
	if base, ok := Find(id); ok {
		e.Shadows = true
		e.Usage, e.Kind = base.Usage, cmp.Or(e.Kind, base.Kind)
	} else if base, ok := Find(rec.From); ok {
		e.Usage, e.Kind = base.Usage, cmp.Or(e.Kind, base.Kind)
	}
	data, err := l.folder.Read(id + extension)
	if err == nil {
		err = e.look(data)
	}
	if e.Err = err; err == nil {
		e.Drift = l.drift(rec, data)
	}
	return e
}

// look reads what is to be known of a file: the report that it is bound to, 0 when it is bound to none, and whether it
// has anything for a mail body.
func (e *Entry) look(data []byte) error {
	pkg, err := docx.Read(data, new(diag.List))
	if err != nil {
		return err
	}
	e.Blank = blank(pkg.Document)
	part := pkg.ReportPart()
	if part == nil {
		return nil
	}
	_, id, _ := strings.Cut(strings.TrimSuffix(part.Namespace, "/"), "/reports/")
	if at := strings.LastIndexByte(id, '/'); at >= 0 {
		id = id[at+1:]
	}
	e.Report, _ = strconv.Atoi(id) // a name space without a number belongs to no report that has one
	return nil
}

// blank tells whether the text of a document, without headers and footers, shows nothing whatever the data is.
func blank(d *doc.Document) bool {
	shows := false
	for _, s := range d.Sections {
		doc.Walk(s.Content, func(n doc.Node) bool {
			switch n := n.(type) {
			case *doc.Run:
				shows = shows || strings.TrimSpace(n.Text) != ""
			case *doc.Field, *doc.Drawing:
				shows = true
			case *doc.Control:
				shows = shows || n.Binding != nil
			}
			return !shows
		})
	}
	return !shows
}

// Open gives the Word file of a layout: the workspace's own before the built-in one.
func (l *Library) Open(id string) ([]byte, error) {
	data, err := l.read(id)
	if !errors.Is(err, ErrNotFound) {
		return data, err
	}
	names, err := l.names()
	if err != nil {
		return nil, err
	}
	return nil, missing(id, names)
}

func (l *Library) read(id string) ([]byte, error) {
	if CheckName(id) == nil {
		data, err := l.folder.Read(id + extension)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return data, err
		}
	}
	return Open(id)
}

// taken tells whether a name is in use, in any spelling: some file systems do not tell capitals apart.
func (l *Library) taken(id string) (bool, error) {
	names, err := l.names()
	if err != nil {
		return false, err
	}
	for _, b := range Builtin() {
		names = append(names, b.ID)
	}
	return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, id) }), nil
}
