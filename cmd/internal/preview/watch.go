package preview

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"reportmail/cmd/internal/workspace"
)

// Editors save in several steps: Word writes beside the file and renames twice. Changes are gathered until it has been
// quiet for a moment, at most for gatherAll; a document that is not whole yet is looked at again.
const (
	gather    = 15 * time.Millisecond
	gatherAll = 80 * time.Millisecond
	again     = 40 * time.Millisecond
	maxAgain  = 12
)

// Watch renews what is shown whenever a file of the workspace is saved, until ctx is done.
func (s *Source) Watch(ctx context.Context) error {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	defer w.Close()
	changed := map[string]int{} // files, and how often they were not whole
	for f := range s.kept {
		changed[f] = 0 // it may have been saved, or have gone, since it was read
	}
	for _, f := range s.follow(w) {
		changed[f] = 0
	}
	quiet := time.NewTimer(0)
	first := time.Now()
	for {
		select {
		case <-ctx.Done():
			return nil
		case err, ok := <-w.Errors:
			if !ok {
				return nil
			}
			s.o.Log.Warn("watching files", "error", err)
		case e, ok := <-w.Events:
			if !ok {
				return nil
			}
			if !s.interesting(e) {
				continue
			}
			if len(changed) == 0 {
				first = time.Now()
			}
			changed[e.Name] = 0
			if slices.Contains(s.folders(), e.Name) {
				_ = w.Remove(e.Name) // it came or went: what is watched may be another one's place
			}
			quiet.Reset(min(gather, max(0, gatherAll-time.Since(first))))
		case <-quiet.C:
			changed = s.take(changed)
			for _, f := range s.follow(w) {
				changed[f] = 0 // it may have been written before anybody watched
			}
			if len(changed) > 0 {
				first = time.Now()
				quiet.Reset(again)
			}
		}
	}
}

// inRoot are the files and folders at the top of a workspace that say what is shown.
var inRoot = []string{
	workspace.ConfigFile, workspace.SelectionsFile, workspace.ThemeFile, workspace.LayoutsDir, workspace.TextsDir, workspace.SamplesDir, workspace.PostedDir,
	workspace.AttachmentsDir,
}

// interesting tells whether an event may change what is shown. Lock files and half-written copies are none of ours, nor
// is what the program itself writes into the workspace.
func (s *Source) interesting(e fsnotify.Event) bool {
	dir, name := filepath.Split(e.Name)
	if filepath.Clean(dir) == s.o.Dir && !slices.Contains(inRoot, name) && !slices.Contains(s.o.Files, e.Name) {
		return false
	}
	if e.Op&^fsnotify.Chmod == fsnotify.Write && slices.Contains(s.folders(), e.Name) {
		return false // some systems tell that a file in it changed, which its own event says better
	}
	return e.Op&^fsnotify.Chmod != 0 && !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "~") && !strings.HasSuffix(name, "~") && filepath.Ext(name) != ".tmp"
}

// folders are those whose files are shown.
func (s *Source) folders() []string {
	set := s.setting()
	w := set.workspace
	list := []string{w.Dir}
	for _, d := range []string{workspace.LayoutsDir, workspace.TextsDir, workspace.SamplesDir, workspace.PostedDir, workspace.AttachmentsDir} {
		list = append(list, w.Path(d))
	}
	list = append(list, w.FontOptions().Dirs...)
	for _, f := range s.o.Files {
		list = append(list, filepath.Dir(f))
	}
	return list
}

func (s *Source) setting() *setting {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.set
}

// follow watches the folders that are there and answers the files of those that were not watched before; it is called
// again after every change, as folders come and go.
func (s *Source) follow(w *fsnotify.Watcher) (files []string) {
	watched := w.WatchList()
	for _, dir := range s.folders() {
		if slices.Contains(watched, dir) {
			continue
		}
		watched = append(watched, dir)
		switch err := w.Add(dir); {
		case err == nil:
			files = append(files, s.filesIn(dir)...)
		case !errors.Is(err, fs.ErrNotExist):
			s.o.Log.Warn("watching a folder", "folder", dir, "error", err)
		}
	}
	return files
}

