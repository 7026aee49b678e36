package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v4"

	"reportmail/cmd/internal/sending"
	"reportmail/cmd/internal/workspace"
	"reportmail/send/account"
)

func accountsAdd(p *program, s *setUp) *cobra.Command {
	var asDefault, exchange, password bool
	c := &cobra.Command{
		Use: "add NAME", Short: "Add an account", Args: cobra.ExactArgs(1),
		Example: `  reportmail accounts add post --connector folder --address post@noordzee.example --folder outgoing
  reportmail accounts add relay --server smtp.noordzee.example --address billing@noordzee.example --password env:RELAY_PASSWORD
  reportmail accounts add shared --connector microsoft365 --address ar@noordzee.example --tenant TENANT --client-id ID`,
	}
	fl := c.Flags()
	set := addSettings(fl, slices.Concat(accountFlags, limitFlags)...)
	fl.BoolVar(&asDefault, "default", false, "make it the default account; the first one is by itself")
	addExchange(fl, &exchange)
	addPassword(fl, &password)
	c.RunE = func(c *cobra.Command, args []string) error {
		w, user, err := s.admin()
		if err != nil {
			return err
		}
		kind := account.Kind(set.given("connector"))
		if kind == "" && (exchange || set.given("server") != "") {
			kind = account.SMTP
		}
		if kind == "" {
			return misuse("say how the account sends: --connector folder, smtp, microsoft365 or currentuser")
		}
		settings := withConnector(kind, exchange, set.settings(kind))
		secret := passwordReference(args[0], kind, settings)
		if secret != "" {
			settings = append(settings, account.Setting{Path: "smtp.password", Value: "store:" + secret})
		}
		if password && secret == "" {
			return misuse("--password-stdin goes with an smtp account that signs in with a password, and without --password")
		}
		if password {
			if err := storeSecret(p, w, secret, "Password"); err != nil {
				return failed(err)
			}
		}
		now, err := addAccount(c.Context(), p, s, w, user.Name, args[0], settings, asDefault)
		if err != nil {
			return err
		}
		return failed(sayAccount(p, now, args[0], "added", secret))
	}
	return c
}

// addAccount writes a new account; it is the default when it is to be or when there is none.
func addAccount(ctx context.Context, p *program, s *setUp, w *workspace.Workspace, who, name string, settings []account.Setting, asDefault bool) (*workspace.Workspace, error) {
	_, have := account.Default(w.Accounts)
	now, err := s.change(p, w, func(top *yaml.Node) error {
		for _, a := range w.Accounts { // the only one is the default without saying so
			if isDefault(w, a) && !asDefault {
				if err := account.MakeDefault(top, a.Name); err != nil {
					return err
				}
			}
		}
		if err := account.Add(top, name, settings); err != nil {
			return err
		}
		if asDefault || !have {
			return account.MakeDefault(top, name)
		}
		return nil
	})
	if err != nil {
		tellAccount(ctx, p, w, account.Account{Name: name}, err)
		return nil, err
	}
	a, _ := account.Find(now.Accounts, name)
	tellAccount(ctx, p, now, a, nil)
	return now, note(ctx, now, who, "add account", name)
}

// withConnector completes the settings of a new account. A named server of Microsoft's is set by one word.
func withConnector(kind account.Kind, exchange bool, settings []account.Setting) []account.Setting {
	has := func(path string) bool {
		return slices.ContainsFunc(settings, func(s account.Setting) bool { return s.Path == path })
	}
	var before []account.Setting
	if !has("connector") {
		before = append(before, account.Setting{Path: "connector", Value: string(kind)})
	}
	if exchange {
		settings = slices.DeleteFunc(settings, func(s account.Setting) bool { return s.Path == "smtp.server" })
		settings = append(settings, account.Setting{Path: "smtp.server", Value: "microsoft365"})
		if !has("smtp.login") {
			settings = append(settings, account.Setting{Path: "smtp.login", Value: "password"})
		}
	}
	return append(before, settings...)
}

