package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v4"

	"reportmail/send/account"
	"reportmail/send/outbox"
	"reportmail/send/scenario"
)

func accountsDefault(p *program, s *setUp) *cobra.Command {
	return &cobra.Command{
		Use: "default NAME", Short: "Make an account the default: it serves every scenario without an account of its own", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			w, user, err := s.admin()
			if err != nil {
				return err
			}
			a, err := namedAccount(w, args[0])
			if err != nil {
				return err
			}
			now, err := s.change(p, w, func(top *yaml.Node) error {
				if w.Scenarios.Assignments.Assigned(scenario.Default) { // would come before the mark
					scenario.Assign(top, scenario.Default, "")
				}
				return account.MakeDefault(top, a.Name)
			})
			if err != nil {
				return err
			}
			fmt.Fprintf(p.out, "account %s is the default\n", a.Name)
			return note(c.Context(), now, user.Name, "default account", a.Name)
		},
	}
}

func accountsLimits(p *program, s *setUp) *cobra.Command {
	c := &cobra.Command{
		Use: "limits NAME", Short: "Set what a provider lets an account do, and how often it is tried again", Args: cobra.ExactArgs(1),
		Example: "  reportmail accounts limits billing --per-minute 28 --per-day 10000 --attempts 5",
	}
	set := addSettings(c.Flags(), limitFlags...)
	c.RunE = func(c *cobra.Command, args []string) error {
		w, user, err := s.admin()
		if err != nil {
			return err
		}
		a, err := namedAccount(w, args[0])
		if err != nil {
			return err
		}
		settings := set.settings(a.Connector)
		if len(settings) == 0 {
			return misuse("name at least one limit: --per-minute, --concurrency, --per-day, --mb-per-5-minutes, --message-mb, --attempts, --retry, --give-up-after")
		}
		now, err := s.change(p, w, func(top *yaml.Node) error { return account.Edit(top, a.Name, settings) })
		if err != nil {
			return err
		}
		a, _ = account.Find(now.Accounts, a.Name)
		fmt.Fprintf(p.out, "account %s: %s a minute, %d at once, %s recipients a day, messages of %s, %d attempts\n",
			a.Name, unlimited(a.Limits.PerMinute), a.Limits.Concurrency, unlimited(a.Limits.PerDay), unlimitedMB(a.Limits.MessageMB), a.Retry.Attempts)
		return withBox(c.Context(), now, func(box *outbox.Outbox) error {
			if err := running(c.Context(), p, box); err != nil {
				return err
			}
			return box.Note(c.Context(), user.Name, "limits of account", 0, a.Name)
		})
	}
	return c
}
