package graphtest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"reportmail/send/connector/contest"
)

// call is one request to a mailbox.
type call struct {
	s       *Server
	w       http.ResponseWriter
	r       *http.Request
	mailbox string
	id      string
	body    []byte
}

// routes by method and what follows the mailbox; {id} is the id of a message.
var routes = []struct {
	method string
	path   *regexp.Regexp
	do     func(*call) *graphError
}{
	{"GET", regexp.MustCompile(`^$`), (*call).user},
	{"GET", regexp.MustCompile(`^/mailFolders/drafts$`), (*call).folder},
	{"POST", regexp.MustCompile(`^/messages$`), (*call).create},
	{"GET", regexp.MustCompile(`^/messages$`), (*call).search},
	{"GET", regexp.MustCompile(`^/messages/([^/]+)$`), (*call).get},
	{"DELETE", regexp.MustCompile(`^/messages/([^/]+)$`), (*call).remove},
	{"POST", regexp.MustCompile(`^/messages/([^/]+)/attachments$`), (*call).attach},
	{"POST", regexp.MustCompile(`^/messages/([^/]+)/attachments/createUploadSession$`), (*call).openUpload},
	{"POST", regexp.MustCompile(`^/messages/([^/]+)/send$`), (*call).send},
}

// serve is the whole Graph.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	free := s.enter(r)
	defer s.leave(r)
	s.pause()
	defer s.pause()
	if err := s.answer(w, r, free); err != nil {
		// What is not read of a request would be taken for the next one.
		_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, 1<<20))
		err.write(w)
	}
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, free bool) *graphError {
	if !free {
		return &graphError{http.StatusTooManyRequests, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.", "1"}
	}
	if s.has(contest.ConnectHangs) {
		s.hang(r)
		return refuse(http.StatusServiceUnavailable, "", "")
	}
	if id, ok := strings.CutPrefix(r.URL.Path, "/upload/"); ok {
		return s.upload(w, r, id)
	}
	if err := s.authorized(r); err != nil {
		return err
	}
	path, ok := strings.CutPrefix(r.URL.Path, "/v1.0")
	if !ok {
		return refuse(http.StatusNotFound, "BadRequest", "no such version")
	}
	mailbox, rest, err := s.mailbox(path)
	if err != nil {
		return err
	}
	c := &call{s: s, w: w, r: r, mailbox: mailbox}
	if err := c.readBody(); err != nil {
		return err
	}
	for _, route := range routes {
		if m := route.path.FindStringSubmatch(rest); m != nil && route.method == r.Method {
			if len(m) > 1 {
				c.id = m[1]
			}
			return route.do(c)
		}
	}
	s.problem("%s %s is no request of sending mail", r.Method, r.URL.Path)
	return refuse(http.StatusBadRequest, "BadRequest", "unknown request")
}

// mailbox takes /me or /users/ADDRESS off a path.
func (s *Server) mailbox(path string) (mailbox, rest string, err *graphError) {
	if s.has(NoMailbox) {
		return "", "", refuse(http.StatusNotFound, "MailboxNotEnabledForRESTAPI", "REST API is not yet supported for this mailbox.")
	}
	if s.has(AccessDenied) {
		return "", "", refuse(http.StatusForbidden, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
	}
	if rest, ok := strings.CutPrefix(path, "/me"); ok {
		if s.opt.User == "" {
			return "", "", refuse(http.StatusBadRequest, "BadRequest", "/me request is only valid with delegated authentication flow.")
		}
		return s.opt.User, rest, nil
	}
	rest, ok := strings.CutPrefix(path, "/users/")
	if !ok {
		return "", "", refuse(http.StatusBadRequest, "BadRequest", "unknown path")
	}
	who, rest, _ := strings.Cut(rest, "/")
	who, _ = url.PathUnescape(who)
	if rest != "" {
		rest = "/" + rest
	}
	if who != s.opt.User && !slices.Contains(s.opt.Mailboxes, who) {
		return "", "", refuse(http.StatusForbidden, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
	}
	return who, rest, nil
}

// readBody enforces the size of a request.
func (c *call) readBody() *graphError {
	b, err := io.ReadAll(io.LimitReader(c.r.Body, maxRequest+1))
	if err != nil {
		return refuse(http.StatusBadRequest, "BadRequest", "the body cannot be read")
	}
	if len(b) > maxRequest {
		return refuse(http.StatusRequestEntityTooLarge, "RequestBodyTooLarge", "The request body is larger than 4 MB.")
	}
	c.body = b
	return nil
}

func (c *call) decode(into any) *graphError {
	if ct := c.r.Header.Get("Content-Type"); !strings.HasPrefix(ct, "application/json") {
		return refuse(http.StatusUnsupportedMediaType, "BadRequest", "content type "+ct)
	}
	d := json.NewDecoder(strings.NewReader(string(c.body)))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		c.s.problem("%s %s: %v", c.r.Method, c.r.URL.Path, err)
		return refuse(http.StatusBadRequest, "RequestBodyRead", err.Error())
	}
	return nil
}

func (c *call) json(status int, v any) *graphError {
	b, err := json.Marshal(v)
	if err != nil {
		return refuse(http.StatusInternalServerError, "InternalServerError", err.Error())
	}
	c.w.Header().Set("Content-Type", "application/json")
	c.w.WriteHeader(status)
	_, _ = c.w.Write(b)
	return nil
}

func (c *call) user() *graphError {
	return c.json(http.StatusOK, map[string]string{"userPrincipalName": c.mailbox, "displayName": "User of the Test"})
}

func (c *call) folder() *graphError {
	return c.json(http.StatusOK, map[string]string{"id": "drafts", "displayName": "Drafts"})
}
