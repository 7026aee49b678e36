package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v4"

	"reportmail/cmd/internal/sending"
	"reportmail/cmd/internal/workspace"
	"reportmail/internal/yamledit"
	"reportmail/send/outbox"
	"reportmail/send/outbox/database"
)

func storeCommand(p *program) *cobra.Command {
	s := &setUp{}
	c := &cobra.Command{
		Use:   "store",
		Short: "Where the outbox is kept: check it, move it, rescue it",
		Long: `The outbox is a SQLite file in state/ until several machines work on it; then it moves to PostgreSQL. The content of
messages is beside it in state/spool; several machines share that folder, or keep the messages in an S3 bucket. Stop the
servers before a copy or a rescue.`,
		Example: `  reportmail store check
  reportmail store copy --to postgres://reportmail@db.noordzee.example/reportmail
  reportmail store rescue`,
	}
	s.add(p, c)
	c.AddCommand(storeCheck(p, s), storeCopy(p, s), storeRescue(p, s))
	return c
}

// storeResult is what a verb of the store found or did, in JSON.
type storeResult struct {
	Store   string         `json:"store,omitempty"` // where it is now; empty is the file in state/
	Spool   string         `json:"spool,omitempty"` // where the messages are; empty is state/spool
	Rows    map[string]int `json:"rows,omitempty"`  // by table
	Missing int            `json:"missing,omitempty"`
	Content int            `json:"content,omitempty"` // messages that are in another spool now
	Kept    string         `json:"kept,omitempty"`    // where the damaged file is
	Damage  []string       `json:"damage"`
}

func (r storeResult) print(p *program, asJSON bool) error {
	if asJSON {
		return failed(json.NewEncoder(p.out).Encode(r))
	}
	for _, table := range slices.Sorted(maps.Keys(r.Rows)) {
		fmt.Fprintf(p.out, "%9d  %s\n", r.Rows[table], table)
	}
	if r.Content > 0 {
		fmt.Fprintf(p.out, "%9d  content in the new spool\n", r.Content)
	}
	for _, d := range r.Damage {
		fmt.Fprintln(p.out, d)
	}
	return nil
}

func texts(errs []error) []string {
	list := []string{}
	for _, err := range errs {
		list = append(list, err.Error())
	}
	return list
}

func storeCheck(p *program, s *setUp) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "check", Short: "Look for damage in the store, and in the content of messages that are not sent yet", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			w, _, err := s.viewer()
			if err != nil {
				return err
			}
			var found []error
			box, err := sending.Open(c.Context(), w)
			switch {
			case errors.Is(err, database.ErrCorrupt):
				found = []error{err}
			case err != nil:
				return failed(err)
			default:
				defer box.Close()
				if found, err = box.Check(c.Context()); err != nil && len(found) == 0 {
					return failed(err)
				}
			}
			if err := (storeResult{Store: w.Config.Store.URL, Spool: w.Config.Store.Spool, Damage: texts(found)}).print(p, asJSON); err != nil {
				return err
			}
			switch {
			case slices.ContainsFunc(found, func(err error) bool { return errors.Is(err, database.ErrCorrupt) }):
				return failed(errors.New("the store is damaged; stop the servers and run reportmail store rescue"))
			case len(found) > 0:
				return failed(fmt.Errorf("the content of %s is gone; cancel them and submit them again", plural(len(found), "message")))
			case !asJSON:
				fmt.Fprintln(p.out, "the store is sound")
			}
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	return c
}

