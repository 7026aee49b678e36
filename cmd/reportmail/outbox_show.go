package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"reportmail/send/outbox"
	"reportmail/send/rights"
)

// messageLine is a message in JSON.
type messageLine struct {
	ID         int64      `json:"id"`
	Status     string     `json:"status"`
	Phase      string     `json:"phase"`
	Document   string     `json:"document,omitempty"`
	Usage      string     `json:"usage,omitempty"`
	Scenario   string     `json:"scenario,omitempty"`
	Account    string     `json:"account"`
	Recipients string     `json:"recipients"`
	Subject    string     `json:"subject"`
	MessageID  string     `json:"message_id"`
	Owner      string     `json:"owner,omitempty"`
	Size       int64      `json:"size"`
	Attempts   int        `json:"attempts"`
	ResendOf   int64      `json:"resend_of,omitempty"`
	Queued     *time.Time `json:"queued,omitempty"`
	NotBefore  *time.Time `json:"not_before,omitempty"`
	Handover   *time.Time `json:"handover,omitempty"`
	Finished   *time.Time `json:"finished,omitempty"`
	Reference  string     `json:"provider_reference,omitempty"`
	ErrorClass string     `json:"error_class,omitempty"`
	ErrorCode  int        `json:"error_code,omitempty"`
	Error      string     `json:"error,omitempty"`
}

func lineOf(m outbox.Message) messageLine {
	at := func(t time.Time) *time.Time {
		if t.IsZero() {
			return nil
		}
		u := t.UTC()
		return &u
	}
	return messageLine{
		ID: m.ID, Status: string(m.Status), Phase: string(m.Phase), Document: m.Document, Usage: m.Usage, Scenario: m.Scenario, Account: m.Account,
		Recipients: m.Recipients, Subject: m.Subject, MessageID: m.MessageID, Owner: m.Owner, Size: m.Size, Attempts: m.Tries, ResendOf: m.ResendOf,
		Queued: at(m.Queued), NotBefore: at(m.NotBefore), Handover: at(m.Handover), Finished: at(m.Finished),
		Reference: m.ProviderRef, ErrorClass: m.ErrorClass, ErrorCode: m.ErrorCode, Error: m.ErrorText,
	}
}

func printMessages(w io.Writer, list []outbox.Message, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(w)
		for _, m := range list {
			if err := enc.Encode(lineOf(m)); err != nil {
				return err
			}
		}
		return nil
	}
	if len(list) == 0 {
		_, err := fmt.Fprintln(w, "no messages")
		return err
	}
	t := newTable(w, "No.", "Document", "Recipient", "Scenario", "Account", "Status", "Time", "Tries")
	for _, m := range list {
		status := string(m.Status)
		switch {
		case m.Phase == outbox.Partial:
			status = "sent in part"
		case m.ErrorText != "" && m.Status != outbox.Sent:
			status += ": " + clip(m.ErrorText, 60)
		}
		when := m.Finished
		if when.IsZero() {
			when = m.Queued
		}
		t.AppendRow(table.Row{m.ID, clip(m.Document, 42), clip(m.Recipients, 42), m.Scenario, m.Account, status, local(when), m.Tries})
	}
	t.Render()
	return nil
}

func local(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format("2006-01-02 15:04:05")
}

func (f *boxFlags) showCommand(p *program) *cobra.Command {
	var eml bool
	c := &cobra.Command{
		Use: "show NUMBER", Short: "Show one message with its recipients and related records, or the message itself", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			id, err := number(args[0])
			if err != nil {
				return err
			}
			return f.with(c.Context(), rights.User.MaySee, func(d *desk) error {
				if err := d.look(c.Context(), id, "show"); err != nil {
					return err
				}
				m, err := d.Get(c.Context(), id)
				if err != nil {
					return err
				}
				if eml {
					return d.writeContent(c.Context(), p.out, id)
				}
				return printDetail(p.out, m, f.json)
			})
		},
	}
	c.Flags().BoolVar(&eml, "eml", false, "write the message as it is or was sent")
	return c
}

// writeContent writes a message as it is or was sent.
func (d *desk) writeContent(ctx context.Context, out io.Writer, id int64) error {
	r, err := d.Content(ctx, id)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(out, r)
	return err
}

func printDetail(w io.Writer, d outbox.Detail, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(struct {
			messageLine
			Recipients []outbox.Recipient `json:"recipients"`
			Relations  []outbox.Relation  `json:"relations"`
		}{lineOf(d.Message), d.Recipients, d.Relations})
	}
	rows := [][2]string{
		{"Message", fmt.Sprintf("%d  <%s>", d.ID, d.MessageID)}, {"Subject", d.Subject}, {"Document", d.Usage + " " + d.Document},
		{"Scenario", d.Scenario}, {"Account", d.Account}, {"Status", fmt.Sprintf("%s (%s)", d.Status, d.Phase)},
		{"Queued", local(d.Queued)}, {"Due", local(d.NotBefore)}, {"Handed over", local(d.Handover)}, {"Finished", local(d.Finished)},
		{"Tries", fmt.Sprint(d.Tries)}, {"Size", fmt.Sprintf("%d bytes", d.Size)}, {"Reference", d.ProviderRef}, {"Error", d.ErrorText},
	}
	for _, r := range rows {
		if r[1] != "" {
			fmt.Fprintf(w, "%-12s %s\n", r[0], r[1])
		}
	}
	for _, r := range d.Recipients {
		fmt.Fprintf(w, "%-12s %s %s %s\n", r.Kind, r.Address, r.State, r.Reply)
	}
	for _, r := range d.Relations {
		fmt.Fprintf(w, "%-12s %s %s\n", "about", r.Entity, r.Record)
	}
	return nil
}

func (f *boxFlags) attemptsCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use: "attempts NUMBER", Short: "Show every try to send a message, with what the server said", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			id, err := number(args[0])
			if err != nil {
				return err
			}
			return f.with(c.Context(), rights.User.MaySee, func(d *desk) error {
				if err := d.look(c.Context(), id, "attempts"); err != nil {
					return err
				}
				list, err := d.Attempts(c.Context(), id)
				if err != nil {
					return err
				}
				return printAttempts(p.out, list, f.json)
			})
		},
	}
}

func printAttempts(w io.Writer, list []outbox.Attempt, asJSON bool) error {
	if asJSON {
		enc := json.NewEncoder(w)
		for _, a := range list {
			if err := enc.Encode(a); err != nil {
				return err
			}
		}
		return nil
	}
	t := newTable(w, "Try", "Account", "Started", "Handed over", "Ended", "Outcome", "Code", "Reply")
	for _, a := range list {
		code := ""
		if a.Code != 0 {
			code = fmt.Sprintf("%d %s", a.Code, a.Enhanced)
		}
		t.AppendRow(table.Row{a.N, a.Account, local(a.Started), local(a.Handover), local(a.Ended), a.Outcome, code, clip(a.Reply, 80)})
	}
	t.Render()
	return nil
}
