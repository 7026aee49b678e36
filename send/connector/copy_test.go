package connector

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestCopy_exactly(t *testing.T) {
	cause := errors.New("disk")
	for name, c := range map[string]struct {
		src  io.Reader
		size int64
		want error
	}{
		"right":      {strings.NewReader("abc"), 3, nil},
		"empty":      {strings.NewReader(""), 0, nil},
		"short":      {strings.NewReader("ab"), 3, ErrSize},
		"long":       {strings.NewReader("abcd"), 3, ErrSize},
		"one byte":   {iotest.OneByteReader(strings.NewReader("abcd")), 3, ErrSize},
		"data + eof": {iotest.DataErrReader(strings.NewReader("ab")), 3, ErrSize},
		"read error": {iotest.ErrReader(cause), 3, cause},
	} {
		var b bytes.Buffer
		if err := Copy(context.Background(), &b, c.src, c.size); !errors.Is(err, c.want) || int64(b.Len()) > c.size {
			t.Errorf("%s: %v, %d bytes", name, err, b.Len())
		}
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(cause)
	if err := Copy(ctx, io.Discard, strings.NewReader("abc"), 3); !errors.Is(err, cause) {
		t.Errorf("ended context: %v", err)
	}
}

func TestJoin_endsWithEither(t *testing.T) {
	cause := errors.New("why")
	ended, cancel := context.WithCancelCause(context.Background())
	cancel(cause)
	for name, c := range map[string][2]context.Context{"first": {ended, context.Background()}, "second": {context.Background(), ended}} {
		ctx, stop := Join(c[0], c[1])
		if ctx.Err() == nil || !errors.Is(context.Cause(ctx), cause) {
			t.Errorf("%s: %v, %v", name, ctx.Err(), context.Cause(ctx))
		}
		stop()
	}
	ctx, stop := Join(context.Background(), context.Background())
	if ctx.Err() != nil {
		t.Errorf("neither ended: %v", ctx.Err())
	}
	stop()
}

func TestError_text(t *testing.T) {
	e := &Error{Class: Permanent, Stage: StageRecipient, Code: 550, Enhanced: "5.1.1", Text: "no\r\nsuch user", Err: io.EOF,
		Recipients: []Recipient{{Address: "a@b.com", Code: 550, Text: "gone"}, {Address: "c@d.com", Accepted: true}}}
	if got, want := e.Error(), "recipients: 550 5.1.1: no such user; a@b.com: 550 gone: EOF"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for err, want := range map[error]Class{nil: "", e: Permanent, io.EOF: Unknown} {
		if got := ClassOf(err); got != want {
			t.Errorf("class of %v is %q, want %q", err, got, want)
		}
	}
	if r := (Receipt{Recipients: e.Recipients}); !r.Partial() || len(r.Refused()) != 1 {
		t.Errorf("%+v is partial", r)
	}
	if r := (Receipt{Recipients: AllAccepted([]string{"a", "b"})}); r.Partial() || len(r.Refused()) != 0 {
		t.Errorf("%+v is not partial", r)
	}
}
