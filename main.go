// Command secretary drafts answers to the messages fans write to a creator's
// own Telegram profile, lets the creator approve them in a chat, and sends what
// was approved. See README.md.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"secretary/bot"
	"secretary/bot/config"
	"secretary/bot/control"
	"secretary/bot/demo"
	"secretary/bot/demo/web"
	"secretary/bot/setup"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/persona"
	"secretary/store"
)

// version is set by the linker for releases (-X main.version=v1.2.3).
var version = "dev"

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1 // something blocks or went wrong
	exitConfig = 2 // the configuration or the command line is wrong
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// exit carries an exit code through cobra; its text is printed unless empty.
type exit struct {
	code int
	err  error
}

func (e *exit) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func failed(err error) error { return &exit{exitFailed, err} }

// run is the whole program as a function: arguments in, exit code out.
func run(args []string, stdin *os.File, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	p := &program{in: stdin, out: stdout, err: stderr}
	root := p.commands()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	var e *exit
	if !errors.As(err, &e) {
		e = &exit{exitConfig, err} // cobra's own: unknown command or flag
	}
	if text := e.Error(); text != "" {
		for line := range strings.SplitSeq(text, "\n") {
			fmt.Fprintln(stderr, "secretary: "+line)
		}
	}
	return e.code
}

// program holds what every command shares.
type program struct {
	in       *os.File
	out, err io.Writer
	path     string // --config
}

func (p *program) commands() *cobra.Command {
	root := &cobra.Command{
		Use: "secretary", Short: words.CommandRoot, SilenceUsage: true, SilenceErrors: true, Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.PersistentFlags().StringVar(&p.path, "config", "", words.FlagConfig)
	root.CompletionOptions.DisableDefaultCmd = true

	var adopt bool
	daemon := &cobra.Command{Use: "run", Short: words.CommandRun, Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return p.run(c.Context(), adopt) }}
	daemon.Flags().BoolVar(&adopt, "adopt", false, words.FlagAdopt)

	var asJSON, removeWebhook bool
	check := &cobra.Command{Use: "check", Short: words.CommandCheck, Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return p.check(c.Context(), asJSON, removeWebhook) }}
	check.Flags().BoolVar(&asJSON, "json", false, words.FlagJSON)
	check.Flags().BoolVar(&removeWebhook, "remove-webhook", false, words.FlagRemoveWebhook)

	var show show
	play := &cobra.Command{Use: "demo", Short: words.CommandDemo, Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return p.demo(c.Context(), show) }}
	play.Flags().BoolVar(&show.yes, "yes", false, words.FlagYes)
	play.Flags().BoolVar(&show.terminal, "terminal", false, words.FlagTerminal)
	play.Flags().StringVar(&show.keep, "keep", "", words.FlagKeep)
	play.Flags().IntVar(&show.port, "port", 0, words.FlagPort)
	for _, other := range []string{"keep", "port"} { // the terminal play has neither
		play.MarkFlagsMutuallyExclusive("yes", other)
		play.MarkFlagsMutuallyExclusive("terminal", other)
	}

	root.AddCommand(daemon, check, play,
		&cobra.Command{Use: "init", Short: words.CommandInit, Args: cobra.NoArgs,
			RunE: func(c *cobra.Command, _ []string) error { return p.init(c.Context()) }},
		&cobra.Command{Use: "backup FILE", Short: words.CommandBackup, Args: cobra.ExactArgs(1),
			RunE: func(c *cobra.Command, args []string) error { return p.backup(c.Context(), args[0]) }},
		&cobra.Command{Use: "healthcheck", Short: words.CommandHealth, Args: cobra.NoArgs,
			RunE: func(c *cobra.Command, _ []string) error { return p.healthcheck(c.Context()) }},
		&cobra.Command{Use: "version", Short: words.CommandVersion, Args: cobra.NoArgs,
			RunE: func(*cobra.Command, []string) error { return p.version() }},
	)
	return root
}

// load reads the configuration; everything wrong with it is printed, exit 2.
func (p *program) load() (config.Config, error) {
	cfg, err := config.Load(p.path, os.Environ())
	if err != nil {
		return cfg, &exit{exitConfig, err}
	}
	return cfg, nil
}

