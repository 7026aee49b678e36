package sending

import (
	"context"
	"log/slog"
	"os"

	"reportmail/cmd/internal/workspace"
	"reportmail/send/account"
	"reportmail/send/connector"
	"reportmail/send/outbox"
)

// Open opens the outbox of a workspace, with the connectors of its accounts.
func Open(ctx context.Context, w *workspace.Workspace) (*outbox.Outbox, error) {
	return OpenLogged(ctx, w, nil)
}

// OpenLogged is Open with a log of what happens.
func OpenLogged(ctx context.Context, w *workspace.Workspace, log *slog.Logger) (*outbox.Outbox, error) {
	state := w.Path(workspace.StateDir)
	if err := os.MkdirAll(state, 0o700); err != nil {
		return nil, err
	}
	c := Connectors{Workspace: w, Secrets: account.Resolver{Dir: w.Dir, Store: account.OpenSecrets(state)}}
	return outbox.Open(ctx, outbox.Config{Dir: state, DSN: w.Config.Store.URL, Accounts: w.Accounts, Connect: c.Connect, Log: log})
}

// Connectors makes the connectors of accounts.
type Connectors struct {
	Workspace *workspace.Workspace
	Secrets   account.Resolver
}

// Connect makes the connector of an account. Nothing is dialled before the first message.
func (c Connectors) Connect(ctx context.Context, a account.Account) (connector.Connector, error) {
	return makers[a.Connector](ctx, c, a)
}