// passwordReference names the secret of the store that an account's password is to be in: that of an smtp account
// which signs in with a password and says nothing else.
func passwordReference(name string, kind account.Kind, settings []account.Setting) string {
	values := map[string]string{}
	for _, s := range settings {
		values[s.Path] = s.Value
	}
	login := account.Login(values["smtp.login"])
	if login == "" && values["smtp.user"] != "" {
		login = account.Password
	}
	if kind != account.SMTP || login == "" || login == account.NoLogin || login == account.OAuth2 || values["smtp.password"] != "" {
		return ""
	}
	return secretName(name)
}

// secretName is the name of an account's secret in the store.
func secretName(account string) string {
	return strings.Join(strings.Fields(strings.ToLower(account)), "-")
}

func sayAccount(p *program, w *workspace.Workspace, name, done, secret string) error {
	a, err := namedAccount(w, name)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("account %s %s", a.Name, done)
	if isDefault(w, a) {
		text += "; it is the default"
	}
	fmt.Fprintln(p.out, text)
	for _, warning := range a.Warnings() {
		fmt.Fprintf(p.err, "reportmail: account %s: %s\n", a.Name, warning)
	}
	if secret != "" {
		if _, err := sending.Secrets(w).Store.Get(secret); errors.Is(err, account.ErrNoSecret) {
			fmt.Fprintf(p.err, "reportmail: its password is still to be set: reportmail accounts secret set %s\n", secret)
		}
	}
	return nil
}

func accountsEdit(p *program, s *setUp) *cobra.Command {
	var exchange, password bool
	var rename string
	c := &cobra.Command{
		Use: "edit NAME", Short: "Change an account; what is not named stays as it is", Args: cobra.ExactArgs(1),
		Long: `Changes the keys of an account that flags name; an empty value takes a key away. Changing the sign-in to oauth2
removes the password, from the store too.`,
		Example: `  reportmail accounts edit billing --sender-name "Noordzee Invoices" --reply-to ar@noordzee.example
  reportmail accounts edit billing --login oauth2 --tenant TENANT --client-id ID`,
	}
	fl := c.Flags()
	set := addSettings(fl, slices.Concat(accountFlags, limitFlags)...)
	fl.StringVar(&rename, "name", "", "another name; scenarios and waiting messages keep the old one, so only without them")
	addExchange(fl, &exchange)
	addPassword(fl, &password)
	c.RunE = func(c *cobra.Command, args []string) error {
		w, user, err := s.admin()
		if err != nil {
			return err
		}
		a, err := namedAccount(w, args[0])
		if err != nil {
			return err
		}
		kind := a.Connector
		if k := set.given("connector"); k != "" {
			kind = account.Kind(k)
		}
		settings := set.settings(kind)
		if exchange {
			settings = append(withConnector(kind, true, settings), account.Setting{Path: "smtp.port"}, account.Setting{Path: "smtp.security"})
		}
		if rename != "" {
			if err := renamable(c.Context(), w, a); err != nil {
				return failed(err)
			}
			settings = append(settings, account.Setting{Path: "name", Value: rename})
		} else {
			rename = a.Name
		}
		secret := ""
		if password {
			secret = secretName(rename)
			settings = append(settings, account.Setting{Path: "smtp.password", Value: "store:" + secret})
			if err := storeSecret(p, w, secret, "Password"); err != nil {
				return failed(err)
			}
		}
		if account.Login(set.given("login")) == account.OAuth2 {
			settings = append(settings, account.Setting{Path: "smtp.password"})
		}
		now, err := s.change(p, w, func(top *yaml.Node) error { return account.Edit(top, a.Name, settings) })
		if err != nil {
			return err
		}
		if err := forgetSecrets(w, now); err != nil {
			return failed(err)
		}
		if err := note(c.Context(), now, user.Name, "edit account", rename); err != nil {
			return err
		}
		return sayAccount(p, now, rename, "changed", secret)
	}
	return c
}
