// Package account holds the set-up of the sending identities of a workspace:
// who sends, through which connector, how fast, how often it is tried again and
// when it may send at all. It reads and checks the accounts of reportmail.yaml
// and resolves references to secrets; it knows no connector and sends nothing.
//
// An account is what Business Central calls an email account.
package account

// Kind names a connector.
type Kind string

// The connectors there are.
const (
	Folder       Kind = "folder"
	SMTP         Kind = "smtp"
	Microsoft365 Kind = "microsoft365"
	CurrentUser  Kind = "currentuser"
)

// Account is one sending identity.
type Account struct {
	// Name identifies the account in the workspace; lists are sorted by it.
	Name string
	// Connector says how it sends.
	Connector Kind
	// Address is the sender's bare address; empty for CurrentUser and for SMTP
	// accounts that send as the current user.
	Address string
	// SenderName is the display name in From.
	SenderName string
	// Default marks the account that serves what no scenario claims.
	Default bool

	Limits Limits
	Retry  Retry
	Window Window

	// Line is where the account starts in its file, 0 when it has none.
	Line int
}
