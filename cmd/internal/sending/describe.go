package sending

import (
	"fmt"
	"strings"

	"reportmail/send/account"
)

// Describe tells how an account sends, as rows of name and value. Secrets are shown as the references that they are.
func Describe(a account.Account) [][2]string {
	switch {
	case a.SMTP != nil:
		return describeSMTP(a.SMTP)
	case a.Folder != nil:
		return [][2]string{{"Folder", a.Folder.Path}}
	case a.Graph != nil:
		return describeGraph(a.Graph)
	}
	return nil
}

func describeSMTP(s *account.SMTPSettings) [][2]string {
	sender := "the address of the account"
	if s.Sender == account.AsUser {
		sender = "the user who sends"
	}
	return [][2]string{
		{"Server", fmt.Sprintf("%s:%d", s.Server, s.Port)}, {"Security", string(s.Security)}, {"Sign-in", string(s.Login)}, {"User", s.User},
		{"Password", string(s.Password)}, {"Sends as", sender}, {"On behalf of", s.OnBehalfOf}, {"Bounces to", s.EnvelopeFrom}, {"Certificates", s.CAFile},
		{"Reports", strings.Join(s.DSN, ", ")}, {"Tenant", s.OAuth.Tenant}, {"Client", s.OAuth.ClientID},
	}
}

func describeGraph(g *account.GraphSettings) [][2]string {
	return [][2]string{{"Sign-in", string(g.SignIn)}, {"Tenant", g.OAuth.Tenant}, {"Client", g.OAuth.ClientID}, {"Endpoint", g.Endpoint}}
}
