package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"reportmail/cmd/internal/sending"
	"reportmail/cmd/internal/workspace"
	"reportmail/layouts"
	"reportmail/render/diag"
	"reportmail/send/outbox"
	"reportmail/send/outbox/database"
)

func doctorCommand(p *program) *cobra.Command {
	s := &setUp{}
	var asJSON bool
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Examine the whole workspace and say what to do",
		Long: `Looks at the files of the workspace, its selections, the layouts and texts that they name, fonts, accounts and their secrets,
safe mode, the store, and what waits in the outbox, and prints what it finds with its remedy. Nothing is
changed and nothing is connected to but the store: reportmail accounts verify signs in, layouts check looks closer at
one layout. Exit 1 when something will fail, 0 with warnings.`,
		Example: "  reportmail doctor",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			w, _, err := s.viewer()
			if err != nil {
				return unopened(p, err, asJSON) // every fault of the files at once
			}
			return examine(c.Context(), p, w, asJSON)
		},
	}
	s.add(p, c)
	c.Flags().BoolVar(&asJSON, "json", false, "one line of JSON an area")
	return c
}

// areas are what the doctor looks at, in the order of the way of a document.
var areas = []struct {
	name string
	look func(context.Context, *workspace.Workspace, *diag.List) error
}{
	{"selections", examineSelections},
	{"layouts", examineLayouts},
	{"texts", examineTexts},
	{"accounts", examineAccounts},
	{"safe mode", examineSafeMode},
	{"outbox", examineOutbox},
}

func examine(ctx context.Context, p *program, w *workspace.Workspace, asJSON bool) error {
	errs, warnings := 0, 0
	for _, a := range areas {
		var found diag.List
		if err := a.look(ctx, w, &found); err != nil {
			if ctx.Err() != nil {
				return failed(ctx.Err())
			}
			found.Add(trouble("broken", diag.Error, "", "%v", err))
		}
		list := found.Items()
		if err := printFindings(p.out, a.name, list, asJSON); err != nil {
			return failed(err)
		}
		bad := grave(list, diag.Error)
		errs, warnings = errs+bad, warnings+grave(list, diag.Warning)-bad
	}
	if !asJSON {
		fmt.Fprintf(p.out, "%s, %s\n", plural(errs, "error"), plural(warnings, "warning"))
	}
	if errs > 0 {
		return &exitError{code: exitFailed}
	}
	return nil
}

// unopened tells the faults of files that keep the workspace closed.
func unopened(p *program, err error, asJSON bool) error {
	done, ok := errors.AsType[*exitError](failed(err))
	if !asJSON || !ok {
		return err
	}
	var found diag.List
	for line := range strings.SplitSeq(err.Error(), "\n") {
		found.Add(trouble("files-wrong", diag.Error, "mend it and run doctor again; the other areas are examined then", "%s", line))
	}
	if err := printFindings(p.out, "files", found.Items(), true); err != nil {
		return failed(err)
	}
	return &exitError{code: done.code}
}

// trouble is a finding of the doctor.
func trouble(id string, s diag.Severity, remedy, format string, args ...any) diag.Finding {
	return diag.Finding{ID: id, Severity: s, Message: fmt.Sprintf(format, args...), Hint: remedy, Count: 1}
}

// named are the layouts and texts that the selections use, each once and in order.
func named(w *workspace.Workspace) (layouts, texts []string) {
	for _, l := range lines(w.Table) {
		layouts = append(append(layouts, l.Attachments...), l.Body)
		texts = append(texts, l.Texts...)
	}
	return distinct(layouts), distinct(texts)
}

func distinct(list []string) []string {
	slices.Sort(list)
	list = slices.Compact(list)
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}

// examineSelections looks closer at the table than opening the workspace does.
func examineSelections(_ context.Context, w *workspace.Workspace, found *diag.List) error {
	odd, err := w.ExamineSelections()
	if err != nil {
		for line := range strings.SplitSeq(err.Error(), "\n") {
			found.Add(trouble("selection-wrong", diag.Error, "", "%s", line))
		}
	}
	for _, o := range odd {
		found.Add(trouble("selection-odd", diag.Warning, "", "%v", o))
	}
	return nil
}

