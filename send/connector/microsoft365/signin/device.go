package signin

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/oauth2"
)

// Prompt is what a person must be told to sign in on another machine.
type Prompt struct {
	// Address is where to go, Code what to type in there.
	Address, Code string
	// Until is when the code is no longer taken.
	Until time.Time
}

// Device signs a user in with a code that is typed in on any machine with a browser
// (RFC 8628). show is called once; Device waits until the user has finished, the
// code has expired or the context ends.
func (a *App) Device(ctx context.Context, s Service, show func(Prompt)) (*oauth2.Token, error) {
	c, err := a.config(s)
	if err != nil {
		return nil, err
	}
	ctx = a.client(ctx)
	d, err := c.DeviceAuth(ctx)
	if err != nil {
		return nil, fmt.Errorf("begin to sign in: %w", explain(err, c.ClientSecret))
	}
	show(Prompt{Address: d.VerificationURI, Code: d.UserCode, Until: d.Expiry})
	var opts []oauth2.AuthCodeOption
	if c.ClientSecret != "" {
		opts = append(opts, oauth2.SetAuthURLParam("client_secret", c.ClientSecret))
	}
	t, err := c.DeviceAccessToken(ctx, d, opts...)
	if err != nil {
		return nil, fmt.Errorf("sign in: %w", explain(err, c.ClientSecret))
	}
	return t, nil
}
