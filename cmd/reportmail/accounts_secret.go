package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"reportmail/cmd/internal/sending"
	"reportmail/cmd/internal/workspace"
	"reportmail/send/account"
)

func addPassword(fl *pflag.FlagSet, into *bool) {
	fl.BoolVar(into, "password-stdin", false, "read the password from the terminal or standard input into the encrypted store")
}

func addExchange(fl *pflag.FlagSet, into *bool) {
	fl.BoolVar(into, "microsoft365-server", false, "the SMTP server settings of Microsoft 365: smtp.office365.com, 587, STARTTLS, sign-in")
}

func accountsSecret(p *program, s *setUp) *cobra.Command {
	c := &cobra.Command{
		Use: "secret", Short: "Passwords and client secrets in the encrypted store",
		Long: `The store is state/secrets.json, encrypted under the key in state/secret.key. reportmail.yaml refers to a secret as
store:NAME. Secrets are read from the terminal, where they are not shown, or from standard input; they are never part of
a command line.`,
		Example: `  reportmail accounts secret set billing
  pass show mail/billing | reportmail accounts secret set billing`,
	}
	list := &cobra.Command{Use: "list", Short: "List the names of the secrets, and what refers to them", Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error {
		w, _, err := s.admin()
		if err != nil {
			return err
		}
		names, err := sending.Secrets(w).Store.Names()
		if err != nil {
			return failed(err)
		}
		users := secretUsers(w)
		t := newTable(p.out, "Secret", "Used by")
		for _, n := range names {
			t.AppendRow([]any{n, strings.Join(users[account.Secret("store:"+n)], ", ")})
		}
		t.Render()
		return nil
	}}
	set := &cobra.Command{Use: "set NAME", Short: "Put a secret into the store", Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		w, user, err := s.admin()
		if err != nil {
			return err
		}
		if err := storeSecret(p, w, args[0], "Secret "+args[0]); err != nil {
			return failed(err)
		}
		fmt.Fprintf(p.out, "secret %s is in the store; refer to it as store:%s\n", args[0], args[0])
		return note(c.Context(), w, user.Name, "set secret", args[0])
	}}
	remove := &cobra.Command{Use: "delete NAME", Short: "Take a secret out of the store", Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		w, user, err := s.admin()
		if err != nil {
			return err
		}
		if users := secretUsers(w)[account.Secret("store:"+args[0])]; len(users) > 0 {
			return failed(fmt.Errorf("secret %s is used by %s", args[0], strings.Join(users, ", ")))
		}
		if err := sending.Secrets(w).Store.Delete(args[0]); err != nil {
			return failed(err)
		}
		fmt.Fprintf(p.out, "secret %s is no longer in the store\n", args[0])
		return note(c.Context(), w, user.Name, "delete secret", args[0])
	}}
	c.AddCommand(list, set, remove)
	return c
}

// storeSecret asks for a secret and puts it into the store.
func storeSecret(p *program, w *workspace.Workspace, name, question string) error {
	text, err := p.asker().secret(question)
	if err != nil {
		return err
	}
	if text == "" {
		return errors.New("an empty secret was not stored")
	}
	return sending.Secrets(w).Store.Set(name, text)
}

// secretUsers are the accounts that refer to each secret.
func secretUsers(w *workspace.Workspace) map[account.Secret][]string {
	users := map[account.Secret][]string{}
	for _, a := range w.Accounts {
		for _, ref := range a.Secrets() {
			users[ref] = append(users[ref], a.Name)
		}
	}
	return users
}

// forgetSecrets deletes the secrets of the store that accounts referred to before a change and none does after it.
func forgetSecrets(before, after *workspace.Workspace) error {
	used := secretUsers(after)
	store := sending.Secrets(after).Store
	for _, a := range before.Accounts {
		if _, stays := account.Find(after.Accounts, a.Name); !stays {
			if err := sending.NewConnectors(after).ForgetAccount(a.Name); err != nil {
				return err
			}
		}
	}
	for ref := range secretUsers(before) {
		name, ok := strings.CutPrefix(string(ref), "store:")
		if !ok || len(used[ref]) > 0 {
			continue
		}
		if err := store.Delete(name); err != nil {
			return err
		}
	}
	return nil
}
