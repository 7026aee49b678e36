package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"reportmail/cmd/internal/files"
	"reportmail/cmd/internal/workspace"
	"reportmail/selection"
)

func selectionsCommand(p *program) *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:   "selections",
		Short: "The report-selection table: which layouts a document is sent with",
		Example: `  reportmail selections list
  reportmail selections set S.Invoice --body invoice-mail --attachment invoice
  reportmail selections set S.Invoice --customer 20000 --send-to ap@trey.example
  reportmail selections check`,
	}
	c.PersistentFlags().StringVarP(&dir, "workspace", "w", "", "folder of the workspace (default: the nearest one upwards)")
	c.AddCommand(selectionsList(p, &dir), selectionsSet(p, &dir), selectionsCheck(p, &dir))
	return c
}

// selectionLine is a row of the table in JSON.
type selectionLine struct {
	Party       string   `json:"party,omitempty"`
	No          string   `json:"no,omitempty"`
	Usage       string   `json:"usage"`
	Report      int      `json:"report,omitempty"`
	Body        string   `json:"body,omitempty"`
	Texts       []string `json:"texts,omitempty"`
	Attachments []string `json:"attachments,omitempty"`
	Split       bool     `json:"split,omitempty"`
	SendTo      []string `json:"send_to,omitempty"`
	Cc          []string `json:"cc,omitempty"`
	Bcc         []string `json:"bcc,omitempty"`
	ReplyTo     []string `json:"reply_to,omitempty"`
	Subject     string   `json:"subject,omitempty"`
}

// lines lists a table: the generic rows, then those of customers and vendors.
func lines(t *selection.Table) []selectionLine {
	var out []selectionLine
	add := func(party, no string, rows map[string]selection.Selection) {
		for _, usage := range slices.Sorted(maps.Keys(rows)) {
			s := rows[usage]
			l := selectionLine{Party: party, No: no, Usage: usage, Report: s.Report, Split: s.Split, SendTo: s.SendTo, Cc: s.Cc, Bcc: s.Bcc, ReplyTo: s.ReplyTo, Subject: s.Subject.For("en")}
			if s.Body != nil {
				l.Body, l.Texts = s.Body.Layout, append(slices.Clone(s.Body.TextBefore), s.Body.TextAfter...)
			}
			for _, a := range s.Attachments {
				l.Attachments = append(l.Attachments, a.Layout)
			}
			out = append(out, l)
		}
	}
	add("", "", t.Selections)
	for _, no := range slices.Sorted(maps.Keys(t.Customers)) {
		add("customer", no, t.Customers[no])
	}
	for _, no := range slices.Sorted(maps.Keys(t.Vendors)) {
		add("vendor", no, t.Vendors[no])
	}
	return out
}

func selectionsList(p *program, dir *string) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{Use: "list", Short: "List the table", Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error {
		w, err := openWorkspace(*dir)
		if err != nil {
			return err
		}
		all := lines(w.Table)
		if asJSON {
			enc := json.NewEncoder(p.out)
			for _, l := range all {
				if err := enc.Encode(l); err != nil {
					return failed(err)
				}
			}
			return nil
		}
		t := newTable(p.out, "Usage", "For", "Report", "Body", "Texts", "Attachments", "Send to")
		for _, l := range all {
			report := ""
			if l.Report != 0 {
				report = fmt.Sprint(l.Report)
			}
			t.AppendRow(table.Row{l.Usage, strings.TrimSpace(l.Party + " " + l.No), report, l.Body, strings.Join(l.Texts, ", "), strings.Join(l.Attachments, ", "), strings.Join(l.SendTo, "; ")})
		}
		t.Render()
		return nil
	}}
	c.Flags().BoolVar(&asJSON, "json", false, "one line of JSON a row")
	return c
}

func selectionsCheck(p *program, dir *string) *cobra.Command {
	return &cobra.Command{Use: "check", Short: "Find what is wrong with the table", Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error {
		w, err := openWorkspace(*dir)
		if err != nil {
			return err
		}
		table, err := os.ReadFile(w.Path(workspace.SelectionsFile))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return failed(err)
		}
		odd, err := workspace.CheckSelections(w.Dir, table)
		for _, o := range odd {
			fmt.Fprintf(p.err, "warning: %v\n", o)
		}
		if err != nil || len(odd) > 0 {
			return failed(err)
		}
		_, err = fmt.Fprintf(p.out, "%s, nothing wrong\n", plural(len(lines(w.Table)), "selection"))
		return failed(err)
	}}
}

func selectionsSet(p *program, dir *string) *cobra.Command {
	var customer, vendor, body, subject string
	var attachments, sendTo, cc, bcc, replyTo []string
	var report int
	var remove bool
	c := &cobra.Command{
		Use: "set USAGE", Short: "Change a row of the table; comments of the file stay", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if customer != "" && vendor != "" {
				return misuse("--customer and --vendor do not go together")
			}
			ch := selection.Change{Usage: args[0], Remove: remove}
			switch {
			case customer != "":
				ch.Party, ch.No = selection.Customer, customer
			case vendor != "":
				ch.Party, ch.No = selection.Vendor, vendor
			}
			given := c.Flags().Changed
			if given("body") {
				ch.Body = &body
			}
			if given("attachment") {
				ch.Attachments = &attachments
			}
			if given("subject") {
				ch.Subject = &subject
			}
			for _, list := range []struct {
				flag  string
				given *[]string
				to    **[]string
			}{{"send-to", &sendTo, &ch.SendTo}, {"cc", &cc, &ch.Cc}, {"bcc", &bcc, &ch.Bcc}, {"reply-to", &replyTo, &ch.ReplyTo}} {
				if given(list.flag) {
					*list.to = list.given
				}
			}
			if given("report") {
				ch.Report = &report
			}
			return failed(setSelection(p, *dir, ch))
		},
	}
	fl := c.Flags()
	fl.StringVar(&customer, "customer", "", "the row of this customer")
	fl.StringVar(&vendor, "vendor", "", "the row of this vendor")
	fl.StringVar(&body, "body", "", "layout of the body; empty for none")
	fl.StringArrayVar(&attachments, "attachment", nil, "layout of an attachment; may be repeated")
	fl.StringVar(&subject, "subject", "", "template of the subject")
	fl.StringArrayVar(&sendTo, "send-to", nil, "recipient, over what the document says: an address, or where one stands ({{addresses.card}}, {{Header/Column}}); may be repeated")
	fl.StringArrayVar(&cc, "cc", nil, "copy; may be repeated")
	fl.StringArrayVar(&bcc, "bcc", nil, "copy that the others do not see; may be repeated")
	fl.StringArrayVar(&replyTo, "reply-to", nil, "where answers go, over the account's; may be repeated")
	fl.IntVar(&report, "report", 0, "number of the report")
	fl.BoolVar(&remove, "remove", false, "take the row away")
	return c
}

// setSelection writes a changed table, unless the change makes it wrong.
func setSelection(p *program, dir string, ch selection.Change) error {
	if dir == "" {
		found, err := workspace.Find(".")
		if err != nil {
			return err
		}
		dir = found
	}
	path := filepath.Join(dir, workspace.SelectionsFile)
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	changed, err := selection.Set(workspace.SelectionsFile, data, ch)
	if errors.Is(err, selection.ErrNoRow) {
		return &exitError{exitNothing, err}
	}
	if err != nil {
		return err
	}
	if _, err := workspace.CheckSelections(dir, changed); err != nil {
		return fmt.Errorf("nothing changed: %w", err)
	}
	if err := files.Write(path, changed, p.out); err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.out, "%s changed\n", path)
	return err
}
