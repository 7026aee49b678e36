package datepicture

import (
	"testing"
	"time"
)

func TestFormat(t *testing.T) {
	at := time.Date(2026, 3, 5, 15, 4, 9, 0, time.UTC)
	for _, c := range []struct{ picture, lang, want string }{
		{"dddd, d MMMM yyyy", "en-US", "Thursday, 5 March 2026"},
		{"dddd, d MMMM yyyy", "da-DK", "torsdag, 5 marts 2026"},
		{"d MMMM yyyy", "ru-RU", "5 марта 2026"},
		{"MMMM yyyy", "ru-RU", "март 2026"},
		{"ddd dd.MM.yy", "de-DE", "Do 05.03.26"},
		{"h:mm am/pm", "en", "3:04 PM"},
		{"HH:mm:ss", "xx", "15:04:09"},
		{"'dd' d", "en", "dd 5"},
		{"'open", "en", "open"},
		{"MMM", "no", "mar"},
		{"", "en", ""},
	} {
		if got := Format(at, c.picture, c.lang); got != c.want {
			t.Errorf("Format(%q, %q) = %q, want %q", c.picture, c.lang, got, c.want)
		}
	}
}

func TestDefault(t *testing.T) {
	for lang, want := range map[string]string{"en-US": "M/d/yyyy", "en-GB": "dd/MM/yyyy", "de": "dd.MM.yyyy", "": "M/d/yyyy"} {
		if got := Default(lang, false); got != want {
			t.Errorf("Default(%q) = %q, want %q", lang, got, want)
		}
	}
	if got := Default("da", true); got != "HH:mm" {
		t.Errorf("time picture %q", got)
	}
}

func FuzzFormat(f *testing.F) {
	f.Add("dddd, 'x' d AM/PM", "fr")
	f.Fuzz(func(t *testing.T, picture, lang string) {
		Format(time.Unix(0, 0).UTC(), picture, lang)
	})
}
