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
	var version bool
	root := &cobra.Command{
		Use: "secretary", Short: words.CommandRoot, SilenceUsage: true, SilenceErrors: true, Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if version {
				return p.printVersion()
			}
			return c.Help()
		},
	}
	root.Flags().BoolVar(&version, "version", false, words.CommandVersion)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return errors.New(plain(err)) })
	root.SetHelpCommand(helpCommand(root))
	root.PersistentFlags().StringVar(&p.path, "config", "", words.FlagConfig)
	root.CompletionOptions.DisableDefaultCmd = true

	var adopt bool
	daemon := &cobra.Command{Use: "run", Short: words.CommandRun, Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return p.run(c.Context(), adopt) }}
	daemon.Flags().BoolVar(&adopt, "adopt", false, words.FlagAdopt)

	var asJSON, removeWebhook bool
	check := &cobra.Command{Use: "check", Short: words.CommandCheck, Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return p.check(c.Context(), asJSON, removeWebhook) }}
	check.Flags().BoolVar(&asJSON, "json", false, words.FlagJSON)
	check.Flags().BoolVar(&removeWebhook, "remove-webhook", false, words.FlagRemoveWebhook)

	var show show
	play := &cobra.Command{Use: "demo", Short: words.CommandDemo, Args: noArgs,
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
		&cobra.Command{Use: "init", Short: words.CommandInit, Args: noArgs,
			RunE: func(c *cobra.Command, _ []string) error { return p.init(c.Context()) }},
		&cobra.Command{Use: "backup FILE", Short: words.CommandBackup, Args: newFile,
			RunE: func(c *cobra.Command, args []string) error { return p.backup(c.Context(), args[0]) }},
		restore,
		&cobra.Command{Use: "compact", Short: words.CommandCompact, Args: noArgs,
			RunE: func(c *cobra.Command, _ []string) error { return p.compact(c.Context()) }},
		&cobra.Command{Use: "healthcheck", Short: words.CommandHealth, Args: noArgs,
			RunE: func(c *cobra.Command, _ []string) error { return p.healthcheck(c.Context()) }},
		&cobra.Command{Use: "version", Short: words.CommandVersion, Args: noArgs,
			RunE: func(*cobra.Command, []string) error { return p.printVersion() }},
	)
	return root
}

// noArgs refuses a word that is no command, and says which one may be meant.
func noArgs(c *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return nil
	case c.HasSubCommands():
		c.SuggestionsMinimumDistance = 2 // letters
		return errors.New(words.NoSuchCommand(args[0], c.SuggestionsFor(args[0])))
	}
	return errors.New(words.TooMuch(c.CommandPath(), args[0]))
}

// helpCommand is cobra's, but does not take the whole program's help for that of
// a command that does not exist.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{Use: "help [COMMAND]", Short: words.CommandHelp,
		RunE: func(_ *cobra.Command, args []string) error {
			c, rest, err := root.Find(args)
			if err == nil {
				err = noArgs(c, rest)
			}
			if err != nil {
				return err
			}
			c.InitDefaultHelpFlag() // or it would not be listed
			return c.Help()
		}}
}

// plain is what is wrong with a flag without the name of a function of Go.
func plain(err error) string {
	text, function, _ := strings.Cut(err.Error(), ": strconv.")
	if strings.HasPrefix(function, "ParseInt") {
		text += words.WholeNumber
	}
	return text
}

// load reads the configuration; everything wrong with it is printed, exit 2.
func (p *program) load() (config.Config, error) {
	cfg, err := config.Load(p.path, os.Environ())
	if err != nil {
		return cfg, &exit{exitConfig, err}
	}
	return cfg, nil
}
