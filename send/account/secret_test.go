package account

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestResolver_places(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "pw"), []byte("from file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	store := OpenSecrets(filepath.Join(dir, "state"))
	if err := store.Set("smtp", "from store"); err != nil {
		t.Fatal(err)
	}
	r := Resolver{Dir: dir, Store: store, Env: func(n string) (string, bool) {
		v, ok := map[string]string{"PW": "from env", "CREDENTIALS_DIRECTORY": dir}[n]
		return v, ok
	}}
	for ref, want := range map[Secret]string{"": "", "env:PW": "from env", "file:pw": "from file", "file:$CREDENTIALS_DIRECTORY/pw": "from file", "store:smtp": "from store"} {
		if got, err := r.Resolve(context.Background(), ref); got != want || err != nil {
			t.Errorf("%s: %q, %v", ref, got, err)
		}
	}
	for _, ref := range []Secret{"env:NO", "file:no", "store:no"} {
		if _, err := r.Resolve(context.Background(), ref); !errors.Is(err, ErrNoSecret) {
			t.Errorf("%s: %v, want ErrNoSecret", ref, err)
		}
	}
	if _, err := r.Resolve(context.Background(), "hunter2"); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("plain text: %v", err)
	}
}

func TestSecretStore_encrypts(t *testing.T) {
	dir := t.TempDir()
	s := OpenSecrets(dir)
	if err := s.Set("a", "swordfish"); err != nil {
		t.Fatal(err)
	}
	if err := s.Set("b", "swordfish"); err != nil {
		t.Fatal(err)
	}
	data, _ := os.ReadFile(filepath.Join(dir, "secrets.json"))
	if strings.Contains(string(data), "swordfish") {
		t.Error("the file holds the secret")
	}
	if st, _ := os.Stat(filepath.Join(dir, "secret.key")); st.Mode().Perm() != 0o600 {
		t.Errorf("the key is readable by others: %v", st.Mode())
	}
	names, _ := s.Names()
	if len(names) != 2 || names[0] != "a" {
		t.Errorf("names: %v", names)
	}
	// Entries cannot change places, and another key cannot open them.
	all, _ := s.load()
	all["a"] = all["b"]
	if err := s.save(all); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get("a"); err == nil {
		t.Error("an entry under another name was decrypted")
	}
	os.Remove(filepath.Join(dir, "secret.key"))
	if _, err := s.Get("b"); err == nil {
		t.Error("decrypted without the key")
	}
	if err := s.Delete("b"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get("b"); !errors.Is(err, ErrNoSecret) {
		t.Errorf("after Delete: %v", err)
	}
}

func FuzzSecretParse(f *testing.F) {
	f.Add("env:X")
	f.Add(":")
	f.Fuzz(func(t *testing.T, s string) {
		if _, name, ok := Secret(s).parse(); ok && name == "" {
			t.Errorf("%q: reference without a name", s)
		}
	})
}
