package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	join "reportmail/cmd/internal/preview"
	"reportmail/cmd/internal/workspace"
	"reportmail/render/preview"
	"reportmail/send/rights"
)

// previewFlags are the flags of the preview verb.
type previewFlags struct {
	workspace, now, as string
	port               int
	verbose            bool
}

func previewCommand(p *program) *cobra.Command {
	f := &previewFlags{}
	c := &cobra.Command{
		Use:   "preview [flags] [FILE…]",
		Short: "Look at layouts in the browser while working on them",
		Long: `Shows every layout with every sample document: mail body in several widths and colours, pages, merged Word,
message, data and findings. Saving a layout, a text, the theme, the data or the selections renews the page.

Documents are those of samples/ and posted/, or the FILEs. Only this machine can reach the server. A test that is
sent from the page goes to folders of accounts and to addresses under preview: send_to: in reportmail.yaml, through
the send stage, and never counts as sent.`,
		Example: `  reportmail preview
  reportmail preview -w receivables --port 3100 posted/103001.xml`,
		RunE: func(c *cobra.Command, args []string) error {
			return f.run(c.Context(), p, args, c.Flags().Changed("port"))
		},
	}
	f.add(p, c.Flags())
	return c
}

func (f *previewFlags) add(p *program, fl *pflag.FlagSet) {
	fl.StringVarP(&f.workspace, "workspace", "w", "", "folder of the workspace (default: the nearest one upwards)")
	fl.IntVar(&f.port, "port", 3000, "port on this machine; 0 is any that is free")
	fl.StringVar(&f.now, "now", "", "time for DATE fields (default: SOURCE_DATE_EPOCH, else now)")
	fl.BoolVar(&f.verbose, "verbose", false, "say what was renewed and how long it took")
	addAs(p, fl, &f.as)
}

func (f *previewFlags) run(ctx context.Context, p *program, args []string, fixed bool) error {
	if f.port < 0 || f.port > 65535 {
		return misuse("--port %d: a number up to 65535", f.port)
	}
	if _, err := p.clockAt(f.now); err != nil {
		return err
	}
	w, err := openWorkspace(f.workspace)
	if err != nil {
		return err
	}
	level := slog.LevelInfo
	if f.verbose {
		level = slog.LevelDebug
	}
	source, err := join.Open(join.Options{
		Dir: w.Dir, Files: args, Log: slog.New(slog.NewTextHandler(p.err, &slog.HandlerOptions{Level: level})),
		Now: func() time.Time { now, _ := p.clockAt(f.now); return now },
		As:  func(w *workspace.Workspace) (rights.User, error) { return acting(w, f.as, rights.User.MaySend) },
	})
	if err != nil {
		return failed(err)
	}
	server, err := preview.New(source)
	if err != nil {
		return failed(err)
	}
	ln, err := listenLocal(ctx, f.port, fixed)
	if err != nil {
		return failed(err)
	}
	fmt.Fprintf(p.out, "http://localhost:%d/\n", ln.Addr().(*net.TCPAddr).Port)
	fmt.Fprintf(p.out, "shows %s; saving a file renews the page, Ctrl+C ends\n", w.Dir)
	return failed(servePreview(ctx, ln, server, source))
}

// portTries is how many ports are tried after the usual one, which another preview may have.
const portTries = 10

// listenLocal listens on this machine's own address only.
func listenLocal(ctx context.Context, port int, fixed bool) (net.Listener, error) {
	for i := 0; ; i++ {
		ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port+i)))
		if err == nil || fixed || i == portTries || !errors.Is(err, syscall.EADDRINUSE) {
			return ln, err
		}
	}
}

// servePreview serves and watches until ctx is done.
func servePreview(ctx context.Context, ln net.Listener, handler http.Handler, source *join.Source) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	srv := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	ended := make(chan error, 2)
	go func() { ended <- source.Watch(ctx) }()
	go func() {
		if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
			ended <- err
		}
	}()
	var err error
	select {
	case <-ctx.Done():
	case err = <-ended:
	}
	cancel()
	stop, done := context.WithTimeout(context.Background(), 2*time.Second)
	defer done()
	return errors.Join(err, srv.Shutdown(stop))
}
