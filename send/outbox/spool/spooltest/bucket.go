// Package spooltest is a server of buckets for tests: it keeps objects in
// memory, checks what it receives, and can be made to fail.
package spooltest

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// Server is a running server with one bucket, "mail".
type Server struct {
	*httptest.Server
	// Objects is what it keeps.
	Objects *s3mem.Backend
	// Fault is asked before a request is served; when it answers true it has
	// answered the request.
	Fault atomic.Pointer[func(w http.ResponseWriter, r *http.Request) bool]
	// Requests counts them.
	Requests atomic.Int64
}

// Bucket is the name of the bucket.
const Bucket = "mail"

// New starts a server and puts a key for it into the environment of the test.
func New(t testing.TB) *Server {
	t.Helper()
	s := &Server{Objects: s3mem.New()}
	for name, value := range map[string]string{"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": ""} {
		t.Setenv(name, value)
	}
	if err := s.Objects.CreateBucket(Bucket); err != nil {
		t.Fatal(err)
	}
	fake := gofakes3.New(s.Objects, gofakes3.WithLogger(gofakes3.DiscardLog())).Server()
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.Requests.Add(1)
		if f := s.Fault.Load(); f != nil && (*f)(w, r) {
			return
		}
		body := &summed{ReadCloser: r.Body, want: r.Header.Get("X-Amz-Content-Sha256")}
		if r.Method == http.MethodPut && len(body.want) == sha256.Size*2 {
			r.Body = body
		}
		fake.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// Address is the address of the bucket.
func (s *Server) Address() string { return "s3://" + Bucket + "/outbox?endpoint=" + s.URL }

// Keys are those of all objects.
func (s *Server) Keys(t testing.TB) []string {
	t.Helper()
	list, err := s.Objects.ListBucket(Bucket, nil, gofakes3.ListBucketPage{})
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, o := range list.Contents {
		keys = append(keys, o.Key)
	}
	return keys
}

// Fail sets or, with nil, ends a fault.
func (s *Server) Fail(f func(w http.ResponseWriter, r *http.Request) bool) {
	if f == nil {
		s.Fault.Store(nil)
		return
	}
	s.Fault.Store(&f)
}

// Away answers as a server that is being restarted.
func Away(w http.ResponseWriter, _ *http.Request) bool {
	w.WriteHeader(http.StatusServiceUnavailable)
	return true
}

// summed refuses a body that is not what its sum says, as Amazon does.
type summed struct {
	io.ReadCloser
	want string
	all  []byte
}

func (b *summed) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.all = append(b.all, p[:n]...)
	if err == io.EOF {
		if sum := sha256.Sum256(b.all); hex.EncodeToString(sum[:]) != b.want {
			return n, gofakes3.ErrorMessage(gofakes3.ErrBadDigest, "other bytes than the sum says")
		}
	}
	return n, err
}
