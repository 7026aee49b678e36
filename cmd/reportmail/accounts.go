package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"reportmail/cmd/internal/sending"
	"reportmail/cmd/internal/workspace"
	"reportmail/send/account"
	"reportmail/send/outbox"
	"reportmail/send/rights"
)

func accountsCommand(p *program) *cobra.Command {
	s := &setUp{}
	c := &cobra.Command{
		Use:   "accounts",
		Short: "Who sends: accounts, their limits, secrets and tests; safe mode",
		Long: `Accounts are in reportmail.yaml; these verbs change it line by line and keep its comments. Secrets are never in it:
"accounts secret set" puts them into the encrypted store of the workspace.`,
		Example: `  reportmail accounts list
  reportmail accounts add billing --microsoft365-server --address billing@noordzee.example
  reportmail accounts secret set billing < password.txt
  reportmail accounts test billing --to me@noordzee.example
  reportmail accounts limits billing --per-minute 30 --concurrency 3
  reportmail accounts delete billing --new-default post
  reportmail accounts safe-mode redirect test@noordzee.example`,
	}
	s.add(p, c)
	c.AddCommand(accountsList(p, s), accountsShow(p, s), accountsAdd(p, s), accountsEdit(p, s), accountsDelete(p, s), accountsDefault(p, s),
		accountsLimits(p, s), accountsTry(p, s), accountsVerify(p, s), accountsSignIn(p, s), accountsSignOut(p, s), accountsSecret(p, s), accountsSafeMode(p, s))
	return c
}

// accountLine is an account in JSON.
type accountLine struct {
	Name        string   `json:"name"`
	Connector   string   `json:"connector"`
	Address     string   `json:"address,omitempty"`
	SenderName  string   `json:"sender_name,omitempty"`
	Default     bool     `json:"default"`
	PerMinute   int      `json:"per_minute"`
	Concurrency int      `json:"concurrency"`
	PerDay      int      `json:"per_day"`
	MessageMB   int      `json:"message_mb"`
	Attempts    int      `json:"attempts"`
	Scenarios   []string `json:"scenarios"`
	Queued      int      `json:"queued"`
	Processing  int      `json:"processing"`
	Unknown     int      `json:"unknown"`
	Paused      string   `json:"paused,omitempty"`
	Warnings    []string `json:"warnings,omitempty"`
}

func accountLineOf(w *workspace.Workspace, user rights.User, a account.Account, state outbox.AccountState) accountLine {
	from, _ := sending.SenderOf(a, user, sending.Secrets(w)) // empty where nobody knows
	l := accountLine{
		Name: a.Name, Connector: string(a.Connector), Address: from.Address, SenderName: from.Name, Default: isDefault(w, a),
		PerMinute: a.Limits.PerMinute, Concurrency: a.Limits.Concurrency, PerDay: a.Limits.PerDay, MessageMB: a.Limits.MessageMB, Attempts: a.Retry.Attempts,
		Scenarios: w.Scenarios.Assignments.Of(a.Name), Queued: state.Queued, Processing: state.Processing, Unknown: state.Unknown, Warnings: a.Warnings(),
	}
	if state.Paused {
		l.Paused = state.Reason
	}
	if l.Scenarios == nil {
		l.Scenarios = []string{}
	}
	return l
}

func isDefault(w *workspace.Workspace, a account.Account) bool {
	d, ok := account.Default(w.Accounts)
	return ok && d.Name == a.Name
}

// accountLines are the accounts with what their queues hold.
func accountLines(ctx context.Context, w *workspace.Workspace, user rights.User) ([]accountLine, error) {
	list := make([]accountLine, len(w.Accounts))
	err := withBox(ctx, w, func(box *outbox.Outbox) error {
		for i, a := range w.Accounts {
			state, err := box.Account(ctx, a.Name)
			if err != nil {
				return err
			}
			list[i] = accountLineOf(w, user, a, state)
		}
		return nil
	})
	return list, err
}

