package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v4"

	"reportmail/cmd/internal/workspace"
	"reportmail/send/account"
	"reportmail/send/outbox"
	"reportmail/send/scenario"
)

func accountsDelete(p *program, s *setUp) *cobra.Command {
	var successor string
	var yes bool
	c := &cobra.Command{
		Use: "delete NAME…", Short: "Delete accounts, with their assignments and secrets", Args: cobra.MinimumNArgs(1),
		Long: `Says which scenarios and waiting messages are touched, asks on a terminal, and leaves no assignment behind: scenarios
of a deleted account are served by the default one. Waiting messages of a deleted account fail when the outbox is served
next; "outbox retry" after setting up an account of that name sends them.

When the default account goes, the only one left takes its place; among several, --new-default or an answer says which.`,
	}
	c.Flags().StringVar(&successor, "new-default", "", "account that becomes the default")
	c.Flags().BoolVarP(&yes, "yes", "y", false, "do not ask")
	c.RunE = func(c *cobra.Command, args []string) error {
		w, user, err := s.admin()
		if err != nil {
			return err
		}
		names, err := accountNames(w, args)
		if err != nil {
			return err
		}
		ask := p.asker()
		if err := sayDeletion(c.Context(), p, w, names); err != nil {
			return err
		}
		if p.person && !yes {
			if ok, err := ask.yes(fmt.Sprintf("Delete %s?", strings.Join(names, ", ")), true); err != nil || !ok {
				return &exitError{exitNothing, errors.New("nothing was deleted")}
			}
		}
		d, err := repairedDefault(p, ask, w, names, successor)
		if err != nil {
			return err
		}
		now, err := s.change(p, w, func(top *yaml.Node) error { return deleteAccounts(top, w, names, d) })
		if err != nil {
			return err
		}
		if err := forgetSecrets(w, now); err != nil {
			return failed(err)
		}
		for _, n := range names {
			fmt.Fprintf(p.out, "account %s deleted\n", n)
		}
		if d.NewDefault != "" {
			fmt.Fprintf(p.out, "account %s is the default\n", d.NewDefault)
		}
		return note(c.Context(), now, user.Name, "delete account", strings.Join(names, ", "))
	}
	return c
}

func accountNames(w *workspace.Workspace, args []string) ([]string, error) {
	var names []string
	for _, arg := range args {
		a, err := namedAccount(w, arg)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(names, a.Name) {
			names = append(names, a.Name)
		}
	}
	return names, nil
}

// sayDeletion names what the accounts still have to do.
func sayDeletion(ctx context.Context, p *program, w *workspace.Workspace, names []string) error {
	return withBox(ctx, w, func(box *outbox.Outbox) error {
		for _, name := range names {
			if list := w.Scenarios.Assignments.Of(name); len(list) > 0 {
				fmt.Fprintf(p.err, "reportmail: account %s serves %s; the default account will\n", name, strings.Join(list, ", "))
			}
			n, err := box.Waiting(ctx, name)
			if err != nil {
				return err
			}
			if n > 0 {
				fmt.Fprintf(p.err, "reportmail: account %s has %s that did not leave yet; deleting the account fails them\n", name, plural(n, "message"))
			}
		}
		return running(ctx, p, box)
	})
}

// repairedDefault says which account is the default when the deletion is done. Where a person would have to choose and
// nobody does, nothing is deleted: a workspace has a default always.
func repairedDefault(p *program, ask *asker, w *workspace.Workspace, names []string, successor string) (account.Deletion, error) {
	d := account.Delete(w.Accounts, names...)
	if successor != "" {
		a, ok := account.Find(d.Left, successor)
		if !ok {
			return d, misuse("--new-default %q is not among the accounts that stay", successor)
		}
		d.NewDefault, d.Choose = a.Name, false
	}
	if !d.Choose {
		return d, nil
	}
	if !p.person {
		return d, misuse("the default account goes and %d stay: say which takes its place with --new-default NAME", len(d.Left))
	}
	options := make([]option, len(d.Left))
	for i, a := range d.Left {
		options[i] = option{a.Name, a.Address}
	}
	i, err := ask.choose("Which account becomes the default?", options, -1)
	if err != nil {
		return d, &exitError{exitNothing, errors.New("nothing was deleted: a workspace has a default account always")}
	}
	d.NewDefault, d.Choose = d.Left[i].Name, false
	return d, nil
}

// deleteAccounts takes accounts and their assignments out of reportmail.yaml.
func deleteAccounts(top *yaml.Node, w *workspace.Workspace, names []string, d account.Deletion) error {
	for _, name := range names {
		for _, s := range w.Scenarios.Assignments.Of(name) {
			if s == scenario.Default && d.NewDefault != "" {
				scenario.Assign(top, s, d.NewDefault)
				continue
			}
			scenario.Assign(top, s, "")
		}
	}
	if err := account.Remove(top, names...); err != nil {
		return err
	}
	if d.NewDefault != "" {
		return account.MakeDefault(top, d.NewDefault)
	}
	return nil
}

// renamable refuses to rename an account that something still knows by its old name.
func renamable(ctx context.Context, w *workspace.Workspace, a account.Account) error {
	if list := w.Scenarios.Assignments.Of(a.Name); len(list) > 0 {
		return fmt.Errorf("account %s serves %s; unassign it first", a.Name, strings.Join(list, ", "))
	}
	return withBox(ctx, w, func(box *outbox.Outbox) error {
		n, err := box.Waiting(ctx, a.Name)
		if err == nil && n > 0 {
			err = fmt.Errorf("account %s has %s that did not leave yet", a.Name, plural(n, "message"))
		}
		return err
	})
}