// run is the daemon.
func (p *program) run(ctx context.Context, adopt bool) error {
	cfg, err := p.load()
	if err != nil {
		return err
	}
	log := cfg.Logger(p.err)
	api := client(cfg)
	st, err := openStore(cfg, telegramTime(api))
	if err != nil {
		return failed(err)
	}
	defer closeStore(st, log)
	b := assemble(cfg, api, st, log, p.out, adopt)
	door, err := control.Listen(cfg.DataDir, daemon{b, st})
	if err != nil {
		return failed(err)
	}
	ctx, cancel := context.WithCancel(ctx)
	closed := make(chan error, 1)
	go func() { closed <- door.Run(ctx) }()
	log.Info("secretary starts", "version", version, "data", cfg.DataDir)
	err = b.Run(ctx)
	cancel()
	if doorErr := <-closed; doorErr != nil {
		log.Warn("the control socket was not closed properly", "err", doorErr)
	}
	if err != nil {
		return failed(err)
	}
	log.Info("secretary stopped; nothing was left half done")
	return nil
}

func closeStore(st *store.Store, log *slog.Logger) {
	if err := st.Close(); err != nil {
		log.Error("cannot close the data file", "err", err)
	}
}

func client(cfg config.Config) *telegram.Client {
	return telegram.New(cfg.Telegram.APIURL, cfg.Telegram.Token.Reveal())
}

// telegramTime is the clock of everything that is held against message dates.
func telegramTime(api *telegram.Client) func() time.Time {
	return func() time.Time { return time.Now().Add(api.Skew()) }
}

// assemble wires the parts together.
func assemble(cfg config.Config, api *telegram.Client, st *store.Store, log *slog.Logger, out io.Writer, adopt bool) *bot.Bot {
	who := persona.New(persona.Config{
		Name: cfg.Persona.Name, File: cfg.Persona.File, BotAnswer: cfg.Persona.BotAnswer, Drafter: cfg.Persona.Drafter,
		URL: cfg.Ollama.URL, Model: cfg.Ollama.Model, NumCtx: cfg.Ollama.NumCtx,
		KeepAlive: cfg.Ollama.KeepAlive, Timeout: cfg.Ollama.Timeout, Parallel: cfg.Ollama.Parallel,
	})
	return bot.New(bot.Config{
		Owner: cfg.Owner.ID, Username: cfg.Telegram.Username, Rate: cfg.Telegram.Rate, Mode: cfg.Reply.Mode,
		Threshold: cfg.Reply.Threshold, Hold: cfg.Reply.Hold, Idle: cfg.Learn.Idle, OpenCards: cfg.Inbox.OpenCards,
		Parallel: cfg.Ollama.Parallel, Model: cfg.Ollama.Model, Drafter: cfg.Persona.Drafter, Adopt: adopt, DataDir: cfg.DataDir,
	}, api, st, who, log, out)
}

// dataFile is the one file that holds everything.
func dataFile(cfg config.Config) string { return filepath.Join(cfg.DataDir, "secretary.db") }

func openStore(cfg config.Config, now func() time.Time) (*store.Store, error) {
	_, err := os.Stat(dataFile(cfg))
	key, err := store.LoadKey(cfg.DataKeyFile, err == nil)
	if err != nil {
		return nil, err
	}
	return store.Open(dataFile(cfg), key, store.Options{Quiet: cfg.Reply.QuietPeriod, Now: now})
}

// daemon answers at the control socket.
type daemon struct {
	bot   *bot.Bot
	store *store.Store
}

func (d daemon) Status(ctx context.Context) (any, error) { return d.bot.Readiness(ctx, true), nil }
func (d daemon) Backup(w io.Writer) (int64, error)       { return d.store.Backup(w) }
func (d daemon) Alive() error                            { return d.bot.Alive() }

// check prints the readiness chain: the running daemon's, or its own.
func (p *program) check(ctx context.Context, asJSON, removeWebhook bool) error {
	cfg, err := config.Load(p.path, os.Environ())
	if err != nil {
		if asJSON {
			p.printJSON([]bot.Step{{N: 1, ID: "config", Title: words.StepTitle("config"), State: "blocked", Detail: err.Error()}})
		}
		return &exit{exitConfig, err}
	}
	if removeWebhook {
		call, cancel := context.WithTimeout(ctx, 20*time.Second)
		defer cancel()
		if err := client(cfg).DeleteWebhook(call); err != nil {
			return failed(fmt.Errorf("remove webhook: %w", err))
		}
		fmt.Fprintln(p.err, words.WebhookRemoved)
	}
	var steps []bot.Step
	if err := control.Status(ctx, cfg.DataDir, &steps); err != nil {
		if steps, err = p.checkAlone(ctx, cfg); err != nil {
			return failed(err)
		}
	}
	if asJSON {
		p.printJSON(steps)
	} else {
		fmt.Fprint(p.out, bot.StatusText(steps))
	}
	if bot.Blocked(steps) {
		return &exit{exitFailed, nil}
	}
	return nil
}

