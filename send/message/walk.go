package message

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"mime"
	"strings"

	gomessage "github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // decodes the charsets of foreign messages
)

// Part is a leaf of a message: a body text, a picture, an attachment.
type Part struct {
	// ContentType is the media type in lower case, without parameters.
	ContentType string
	Params      map[string]string
	// Inline: the part is shown within the body, not listed as an attachment.
	Inline bool
	// Body: the part is a form of the body itself, plain text or HTML.
	Body bool
	// Name is the file name, decoded; may be empty.
	Name string
	// ContentID is without angle brackets; may be empty.
	ContentID string
	// Content is decoded; text comes as UTF-8. It is read within visit.
	Content io.Reader
}

// Bounds of a message that is taken apart: more than any client makes, and an
// end for hostile ones.
const (
	maxDepth = 20
	maxParts = 1000
)

// Walk reads a message and calls visit for each leaf, in their order. What
// visit leaves of a part is skipped; its error ends the walk. Nothing is
// kept, so parts of any size are possible.
func Walk(r io.Reader, visit func(Part) error) (Summary, error) {
	limit := &limitReader{r: r, left: MaxHeader}
	br := bufio.NewReaderSize(limit, writeBuffer)
	h, err := readHeader(br)
	if err != nil {
		return Summary{}, fmt.Errorf("read header: %w", limit.explain(err))
	}
	limit.left = -1
	sum, err := summarize(h)
	if err != nil {
		return sum, fmt.Errorf("header of message %q: %w", sum.MessageID, err)
	}
	e, err := gomessage.New(gomessage.Header{Header: h}, br)
	if err != nil && !gomessage.IsUnknownCharset(err) {
		return sum, fmt.Errorf("message %q: %w", sum.MessageID, err)
	}
	w := walker{limit: limit, visit: visit}
	if err := w.entity(e, 0, false); err != nil {
		return sum, fmt.Errorf("message %q: %w", sum.MessageID, err)
	}
	return sum, nil
}

type walker struct {
	limit *limitReader
	visit func(Part) error
	parts int
	body  map[string]bool
}

// entity walks one node; related tells that it stands in multipart/related.
func (w *walker) entity(e *gomessage.Entity, depth int, related bool) error {
	if depth > maxDepth {
		return fmt.Errorf("parts are nested more than %d deep", maxDepth)
	}
	mr := e.MultipartReader()
	if mr == nil {
		return w.leaf(e, related)
	}
	t, _, _ := e.Header.ContentType()
	for {
		// The header of the next part must be within bounds.
		w.limit.left = MaxHeader
		p, err := mr.NextPart()
		hit := w.limit.hit
		w.limit.left = -1
		switch {
		case err == io.EOF:
			return nil
		case hit:
			return ErrHeaderTooLong
		case err != nil && !gomessage.IsUnknownCharset(err):
			if w.limit.eof {
				return ErrTruncated
			}
			return err
		}
		if err := w.entity(p, depth+1, strings.EqualFold(t, "multipart/related")); err != nil {
			return err
		}
	}
}

func (w *walker) leaf(e *gomessage.Entity, related bool) error {
	if w.parts++; w.parts > maxParts {
		return fmt.Errorf("more than %d parts", maxParts)
	}
	p := describe(e)
	p.Inline = p.Inline || related
	text := p.ContentType == "text/plain" || p.ContentType == "text/html"
	if text && p.Name == "" && !w.body[p.ContentType] {
		// The first text of each kind that is no file is the body.
		p.Body = true
		if w.body == nil {
			w.body = map[string]bool{}
		}
		w.body[p.ContentType] = true
	}
	err := w.visit(p)
	if err == nil {
		_, err = io.Copy(io.Discard, p.Content)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("%w: %w", ErrTruncated, err)
	}
	return err
}

func describe(e *gomessage.Entity) Part {
	t, params, err := e.Header.ContentType()
	if err != nil {
		t, params = "application/octet-stream", nil
	}
	d, dp, _ := mime.ParseMediaType(withoutPlainName(e.Header.Get("Content-Disposition")))
	p := Part{ContentType: strings.ToLower(t), Params: params, Name: decodeText(dp["filename"]), Content: e.Body,
		ContentID: strings.Trim(strings.TrimSpace(e.Header.Get("Content-ID")), "<>")}
	if p.Name == "" {
		p.Name = decodeText(params["name"])
	}
	p.Inline = strings.EqualFold(d, "inline")
	return p
}

// withoutPlainName takes the stand-in file name out where the value has the
// full one by RFC 2231 as well; the parser takes two for an error.
func withoutPlainName(v string) string {
	lower := strings.ToLower(v)
	if !strings.Contains(lower, "filename*") {
		return v
	}
	i := strings.Index(lower, "filename=")
	if i < 0 {
		return v
	}
	end := i + len("filename=")
	if strings.HasPrefix(v[end:], `"`) {
		if q := closingQuote(v, end); q > 0 {
			end = q
		}
	}
	if semi := strings.IndexByte(v[end:], ';'); semi >= 0 {
		return v[:i] + v[end+semi+1:]
	}
	return strings.TrimRight(v[:i], "; ")
}
