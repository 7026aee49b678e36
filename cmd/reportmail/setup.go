package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"reportmail/cmd/internal/sending"
	"reportmail/cmd/internal/workspace"
	"reportmail/send/account"
	"reportmail/send/rights"
)

func setupCommand(p *program) *cobra.Command {
	s := &setUp{}
	c := &cobra.Command{
		Use:   "setup",
		Short: "Set up an account step by step",
		Long: `Asks for a connector, its settings, whether the account is the default one, and its rate limit; writes it into
reportmail.yaml; and sends a test message. Answers may also come from a file or a pipe, one a line. Secrets go into the
encrypted store and are not shown while they are typed.`,
		Example: "  reportmail setup",
		Args:    cobra.NoArgs,
	}
	s.add(p, c)
	c.RunE = func(c *cobra.Command, _ []string) error {
		w, user, err := s.admin()
		if err != nil {
			return err
		}
		g := &guide{p: p, s: s, w: w, user: user, ask: p.asker(), answers: map[string]string{}}
		return failed(g.run(c.Context()))
	}
	return c
}

// guide leads through the set-up of one account.
type guide struct {
	p       *program
	s       *setUp
	w       *workspace.Workspace
	user    rights.User
	ask     *asker
	answers map[string]string // by the path of the setting
	secret  string            // what was asked for without showing it
}

func (g *guide) run(ctx context.Context) error {
	fmt.Fprintf(g.p.err, "This sets up an account of the workspace %s. Ctrl+C leaves; nothing is written before the last answer.\n\nHow does it send?\n", g.w.Dir)
	kind, err := g.connector()
	if err != nil {
		return err
	}
	if err := g.questions(kind); err != nil {
		return err
	}
	asDefault, err := g.defaultQuestion()
	if err != nil {
		return err
	}
	if err := g.rateQuestion(kind); err != nil {
		return err
	}
	if err := g.write(ctx, kind, asDefault); err != nil {
		return err
	}
	return g.test(ctx)
}

// connectors are what the first question offers.
var connectors = map[account.Kind]string{
	account.Folder:       "writes .eml files to a folder; nothing leaves the machine",
	account.SMTP:         "a mail server, Microsoft 365's too",
	account.Microsoft365: "a shared mailbox of Microsoft 365",
	account.CurrentUser:  "the mailbox of whoever sends, in Microsoft 365",
}

func (g *guide) connector() (account.Kind, error) {
	var kinds []account.Kind
	var options []option
	for _, k := range account.Kinds() {
		if g.user.MayUse(k) != nil || k == account.CurrentUser && g.has(k) {
			continue
		}
		kinds = append(kinds, k)
		options = append(options, option{string(k), connectors[k]})
	}
	i, err := g.ask.choose("Connector", options, -1)
	if err != nil {
		return "", err
	}
	return kinds[i], nil
}

func (g *guide) has(k account.Kind) bool {
	for _, a := range g.w.Accounts {
		if a.Connector == k {
			return true
		}
	}
	return false
}

// questions asks what the connector needs.
func (g *guide) questions(kind account.Kind) error {
	for _, q := range questions[kind] {
		if q.when != nil && !q.when(g.answers) {
			continue
		}
		answer, err := g.question(q)
		if err != nil {
			return err
		}
		if answer != "" {
			g.answers[q.path] = answer
		}
	}
	return nil
}

func (g *guide) question(q question) (string, error) {
	if q.secret {
		var err error
		g.secret, err = g.ask.secret(q.text)
		if err != nil || g.secret == "" {
			return "", err
		}
		return "store:" + secretName(g.answers["name"]), nil
	}
	otherwise := ""
	if q.otherwise != nil {
		otherwise = q.otherwise(g.answers)
	}
	if len(q.options) > 0 {
		fmt.Fprintln(g.p.err, q.text)
		first := 0
		for i, o := range q.options {
			if o.name == otherwise {
				first = i
			}
		}
		i, err := g.ask.choose("Answer", q.options, first)
		if err != nil {
			return "", err
		}
		return q.options[i].name, nil
	}
	return g.ask.text(q.text, otherwise, func(s string) error {
		if q.path == "name" {
			if _, taken := account.Find(g.w.Accounts, s); taken {
				return fmt.Errorf("there is an account %q already", s)
			}
		}
		if q.check != nil {
			return q.check(s)
		}
		return nil
	})
}

// defaultQuestion proposes the account as the default when there is none.
func (g *guide) defaultQuestion() (bool, error) {
	d, have := account.Default(g.w.Accounts)
	if !have {
		fmt.Fprintln(g.p.err, "It becomes the default account: it serves every scenario without one of its own.")
		return true, nil
	}
	return g.ask.yes(fmt.Sprintf("Make it the default account, in the place of %s?", d.Name), false)
}

func (g *guide) rateQuestion(kind account.Kind) error {
	answer, err := g.ask.text("Most messages a minute (0 is no limit)", strconv.Itoa(account.DefaultPerMinute(kind)), func(s string) error {
		if n, err := strconv.Atoi(s); err != nil || n < 0 {
			return fmt.Errorf("answer with a number of 0 or more")
		}
		return nil
	})
	g.answers["limits.per_minute"] = answer
	return err
}

// write puts the account into reportmail.yaml.
func (g *guide) write(ctx context.Context, kind account.Kind, asDefault bool) error {
	settings := []account.Setting{{Path: "connector", Value: string(kind)}}
	for _, q := range append(questions[kind], question{path: "limits.per_minute"}) {
		if v := g.answers[q.path]; v != "" && q.path != "name" {
			settings = append(settings, account.Setting{Path: q.path, Value: v})
		}
	}
	if g.secret != "" {
		if err := sending.Secrets(g.w).Store.Set(secretName(g.answers["name"]), g.secret); err != nil {
			return err
		}
	}
	now, err := addAccount(ctx, g.p, g.s, g.w, g.user.Name, g.answers["name"], settings, asDefault)
	if err != nil {
		return err
	}
	g.w = now
	return sayAccount(g.p, now, g.answers["name"], "added", "")
}

// test offers to send a test message.
func (g *guide) test(ctx context.Context) error {
	a, err := namedAccount(g.w, g.answers["name"])
	if err != nil {
		return err
	}
	otherwise := a.Address
	if otherwise == "" {
		otherwise = g.user.Address
	}
	to, err := g.ask.text("Send a test message to (- for none)", otherwise, addresses)
	if err != nil || to == "-" {
		return nil // the account stands; a test is for later
	}
	return tryAccount(ctx, g.p, g.w, g.user, a, to)
}
