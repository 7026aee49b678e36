package spool_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"reportmail/send/outbox/spool"
	"reportmail/send/outbox/spool/spooltest"
)

// place is a Store and how a test looks behind it.
type place struct {
	spool.Store
	dir    string                                       // of this machine
	files  func(t testing.TB) []string                  // what is stored
	change func(t *testing.T, file string, data []byte) // puts other bytes there
}

// eachStore runs a test on every kind of Store.
func eachStore(t *testing.T, test func(t *testing.T, s place)) {
	t.Run("folder", func(t *testing.T) { test(t, folder(t)) })
	t.Run("bucket", func(t *testing.T) { s, _ := bucket(t); test(t, s) })
}

func folder(t *testing.T) place {
	dir := t.TempDir()
	s, err := spool.OpenDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return place{s, dir,
		func(t testing.TB) []string { return glob(t, filepath.Join(dir, "sha256", "*", "*")) },
		func(t *testing.T, file string, data []byte) {
			if err := os.WriteFile(file, data, 0o600); err != nil {
				t.Fatal(err)
			}
		},
	}
}

func bucket(t *testing.T) (place, *spooltest.Server) {
	server, dir := spooltest.New(t), t.TempDir()
	s, err := spool.OpenBucket(server.Address(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return place{s, dir, server.Keys,
		func(t *testing.T, file string, data []byte) {
			if _, err := server.Objects.PutObject(spooltest.Bucket, file, map[string]string{}, bytes.NewReader(data), int64(len(data)), nil); err != nil {
				t.Fatal(err)
			}
		},
	}, server
}

func glob(t testing.TB, pattern string) []string {
	t.Helper()
	list, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// leftovers are files that were being written on this machine.
func (p place) leftovers(t *testing.T) []string {
	t.Helper()
	return glob(t, filepath.Join(p.dir, "incoming", "*"))
}

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

func (p place) mustPut(t *testing.T, s string) spool.Blob {
	t.Helper()
	b, err := p.Put(t.Context(), text(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (p place) read(t *testing.T, b spool.Blob) (string, error) {
	t.Helper()
	r, err := p.Open(t.Context(), b)
	if err != nil {
		return "", err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	return string(data), err
}

func TestPut_namesByContent(t *testing.T) {
	eachStore(t, func(t *testing.T, s place) {
		var wg sync.WaitGroup
		for range 8 { // several at once, the same content
			wg.Go(func() {
				if _, err := s.Put(t.Context(), text("abc")); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		b := s.mustPut(t, "abc")
		// FIPS 180-2, B.1
		if want := "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; b.Sum != want || b.Size != 3 {
			t.Errorf("%+v", b)
		}
		if got, err := s.read(t, b); got != "abc" || err != nil {
			t.Errorf("%q, %v", got, err)
		}
		empty := s.mustPut(t, "")
		if got, err := s.read(t, empty); got != "" || err != nil {
			t.Errorf("nothing comes back as %q, %v", got, err)
		}
		if files := s.files(t); len(files) != 2 || !strings.HasSuffix(filepath.ToSlash(files[0]), "sha256/ba/"+b.Sum) {
			t.Errorf("%q", files)
		}
		if left := s.leftovers(t); len(left) > 0 {
			t.Errorf("left behind: %q", left)
		}
	})
}

func TestPut_leavesNothingAfterAnError(t *testing.T) {
	eachStore(t, func(t *testing.T, s place) {
		broken := errors.New("broken off")
		_, err := s.Put(t.Context(), func(w io.Writer) error { _, _ = w.Write(make([]byte, 1<<20)); return broken })
		if !errors.Is(err, broken) {
			t.Errorf("%v", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		_, err = s.Put(ctx, func(w io.Writer) error { cancel(); _, err := w.Write([]byte("x")); return err })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
		if files, left := s.files(t), s.leftovers(t); len(files)+len(left) > 0 {
			t.Errorf("left behind: %q, %q", files, left)
		}
	})
}

func TestOpen_neverHandsOutOtherBytes(t *testing.T) {
	eachStore(t, func(t *testing.T, s place) {
		content := strings.Repeat("0123456789", 50_000)
		b := s.mustPut(t, content)
		file := s.files(t)[0]
		for name, data := range map[string]string{
			"cut": content[:len(content)-1], "longer": content + "x", "changed": content[:99] + "x" + content[100:], "empty": "",
		} {
			s.change(t, file, []byte(data))
			if _, err := s.read(t, b); !errors.Is(err, spool.ErrDamaged) || !strings.Contains(err.Error(), b.Sum) {
				t.Errorf("%s: %v", name, err)
			}
		}
		missing := spool.Blob{Sum: strings.Repeat("0", 64), Size: 1}
		if _, err := s.read(t, missing); !errors.Is(err, spool.ErrMissing) || !strings.Contains(err.Error(), missing.Sum) {
			t.Errorf("%v", err)
		}
		// Putting it again repairs it.
		s.mustPut(t, content)
		if err := spool.Verify(t.Context(), s, b); err != nil {
			t.Error(err)
		}
	})
}

func TestSweep_keepsWhatIsNeededOrYoung(t *testing.T) {
	eachStore(t, func(t *testing.T, s place) {
		needed, not := s.mustPut(t, "needed"), s.mustPut(t, "not needed")
		if err := os.WriteFile(filepath.Join(s.dir, "incoming", "m-1"), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
		keep := func(sum string) bool { return sum == needed.Sum }
		if freed, err := s.Sweep(t.Context(), time.Now().Add(-time.Hour), keep); freed != 0 || err != nil {
			t.Errorf("young content: %d bytes freed, %v", freed, err)
		}
		if freed, err := s.Sweep(t.Context(), time.Now().Add(time.Hour), keep); freed != not.Size+4 || err != nil {
			t.Errorf("%d bytes freed, %v", freed, err)
		}
		if got, err := s.read(t, needed); got != "needed" || err != nil {
			t.Errorf("%q, %v", got, err)
		}
		if _, err := s.read(t, not); !errors.Is(err, spool.ErrMissing) {
			t.Errorf("%v", err)
		}
		if left := s.leftovers(t); len(left) > 0 {
			t.Errorf("left behind: %q", left)
		}
	})
}

// A bucket that has more objects than one answer lists.
func TestSweep_manyObjects(t *testing.T) {
	s, server := bucket(t)
	for i := range 1100 {
		s.change(t, fmt.Sprintf("outbox/sha256/00/%064d", i), []byte("x"))
	}
	s.change(t, "other/sha256/00/1", []byte("of somebody else"))
	freed, err := s.Sweep(t.Context(), time.Now().Add(time.Hour), func(sum string) bool { return strings.HasSuffix(sum, "7") })
	if err != nil || freed != 990 || len(server.Keys(t)) != 111 {
		t.Errorf("%d bytes freed, %d objects left, %v", freed, len(server.Keys(t)), err)
	}
}

func TestBucket_faults(t *testing.T) {
	s, server := bucket(t)
	b := s.mustPut(t, strings.Repeat("x", 1<<20))
	fail := func(method string, how func(w http.ResponseWriter)) {
		server.Fail(func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method == method {
				how(w)
			}
			return r.Method == method
		})
	}
	// What the server changed on the way in is refused by it.
	server.Fail(func(_ http.ResponseWriter, r *http.Request) bool {
		r.Body = io.NopCloser(io.MultiReader(strings.NewReader("y"), io.LimitReader(r.Body, 9)))
		return false
	})
	if _, err := s.Put(t.Context(), text("0123456789")); err == nil || !strings.Contains(err.Error(), "bucket mail at ") {
		t.Errorf("bytes changed on the way: %v", err)
	}
	// Cut in the middle of a download: neither the end nor missing nor damaged, so that it is tried again.
	fail(http.MethodGet, func(w http.ResponseWriter) {
		w.Header().Set("Content-Length", "1048576")
		w.Header().Set("Last-Modified", time.Now().UTC().Format(http.TimeFormat))
		_, _ = w.Write(make([]byte, 4096))
		panic(http.ErrAbortHandler)
	})
	if _, err := s.read(t, b); err == nil || errors.Is(err, spool.ErrMissing) {
		t.Errorf("cut: %v", err)
	}
	fail(http.MethodPut, func(w http.ResponseWriter) { w.WriteHeader(http.StatusForbidden) })
	if _, err := s.Put(t.Context(), text("y")); err == nil || !strings.Contains(err.Error(), "bucket mail at ") {
		t.Errorf("forbidden: %v", err)
	}
	server.Fail(spooltest.Away)
	if _, err := s.read(t, b); err == nil || errors.Is(err, spool.ErrMissing) {
		t.Errorf("away: %v", err)
	}
	if _, err := s.Sweep(t.Context(), time.Now().Add(time.Hour), func(string) bool { return false }); err == nil {
		t.Error("swept a bucket that is away")
	}
	server.Fail(nil)
	if err := spool.Verify(t.Context(), s, b); err != nil || len(server.Keys(t)) != 1 || len(s.leftovers(t)) > 0 {
		t.Errorf("%v, %q, %q", err, server.Keys(t), s.leftovers(t))
	}
}

func TestOpenBucket_address(t *testing.T) {
	t.Setenv("AWS_ENDPOINT_URL_S3", "")
	for address, want := range map[string]string{
		"s3://":                               "s3://BUCKET/PREFIX",
		"mail":                                "s3://BUCKET/PREFIX",
		"s3://key:secret@mail/x":              "AWS_ACCESS_KEY_ID",
		"s3://mail?secret=x":                  `no parameter "secret"`,
		"s3://mail?endpoint=minio":            "https://HOST",
		"s3://mail?endpoint=ftp://minio":      "https://HOST",
		"s3://mail?endpoint=https://a:b@host": "https://HOST",
	} {
		_, err := spool.OpenBucket(address, t.TempDir())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", address, err)
		} else if strings.Contains(err.Error(), "key:secret") || strings.Contains(err.Error(), "a:b") {
			t.Errorf("%s: the error holds the secret: %v", address, err)
		}
	}
	for _, address := range []string{"s3://mail", "s3://mail/a/b?region=eu-west-1", "s3://mail?endpoint=http://127.0.0.1:9000"} {
		if _, err := spool.OpenBucket(address, t.TempDir()); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestBucket_saysWhichKeyIsMissing(t *testing.T) {
	server := spooltest.New(t)
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"} {
		t.Setenv(name, "")
	}
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(t.TempDir(), "none"))
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	server.Fail(func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(http.StatusForbidden); return true })
	s, err := spool.OpenBucket(server.Address(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), text("x")); !errors.Is(err, spool.ErrCredentials) {
		t.Errorf("%v", err)
	}
}