func accountsList(p *program, s *setUp) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{Use: "list", Short: "List the accounts", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		w, user, err := s.viewer()
		if err != nil {
			return err
		}
		list, err := accountLines(c.Context(), w, user)
		if err != nil {
			return err
		}
		warnSafe(p, w.SafeMode())
		if asJSON {
			enc := json.NewEncoder(p.out)
			for _, l := range list {
				if err := enc.Encode(l); err != nil {
					return failed(err)
				}
			}
			return nil
		}
		t := newTable(p.out, "Name", "Connector", "Address", "Default", "Per minute", "At once", "Attempts", "Scenarios", "Queue")
		for _, l := range list {
			mark := ""
			if l.Default {
				mark = "yes"
			}
			t.AppendRow(table.Row{l.Name, l.Connector, l.Address, mark, unlimited(l.PerMinute), l.Concurrency, l.Attempts, len(l.Scenarios), queueOf(l)})
		}
		t.Render()
		for _, l := range list {
			for _, warning := range l.Warnings {
				fmt.Fprintf(p.err, "reportmail: account %s: %s\n", l.Name, warning)
			}
		}
		return nil
	}}
	c.Flags().BoolVar(&asJSON, "json", false, "one line of JSON an account")
	return c
}

func unlimited(n int) string {
	if n == 0 {
		return "no limit"
	}
	return strconv.Itoa(n)
}

// queueOf says in short what waits, and why.
func queueOf(l accountLine) string {
	var parts []string
	for _, c := range []struct {
		n    int
		what string
	}{{l.Queued, "waiting"}, {l.Processing, "under way"}, {l.Unknown, "unknown"}} {
		if c.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", c.n, c.what))
		}
	}
	if l.Paused != "" {
		parts = append(parts, "paused: "+clip(l.Paused, 60))
	}
	return strings.Join(parts, ", ")
}

func accountsShow(p *program, s *setUp) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{Use: "show NAME", Short: "Show one account", Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		w, user, err := s.viewer()
		if err != nil {
			return err
		}
		a, err := namedAccount(w, args[0])
		if err != nil {
			return err
		}
		return withBox(c.Context(), w, func(box *outbox.Outbox) error {
			state, err := box.Account(c.Context(), a.Name)
			if err != nil {
				return err
			}
			l := accountLineOf(w, user, a, state)
			if asJSON {
				return json.NewEncoder(p.out).Encode(l)
			}
			printAccount(p, a, l)
			return nil
		})
	}}
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return c
}

func printAccount(p *program, a account.Account, l accountLine) {
	rows := [][2]string{{"Account", l.Name}, {"Connector", l.Connector}, {"Address", l.Address}, {"Sender name", l.SenderName}, {"Reply to", a.ReplyTo}}
	if l.Default {
		rows = append(rows, [2]string{"Default", "yes: it serves every scenario without an account of its own"})
	}
	rows = append(rows, sending.Describe(a)...)
	rows = append(rows, [][2]string{
		{"Per minute", unlimited(l.PerMinute)}, {"At once", strconv.Itoa(l.Concurrency)}, {"Per day", unlimited(l.PerDay)},
		{"Message size", unlimitedMB(l.MessageMB)}, {"Attempts", strconv.Itoa(l.Attempts)}, {"Scenarios", strings.Join(l.Scenarios, ", ")}, {"Queue", queueOf(l)},
	}...)
	for _, r := range rows {
		if r[1] != "" {
			fmt.Fprintf(p.out, "%-14s %s\n", r[0], r[1])
		}
	}
	for _, warning := range l.Warnings {
		fmt.Fprintf(p.out, "%-14s %s\n", "Warning", warning)
	}
}

func unlimitedMB(n int) string {
	if n == 0 {
		return "no limit"
	}
	return fmt.Sprintf("%d MB", n)
}

func namedAccount(w *workspace.Workspace, name string) (account.Account, error) {
	a, ok := account.Find(w.Accounts, name)
	if !ok {
		names := make([]string, len(w.Accounts))
		for i, a := range w.Accounts {
			names[i] = a.Name
		}
		return a, failed(fmt.Errorf("there is no account %q; accounts are %s", name, strings.Join(names, ", ")))
	}
	return a, nil
}
