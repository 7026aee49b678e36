package message

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	gomessage "github.com/emersion/go-message"
)

// writeBuffer is how much of a message is held before it goes to the writer;
// the base64 encoder writes line by line.
const writeBuffer = 32 << 10

// Write validates the message and writes it with CRLF lines. Attachments are
// opened one after the other, copied and closed. When an attachment fails the
// writer has got a part of a message: whoever keeps it must throw it away.
func (m *Message) Write(w io.Writer) error {
	if err := m.Validate(); err != nil {
		return fmt.Errorf("message %s: %w", m.MessageID, err)
	}
	bw := bufio.NewWriterSize(w, writeBuffer)
	if err := m.write(bw); err != nil {
		return fmt.Errorf("write message %s: %w", m.MessageID, err)
	}
	if err := bw.Flush(); err != nil {
		return fmt.Errorf("write message %s: %w", m.MessageID, err)
	}
	return nil
}

func (m *Message) write(w io.Writer) error {
	root := m.tree()
	var h fieldList
	m.headerFields(&h)
	h.add("MIME-Version", "1.0")
	root.header(&h)
	ew, err := gomessage.CreateWriter(w, gomessage.Header{Header: h.header()})
	if err != nil {
		return err
	}
	return root.write(ew)
}

func (m *Message) headerFields(h *fieldList) {
	h.date("Date", m.Date)
	h.addresses("From", m.From)
	h.addresses("Sender", m.Sender)
	h.addresses("Reply-To", m.ReplyTo...)
	h.addresses("To", m.To...)
	h.addresses("Cc", m.Cc...)
	h.addresses("Bcc", m.Bcc...)
	h.add("Message-ID", messageIDField(m.MessageID))
	h.text("Subject", m.Subject)
	for _, f := range m.Headers {
		h.text(f.Name, f.Value)
	}
	for _, f := range m.Routing.fields() {
		h.text(f.Name, f.Value)
	}
}

// entity is a node of the MIME tree: a multipart with children, a text, or a file.
type entity struct {
	multipart string // subtype, empty for a leaf
	boundary  string
	rootType  string // the type parameter of multipart/related, RFC 2387 3.1
	children  []*entity

	text, textType string
	file           *File
	inline         bool
}

// tree lays the message out: mixed[related[alternative[plain, html], pictures],
// attachments], without the levels that would hold one thing.
func (m *Message) tree() *entity {
	var body []*entity
	if m.Text != "" || m.HTML == "" {
		body = append(body, &entity{text: m.Text, textType: "text/plain"})
	}
	if m.HTML != "" {
		body = append(body, &entity{text: m.HTML, textType: "text/html"})
	}
	root := m.level("alternative", body)
	if len(m.Inline) > 0 {
		parts := []*entity{root}
		for i := range m.Inline {
			parts = append(parts, &entity{file: &m.Inline[i], inline: true})
		}
		rootType := root.mediaType()
		root = m.level("related", parts)
		root.rootType = rootType
	}
	parts := []*entity{root}
	for i := range m.Attachments {
		parts = append(parts, &entity{file: &m.Attachments[i]})
	}
	return m.level("mixed", parts)
}

func (m *Message) level(subtype string, parts []*entity) *entity {
	if len(parts) == 1 {
		return parts[0]
	}
	return &entity{multipart: subtype, boundary: boundary(m.MessageID, subtype), children: parts}
}

func (e *entity) mediaType() string {
	switch {
	case e.multipart != "":
		return "multipart/" + e.multipart
	case e.file == nil:
		return e.textType
	}
	t := e.file.ContentType
	if t == "" {
		t = TypeByName(e.file.Name)
	}
	if strings.HasPrefix(strings.ToLower(t), "message/") {
		// RFC 2046 5.2.1 forbids base64 for a message as a message, and
		// nothing promises that its lines survive otherwise.
		return "application/octet-stream"
	}
	return t
}

// header adds the content fields of the entity.
func (e *entity) header(h *fieldList) {
	switch {
	case e.multipart != "":
		params := []string{`boundary="` + e.boundary + `"`}
		if e.rootType != "" {
			params = append(params, `type="`+e.rootType+`"`)
		}
		h.params("Content-Type", e.mediaType(), params...)
	case e.file == nil:
		h.params("Content-Type", e.textType, "charset=utf-8")
		h.add("Content-Transfer-Encoding", "quoted-printable")
	default:
		e.fileHeader(h)
	}
}

func (e *entity) fileHeader(h *fieldList) {
	words := strings.Split(e.mediaType(), "; ")
	h.params("Content-Type", words[0], words[1:]...)
	disposition := "attachment"
	if e.inline {
		disposition = "inline"
	}
	var params []string
	if e.file.Name != "" {
		params = parameters("filename", e.file.Name)
	}
	h.params("Content-Disposition", disposition, params...)
	if e.file.ContentID != "" {
		h.add("Content-ID", messageIDField(e.file.ContentID))
	}
	h.add("Content-Transfer-Encoding", "base64")
}

// write fills the entity's writer and closes it: an unclosed one would lose
// its last line or boundary.
func (e *entity) write(w *gomessage.Writer) error {
	if err := e.content(w); err != nil {
		return err
	}
	return w.Close()
}

func (e *entity) content(w *gomessage.Writer) error {
	switch {
	case e.multipart == "" && e.file == nil:
		_, err := io.WriteString(w, e.text)
		return err
	case e.file != nil:
		return e.file.copyTo(w)
	}
	for _, c := range e.children {
		var h fieldList
		c.header(&h)
		pw, err := w.CreatePart(gomessage.Header{Header: h.header()})
		if err != nil {
			return err
		}
		if err := c.write(pw); err != nil {
			return err
		}
	}
	return nil
}

func (f *File) copyTo(w io.Writer) error {
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %q: %w", f.Name, err)
	}
	_, err = io.Copy(w, r)
	if err = errors.Join(err, r.Close()); err != nil {
		return fmt.Errorf("read %q: %w", f.Name, err)
	}
	return nil
}