// remember notes what the files are now, before they are read: a save that changes nothing renews nothing, and one that
// comes before anybody watches is seen.
func (s *Source) remember() {
	for _, dir := range s.folders() {
		for _, path := range s.filesIn(dir) {
			s.differs(path)
		}
	}
}

// filesIn are the files of a folder that may be shown; none of one that is not there.
func (s *Source) filesIn(dir string) (files []string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	for _, e := range entries {
		if path := filepath.Join(dir, e.Name()); e.Type().IsRegular() && s.interesting(fsnotify.Event{Name: path, Op: fsnotify.Create}) {
			files = append(files, path)
		}
	}
	return files
}

// maxHashed is how large a file may be to be compared; larger ones always count as changed.
const maxHashed = 64 << 20

// differs tells whether a file is another one than when it was asked for last; whole is false for a Word file that is
// still being written. A folder always is another one, with none of its files known: who asks saw it come or go.
func (s *Source) differs(path string) (changed, whole bool) {
	var sum [32]byte
	whole = true
	info, err := os.Stat(path)
	if err == nil && info.IsDir() || err != nil && slices.Contains(s.folders(), path) {
		maps.DeleteFunc(s.kept, func(file string, _ [32]byte) bool { return filepath.Dir(file) == path })
		return true, true
	}
	if err == nil && info.Mode().IsRegular() && info.Size() <= maxHashed {
		data, err := os.ReadFile(path)
		if err == nil {
			sum = sha256.Sum256(data)
			if filepath.Ext(path) == ".docx" {
				_, err = zip.NewReader(bytes.NewReader(data), int64(len(data)))
				whole = err == nil
			}
		}
	}
	if old, known := s.kept[path]; known && old == sum {
		return false, whole
	}
	s.kept[path] = sum
	return true, whole
}

// take reads the files that changed and publishes a new version. It answers those to look at again.
func (s *Source) take(files map[string]int) (later map[string]int) {
	later = map[string]int{}
	var real []string
	for f, tries := range files {
		changed, whole := s.differs(f)
		if _, err := os.Stat(f); (!whole || err != nil && tries == 0 && filepath.Ext(f) == ".docx") && tries < maxAgain {
			later[f] = tries + 1
			delete(s.kept, f)
			continue
		}
		if changed || tries > 0 {
			real = append(real, f)
		}
	}
	if len(real) > 0 {
		s.reload(real)
	}
	return later
}

// reload takes over changed files: a layout alone, or everything.
func (s *Source) reload(files []string) {
	set := s.setting()
	started := time.Now()
	only := true
	for _, f := range files {
		only = only && s.forget(set, f)
	}
	s.mu.Lock()
	fault := s.fault
	s.mu.Unlock()
	if !only || fault != nil {
		next, err := s.read()
		if fault = err; err == nil {
			set = next
		}
	}
	s.publish(set, fault)
	s.o.Log.Debug("renewed", "files", files, "took", time.Since(started))
}

// forget drops what was made of a file; false when that is not enough and the workspace must be read again.
func (s *Source) forget(set *setting, file string) bool {
	dir, name := filepath.Split(file)
	_, err := os.Stat(file)
	switch filepath.Clean(dir) {
	case set.workspace.Path(workspace.LayoutsDir):
		id, word := strings.CutSuffix(name, ".docx")
		if !word || err != nil || !s.listed(id) {
			return false
		}
		set.renderer.Layouts.Forget(id)
		return true
	case set.workspace.Path(workspace.PostedDir), set.workspace.Path(workspace.SamplesDir), set.workspace.Path(workspace.AttachmentsDir):
		s.mu.Lock()
		defer s.mu.Unlock()
		clear(s.entries) // an envelope may have changed beside its document
		return true
	}
	return false
}

// listed tells whether a layout is one of the workspace's own.
func (s *Source) listed(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.index.Layouts {
		if l.ID == id {
			return l.Own
		}
	}
	return false
}
