package main

import (
	"encoding/json"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"reportmail/send/rights"
)

// logCommand shows who did what: who looked at messages, steered them, changed the set-up.
func (f *boxFlags) logCommand(p *program) *cobra.Command {
	limit := 100
	c := &cobra.Command{
		Use: "log [NUMBER]", Short: "Show who looked at messages, steered them and changed the set-up", Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			var id int64
			if len(args) == 1 {
				var err error
				if id, err = number(args[0]); err != nil {
					return err
				}
			}
			return f.with(c.Context(), rights.User.MaySetUp, func(d *desk) error {
				list, err := d.Audit(c.Context(), id, limit)
				if err != nil {
					return err
				}
				if f.json {
					enc := json.NewEncoder(p.out)
					for _, e := range list {
						if err := enc.Encode(e); err != nil {
							return err
						}
					}
					return nil
				}
				t := newTable(p.out, "Time", "Who", "What", "Message", "Detail")
				for _, e := range list {
					var message any = ""
					if e.Message != 0 {
						message = e.Message
					}
					t.AppendRow(table.Row{local(e.At), e.Who, e.Action, message, clip(e.Detail, 80)})
				}
				t.Render()
				return nil
			})
		},
	}
	c.Flags().IntVar(&limit, "limit", limit, "at most this many lines, newest first")
	return c
}
