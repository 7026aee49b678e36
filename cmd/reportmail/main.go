// Command reportmail turns posted documents into e-mails: a Word layout merged with a document's data becomes an HTML
// body and a PDF, the e-mail scenario picks the account, and the outbox delivers it, once.
//
// One file of this package is one verb: its flags, its output, its exit code. What a verb does is done in the packages
// beside it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"
)

// program is the world around the verbs: streams, environment and clock.
type program struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
	clock    func() time.Time
	terminal bool                   // err is a terminal: progress may be shown
	person   bool                   // in is a terminal: questions may be asked
	hidden   func() (string, error) // reads a line from the terminal without showing it
	open     func(string) error     // shows an address in a browser; nil where there is none
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, program{
		in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv, clock: time.Now,
		terminal: isatty.IsTerminal(os.Stderr.Fd()) && os.Getenv("TERM") != "dumb",
		person:   isatty.IsTerminal(os.Stdin.Fd()) && isatty.IsTerminal(os.Stderr.Fd()),
		hidden:   readHidden,
		open:     openBrowser,
	}, os.Args[1:])
	stop()
	os.Exit(code)
}

// run executes one command line and answers its exit code.
func run(ctx context.Context, p program, args []string) int {
	root := newRoot(&p)
	root.SetArgs(args)
	root.SetIn(p.in)
	root.SetOut(p.out)
	root.SetErr(p.err)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return int(exitDone)
	}
	var quiet *exitError
	if !errors.As(err, &quiet) {
		quiet = &exitError{code: exitUsage, err: err}
	}
	if quiet.err != nil {
		fmt.Fprintf(p.err, "reportmail: %v\n", quiet.err)
	}
	if quiet.code == exitUsage {
		fmt.Fprintln(p.err, "Run 'reportmail --help' for the verbs and their flags.")
	}
	return int(quiet.code)
}

// newRoot lists the verbs.
func newRoot(p *program) *cobra.Command {
	root := &cobra.Command{
		Use:           "reportmail",
		Short:         "Turn posted documents into e-mails",
		Long:          longHelp,
		Example:       rootExamples,
		SilenceUsage:  true,
		SilenceErrors: true,
		Version:       version(),
	}
	root.AddCommand(verbs(p)...)
	return root
}

const longHelp = `reportmail turns posted documents into e-mails.

A report selection picks the Word layouts for a document, the renderer merges the document's
data into them and makes an HTML body and a PDF, the e-mail scenario picks the account, and
the outbox delivers the message, once.

Exit codes:
  0  done (warnings go to standard error)
  1  failed
  2  wrong use of a verb or flag
  3  some documents failed, the others are done
  4  nothing to do
  5  no account for the scenario
  6  refused by rights or limits`

const rootExamples = `  # one layout, one dataset, no workspace
  reportmail render --layout invoice.docx --data 103001.xml --pdf 103001.pdf --html 103001.html

  # everything posted, rendered and sent
  reportmail render posted/* --stream | reportmail send

  # what became of it
  reportmail outbox
  reportmail sent --json`
