package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v4"

	"reportmail/cmd/internal/workspace"
	"reportmail/send/outbox"
	"reportmail/send/scenario"
)

func scenariosCommand(p *program) *cobra.Command {
	s := &setUp{}
	c := &cobra.Command{
		Use:   "scenarios",
		Short: "Which account serves which scenario, and the files that go along",
		Example: `  reportmail scenarios list
  reportmail scenarios assign "Sales Invoice" "Sales Credit Memo" --account billing
  reportmail scenarios unassign "Sales Credit Memo"
  reportmail scenarios attachments add "Sales Invoice" terms.pdf`,
	}
	s.add(p, c)
	c.AddCommand(scenariosList(p, s), scenariosAssign(p, s), scenariosUnassign(p, s), scenariosAttachments(p, s))
	return c
}

// scenarioLine is a scenario in JSON.
type scenarioLine struct {
	Scenario    string                `json:"scenario"`
	Number      int                   `json:"number,omitempty"`
	Account     string                `json:"account,omitempty"`
	Assigned    bool                  `json:"assigned"`
	Attachments []scenario.Attachment `json:"attachments,omitempty"`
}

func scenariosList(p *program, s *setUp) *cobra.Command {
	var asJSON, assigned bool
	var account string
	c := &cobra.Command{Use: "list", Short: "List the scenarios with the accounts that serve them", Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error {
		w, _, err := s.viewer()
		if err != nil {
			return err
		}
		var list []scenarioLine
		for _, l := range scenarioLines(w) {
			if (!assigned || l.Assigned) && (account == "" || strings.EqualFold(l.Account, account)) {
				list = append(list, l)
			}
		}
		return failed(printScenarios(p, list, asJSON))
	}}
	c.Flags().BoolVar(&asJSON, "json", false, "one line of JSON a scenario")
	c.Flags().BoolVar(&assigned, "assigned", false, "only those with an account of their own")
	c.Flags().StringVar(&account, "account", "", "only those that this account serves")
	return c
}

func scenarioLines(w *workspace.Workspace) []scenarioLine {
	var out []scenarioLine
	for _, sc := range w.Scenarios.Catalogue.All() {
		l := scenarioLine{Scenario: sc.Name, Number: sc.Number, Assigned: w.Scenarios.Assignments.Assigned(sc.Name), Attachments: w.Scenarios.Attachments[sc.Name]}
		if a, err := scenario.Resolve(sc.Name, w.Scenarios.Assignments, w.Accounts); err == nil {
			l.Account = a.Name
		}
		out = append(out, l)
	}
	return out
}

func printScenarios(p *program, list []scenarioLine, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(p.out)
		for _, l := range list {
			if err := enc.Encode(l); err != nil {
				return err
			}
		}
		return nil
	}
	t := newTable(p.out, "Scenario", "Account", "Files")
	for _, l := range list {
		who := l.Account
		switch {
		case who == "":
			who = "none: nothing is sent"
		case !l.Assigned:
			who += " (default)"
		}
		t.AppendRow(table.Row{l.Scenario, who, strings.Join(fileNames(l.Attachments), ", ")})
	}
	t.Render()
	return nil
}

func fileNames(list []scenario.Attachment) []string {
	names := make([]string, len(list))
	for i, a := range list {
		names[i] = a.File
		if !a.Default {
			names[i] += " (by hand)"
		}
	}
	return names
}

// scenarioNames are the scenarios that arguments mean, as the catalogue spells them.
func scenarioNames(w *workspace.Workspace, args []string) ([]string, error) {
	var names []string
	for _, arg := range args {
		sc, ok := w.Scenarios.Catalogue.Lookup(arg)
		if !ok {
			return nil, failed(fmt.Errorf("there is no scenario %q; reportmail scenarios list shows them", arg))
		}
		names = append(names, sc.Name)
	}
	return names, nil
}

func scenariosAssign(p *program, s *setUp) *cobra.Command {
	var to string
	c := &cobra.Command{
		Use: "assign SCENARIO… --account NAME", Short: "Let an account serve scenarios; those of another account move", Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if to == "" {
				return misuse("say which account serves them with --account NAME")
			}
			w, user, err := s.admin()
			if err != nil {
				return err
			}
			a, err := namedAccount(w, to)
			if err != nil {
				return err
			}
			names, err := scenarioNames(w, args)
			if err != nil {
				return err
			}
			now, err := s.change(p, w, func(top *yaml.Node) error {
				for _, n := range names {
					scenario.Assign(top, n, a.Name)
				}
				return nil
			})
			if err != nil {
				return err
			}
			for _, n := range names {
				moved := ""
				if old := w.Scenarios.Assignments[n]; old != "" && old != a.Name {
					moved = ", before it was " + old
				}
				fmt.Fprintf(p.out, "%s is served by %s%s\n", n, a.Name, moved)
			}
			return note(c.Context(), now, user.Name, "assign scenarios", strings.Join(names, ", ")+" to "+a.Name)
		},
	}
	c.Flags().StringVar(&to, "account", "", "account that serves them")
	return c
}

func scenariosUnassign(p *program, s *setUp) *cobra.Command {
	return &cobra.Command{
		Use: "unassign SCENARIO…", Short: "Let the default account serve scenarios", Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			w, user, err := s.admin()
			if err != nil {
				return err
			}
			names, err := scenarioNames(w, args)
			if err != nil {
				return err
			}
			now, err := s.change(p, w, func(top *yaml.Node) error {
				for _, n := range names {
					scenario.Assign(top, n, "")
				}
				return nil
			})
			if err != nil {
				return err
			}
			for _, n := range names {
				fmt.Fprintf(p.out, "%s is served by the default account\n", n)
			}
			return withBox(c.Context(), now, func(box *outbox.Outbox) error {
				return box.Note(c.Context(), user.Name, "unassign scenarios", 0, strings.Join(names, ", "))
			})
		},
	}
}
