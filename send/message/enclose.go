package message

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/emersion/go-message/textproto"
)

// Enclose copies a message from src to dst with further attachments. What the
// message had becomes the first part, byte for byte: its fields that describe the
// content move there, all others stay in front (RFC 2046 5.1.3).
func Enclose(dst io.Writer, src io.Reader, files []File) error {
	in, err := Open(src)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(dst, writeBuffer)
	if err := enclose(w, in, files); err != nil {
		return fmt.Errorf("enclose files in message %q: %w", in.MessageID, err)
	}
	return w.Flush()
}

func enclose(w io.Writer, in *Opened, files []File) error {
	outer, inner, err := splitContent(in.Header)
	if err != nil {
		return err
	}
	// The content's own fields make it another boundary than that of a message enclosed before.
	line := boundary(in.MessageID+in.Subject, "enclosed"+string(bytes.Join(inner.raw, nil)))
	outer.add("MIME-Version", "1.0")
	outer.params("Content-Type", "multipart/mixed", `boundary="`+line+`"`)
	if err := textproto.WriteHeader(w, outer.header()); err != nil {
		return err
	}
	if _, err := io.WriteString(w, "--"+line+"\r\n"); err != nil {
		return err
	}
	if err := textproto.WriteHeader(w, inner.header()); err != nil {
		return err
	}
	if _, err := io.CopyBuffer(w, onlyReader{in.Body}, make([]byte, writeBuffer)); err != nil {
		return err
	}
	for i := range files {
		if _, err := io.WriteString(w, "\r\n--"+line+"\r\n"); err != nil {
			return err
		}
		if err := files[i].writePart(w); err != nil {
			return err
		}
	}
	_, err = io.WriteString(w, "\r\n--"+line+"--\r\n")
	return err
}

// splitContent takes apart the fields that stay in front and those that
// describe the content; MIME-Version belongs to neither.
func splitContent(h textproto.Header) (outer, inner fieldList, err error) {
	for it := h.Fields(); it.Next(); {
		raw, rawErr := it.Raw()
		if rawErr != nil {
			err = errors.Join(err, rawErr)
			continue
		}
		name := strings.ToLower(it.Key())
		switch raw := bytes.Clone(raw); {
		case name == "mime-version":
		case strings.HasPrefix(name, "content-"):
			inner.raw = append(inner.raw, raw)
		default:
			outer.raw = append(outer.raw, raw)
		}
	}
	return outer, inner, err
}

// writePart writes the file as a body part in base64 (RFC 2045 6.8).
func (f *File) writePart(w io.Writer) error {
	e := &entity{file: f}
	var h fieldList
	e.header(&h)
	if err := textproto.WriteHeader(w, h.header()); err != nil {
		return err
	}
	encoder := base64.NewEncoder(base64.StdEncoding, &foldWriter{w: w})
	if err := f.copyTo(encoder); err != nil {
		return err
	}
	return encoder.Close()
}

// foldWriter breaks base64 into lines of 76 characters.
type foldWriter struct {
	w  io.Writer
	at int
}

const foldAt = 76

func (f *foldWriter) Write(p []byte) (int, error) {
	done := 0
	for done < len(p) {
		if f.at == foldAt {
			if _, err := io.WriteString(f.w, "\r\n"); err != nil {
				return done, err
			}
			f.at = 0
		}
		n, err := f.w.Write(p[done : done+min(foldAt-f.at, len(p)-done)])
		done, f.at = done+n, f.at+n
		if err != nil {
			return done, err
		}
	}
	return done, nil
}
