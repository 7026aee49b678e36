package layouts

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"reportmail/render/dataset"
	"reportmail/render/diag"
	"reportmail/render/doc"
	"reportmail/render/docx"
)

func library(t *testing.T) (*Library, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "layouts")
	return NewLibrary(Dir(dir)), dir
}

func builtinBytes(t *testing.T, id string) []byte {
	t.Helper()
	data, err := Open(id)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func ids(t *testing.T, l *Library) []string {
	t.Helper()
	all, err := l.List()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range all {
		if !e.Builtin {
			out = append(out, e.ID)
		}
	}
	return out
}

func TestLibrary_listsBuiltins(t *testing.T) {
	l, _ := library(t)
	all, err := l.List()
	if err != nil || len(all) != len(Builtin()) || !all[0].Builtin || all[0].Status != Approved {
		t.Fatalf("%+v, %v", all, err)
	}
	if _, err := l.Open("invoice"); err != nil {
		t.Error(err)
	}
	if _, err := l.Open("Invoice"); !errors.Is(err, ErrNotFound) || !strings.Contains(err.Error(), "did you mean invoice?") {
		t.Errorf("Open(Invoice): %v", err)
	}
}

func TestLibrary_importNeverWritesOver(t *testing.T) {
	l, _ := library(t)
	data := builtinBytes(t, "invoice")
	for _, want := range []string{"Copy of invoice", "Copy of invoice 2"} {
		e, err := l.Import("invoice", data, nil)
		if err != nil || e.ID != want || e.Status != Draft || e.From != "invoice" || e.Report != 1306 || e.Usage != "S.Invoice" || e.Kind != Document {
			t.Fatalf("%+v, %v", e.Entry, err)
		}
	}
	if e, err := l.Import("mine", data, nil); err != nil || e.ID != "mine" {
		t.Errorf("%+v, %v", e.Entry, err)
	}
	if e, err := l.Import("MINE", data, nil); err != nil || e.ID != "Copy of MINE" {
		t.Errorf("%+v, %v", e.Entry, err)
	}
	if got := ids(t, l); !slices.Equal(got, []string{"Copy of MINE", "Copy of invoice", "Copy of invoice 2", "mine"}) {
		t.Errorf("%v", got)
	}
}

func TestLibrary_importChecks(t *testing.T) {
	l, _ := library(t)
	if _, err := l.Import("x", []byte("PK no document"), nil); err == nil {
		t.Error("a file that is no document was imported")
	}
	finding := diag.Finding{ID: "unresolved-binding", Severity: diag.Error}
	e, err := l.Import("x", builtinBytes(t, "quote"), func([]byte) ([]diag.Finding, error) { return []diag.Finding{finding}, nil })
	if err != nil || len(e.Findings) != 1 || e.Findings[0].ID != finding.ID {
		t.Errorf("%+v, %v", e.Findings, err)
	}
	bad := errors.New("bad")
	if _, err := l.Import("y", builtinBytes(t, "quote"), func([]byte) ([]diag.Finding, error) { return nil, bad }); !errors.Is(err, bad) {
		t.Errorf("%v", err)
	}
	if got := ids(t, l); !slices.Equal(got, []string{"x"}) {
		t.Errorf("%v", got)
	}
}

func TestLibrary_builtinsStay(t *testing.T) {
	l, _ := library(t)
	for name, err := range map[string]error{"rename": l.Rename("invoice", "x"), "delete": l.Delete("invoice"), "status": l.SetStatus("invoice", Draft)} {
		if !errors.Is(err, ErrBuiltin) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := l.Copy("quote", "invoice"); !errors.Is(err, ErrExists) {
		t.Errorf("copy over a built-in: %v", err)
	}
}

func TestLibrary_copyRenameDelete(t *testing.T) {
	l, dir := library(t)
	e, err := l.Copy("invoice", "")
	if err != nil || e.ID != "Copy of invoice" || e.Caption != "Copy of Sales invoice" || e.Drift != NoDrift {
		t.Fatalf("%+v, %v", e, err)
	}
	if err := l.SetStatus(e.ID, Approved); err != nil {
		t.Fatal(err)
	}
	if err := l.Rename(e.ID, "house style"); err != nil {
		t.Fatal(err)
	}
	got, err := l.Entry("house style")
	if err != nil || got.Status != Approved || got.From != "invoice" || got.Caption != "Copy of Sales invoice" {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := l.Entry("Copy of invoice"); !errors.Is(err, ErrNotFound) {
		t.Errorf("the old name is still there: %v", err)
	}
	if err := l.Delete("house style"); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(filepath.Join(dir, RecordFile)); err != nil || strings.Contains(string(data), "house") {
		t.Errorf("%s, %v", data, err)
	}
	if got := ids(t, l); got != nil {
		t.Errorf("%v", got)
	}
}

func TestLibrary_drift(t *testing.T) {
	l, dir := library(t)
	for id, from := range map[string]string{"a": "invoice", "c": "invoice", "d": "invoice"} {
		if _, err := l.Copy(from, id); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.Copy("a", "e"); err != nil {
		t.Fatal(err)
	}
	other := builtinBytes(t, "quote")
	write := func(id string) {
		if err := os.WriteFile(filepath.Join(dir, id+".docx"), other, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("c")
	recs, err := l.records()
	if err != nil {
		t.Fatal(err)
	}
	old := recs.Layouts["d"]
	old.Origin = "sha256:before"
	if err := l.set("d", &old); err != nil {
		t.Fatal(err)
	}
	write("a") // e was copied from a
	for id, want := range map[string]Drift{"a": CopyChanged, "c": CopyChanged, "d": BothChanged, "e": BaseChanged} {
		if e, err := l.Entry(id); err != nil || e.Drift != want {
			t.Errorf("%s: %q, want %q (%v)", id, e.Drift, want, err)
		}
	}
	if err := l.Delete("a"); err != nil {
		t.Fatal(err)
	}
	if e, _ := l.Entry("e"); e.Drift != BaseVanished {
		t.Errorf("e: %q", e.Drift)
	}
}

func TestLibrary_recordKeepsComments(t *testing.T) {
	l, dir := library(t)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	text := "# What we say of our layouts.\nlayouts:\n  # Marketing owns this one.\n  brand:\n    caption: Brand\n    status: approved\n"
	for name, data := range map[string][]byte{RecordFile: []byte(text), "brand.docx": builtinBytes(t, "invoice")} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.Copy("brand", "other"); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, RecordFile))
	if err != nil || !strings.HasPrefix(string(got), text) || !strings.Contains(string(got), "  other:\n") {
		t.Errorf("%s, %v", got, err)
	}
	if err := os.WriteFile(filepath.Join(dir, RecordFile), []byte("layouts:\n  brand: {captoin: x}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := l.List(); err == nil || !strings.Contains(err.Error(), RecordFile) {
		t.Errorf("a misspelt key: %v", err)
	}
}

func TestLibrary_badFileIsListed(t *testing.T) {
	l, dir := library(t)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{"bad.docx": "nothing", "~$bad.docx": "lock", "notes.txt": "x", "invoice.docx": "x"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got := ids(t, l); !slices.Equal(got, []string{"bad", "invoice"}) {
		t.Errorf("%v", got)
	}
	if e, err := l.Entry("bad"); err != nil || e.Err == nil || e.Shadows {
		t.Errorf("%+v, %v", e, err)
	}
	if e, err := l.Entry("invoice"); err != nil || !e.Shadows {
		t.Errorf("%+v, %v", e, err)
	}
}

func TestCheckName(t *testing.T) {
	for name, ok := range map[string]bool{
		"invoice": true, "Copy of invoice 2": true, "Rechnung ä – 日本": true, "": false, " x": false, "x ": false, ".x": false, "x.": false, "a/b": false, `a\b`: false, "..": false,
		"x.docx": false, "X.DOCX": false, "con": false, "NUL.old": false, "a:b": false, "a\nb": false, "~$x": false, strings.Repeat("x", maxName+1): false, "a\xff": false,
	} {
		if err := CheckName(name); (err == nil) != ok {
			t.Errorf("CheckName(%q) = %v", name, err)
		}
	}
}

func TestStarter_fromData(t *testing.T) {
	ds, err := dataset.Read("x.json", []byte(`{"report": {"name": "Parcel - Label", "id": "50100"},
		"data": {"Parcel": [{"No": "P1", "No_Lbl": "Parcel no.", "Empty": "", "Logo": "", "Content": [{"Item": "A", "Qty": "2", "Serial": [{"SerialNo": "77"}]}]}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	data, err := Starter(ds)
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := docx.Read(data, new(diag.List))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := pkg.ReportPart().Namespace, "urn:microsoft-dynamics-nav/reports/Parcel_Label/50100/"; got != want {
		t.Errorf("namespace %q, want %q", got, want)
	}
	var e Entry
	if err := e.look(data); e.Report != 50100 || e.Blank || err != nil {
		t.Errorf("%+v, %v", e, err)
	}
	if !pkg.Document.Sections[0].Page.TitlePage || len(pkg.Document.Sections[0].Footers) == 0 {
		t.Error("no header and footer")
	}
	if _, err := Starter(&dataset.Dataset{Root: dataset.New("NavWordReportXmlPart", nil)}); !errors.Is(err, ErrNoData) {
		t.Errorf("no data: %v", err)
	}
}

// counting counts the files that are read.
type counting struct {
	Folder
	read []string
}

func (c *counting) Read(name string) ([]byte, error) {
	c.read = append(c.read, name)
	return c.Folder.Read(name)
}

// A library of hundreds of layouts answers for one without reading the others.
func TestLibrary_entryReadsOneFile(t *testing.T) {
	_, dir := library(t)
	c := &counting{Folder: Dir(dir)}
	l := NewLibrary(c)
	for _, name := range []string{"a", "b", "c"} {
		if err := c.Write(name+extension, builtinBytes(t, "invoice")); err != nil {
			t.Fatal(err)
		}
	}
	c.read = nil
	e, err := l.Entry("b")
	if err != nil || e.Report != 1306 || e.Blank || !slices.Equal(c.read, []string{RecordFile, "b" + extension}) {
		t.Errorf("%+v, %v, read %q", e, err, c.read)
	}
	c.read = nil
	if e, err := l.Entry("invoice-mail"); err != nil || !e.Builtin || len(c.read) > 0 {
		t.Errorf("%+v, %v, read %q", e, err, c.read)
	}
	if _, err := l.Entry("invoise"); !errors.Is(err, ErrNotFound) || !strings.Contains(err.Error(), "did you mean invoice?") || len(c.read) > 0 {
		t.Errorf("%v, read %q", err, c.read)
	}
}

// A layout whose text has nothing to show is none for a body.
func TestBlank(t *testing.T) {
	bound := &doc.Control{Binding: &doc.Binding{XPath: "/x"}}
	for name, c := range map[string]struct {
		content []doc.Node
		want    bool
	}{
		"nothing":           {nil, true},
		"blank paragraphs":  {[]doc.Node{&doc.Paragraph{}, &doc.Paragraph{Content: []doc.Node{&doc.Run{Text: " \t"}}}}, true},
		"text":              {[]doc.Node{&doc.Paragraph{Content: []doc.Node{&doc.Run{Text: "Dear"}}}}, false},
		"a bound control":   {[]doc.Node{&doc.Table{Content: []doc.Node{&doc.Row{Content: []doc.Node{&doc.Cell{Content: []doc.Node{bound}}}}}}}, false},
		"an unbound holder": {[]doc.Node{&doc.Control{Content: []doc.Node{&doc.Paragraph{}}}}, true},
		"a picture":         {[]doc.Node{&doc.Paragraph{Content: []doc.Node{&doc.Drawing{}}}}, false},
	} {
		d := &doc.Document{Sections: []*doc.Section{{Content: c.content, Headers: map[doc.HeaderType]*doc.HeaderFooter{doc.DefaultPages: {Content: []doc.Node{&doc.Run{Text: "head"}}}}}}}
		if got := blank(d); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
