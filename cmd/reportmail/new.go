package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"reportmail/cmd/internal/workspace"
)

func newCommand(p *program) *cobra.Command {
	var company, domain, language string
	c := &cobra.Command{
		Use:   "new DIR",
		Short: "Make a workspace: set-up files, report selections and folders",
		Long: `Makes a workspace in DIR. Its only account writes .eml files to DIR/outgoing, so nothing leaves the machine
before an account of another kind is added. Files that are there already are left alone.`,
		Example: `  reportmail new accounts-receivable --company "Noordzee BV" --domain noordzee.example`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			made, err := workspace.Create(args[0], workspace.Company{Name: company, Domain: domain, Language: language})
			if err != nil {
				return failed(err)
			}
			for _, name := range made {
				fmt.Fprintln(p.out, "made", name)
			}
			if len(made) == 0 {
				return &exitError{exitNothing, fmt.Errorf("%s is a workspace already", args[0])}
			}
			return nil
		},
	}
	c.Flags().StringVar(&company, "company", "My Company", "name of the company, as subjects say it")
	c.Flags().StringVar(&domain, "domain", "company.invalid", "domain of the company's mail, for Message-IDs and the first account")
	c.Flags().StringVar(&language, "language", "en", "language of documents that name none")
	return c
}
