package graphtest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"

	"reportmail/send/connector/contest"
)

// session is an upload session.
type session struct {
	message string
	mailbox string
	file    attachment
	want    int64
	buf     bytes.Buffer
	got     int64
}

func (c *call) openUpload() *graphError {
	var req struct {
		Item struct {
			AttachmentType string `json:"attachmentType"`
			Name           string `json:"name"`
			ContentType    string `json:"contentType"`
			Size           int64  `json:"size"`
			IsInline       bool   `json:"isInline"`
			ContentID      string `json:"contentId"`
		} `json:"AttachmentItem"`
	}
	if err := c.decode(&req); err != nil {
		return err
	}
	i := req.Item
	if i.AttachmentType != "file" || i.Name == "" || i.Size <= 0 {
		return refuse(http.StatusBadRequest, "ErrorInvalidAttachment", "not a file")
	}
	if i.Size > maxUpload {
		return refuse(http.StatusRequestEntityTooLarge, "ErrorAttachmentSizeLimitExceeded", "larger than 150 MB")
	}
	if i.Size < maxPosted-200_000 {
		c.s.problem("upload session for %d bytes, which go in one request", i.Size)
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if _, err := c.find(); err != nil {
		return err
	}
	c.s.count++
	id := fmt.Sprintf("s%d", c.s.count)
	c.s.sessions[id] = &session{message: c.id, mailbox: c.mailbox, want: i.Size,
		file: attachment{Name: i.Name, ContentType: i.ContentType, IsInline: i.IsInline, ContentID: i.ContentID}}
	return c.json(http.StatusCreated, map[string]any{"uploadUrl": c.s.http.URL + "/upload/" + id + "?authtoken=x", "expirationDateTime": now(), "nextExpectedRanges": []string{"0-"}})
}

// upload is a request to an upload session.
func (s *Server) upload(w http.ResponseWriter, r *http.Request, id string) *graphError {
	if r.Header.Get("Authorization") != "" {
		s.problem("the token was sent to an upload session")
		return refuse(http.StatusUnauthorized, "InvalidAuthenticationToken", "no Authorization here")
	}
	s.mu.Lock()
	x := s.sessions[id]
	s.mu.Unlock()
	if x == nil || r.URL.Query().Get("authtoken") == "" {
		return refuse(http.StatusNotFound, "ErrorItemNotFound", "no such session")
	}
	c := &call{s: s, w: w, r: r, mailbox: x.mailbox, id: x.message}
	if r.Method == http.MethodGet {
		return c.json(http.StatusOK, x.state())
	}
	if r.Method != http.MethodPut {
		return refuse(http.StatusBadRequest, "BadRequest", "unknown request")
	}
	switch {
	case s.has(contest.HangInContent):
		_, _ = io.CopyN(io.Discard, r.Body, 1000)
		s.hang(r)
		return refuse(http.StatusServiceUnavailable, "", "")
	case s.has(contest.ResetInContent), s.once(PieceCut):
		_, _ = io.CopyN(io.Discard, r.Body, 1000)
		drop(w)
		return nil
	}
	return c.piece(x, id)
}

func (x *session) state() map[string]any {
	return map[string]any{"expirationDateTime": now(), "nextExpectedRanges": []string{fmt.Sprintf("%d-", x.got)}}
}

// piece takes one range, in order.
func (c *call) piece(x *session, id string) *graphError {
	var from, to, size int64
	if n, err := fmt.Sscanf(c.r.Header.Get("Content-Range"), "bytes %d-%d/%d", &from, &to, &size); n != 3 || err != nil {
		c.s.problem("range %q", c.r.Header.Get("Content-Range"))
		return refuse(http.StatusBadRequest, "ErrorInvalidRange", "Content-Range")
	}
	length := to - from + 1
	if from != x.got || size != x.want || to >= size || length <= 0 || c.r.ContentLength != length {
		c.s.problem("range %s of %d bytes, expected from %d of %d", c.r.Header.Get("Content-Range"), c.r.ContentLength, x.got, x.want)
		return refuse(http.StatusRequestedRangeNotSatisfiable, "ErrorInvalidRange", "range is not the next one")
	}
	if length > maxRequest {
		return refuse(http.StatusRequestEntityTooLarge, "RequestBodyTooLarge", "a piece has at most 4 MB")
	}
	var dst io.Writer = io.Discard
	if !c.s.opt.Discard {
		dst = &x.buf
	}
	if n, err := io.Copy(dst, c.r.Body); err != nil || n != length {
		x.buf.Truncate(min(x.buf.Len(), int(x.got)))
		return refuse(http.StatusBadRequest, "BadRequest", "the piece was cut")
	}
	x.got += length
	if c.s.once(PieceLost) {
		drop(c.w)
		return nil
	}
	if x.got < x.want {
		return c.json(http.StatusOK, x.state())
	}
	return c.finish(x, id)
}

func (c *call) finish(x *session, id string) *graphError {
	c.s.mu.Lock()
	m, err := c.find()
	if err == nil {
		x.file.content, x.file.size = x.buf.Bytes(), x.want
		m.files, m.size = append(m.files, x.file), m.size+x.want
		delete(c.s.sessions, id)
	}
	c.s.mu.Unlock()
	if err != nil {
		return err
	}
	c.w.Header().Set("Location", strings.TrimSuffix(c.s.Endpoint, "/")+"/attachments/x")
	c.w.WriteHeader(http.StatusCreated)
	return nil
}