// examineLayouts compiles every layout that a selection names, with the fonts and the theme of the workspace.
func examineLayouts(ctx context.Context, w *workspace.Workspace, found *diag.List) error {
	names, _ := named(w)
	if len(names) == 0 {
		found.Add(trouble("no-selections", diag.Warning, "reportmail selections set USAGE --body LAYOUT --attachment LAYOUT", "no usage has a layout: nothing can be rendered"))
	}
	compiler, theme, err := w.Compiler(w.FontOptions())
	for _, f := range theme {
		found.Add(f)
	}
	if err != nil {
		return err
	}
	library := w.Library()
	if err := examineLibrary(library, names, found); err != nil {
		return err
	}
	for _, name := range names {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		docx, err := library.Open(name)
		if err != nil {
			found.Add(trouble("layout-unreadable", diag.Error, "reportmail layouts list", "%v", err))
			continue
		}
		l, err := compiler.Compile(name, docx)
		if err != nil {
			found.Add(trouble("layout-unreadable", diag.Error, "open it in Word, save it, and import it again", "%v", err))
			continue
		}
		list, err := l.Check(nil)
		if err != nil {
			return err
		}
		for _, f := range list {
			if f.Severity >= diag.Warning {
				f.Message = name + ": " + f.Message
				found.Add(f)
			}
		}
	}
	return nil
}

// examineLibrary names the layouts that cannot be read and that no selection uses yet.
func examineLibrary(library *layouts.Library, used []string, found *diag.List) error {
	all, err := library.List()
	if err != nil {
		return err
	}
	for _, e := range all {
		if e.Err != nil && !slices.Contains(used, e.ID) {
			found.Add(trouble("layout-unreadable", diag.Error, "open it in Word, save it, and import it again", "layout %s: %v", e.ID, e.Err))
		}
	}
	return nil
}

// examineTexts reads every text that a selection names.
func examineTexts(_ context.Context, w *workspace.Workspace, found *diag.List) error {
	theme, _, err := w.Theme()
	if err != nil {
		return nil // the layouts have said so
	}
	_, names := named(w)
	texts := workspace.NewTexts(w, theme)
	for _, name := range names {
		_, list, err := texts.Get(name, "en")
		if err != nil && !errors.Is(err, workspace.ErrNoText) { // the selections have said so
			found.Add(trouble("text-unreadable", diag.Error, "", "%v", err))
		}
		for _, f := range list {
			found.Add(f)
		}
	}
	return nil
}

// examineAccounts looks for secrets that are not there.
func examineAccounts(ctx context.Context, w *workspace.Workspace, found *diag.List) error {
	if len(w.Accounts) == 0 {
		found.Add(trouble("no-account", diag.Error, "reportmail setup", "there is no account: nothing can be sent"))
		return nil
	}
	secrets := sending.Secrets(w)
	for _, a := range w.Accounts {
		for _, ref := range a.Secrets() {
			if _, err := secrets.Resolve(ctx, ref); err != nil {
				found.Add(trouble("no-secret", diag.Error, "set the variable, write the file, or: reportmail accounts secret set NAME", "account %s: %v", a.Name, err))
			}
		}
	}
	return nil
}

func examineSafeMode(_ context.Context, w *workspace.Workspace, found *diag.List) error {
	if mode := w.SafeMode(); mode.On() {
		found.Add(trouble("safe-mode", diag.Warning, "reportmail accounts safe-mode off", "%s", strings.TrimPrefix(mode.String(), "safe mode: ")))
	}
	return nil
}

// examineOutbox checks the store and names what waits for a person.
func examineOutbox(ctx context.Context, w *workspace.Workspace, found *diag.List) error {
	box, err := sending.Open(ctx, w)
	if errors.Is(err, database.ErrCorrupt) {
		found.Add(trouble("store-damaged", diag.Error, "stop the servers and run reportmail store rescue", "%v", err))
		return nil
	}
	if err != nil {
		return err
	}
	defer box.Close()
	damage, err := box.Check(ctx)
	for _, d := range damage {
		found.Add(trouble("store-damaged", diag.Error, "reportmail store check", "%v", d))
	}
	if err != nil {
		return err
	}
	count, err := box.Count(ctx, outbox.Filter{})
	if err != nil {
		return err
	}
	for _, s := range []struct {
		status outbox.Status
		remedy string
	}{
		{outbox.Unknown, "look into the mailbox, then: reportmail outbox resolve NUMBER --sent or --again"},
		{outbox.Failed, "reportmail outbox --status failed says why; then outbox edit, retry or discard"},
	} {
		if n := count[s.status]; n > 0 {
			found.Add(trouble("messages-"+string(s.status), diag.Warning, s.remedy, "%s %s", plural(n, "message"), s.status))
		}
	}
	return examinePauses(ctx, w, box, found)
}

func examinePauses(ctx context.Context, w *workspace.Workspace, box *outbox.Outbox, found *diag.List) error {
	for _, a := range w.Accounts {
		state, err := box.Account(ctx, a.Name)
		if err != nil {
			return err
		}
		if state.Paused {
			found.Add(trouble("account-paused", diag.Warning, fmt.Sprintf("reportmail outbox resume %q", a.Name), "account %s is paused: %s", a.Name, strings.TrimSpace(state.Reason)))
		}
	}
	return nil
}
