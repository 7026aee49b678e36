package sending

import (
	"context"
	"crypto/x509"
	"fmt"
	"os"
	"path/filepath"

	"reportmail/send/account"
	"reportmail/send/connector"
	"reportmail/send/connector/folder"
	"reportmail/send/connector/microsoft365/signin"
	"reportmail/send/connector/smtp"
)

// makers is the list of connectors: how each is made from an account's settings.
var makers = map[account.Kind]func(context.Context, Connectors, account.Account) (connector.Connector, error){
	account.Folder:       makeFolder,
	account.SMTP:         makeSMTP,
	account.Microsoft365: makeMicrosoft365,
	account.CurrentUser:  makeCurrentUser,
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
	roots, err := c.roots(s.CAFile)
	if err != nil {
		return nil, fmt.Errorf("account %s: %w", a.Name, err)
	}
	var token signin.Source
	if s.Login == account.OAuth2 {
		if token, err = c.tokens(a, ""); err != nil {
			return nil, fmt.Errorf("account %s: %w", a.Name, err)
		}
	}
	cfg := smtp.Config{
		Host: s.Server, Port: s.Port, Security: securities[s.Security], RootCAs: roots, Auth: logins[s.Login], User: s.User,
		Password:  func() (string, error) { return c.Secrets.Resolve(context.Background(), s.Password) },
		ClearAuth: s.Security == account.NoTLS, // said in so many words; Account.Warnings warns
		Token:     token, Dial: c.dial(), LocalName: s.Hello, Connections: min(a.Limits.Concurrency, 3), DSN: smtp.DSN{Notify: s.DSN},
	}
	if c.observer != nil {
		cfg.Observe = c.observer.SMTP(a)
	}
	return smtp.New(cfg)
}

// roots are the certificates of an account's own, nil for the system's.
func (c Connectors) roots(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	path := file
	if !filepath.IsAbs(path) {
		path = c.Workspace.Path(path)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("certificates to trust: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(data) {
		return nil, fmt.Errorf("certificates to trust: %s holds none in PEM", file)
	}
	return pool, nil
}
