package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v4"

	"reportmail/cmd/internal/workspace"
	"reportmail/send/policy"
	"reportmail/send/rights"
)

func usersCommand(p *program) *cobra.Command {
	s := &setUp{}
	c := &cobra.Command{
		Use:   "users",
		Short: "Who may do what, and whose messages they see",
		Long: `A workspace without users is its owner's: everybody may do everything. With users, each works as one of them (--as, or
$USER): permission sets say what they may do, the licence whether Microsoft 365 may send for them, the view policy whose
messages they see.

  Email - Read    look at messages        own            only one's own
  Email - Edit    and send, steer them    all            everybody's
  Email - Admin   and change the set-up   all_related    those about records that one may all read
                                          any_related    those about a record that one may read

It keeps honest people from mistakes; whoever can write reportmail.yaml can change it.`,
		Example: `  reportmail users set anna --permissions "Email - Admin" --view-policy all
  reportmail users set bob --address bob@noordzee.example --reads customer,S.Invoice
  reportmail users set partner --licence delegated_admin
  reportmail users default-policy own`,
	}
	s.add(p, c)
	c.AddCommand(usersList(p, s), usersSet(p, s), usersDelete(p, s), usersDefault(p, s))
	return c
}

// userLine is a user in JSON.
type userLine struct {
	Name        string   `json:"name"`
	FullName    string   `json:"full_name,omitempty"`
	Address     string   `json:"address,omitempty"`
	Licence     string   `json:"licence"`
	Permissions []string `json:"permissions"`
	Policy      string   `json:"view_policy"`
	Inherited   bool     `json:"view_policy_is_default"`
	Reads       []string `json:"reads"`
}

func usersList(p *program, s *setUp) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{Use: "list", Short: "List the users", Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error {
		w, _, err := s.viewer()
		if err != nil {
			return err
		}
		if w.Users.Open() && !asJSON {
			_, err := fmt.Fprintln(p.out, "no users: everybody may do everything and sees all messages")
			return failed(err)
		}
		return failed(printUsers(p, w, asJSON))
	}}
	c.Flags().BoolVar(&asJSON, "json", false, "one line of JSON a user")
	return c
}

func printUsers(p *program, w *workspace.Workspace, asJSON bool) error {
	enc := json.NewEncoder(p.out)
	t := newTable(p.out, "Name", "Address", "Licence", "Permissions", "Sees", "Reads")
	for _, u := range w.Users.List {
		l := userLine{Name: u.Name, FullName: u.FullName, Address: u.Address, Licence: string(u.Licence), Policy: string(w.Users.View(u).Policy), Inherited: u.Policy == ""}
		for _, set := range u.Sets {
			l.Permissions = append(l.Permissions, string(set))
		}
		for _, r := range u.Reads {
			l.Reads = append(l.Reads, r.String())
		}
		if asJSON {
			if err := enc.Encode(l); err != nil {
				return err
			}
			continue
		}
		sees, reads := l.Policy, strings.Join(l.Reads, ", ")
		if l.Inherited {
			sees += " (default)"
		}
		if u.Reads == nil {
			reads = "everything"
		}
		t.AppendRow(table.Row{u.Name, u.Address, u.Licence.String(), strings.Join(l.Permissions, ", "), sees, reads})
	}
	if !asJSON {
		t.Render()
	}
	return nil
}

func usersSet(p *program, s *setUp) *cobra.Command {
	var fullName, address, licence, view string
	var permissions, reads []string
	c := &cobra.Command{
		Use: "set NAME", Short: "Add a user, or change one; what is not named stays as it is", Args: cobra.ExactArgs(1),
		Long: `The first user of a workspace becomes its administrator, whatever is said; somebody has to be.`,
	}
	fl := c.Flags()
	fl.StringVar(&fullName, "full-name", "", "name in From of accounts that send as the current user")
	fl.StringVar(&address, "address", "", "address of those")
	fl.StringVar(&licence, "licence", "", "full, delegated_admin, guest or external_accountant")
	fl.StringSliceVar(&permissions, "permissions", nil, `"Email - Read", "Email - Edit" or "Email - Admin"`)
	fl.StringVar(&view, "view-policy", "", "own, all, all_related or any_related; empty for the default")
	fl.StringSliceVar(&reads, "reads", nil, "records that the user may read: customer, S.Invoice/103001; empty for everything")
	c.RunE = func(c *cobra.Command, args []string) error {
		w, user, err := s.admin()
		if err != nil {
			return err
		}
		var ch rights.Change
		for _, f := range []struct {
			name string
			from *string
			to   **string
		}{{"full-name", &fullName, &ch.FullName}, {"address", &address, &ch.Address}, {"licence", &licence, &ch.Licence}, {"view-policy", &view, &ch.Policy}} {
			if fl.Changed(f.name) {
				*f.to = f.from
			}
		}
		if w.Users.Open() {
			permissions = []string{string(rights.Admin)}
		}
		if w.Users.Open() || fl.Changed("permissions") {
			ch.Permissions = &permissions
		}
		if fl.Changed("reads") {
			ch.Reads = &reads
		}
		now, err := s.change(p, w, func(top *yaml.Node) error { rights.Put(top, args[0], ch); return nil })
		if err != nil {
			return err
		}
		u, err := now.Users.Find(args[0])
		if err != nil {
			return failed(err)
		}
		fmt.Fprintf(p.out, "user %s: %s, sees %s\n", u.Name, describeUser(u), now.Users.View(u).Policy)
		return note(c.Context(), now, user.Name, "set user", u.Name+": "+describeUser(u))
	}
	return c
}

func describeUser(u rights.User) string {
	sets := make([]string, len(u.Sets))
	for i, s := range u.Sets {
		sets[i] = string(s)
	}
	if len(sets) == 0 {
		sets = []string{"no permissions"}
	}
	return "licence " + u.Licence.String() + ", " + strings.Join(sets, ", ")
}

func usersDelete(p *program, s *setUp) *cobra.Command {
	return &cobra.Command{Use: "delete NAME", Short: "Delete a user; messages keep their owner", Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		w, user, err := s.admin()
		if err != nil {
			return err
		}
		now, err := s.change(p, w, func(top *yaml.Node) error { return rights.Remove(top, args[0]) })
		if err != nil {
			return err
		}
		fmt.Fprintf(p.out, "user %s deleted\n", args[0])
		return note(c.Context(), now, user.Name, "delete user", args[0])
	}}
}

func usersDefault(p *program, s *setUp) *cobra.Command {
	return &cobra.Command{
		Use: "default-policy POLICY", Short: "Set the view policy of users that have none of their own: own, all, all_related or any_related", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			w, user, err := s.admin()
			if err != nil {
				return err
			}
			now, err := s.change(p, w, func(top *yaml.Node) error { rights.SetDefault(top, policy.Policy(args[0])); return nil })
			if err != nil {
				return err
			}
			fmt.Fprintf(p.out, "users without a policy of their own see %s\n", now.Users.Policy)
			return note(c.Context(), now, user.Name, "default view policy", args[0])
		},
	}
}
