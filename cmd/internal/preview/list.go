package preview

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"reportmail/cmd/internal/batch"
	"reportmail/layouts"
	"reportmail/render/preview"
	"reportmail/send/account"
)

// maxListed is how many documents the list has; a browser gets slow and nobody reads more.
const maxListed = 300

// documentEntry is what the list says of a file, as long as the file is the same.
type documentEntry struct {
	changed time.Time
	size    int64
	entry   preview.Document
}

// list makes the index. It is called with the lock held, or before anybody else knows s.
func (s *Source) list(set *setting, fault error) *preview.Index {
	x := &preview.Index{Version: s.version, Title: set.workspace.Config.Company.Name, Fault: fault, Targets: targets(set)}
	if x.Title == "" {
		x.Title = filepath.Base(set.workspace.Dir)
	}
	all, err := set.workspace.Library().List()
	if err != nil && x.Fault == nil {
		x.Fault = err
	}
	for _, e := range all {
		x.Layouts = append(x.Layouts, layoutOf(e))
	}
	files, err := s.files(set)
	if err != nil && x.Fault == nil {
		x.Fault = err
	}
	if len(files) > maxListed {
		x.More, files = len(files)-maxListed, files[:maxListed]
	}
	for _, f := range files {
		x.Documents = append(x.Documents, s.document(set, f))
	}
	return x
}

func layoutOf(e layouts.Entry) preview.Layout {
	l := preview.Layout{ID: e.ID, Own: !e.Builtin, Report: e.Report}
	var notes []string
	if e.Kind != "" {
		notes = append(notes, string(e.Kind))
	}
	if e.Status == layouts.Draft {
		notes = append(notes, "draft")
	}
	if e.Drift != "" {
		notes = append(notes, string(e.Drift))
	}
	if e.Shadows {
		notes = append(notes, "instead of the built-in one")
	}
	l.Note = strings.Join(notes, ", ")
	if e.Err != nil {
		l.Fault = e.Err.Error()
	}
	return l
}

// files are the documents: those that were named, or all of the workspace.
func (s *Source) files(set *setting) ([]string, error) {
	files := s.o.Files
	if len(files) == 0 {
		var err error
		if files, err = set.workspace.Samples(); err != nil {
			return nil, err
		}
	}
	documents, _ := batch.Documents(files)
	return documents, nil
}

// document describes a file; what was read before is taken as long as the file is the same.
func (s *Source) document(set *setting, file string) preview.Document {
	info, err := os.Stat(file)
	if err != nil {
		return preview.Document{ID: s.id(set, file), Title: filepath.Base(file), Fault: err.Error()}
	}
	if e, ok := s.entries[file]; ok && e.changed.Equal(info.ModTime()) && e.size == info.Size() {
		return e.entry
	}
	d := preview.Document{ID: s.id(set, file), Title: filepath.Base(file)}
	ds, envelope, err := set.renderer.Posted(file, nil)
	if ds != nil {
		d.Report, _ = strconv.Atoi(ds.ID)
	}
	if err != nil {
		d.Fault = err.Error()
	} else {
		if envelope.Number != "" {
			d.Title = envelope.Number
		}
		d.Note = strings.Join(slices.DeleteFunc([]string{envelope.Usage, envelope.Account.Name}, func(s string) bool { return s == "" }), " · ")
		if envelope.Report != 0 {
			d.Report = envelope.Report
		}
	}
	s.entries[file] = documentEntry{info.ModTime(), info.Size(), d}
	return d
}

// id is how addresses call a file: its path from the workspace.
func (s *Source) id(set *setting, file string) string {
	if rel, err := filepath.Rel(set.workspace.Dir, file); err == nil && !strings.HasPrefix(rel, "..") {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(file)
}

// file is the file that an address calls id; only what is listed can be asked for.
func (s *Source) file(set *setting, id string) (string, bool) {
	files, err := s.files(set)
	if err != nil {
		return "", false
	}
	for _, f := range files {
		if s.id(set, f) == id {
			return f, true
		}
	}
	return "", false
}

// Prefixes of targets in addresses of the preview.
const (
	toFolder  = "folder:"
	toAddress = "to:"
)

// targets are where tests may go: folders of accounts, and the addresses that the workspace names. A pattern of
// addresses is one that is typed in.
func targets(set *setting) []preview.Target {
	var out []preview.Target
	w := set.workspace
	for _, a := range w.Accounts {
		if a.Connector == account.Folder {
			out = append(out, preview.Target{ID: toFolder + a.Name, Label: "Folder " + a.Folder.Path + " (account " + a.Name + ")"})
		}
	}
	free := []string{}
	for _, to := range w.Config.Preview.SendTo {
		if strings.HasPrefix(to, "*@") {
			free = append(free, to)
		} else {
			out = append(out, preview.Target{ID: toAddress + to, Label: to})
		}
	}
	if len(free) > 0 {
		out = append(out, preview.Target{Label: "Another address: " + strings.Join(free, ", "), Free: true})
	}
	return out
}
