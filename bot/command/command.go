package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"secretary/bot/config"
	"secretary/bot/words"
)

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1 // something blocks or went wrong
	exitConfig = 2 // the configuration or the command line is wrong
)

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

// Run is the whole program as a function: arguments in, exit code out. version
// is what `version` prints.
func Run(args []string, version string, stdin *os.File, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // who asks twice is not made to wait
	p := &program{version: version, in: stdin, out: stdout, err: stderr, deaf: stop}
	root := p.commands()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	asked, err := root.ExecuteContextC(ctx)
	if err == nil {
		return exitOK
	}
	var e *exit
	if !errors.As(err, &e) { // cobra's own: unknown command or flag
		e = &exit{exitConfig, errors.New(err.Error() + "\n" + words.Usage(asked.UseLine(), asked.CommandPath()))}
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
	version  string
	in       *os.File
	out, err io.Writer
	path     string // --config
	deaf     func() // from now on a signal ends the process
}

// stubborn tells who interrupts what is not stopped half-way how to end it all the
// same; done is called when it is over.
func (p *program) stubborn(ctx context.Context) (done func() bool) {
	return context.AfterFunc(ctx, func() {
		p.deaf() // before it is said
		fmt.Fprintln(p.err, words.Stubborn)
	})
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

	var identity string
	restore := &cobra.Command{Use: "restore FILE", Short: words.CommandRestore, Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return p.restore(c.Context(), args[0], identity, adopt) }}
	restore.Flags().StringVar(&identity, "identity", "", words.FlagIdentity)
	restore.Flags().BoolVar(&adopt, "adopt", false, words.FlagRestoreAdopt)

	root.AddCommand(daemon, check, play, p.personaCommands(), p.auditCommand(), p.exportCommand(),
		&cobra.Command{Use: "init", Short: words.CommandInit, Args: cobra.NoArgs,
			RunE: func(c *cobra.Command, _ []string) error { return p.init(c.Context()) }},
		&cobra.Command{Use: "backup FILE", Short: words.CommandBackup, Args: cobra.ExactArgs(1),
			RunE: func(c *cobra.Command, args []string) error { return p.backup(c.Context(), args[0]) }},
		restore,
		&cobra.Command{Use: "compact", Short: words.CommandCompact, Args: cobra.NoArgs,
			RunE: func(c *cobra.Command, _ []string) error { return p.compact(c.Context()) }},
		&cobra.Command{Use: "healthcheck", Short: words.CommandHealth, Args: cobra.NoArgs,
			RunE: func(c *cobra.Command, _ []string) error { return p.healthcheck(c.Context()) }},
		&cobra.Command{Use: "version", Short: words.CommandVersion, Args: cobra.NoArgs,
			RunE: func(*cobra.Command, []string) error { return p.printVersion() }},
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