// checkAlone runs the chain without a daemon. It creates nothing: where there
// is no data file yet, an empty one in a temporary folder stands in, and where
// the data file cannot be opened, its step says why.
func (p *program) checkAlone(ctx context.Context, cfg config.Config) ([]bot.Step, error) {
	api := client(cfg)
	var trouble error
	if _, err := os.Stat(dataFile(cfg)); err == nil {
		st, err := openStore(cfg, time.Now)
		if err == nil {
			defer st.Close() //nolint:errcheck // only read
			return assemble(cfg, api, st, cfg.Logger(io.Discard), io.Discard, false).Readiness(ctx, false), nil
		}
		trouble = err
	}
	dir, err := os.MkdirTemp("", "secretary-check-")
	if err != nil {
		return nil, fmt.Errorf("make a temporary folder: %w", err)
	}
	defer os.RemoveAll(dir)
	st, err := store.Open(filepath.Join(dir, "secretary.db"), store.Key{}, store.Options{})
	if err != nil {
		return nil, err
	}
	defer st.Close() //nolint:errcheck // thrown away
	steps := assemble(cfg, api, st, cfg.Logger(io.Discard), io.Discard, false).Readiness(ctx, false)
	if last := &steps[len(steps)-1]; trouble != nil {
		last.State, last.Detail, last.Fix = "blocked", trouble.Error(), words.DataTroubleFix
	}
	return steps, nil
}

func (p *program) printJSON(steps []bot.Step) {
	enc := json.NewEncoder(p.out)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(struct {
		OK    bool       `json:"ok"`
		Steps []bot.Step `json:"steps"`
	}{!bot.Blocked(steps), steps})
}

func (p *program) init(ctx context.Context) error {
	path := p.path
	if path == "" {
		path = "config.yaml"
	}
	if err := setup.Run(ctx, setup.Options{Path: path, In: p.in, Out: p.out}); err != nil {
		return failed(err)
	}
	return nil
}

// show is how the demo is wanted: the page, unless yes or terminal is set.
type show struct {
	yes, terminal bool
	keep          string
	port          int
}

func (p *program) demo(ctx context.Context, s show) error {
	if s.yes || s.terminal {
		if err := demo.Run(ctx, demo.Options{Yes: s.yes, In: p.in, Out: p.out}); err != nil {
			return failed(err)
		}
		return nil
	}
	self, err := os.Executable()
	if err != nil {
		return failed(fmt.Errorf("find this program: %w", err))
	}
	screen, isFile := p.out.(*os.File)
	err = web.Run(ctx, web.Options{Keep: s.keep, Port: s.port, Out: p.out, Executable: self,
		OpenBrowser: isFile && term.IsTerminal(int(screen.Fd()))})
	if err != nil {
		return failed(err)
	}
	return nil
}

// backup writes a hot copy. The daemon holds the lock of the data file, so
// while it runs it makes the copy and hands it over its control socket.
func (p *program) backup(ctx context.Context, file string) error {
	cfg, err := p.load()
	if err != nil {
		return err
	}
	n, err := control.WriteNew(file, func(w io.Writer) (int64, error) {
		n, err := control.Backup(ctx, cfg.DataDir, w)
		if !errors.Is(err, control.ErrNoDaemon) {
			return n, err
		}
		if _, err := os.Stat(dataFile(cfg)); err != nil {
			return 0, errors.New(words.NothingToBackUp(dataFile(cfg)))
		}
		st, err := openStore(cfg, time.Now)
		if err != nil {
			return 0, err
		}
		defer st.Close() //nolint:errcheck // only read
		return st.Backup(w)
	})
	if err != nil {
		return failed(err)
	}
	fmt.Fprintln(p.out, words.BackedUp(file, n, cfg.DataKeyFile))
	return nil
}

// healthcheck is for Docker: exit 0 while the daemon hears Telegram and its
// data file answers.
func (p *program) healthcheck(ctx context.Context) error {
	cfg, err := p.load()
	if err != nil {
		return err
	}
	call, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if err := control.Alive(call, cfg.DataDir); err != nil {
		return failed(err)
	}
	return nil
}

func (p *program) version() error {
	commit, goVersion := "unknown", "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		goVersion = info.GoVersion
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				commit = s.Value
			}
		}
	}
	_, err := fmt.Fprintf(p.out, "secretary %s\ncommit %s\n%s\n", version, commit, goVersion)
	return err
}
