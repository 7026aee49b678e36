package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"reportmail/cmd/internal/sending"
	"reportmail/send/outbox"
)

func serveCommand(p *program) *cobra.Command {
	var dir, listen string
	watch := &watchFlags{}
	c := &cobra.Command{
		Use:   "serve",
		Short: "Deliver the outbox until stopped",
		Long: `Sends what is due, tries again what failed for a passing reason, asks providers about what is unknown, and keeps
the limits of every account. Several servers may work on one outbox; while one runs, reportmail send leaves the
delivery to it.

GET /health answers 200 while the process lives, GET /ready 200 while the store answers; both as JSON with the
number of messages in each status. On SIGTERM no message starts any more and those under way are waited for.`,
		Example: `  reportmail serve -w receivables --listen 127.0.0.1:9000 --log-format json`,
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return serve(c.Context(), p, dir, listen, watch)
		},
	}
	c.Flags().StringVarP(&dir, "workspace", "w", "", "folder of the workspace (default: the nearest one upwards)")
	c.Flags().StringVar(&listen, "listen", "127.0.0.1:9000", "address of /health and /ready; empty for none")
	watch.add(c.Flags(), "text")
	return c
}

func serve(ctx context.Context, p *program, dir, listen string, flags *watchFlags) error {
	w, err := openWorkspace(dir)
	if err != nil {
		return err
	}
	watch, end, err := flags.start(ctx, p, w)
	if err != nil {
		return err
	}
	log := watch.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	box, err := sending.OpenWatched(ctx, w, watch)
	if err != nil {
		return failed(err)
	}
	defer box.Close()
	defer end() // asks the outbox once more
	if watch.Telemetry != nil {
		err := watch.Telemetry.Gauges(func(ctx context.Context) (map[outbox.Status]int, error) { return box.Count(ctx, outbox.Filter{}) })
		if err != nil {
			return failed(err)
		}
	}
	if mode := w.SafeMode(); mode.On() {
		log.Warn("safe mode", "mode", mode.String(), "why", mode.Why)
	}
	if listen != "" {
		stop, err := serveHealth(ctx, listen, box, log)
		if err != nil {
			return failed(err)
		}
		defer stop()
	}
	log.Info("delivering", "workspace", w.Dir, "accounts", len(w.Accounts))
	err = box.Run(ctx)
	if ctx.Err() != nil {
		log.Info("stopped")
		return nil
	}
	return failed(err)
}

// serveHealth answers /health and /ready until stop is called.
func serveHealth(ctx context.Context, listen string, box *outbox.Outbox, log *slog.Logger) (stop func(), err error) {
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", listen)
	if err != nil {
		return nil, fmt.Errorf("listening on %s: %w", listen, err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, map[string]any{"status": "ok"}) })
	mux.HandleFunc("GET /ready", func(w http.ResponseWriter, r *http.Request) {
		counts, err := box.Count(r.Context(), outbox.Filter{})
		if err != nil {
			answer(w, http.StatusServiceUnavailable, map[string]any{"status": "store does not answer", "error": err.Error()})
			return
		}
		answer(w, http.StatusOK, map[string]any{"status": "ok", "messages": counts})
	})
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go func() {
		if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
			log.Error("health server ended", "error", err)
		}
	}()
	log.Info("listening", "address", ln.Addr().String())
	return func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		_ = srv.Shutdown(ctx)
	}, nil
}

func answer(w http.ResponseWriter, code int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(body)
}
