package sending

import (
	"context"
	"path/filepath"

	"reportmail/send/account"
	"reportmail/send/connector"
	"reportmail/send/connector/folder"
	"reportmail/send/connector/smtp"
)

// makers is the list of connectors: how each is made from an account's settings.
var makers = map[account.Kind]func(context.Context, Connectors, account.Account) (connector.Connector, error){
	account.Folder: makeFolder,
	account.SMTP:   makeSMTP,
}

func makeFolder(_ context.Context, c Connectors, a account.Account) (connector.Connector, error) {
	path := a.Folder.Path
	if !filepath.IsAbs(path) {
		path = c.Workspace.Path(path)
	}
	return folder.New(path)
}

// securities and logins name the settings of an account as the SMTP connector does.
var (
	securities = map[account.Security]smtp.Security{
		account.StartTLS: smtp.StartTLS, account.TLS: smtp.Implicit, account.Auto: smtp.Opportunistic, account.NoTLS: smtp.None,
	}
	logins = map[account.Login]smtp.Mechanism{
		account.NoLogin: smtp.NoAuth, account.Password: smtp.Auto, account.Plain: smtp.Plain, account.LoginSMTP: smtp.Login,
		account.CRAMMD5: smtp.CramMD5, account.SCRAM: smtp.ScramSHA256, account.NTLM: smtp.NTLM, account.OAuth2: smtp.XOAuth2,
	}
)

func makeSMTP(_ context.Context, c Connectors, a account.Account) (connector.Connector, error) {
	s := a.SMTP
	return smtp.New(smtp.Config{
		Host: s.Server, Port: s.Port, Security: securities[s.Security], Auth: logins[s.Login], User: s.User,
		Password:  func() (string, error) { return c.Secrets.Resolve(context.Background(), s.Password) },
		LocalName: s.Hello, Connections: min(a.Limits.Concurrency, 3), DSN: smtp.DSN{Notify: s.DSN},
	})
}
