package telemetry

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/instrumentation"
	"go.opentelemetry.io/otel/sdk/resource"
)

// client posts to an OTLP/HTTP receiver, in the JSON encoding of the protocol: OpenTelemetry Protocol 1.x, "OTLP/HTTP
// Request", "JSON Protobuf Encoding" (64-bit integers are strings, ids hexadecimal). The exporters of the SDK's authors
// would bring gRPC along.
type client struct {
	base    string
	headers map[string]string
	http    *http.Client
}

func newClient(o Options) (*client, error) {
	u, err := url.Parse(o.Endpoint)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("endpoint %q is not an http address", o.Endpoint)
	}
	c := &client{base: strings.TrimSuffix(o.Endpoint, "/"), headers: o.Headers, http: o.HTTP}
	if c.http == nil {
		c.http = &http.Client{Timeout: 10 * time.Second}
	}
	return c, nil
}

func (c *client) post(ctx context.Context, path string, body any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+path, bytes.NewReader(data))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	for k, v := range c.headers {
		req.Header.Set(k, v)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return fmt.Errorf("telemetry: %w", err)
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 64<<10))
	if res.StatusCode/100 != 2 {
		return fmt.Errorf("telemetry: %s answered %s", c.base, res.Status)
	}
	return nil
}

type keyValue struct {
	Key   string         `json:"key"`
	Value map[string]any `json:"value"`
}

func keyValues(list []attribute.KeyValue) []keyValue {
	out := make([]keyValue, len(list))
	for i, a := range list {
		v := map[string]any{}
		switch a.Value.Type() {
		case attribute.BOOL:
			v["boolValue"] = a.Value.AsBool()
		case attribute.INT64:
			v["intValue"] = strconv.FormatInt(a.Value.AsInt64(), 10)
		case attribute.FLOAT64:
			v["doubleValue"] = a.Value.AsFloat64()
		default:
			v["stringValue"] = a.Value.String()
		}
		out[i] = keyValue{string(a.Key), v}
	}
	return out
}

type jsonResource struct {
	Attributes []keyValue `json:"attributes"`
}

func resourceOf(r *resource.Resource) jsonResource { return jsonResource{keyValues(r.Attributes())} }

type jsonScope struct {
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
}

func scopeOf(s instrumentation.Scope) jsonScope { return jsonScope{s.Name, s.Version} }

func nanos(t time.Time) string {
	if t.IsZero() {
		return "0"
	}
	return strconv.FormatInt(t.UnixNano(), 10)
}