func storeCopy(p *program, s *setUp) *cobra.Command {
	var asJSON bool
	var to, spool string
	c := &cobra.Command{
		Use: "copy [--to ADDRESS] [--spool ADDRESS]", Short: "Move the outbox into an empty store or its messages into a bucket, and the workspace with it", Args: cobra.NoArgs,
		Long: `With --to, copies every message with its attempts, and the limits used up, into the empty store at an address, postgres://…
or sqlite:FILE, and sets store.url in reportmail.yaml. The old store opens no more, so that nothing is sent from both.
With --spool, copies the content of the messages into an S3 bucket and sets store.spool; --spool state brings it back into
state/spool. What the old spool has stays there.

A password of a database and a key of a bucket are never part of an address: PGPASSWORD or a file named by PGPASSFILE, and
AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY, a file of credentials with AWS_PROFILE, or the role of the machine. A bucket
that is not Amazon's has an endpoint: s3://BUCKET/PREFIX?endpoint=https://HOST:PORT&region=REGION.`,
		Example: `  reportmail store copy --to postgres://reportmail@db.noordzee.example/reportmail --spool s3://noordzee-mail/outbox
  reportmail store copy --spool s3://mail?endpoint=https://minio.noordzee.example:9000`,
		RunE: func(c *cobra.Command, _ []string) error {
			if to == "" && spool == "" {
				return misuse("say where to: --to postgres://USER@HOST/DATABASE or --to sqlite:FILE, --spool s3://BUCKET/PREFIX")
			}
			w, user, err := s.admin()
			if err != nil {
				return err
			}
			next := w.Config.Store
			if to != "" {
				next.URL = to
			}
			switch spool {
			case "":
			case workspace.StateDir:
				next.Spool = ""
			default:
				next.Spool = spool
			}
			moved, err := sending.MoveStore(c.Context(), w, next)
			if err != nil {
				return failed(err)
			}
			now, err := s.change(p, w, func(top *yaml.Node) error {
				at := yamledit.Child(top, "store")
				yamledit.Put(at, "url", yamledit.Text(next.URL))
				if next.Spool != w.Config.Store.Spool {
					yamledit.Put(at, "spool", yamledit.Text(next.Spool))
				}
				return nil
			})
			if err != nil {
				return failed(fmt.Errorf("the outbox has moved, and reportmail.yaml could not be changed; set store.url: %q and store.spool: %q there: %w", next.URL, next.Spool, err))
			}
			if err := (storeResult{Store: next.URL, Spool: next.Spool, Rows: moved.Rows, Content: moved.Content, Damage: texts(moved.Damage)}).print(p, asJSON); err != nil {
				return err
			}
			if !asJSON {
				fmt.Fprintln(p.out, "the outbox has moved, and reportmail.yaml says so")
			}
			return note(c.Context(), now, user.Name, "store", strings.TrimSpace(next.URL+" "+next.Spool))
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	c.Flags().StringVar(&to, "to", "", "address of the new store: postgres://… or sqlite:FILE")
	c.Flags().StringVar(&spool, "spool", "", "address of the new spool: s3://BUCKET/PREFIX, or state for the folder state/spool")
	return c
}

func storeRescue(p *program, s *setUp) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "rescue", Short: "Put a new store with what can be read of the damaged one in its place", Args: cobra.NoArgs,
		Long: `Reads every table from both ends up to the damage. What was being sent becomes unknown, or goes back to the queue
when it cannot have left. The damaged file is kept. A message whose row is lost can be submitted again, and is sent then.`,
		RunE: func(c *cobra.Command, _ []string) error {
			w, user, err := s.admin()
			if err != nil {
				return err
			}
			r, kept, err := sending.RescueStore(c.Context(), w)
			if err != nil {
				return failed(err)
			}
			if err := (storeResult{Rows: r.Rows, Missing: r.Missing, Kept: kept, Damage: texts(r.Damage)}).print(p, asJSON); err != nil {
				return err
			}
			if !asJSON {
				fmt.Fprintf(p.out, "%s with a number that is not there any more; the damaged file is %s\n", plural(r.Missing, "message"), kept)
			}
			return withBox(c.Context(), w, func(box *outbox.Outbox) error {
				return box.Note(c.Context(), user.Name, "store rescued", 0, strings.Join(texts(r.Damage), "; "))
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	return c
}
