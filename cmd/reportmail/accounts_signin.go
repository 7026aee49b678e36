package main

import (
	"fmt"
	"os/exec"
	"runtime"

	"github.com/spf13/cobra"

	"reportmail/cmd/internal/sending"
	"reportmail/send/account"
	"reportmail/send/connector/microsoft365/signin"
	"reportmail/send/rights"
)

func accountsSignIn(p *program, s *setUp) *cobra.Command {
	var device bool
	c := &cobra.Command{
		Use: "sign-in NAME", Short: "Sign in to Microsoft for an account, once", Args: cobra.ExactArgs(1),
		Long: `Opens the browser of this machine, or with --device shows a code to type in on any other. The sign-in is renewed by
itself from then on and kept in the encrypted store. Signing in again with another user replaces it. For an account of
the connector currentuser each user of the workspace signs in for himself.`,
		Example: `  reportmail accounts sign-in shared
  reportmail accounts sign-in "Current User" --device --as anna`,
	}
	c.Flags().BoolVar(&device, "device", false, "with a code on another machine (the account's sign_in: device_code does the same)")
	c.RunE = func(c *cobra.Command, args []string) error {
		w, err := openWorkspace(s.workspace)
		if err != nil {
			return err
		}
		a, err := namedAccount(w, args[0])
		if err != nil {
			return err
		}
		may := rights.User.MaySetUp
		if a.Connector == account.CurrentUser {
			may = rights.User.MaySend
		}
		user, err := acting(w, s.as, may)
		if err == nil {
			err = failed(user.MayUse(a.Connector))
		}
		if err != nil {
			return err
		}
		open := p.browse
		if device || a.Graph != nil && a.Graph.SignIn == account.DeviceCode {
			open = nil
		}
		who, err := sending.NewConnectors(w).SignIn(c.Context(), a, user, open, func(q signin.Prompt) {
			fmt.Fprintf(p.err, "Go to %s and type in the code %s before %s.\n", q.Address, q.Code, q.Until.Local().Format("15:04"))
		})
		if err != nil {
			return failed(err)
		}
		fmt.Fprintf(p.out, "account %s is signed in as %s\n", a.Name, who)
		return note(c.Context(), w, user.Name, "sign in", a.Name+" as "+who)
	}
	return c
}

func accountsSignOut(p *program, s *setUp) *cobra.Command {
	return &cobra.Command{
		Use: "sign-out NAME", Short: "Forget the sign-in of an account", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			w, err := openWorkspace(s.workspace)
			if err != nil {
				return err
			}
			a, err := namedAccount(w, args[0])
			if err != nil {
				return err
			}
			may := rights.User.MaySetUp
			if a.Connector == account.CurrentUser {
				may = rights.User.MaySend
			}
			user, err := acting(w, s.as, may)
			if err != nil {
				return err
			}
			if err := sending.NewConnectors(w).SignOut(a, user); err != nil {
				return failed(err)
			}
			fmt.Fprintf(p.out, "account %s is signed out\n", a.Name)
			return note(c.Context(), w, user.Name, "sign out", a.Name)
		},
	}
}

// browse shows an address in the browser of this machine; where there is none the address is there to copy.
func (p *program) browse(address string) error {
	fmt.Fprintf(p.err, "Sign in in the browser. If none opens, go to\n%s\n", address)
	if p.open != nil {
		_ = p.open(address) // the address was printed
	}
	return nil
}

// openBrowser asks the desktop to show an address.
func openBrowser(address string) error {
	switch runtime.GOOS {
	case "windows":
		return exec.Command("rundll32", "url.dll,FileProtocolHandler", address).Start()
	case "darwin":
		return exec.Command("open", address).Start()
	}
	return exec.Command("xdg-open", address).Start()
}
