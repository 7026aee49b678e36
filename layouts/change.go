package layouts

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"reportmail/render/diag"
	"reportmail/render/docx"
)

// Imported says what became of an imported layout.
type Imported struct {
	Entry
	Findings []diag.Finding // what is wrong with it; it was imported all the same
}

// Check is how an import looks at a layout: what it finds wrong with it, and an error when it is none.
type Check func(data []byte) ([]diag.Finding, error)

// Import takes a Word file into the library under a name. A name that is taken, by a built-in layout or by one of the
// workspace's own, is never written over: the import becomes "Copy of NAME". The new layout is a draft. check may be nil.
func (l *Library) Import(name string, data []byte, check Check) (Imported, error) {
	if err := CheckName(name); err != nil {
		return Imported{}, err
	}
	var f diag.List
	if _, err := docx.Read(data, &f); err != nil {
		return Imported{}, fmt.Errorf("importing %s: %w", name, err)
	}
	found := f.Items()
	if check != nil {
		more, err := check(data)
		if err != nil {
			return Imported{}, fmt.Errorf("importing %s: %w", name, err)
		}
		found = append(found, more...)
	}
	rec := record{Status: Draft}
	id, err := l.free(name)
	if err != nil {
		return Imported{}, err
	}
	if base, ok := Find(name); ok {
		rec.From, rec.Kind, rec.Caption = name, base.Kind, "Copy of "+base.Caption
		if original, err := Open(name); err == nil {
			rec.Origin = hash(original)
		}
	}
	e, err := l.add(id, data, rec)
	return Imported{e, found}, err
}

// free is name, or a free name for a copy of it.
func (l *Library) free(name string) (string, error) {
	var failed error
	taken := func(s string) bool {
		t, err := l.taken(s)
		failed = errors.Join(failed, err)
		return t && err == nil
	}
	if taken(name) {
		name = copyOf(name, taken)
	}
	return name, failed
}

// add writes a layout and its record.
func (l *Library) add(id string, data []byte, rec record) (Entry, error) {
	if err := l.folder.Write(id+extension, data); err != nil {
		return Entry{}, fmt.Errorf("writing layout %s: %w", id, err)
	}
	if err := l.set(id, &rec); err != nil {
		return Entry{}, err
	}
	return l.own(id, rec), nil
}

// Copy makes a copy of a layout, a draft that remembers where it is from. An empty name is "Copy of …".
func (l *Library) Copy(id, name string) (Entry, error) {
	from, err := l.Entry(id)
	if err != nil {
		return Entry{}, err
	}
	data, err := l.Open(id)
	if err != nil {
		return Entry{}, err
	}
	if name == "" {
		if name, err = l.free(id); err != nil {
			return Entry{}, err
		}
	}
	if err := l.checkFree(name); err != nil {
		return Entry{}, err
	}
	return l.add(name, data, record{Caption: "Copy of " + from.Caption, Status: Draft, Kind: from.Kind, From: id, Origin: hash(data)})
}

// Add puts a new layout into the library, a draft.
func (l *Library) Add(name string, data []byte, kind Kind) (Entry, error) {
	if err := l.checkFree(name); err != nil {
		return Entry{}, err
	}
	return l.add(name, data, record{Status: Draft, Kind: kind})
}

func (l *Library) checkFree(name string) error {
	if err := CheckName(name); err != nil {
		return err
	}
	taken, err := l.taken(name)
	if err == nil && taken {
		err = fmt.Errorf("layout %q: %w", name, ErrExists)
	}
	return err
}

// Rename gives a layout of the workspace another name, and its layouts of a language with it: all or none. Selections
// that name them must follow; the caller sees to that.
func (l *Library) Rename(id, name string) error {
	if _, err := l.mine(id); err != nil {
		return err
	}
	variants, err := l.Variants(id)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, old := range append(variants, id) {
		names[old] = name + old[len(id):]
		if err := l.checkFree(names[old]); err != nil {
			return err
		}
	}
	return l.move(names)
}

// move gives layouts other names, by their old ones, and takes back what was done when it cannot do all.
func (l *Library) move(names map[string]string) error {
	moved := map[string]string{}
	err := error(nil)
	for _, old := range slices.Sorted(maps.Keys(names)) {
		if err = l.folder.Rename(old+extension, names[old]+extension); err != nil {
			err = fmt.Errorf("renaming layout %s: %w", old, err)
			break
		}
		moved[old] = names[old]
	}
	if err == nil {
		err = l.setNames(names)
	}
	if err != nil {
		for old, name := range moved {
			err = errors.Join(err, l.folder.Rename(name+extension, old+extension))
		}
	}
	return err
}

// languageSuffix is what a layout of a language has behind the name of the one that it stands in for: .nl, .nl-BE.
var languageSuffix = regexp.MustCompile(`^\.[A-Za-z]{2,3}(-[0-9A-Za-z]{2,8})*$`)

// Variants are the workspace's layouts of a language that stand in for a layout: NAME.nl for NAME.
func (l *Library) Variants(id string) ([]string, error) {
	names, err := l.names()
	return slices.DeleteFunc(names, func(n string) bool {
		rest, ok := strings.CutPrefix(n, id)
		return !ok || !languageSuffix.MatchString(rest)
	}), err
}

// Delete takes a layout of the workspace away.
func (l *Library) Delete(id string) error {
	if _, err := l.mine(id); err != nil {
		return err
	}
	if err := l.folder.Remove(id + extension); err != nil {
		return fmt.Errorf("deleting layout %s: %w", id, err)
	}
	return l.set(id, nil)
}

// SetStatus approves a layout or makes it a draft again. One that cannot be read is not approved.
func (l *Library) SetStatus(id string, s Status) error {
	rec, err := l.mine(id)
	if err != nil {
		return err
	}
	if e, err := l.Entry(id); err != nil || s == Approved && e.Err != nil {
		return fmt.Errorf("layout %q cannot be read, and is not approved: %w; open it in Word, save it, and import it again", id, errors.Join(err, e.Err))
	}
	rec.Status = s
	return l.set(id, &rec)
}

// mine is the record of a layout that the workspace owns; a built-in layout is none.
func (l *Library) mine(id string) (record, error) {
	e, err := l.Entry(id)
	if err != nil {
		return record{}, err
	}
	if e.Builtin {
		return record{}, fmt.Errorf("layout %q: %w; copy it first", id, ErrBuiltin)
	}
	recs, err := l.records()
	if err != nil {
		return record{}, err
	}
	return recs.Layouts[id], nil
}
