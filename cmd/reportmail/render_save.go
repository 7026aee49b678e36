package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"reportmail/cmd/internal/batch"
	"reportmail/cmd/internal/files"
	"reportmail/cmd/internal/workspace"
)

// savedFile is the file, in state/, of whose the files in the folders of sending profiles are.
const savedFile = "saved.ndjson"

// savedFiles remembers which document each file in the folders of sending profiles was written for, so that none takes
// the place of another's and nothing is printed twice. It grows by a line a file.
type savedFiles struct {
	owner map[string]string // key of the document, by path in lower case
	log   *os.File
}

// savedLine is a line of the file.
type savedLine struct {
	Path     string `json:"path"` // as the profile names the folder
	Document string `json:"document"`
}

func openSaved(w *workspace.Workspace) (*savedFiles, error) {
	s := &savedFiles{owner: map[string]string{}}
	if len(w.Profiles) == 0 {
		return s, nil
	}
	if err := os.MkdirAll(w.Path(workspace.StateDir), 0o700); err != nil {
		return nil, err
	}
	var err error
	if s.log, err = os.OpenFile(w.Path(workspace.StateDir, savedFile), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600); err != nil {
		return nil, fmt.Errorf("opening what was saved before: %w", err)
	}
	lines := bufio.NewReader(s.log)
	for {
		text, err := lines.ReadBytes('\n')
		var line savedLine
		if json.Unmarshal(text, &line) == nil {
			s.owner[strings.ToLower(line.Path)] = line.Document
		}
		if err == nil {
			continue
		}
		if len(text) > 0 { // a run that was stopped in the middle of its last line
			_, _ = s.log.WriteString("\n")
		}
		if err != io.EOF {
			return nil, errors.Join(fmt.Errorf("reading what was saved before: %w", err), s.log.Close())
		}
		return s, nil
	}
}

func (s *savedFiles) close() error {
	if s.log == nil {
		return nil
	}
	return s.log.Close()
}

// place is where a document's file goes, numbered where another's has the name, and whether it was put there before.
// A file that nobody is known to have put there is another's.
func (s *savedFiles) place(w *workspace.Workspace, to batch.Saved, name string) (path string, before bool) {
	ext := filepath.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	for n := 2; ; n++ {
		path = filepath.Join(to.Folder, name)
		whose, known := s.owner[strings.ToLower(path)]
		if known && whose == to.Key {
			return path, true
		}
		if _, err := os.Lstat(absolute(w, path)); !known && errors.Is(err, fs.ErrNotExist) {
			return path, false
		}
		name = fmt.Sprintf("%s (%d)%s", stem, n, ext)
	}
}

// remember notes whose a file is.
func (s *savedFiles) remember(path, key string) error {
	if s.owner[strings.ToLower(path)] == key {
		return nil
	}
	s.owner[strings.ToLower(path)] = key
	line, err := json.Marshal(savedLine{path, key})
	if err == nil {
		_, err = s.log.Write(append(line, '\n'))
	}
	if err != nil {
		return fmt.Errorf("remembering that %s is saved: %w", path, err)
	}
	return nil
}

// absolute is a path of a sending profile: relative ones are the workspace's.
func absolute(w *workspace.Workspace, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return w.Path(path)
}

// save puts what the sending profiles save and print into their folders.
func (b *batchRun) save(res batch.Result) error {
	for _, m := range res.Mails {
		for _, s := range m.Saves {
			for _, f := range s.Files {
				if err := b.put(s, f); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// put saves or prints one file. A file on disk is noted before it is there, so that a run that was stopped between can
// replace it; one for the printer after it, so that it is printed at least once.
func (b *batchRun) put(s batch.Saved, f batch.File) error {
	path, before := b.saves.place(b.workspace, s, f.Name)
	if s.Print && before && !b.f.reprint {
		b.before++
		return nil
	}
	to, count := absolute(b.workspace, path), &b.saved
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	if s.Print {
		count = &b.printed
	} else if err := b.saves.remember(path, s.Key); err != nil {
		return err
	}
	if err := files.Write(to, f.Data, io.Discard); err != nil {
		return err
	}
	*count++
	return b.saves.remember(path, s.Key)
}

// savings says what became of the files of sending profiles, for the summary of a run.
func (b *batchRun) savings() string {
	var text strings.Builder
	for _, part := range []struct {
		n    int
		what string
	}{{b.saved, "saved"}, {b.printed, "printed"}, {b.before, "printed before (--reprint prints again)"}} {
		if part.n > 0 {
			fmt.Fprintf(&text, ", %s %s", plural(part.n, "file"), part.what)
		}
	}
	return text.String()
}
