package sending

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"

	"reportmail/send/safemode"
)

// errSandbox says that a workspace in safe mode talks to nobody.
var errSandbox = fmt.Errorf("%w: the workspace makes no connections; reportmail accounts safe-mode says why", safemode.ErrRefused)

// sandbox reports whether the workspace may not connect to anything.
func (c Connectors) sandbox() bool { return c.Safe.Kind == safemode.Folder }

// blocked is the transport of a sandbox.
type blocked struct{}

// RoundTrip implements http.RoundTripper.
func (blocked) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, fmt.Errorf("%s: %w", r.URL.Host, errSandbox)
}

// dial is how SMTP accounts connect; nil is the system's way.
func (c Connectors) dial() func(ctx context.Context, network, address string) (net.Conn, error) {
	if !c.sandbox() {
		return nil
	}
	return func(_ context.Context, _, address string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.Join(errSandbox, fmt.Errorf("not connected to %s", address))}
	}
}
