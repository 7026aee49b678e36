// Package account holds the set-up of the sending identities of a workspace:
// who sends, through which connector, how fast, how often it is tried again and
// when it may send at all. It reads and checks the accounts of reportmail.yaml
// and resolves references to secrets; it knows no connector and sends nothing.
//
// An account is what Business Central calls an email account.
package account

import "slices"

// Kind names a connector.
type Kind string

// The connectors there are.
const (
	Folder       Kind = "folder"
	SMTP         Kind = "smtp"
	Microsoft365 Kind = "microsoft365"
	CurrentUser  Kind = "currentuser"
)

// Kinds are the connectors in the order of the set-up guide.
var kinds = []Kind{Folder, SMTP, Microsoft365, CurrentUser}

// Kinds returns the connectors there are, in the order of the set-up guide.
func Kinds() []Kind { return slices.Clone(kinds) }

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
	// ReplyTo is where answers go; empty is Address.
	ReplyTo string
	// Default marks the account that serves what no scenario claims.
	Default bool

	Limits Limits
	Retry  Retry
	Window Window

	// Settings of the connector; the one that Connector names is set.
	Folder *FolderSettings
	SMTP   *SMTPSettings
	Graph  *GraphSettings
	DKIM   *DKIMSettings

	// File and Line are where the account stands, empty and 0 when nowhere.
	File string
	Line int
}

// FolderSettings are those of the connector folder.
type FolderSettings struct {
	// Path is where the files go, relative to the workspace.
	Path string
}

// SMTPSettings are those of the connector smtp.
type SMTPSettings struct {
	Server   string
	Port     int
	Security Security
	Login    Login
	User     string
	Password Secret
	OAuth    OAuth
	// Sender says whose address messages carry.
	Sender SenderType
	// OnBehalfOf is the address of From when it is not the one that signs in and
	// the server knows it as "send on behalf": Address goes into Sender then.
	OnBehalfOf string
	// EnvelopeFrom is where bounces go; empty is Address.
	EnvelopeFrom string
	// Hello is the name in EHLO; empty is this machine's.
	Hello string
	// CAFile is a PEM file of certificates to trust instead of the system's, for a
	// server with a certificate of one's own; relative to the workspace.
	CAFile string
	// DSN asks for delivery reports of these events (RFC 3461 4.1).
	DSN []string
}

// Security is how an SMTP connection is protected.
type Security string

// The protections. Auto is TLS when the server offers it, which an attacker can
// take away: it is never a default.
const (
	StartTLS Security = "starttls"
	TLS      Security = "tls"
	Auto     Security = "auto"
	NoTLS    Security = "none"
)

// Login is how an SMTP connection signs in.
type Login string

// The ways to sign in. Password takes the strongest the server offers.
const (
	NoLogin   Login = "none"
	Password  Login = "password"
	Plain     Login = "plain"
	LoginSMTP Login = "login"
	CRAMMD5   Login = "cram-md5"
	SCRAM     Login = "scram"
	NTLM      Login = "ntlm"
	OAuth2    Login = "oauth2"
)

// SenderType says whose address an SMTP account sends with.
type SenderType string

// The sender types of Business Central.
const (
	SpecificUser SenderType = "specific_user"
	AsUser       SenderType = "current_user"
)

// OAuth is a registration at Microsoft Entra, or with TokenURL at another
// identity provider.
type OAuth struct {
	Tenant       string
	ClientID     string
	ClientSecret Secret
	// Certificate holds certificate and key in PEM, for signing in without a secret.
	Certificate Secret
	// Authority replaces https://login.microsoftonline.com, for national clouds.
	Authority string
	// TokenURL, Scopes and RefreshToken are those of a provider that is not Entra,
	// where somebody has signed in by other means (SMTP only).
	TokenURL     string
	Scopes       []string
	RefreshToken Secret
}

// GraphSettings are those of the connectors microsoft365 and currentuser.
type GraphSettings struct {
	OAuth OAuth
	// SignIn is who the program is for Graph.
	SignIn SignIn
	// Endpoint replaces https://graph.microsoft.com/v1.0, for national clouds.
	Endpoint string
}

// SignIn is a way to sign in to Microsoft Graph.
type SignIn string

// The ways to sign in: a person once, in the browser or with a code, or the
// application by itself.
const (
	Browser     SignIn = "browser"
	DeviceCode  SignIn = "device_code"
	Application SignIn = "application"
)

// DKIMSettings sign what leaves (RFC 6376).
type DKIMSettings struct {
	Domain   string
	Selector string
	Key      Secret
}

// Microsoft365Server is the SMTP server of Exchange Online.
const Microsoft365Server = "smtp.office365.com"

// Warnings are things that work today and should be changed.
func (a Account) Warnings() []string {
	var out []string
	if a.SMTP != nil && a.SMTP.Server == Microsoft365Server && a.SMTP.Login != OAuth2 && a.SMTP.Login != NoLogin {
		out = append(out, "Exchange Online is ending sign-in by password for SMTP; set login: oauth2, or use the connector microsoft365")
	}
	if a.SMTP != nil && (a.SMTP.Security == Auto || a.SMTP.Security == NoTLS) && a.SMTP.Login != NoLogin && !local(a.SMTP.Server) {
		out = append(out, "the password can travel unprotected; set security: starttls or tls")
	}
	return out
}
