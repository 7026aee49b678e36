package sending

import (
	"context"
	"log/slog"
	"strings"

	"reportmail/cmd/internal/telemetry"
	"reportmail/cmd/internal/workspace"
	"reportmail/send/account"
	"reportmail/send/connector"
	"reportmail/send/outbox"
	"reportmail/send/safemode"
)

// Open opens the outbox of a workspace, with the connectors of its accounts.
func Open(ctx context.Context, w *workspace.Workspace) (*outbox.Outbox, error) {
	return OpenWatched(ctx, w, Watch{})
}

// Watch says who is told what happens; its zero value is nobody.
type Watch struct {
	Log       *slog.Logger
	Telemetry *telemetry.Telemetry
}

// OpenWatched is Open with somebody who is told what happens.
func OpenWatched(ctx context.Context, w *workspace.Workspace, watch Watch) (*outbox.Outbox, error) {
	cfg, err := config(w, w.Config.Store)
	if err != nil {
		return nil, err
	}
	c := NewConnectors(w)
	cfg.Accounts, cfg.Log = accounts(w, c.Safe), watch.Log
	if watch.Telemetry != nil {
		c.observer = watch.Telemetry.Observer(cfg.Accounts)
		cfg.Observer = c.observer
	}
	cfg.Connect = c.Connect
	return outbox.Open(ctx, cfg)
}

// Secrets finds the secrets of a workspace.
func Secrets(w *workspace.Workspace) account.Resolver {
	return account.Resolver{Dir: w.Dir, Store: account.OpenSecrets(w.Path(workspace.StateDir))}
}

// Connectors makes the connectors of accounts.
type Connectors struct {
	Workspace *workspace.Workspace
	Secrets   account.Resolver
	Safe      safemode.Mode

	gates    *gates
	observer *telemetry.Observer // nil is nobody
}

// NewConnectors makes the connectors of a workspace, in the safe mode that holds now.
func NewConnectors(w *workspace.Workspace) Connectors {
	return Connectors{Workspace: w, Secrets: Secrets(w), Safe: w.SafeMode(), gates: &gates{}}
}

// Make makes the connector of an account without regard to safe mode: to look at an account, not to send.
func (c Connectors) Make(ctx context.Context, a account.Account) (connector.Connector, error) {
	made, err := makers[a.Connector](ctx, c, a)
	if err != nil || a.DKIM == nil {
		return made, err
	}
	return c.signing(made, a)
}

func held(reason string) bool { return strings.Contains(reason, safemode.Held) }
