package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"reportmail/cmd/internal/sending"
	"reportmail/cmd/internal/workspace"
	"reportmail/send/account"
	"reportmail/send/rights"
)

func accountsVerify(p *program, s *setUp) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "verify [NAME…]", Short: "Connect and sign in without sending anything", Args: cobra.ArbitraryArgs,
		Long: `Connects, signs in and says what answered, how large messages may be, and what should be changed. For Microsoft 365 it
gets an access token and asks who it belongs to. Without names all accounts are verified.`,
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one line of JSON an account")
	c.RunE = func(c *cobra.Command, args []string) error {
		w, user, err := s.admin()
		if err != nil {
			return err
		}
		list := w.Accounts
		if len(args) > 0 {
			list = nil
			for _, arg := range args {
				a, err := namedAccount(w, arg)
				if err != nil {
					return err
				}
				list = append(list, a)
			}
		}
		return verifyAccounts(c.Context(), p, w, user, list, asJSON)
	}
	return c
}

// verification is what an account answered, in JSON.
type verification struct {
	Account  string   `json:"account"`
	OK       bool     `json:"ok"`
	Answer   string   `json:"answer"`
	MaxSize  int64    `json:"max_size,omitempty"`
	Warnings []string `json:"warnings,omitempty"`
}

func verifyAccounts(ctx context.Context, p *program, w *workspace.Workspace, user rights.User, list []account.Account, asJSON bool) error {
	made := sending.NewConnectors(w)
	bad, code := 0, exitDone
	for _, a := range list {
		v := verification{Account: a.Name}
		err := user.MayUse(a.Connector)
		if err == nil {
			err = v.ask(ctx, made, a)
		}
		if v.OK = err == nil; !v.OK {
			v.Answer = err.Error()
			bad, code = bad+1, codeOf(err)
		}
		if err := v.print(p, asJSON); err != nil {
			return failed(err)
		}
	}
	switch {
	case bad > 0 && bad == len(list):
		return &exitError{code: code}
	case bad > 0:
		return &exitError{code: exitSome}
	}
	return nil
}

// ask connects with an account.
func (v *verification) ask(ctx context.Context, made sending.Connectors, a account.Account) error {
	c, err := made.Make(ctx, a)
	if err != nil {
		return err
	}
	defer c.Close()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	st, err := c.Check(ctx)
	if err != nil {
		return err
	}
	v.Answer, v.MaxSize, v.Warnings = st.Text, st.MaxSize, st.Warnings
	if limit := a.Limits.MaxMessage(); st.MaxSize > 0 && (limit == 0 || limit > st.MaxSize) {
		v.Warnings = append(v.Warnings, fmt.Sprintf("the server takes messages up to %d MB: reportmail accounts limits %q --message-mb %d refuses larger ones before they are queued", st.MaxSize>>20, a.Name, st.MaxSize>>20))
	}
	return nil
}

func (v *verification) print(p *program, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(p.out).Encode(v)
	}
	answer := "ok: " + v.Answer
	if !v.OK {
		answer = "failed: " + v.Answer
	}
	if _, err := fmt.Fprintf(p.out, "%-20s %s\n", v.Account, answer); err != nil {
		return err
	}
	for _, warning := range v.Warnings {
		fmt.Fprintf(p.out, "%-20s %s\n", "", warning)
	}
	return nil
}
