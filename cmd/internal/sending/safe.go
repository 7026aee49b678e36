package sending

import (
	"context"

	"reportmail/cmd/internal/workspace"
	"reportmail/send/account"
	"reportmail/send/connector"
	"reportmail/send/outbox"
	"reportmail/send/safemode"
)

// SafeAccount is the account that messages have in the safe mode "folder": lists show by it that nothing has left.
const SafeAccount = "safe mode"

// SafeFolder is where its messages go, in the state folder.
const SafeFolder = "safe-mode"

// keepSafe makes a submission another one than the message that will be sent when safe mode is over: that one must not
// be "already sent" then.
func (in *Intake) keepSafe(r *Routed) {
	switch in.Safe.Kind {
	case safemode.Folder:
		r.Account = SafeAccount
	case safemode.Redirect:
	default:
		return
	}
	if r.Key != "" {
		r.Key = in.safeKey() + " " + r.Key
	}
}

// safeKey tells what is sent in one safe mode from what is sent in another.
func (in *Intake) safeKey() string { return string(in.Safe.Kind) + ":" + in.Safe.To.Address }

// accounts are those of the workspace, and in safe mode the one that writes to a folder.
func accounts(w *workspace.Workspace, mode safemode.Mode) []account.Account {
	if mode.Kind != safemode.Folder {
		return w.Accounts
	}
	safe := account.Account{
		Name: SafeAccount, Connector: account.Folder, Folder: &account.FolderSettings{Path: w.Path(workspace.StateDir, SafeFolder)},
		Limits: account.Limits{Concurrency: account.DefaultConcurrency}, Retry: account.Retry{Profile: account.Linear, Attempts: account.DefaultAttempts},
	}
	return append(append([]account.Account(nil), w.Accounts...), safe)
}

// Connect makes the connector of an account, in safe mode with a guard: what waits in a copied outbox stays there.
// Nothing is dialled before the first message.
func (c Connectors) Connect(ctx context.Context, a account.Account) (connector.Connector, error) {
	made, err := c.Make(ctx, a)
	if err != nil || a.Name == SafeAccount {
		return made, err
	}
	return safemode.Guard(made, c.Safe), nil
}

// Release lets accounts send again that only waited because of safe mode, and returns their names.
func Release(ctx context.Context, box *outbox.Outbox, w *workspace.Workspace, who string) ([]string, error) {
	var released []string
	for _, a := range w.Accounts {
		s, err := box.Account(ctx, a.Name)
		if err != nil {
			return released, err
		}
		if !s.Paused || !held(s.Reason) {
			continue
		}
		if err := box.Resume(ctx, a.Name, who); err != nil {
			return released, err
		}
		released = append(released, a.Name)
	}
	return released, nil
}
