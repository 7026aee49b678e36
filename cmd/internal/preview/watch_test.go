package preview

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"reportmail/render/preview"
)

// until waits for what must become true after a save.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s does not show", what)
		}
	}
}

func (s *studio) view() *preview.View {
	return s.source.View(s.t.Context(), preview.Place{Document: invoice})
}

// A folder that goes and comes back is read again, whatever is in it, and watched.
func TestWatch_foldersComeAndGo(t *testing.T) {
	s := openStudio(t)
	rename := func(from, to string) {
		t.Helper()
		if err := os.Rename(s.path(from), s.path(to)); err != nil {
			t.Fatal(err)
		}
	}
	original, err := os.ReadFile(s.path("layouts/our-mail.docx"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		rename("texts", "away")
		until(t, "that the texts went", func() bool { return s.view().Fault != nil })
		if err := os.CopyFS(s.path("texts"), os.DirFS(s.path("away"))); err != nil {
			t.Fatal(err)
		}
		until(t, "that the texts came back", func() bool { return s.view().Fault == nil })
		if err := os.RemoveAll(s.path("away")); err != nil {
			t.Fatal(err)
		}
		shows := func(name, color string) {
			t.Helper()
			s.write(name+"/our-mail.docx", recolor(t, original, color))
			if name != "layouts" {
				rename("layouts", fmt.Sprint("old", i))
				rename(name, "layouts")
			}
			until(t, "layout "+color, func() bool { return bytes.Contains(s.view().Body.HTML, []byte("#"+strings.ToLower(color))) })
		}
		shows("next", fmt.Sprintf("0B2B3%d", i))
		shows("layouts", fmt.Sprintf("0B2B4%d", i))
	}
}

// A document that is named from within the workspace is followed like any other.
func TestWatch_fileBesideTheSetUp(t *testing.T) {
	s := openStudio(t)
	var data [2][]byte
	for i, name := range []string{invoice, "posted/SI-26-0103.xml"} {
		var err error
		if data[i], err = os.ReadFile(s.path(name)); err != nil {
			t.Fatal(err)
		}
	}
	s.write("mine.xml", data[0])
	t.Chdir(s.dir)
	source, err := Open(Options{Dir: s.dir, Files: []string{"mine.xml"}, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if first, second := s.source.Index().Version, source.Index().Version; first >= second {
		t.Errorf("version %d of the second preview may be taken for version %d of the first", second, first)
	}
	go func() { _ = source.Watch(t.Context()) }()
	shows := func(number string) bool {
		return strings.Contains(source.View(t.Context(), preview.Place{Document: "mine.xml"}).Subject, number)
	}
	if !shows("SI-26-0102") {
		t.Fatal("the document is not there")
	}
	for i := 1; !shows("SI-26-0103"); i++ { // the first save may be before it watches
		if i == 100 {
			t.Fatal("the save does not show")
		}
		s.write("mine.xml", data[i%2])
		time.Sleep(100 * time.Millisecond)
	}
}

// What is saved between the reading of the workspace and the beginning of the watch is shown as well.
func TestWatch_savedBeforeAnybodyWatched(t *testing.T) {
	s := openStudio(t)
	source, err := Open(Options{Dir: s.dir, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	view := func() *preview.View { return source.View(t.Context(), preview.Place{Document: invoice}) }
	if v := view(); v.Fault != nil || !strings.Contains(v.Subject, "SI-26-0102") {
		t.Fatal(v.Fault, v.Subject)
	}
	other, err := os.ReadFile(s.path("posted/SI-26-0103.xml"))
	if err != nil {
		t.Fatal(err)
	}
	s.write(invoice, other)
	if err := os.RemoveAll(s.path("texts")); err != nil {
		t.Fatal(err)
	}
	go func() { _ = source.Watch(t.Context()) }()
	until(t, "the other document, without its texts", func() bool { return view().Fault != nil })
	if err := os.CopyFS(s.path("texts"), os.DirFS("../../../fixtures/texts")); err != nil {
		t.Fatal(err)
	}
	until(t, "the other document", func() bool { v := view(); return v.Fault == nil && strings.Contains(v.Subject, "SI-26-0103") })
}
