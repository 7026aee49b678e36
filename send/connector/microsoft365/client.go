package microsoft365

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"reportmail/send/connector"
)

// maxAnswer bounds an answer of Graph; those we ask for have a few kilobytes.
const maxAnswer = 1 << 20

// client makes requests to Graph: token, deadline, bounds, errors.
type client struct {
	cfg  *Config
	http *http.Client
}

func newClient(cfg *Config) *client {
	c := &client{cfg: cfg, http: cfg.HTTP}
	if c.http == nil {
		t := &http.Transport{Proxy: http.ProxyFromEnvironment, DialContext: (&net.Dialer{Timeout: 30 * time.Second}).DialContext,
			TLSHandshakeTimeout: 30 * time.Second, MaxIdleConnsPerHost: perMailbox, IdleConnTimeout: time.Minute, ForceAttemptHTTP2: true}
		c.http = &http.Client{Transport: t}
	}
	return c
}

func (c *client) close() { c.http.CloseIdleConnections() }

// request is one request; the body is held, so that it can be repeated.
type request struct {
	method, path string
	body         []byte
	header       map[string]string
	// upload: path is the whole address of an upload session, which carries its
	// own key and must not get the token.
	upload  bool
	timeout time.Duration
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// do makes the request. A token that is refused is renewed once: the request
// was not carried out. Its errors are those of the transport; answers of any status are
// none.
func (c *client) do(ctx context.Context, r request) (answer, error) {
	a, err := c.once(ctx, r, false)
	if err == nil && a.status == http.StatusUnauthorized && !r.upload {
		a, err = c.once(ctx, r, true)
	}
	return a, err
}

func (c *client) once(ctx context.Context, r request, renew bool) (answer, error) {
	if r.timeout == 0 {
		r.timeout = c.cfg.Timeouts.Request
	}
	ctx, cancel := context.WithTimeoutCause(ctx, r.timeout, fmt.Errorf("no answer within %s", r.timeout))
	defer cancel()
	if g := c.cfg.Gate; g != nil {
		select {
		case g.slots <- struct{}{}:
			defer func() { <-g.slots }()
		case <-ctx.Done():
			return answer{}, context.Cause(ctx)
		}
	}
	req, err := c.prepare(ctx, r, renew)
	if err != nil {
		return answer{}, err
	}
	res, err := c.http.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return answer{}, fmt.Errorf("%s: %w", r.method, err)
	}
	defer res.Body.Close()
	a := answer{status: res.StatusCode, header: res.Header}
	a.body, err = io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil && a.status < 300 {
		return answer{}, fmt.Errorf("%s: read the answer: %w", r.method, err)
	}
	if token, ok := strings.CutPrefix(req.Header.Get("Authorization"), "Bearer "); ok && a.status >= 300 {
		a.body = []byte(connector.Mask(string(a.body), token))
	}
	return a, nil
}

func (c *client) prepare(ctx context.Context, r request, renew bool) (*http.Request, error) {
	address := r.path
	if !r.upload {
		address = c.cfg.Endpoint + r.path
	}
	var body io.Reader = http.NoBody
	if len(r.body) > 0 {
		body = bytes.NewReader(r.body)
	}
	req, err := http.NewRequestWithContext(ctx, r.method, address, body)
	if err != nil {
		return nil, errors.New("the address of a request is not usable")
	}
	for k, v := range r.header {
		req.Header.Set(k, v)
	}
	// The id of a draft must survive its sending.
	req.Header.Set("Prefer", `IdType="ImmutableId"`)
	if r.upload {
		return req, nil
	}
	token, err := c.cfg.Token(ctx, renew)
	if err != nil {
		return nil, tokenError(ctx, err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	return req, nil
}

// get asks for JSON.
func (c *client) get(ctx context.Context, path string, into any) error {
	a, err := c.do(ctx, request{method: http.MethodGet, path: path})
	if err != nil {
		return err
	}
	if a.status != http.StatusOK {
		return failure(connector.StageConnect, a)
	}
	return a.decode(into)
}

// post sends JSON and wants one status.
func (c *client) post(ctx context.Context, stage connector.Stage, path string, body []byte, want int) (answer, error) {
	a, err := c.do(ctx, request{method: http.MethodPost, path: path, body: body, header: map[string]string{"Content-Type": "application/json"}})
	if err == nil && a.status != want {
		err = failure(stage, a)
	}
	return a, err
}

func (a answer) decode(into any) error {
	if err := json.Unmarshal(a.body, into); err != nil {
		return fmt.Errorf("answer of Graph (status %d) is not what is documented: %w", a.status, err)
	}
	return nil
}
