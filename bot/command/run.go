package command

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"sync"

	"secretary/bot"
	"secretary/bot/config"
	"secretary/bot/control"
	"secretary/bot/service"
)

// run is the daemon.
func (p *program) run(ctx context.Context, adopt bool) error {
	cfg, err := p.load()
	if err != nil {
		return err
	}
	hangups, deaf := service.Hangups() // before a long migration, which a SIGHUP must not end
	defer deaf()
	level := &slog.LevelVar{}
	level.Set(cfg.Level())
	log := cfg.Logger(p.err, level)
	api := client(cfg)
	st, err := openStore(cfg, api.Now)
	if err != nil {
		return failed(wayOut(cfg, err))
	}
	defer closeStore(st, log)
	b := p.assemble(cfg, api, st, nil, log, p.out, adopt)
	door, err := control.Listen(cfg.DataDir, daemon{b, st})
	if err != nil {
		return failed(err)
	}
	stop, err := p.attend(ctx, cfg, b, door, hangups, level, log)
	if err != nil {
		return failed(errors.Join(err, door.Close()))
	}
	log.Info("secretary starts", "version", p.version, "data", cfg.DataDir)
	err = b.Run(ctx)
	stop()
	if err != nil {
		return failed(err)
	}
	log.Info("secretary stopped; nothing was left half done")
	return nil
}

// attend starts what goes on beside the bot: the control socket, systemd, the
// metrics, SIGHUP. stop ends it and waits.
func (p *program) attend(ctx context.Context, cfg config.Config, b *bot.Bot, door *control.Server, hangups <-chan os.Signal, level *slog.LevelVar, log *slog.Logger) (stop func(), err error) {
	errands := []func(context.Context) error{
		door.Run,
		func(ctx context.Context) error { service.Supervise(ctx, b.Alive, log); return nil },
		func(ctx context.Context) error { service.Reload(ctx, hangups, level, p.level, log); return nil },
	}
	if cfg.Metrics.Listen != "" {
		metrics, err := service.Listen(cfg.Metrics.Listen, b.Figures, log)
		if err != nil {
			return nil, err
		}
		log.Info("metrics can be read", "address", metrics.Addr())
		errands = append(errands, metrics.Run)
	}
	ctx, cancel := context.WithCancel(ctx)
	var all sync.WaitGroup
	for _, errand := range errands {
		all.Go(func() {
			if err := errand(ctx); err != nil {
				log.Warn("something beside the bot ended badly", "err", err)
			}
		})
	}
	return func() { cancel(); all.Wait() }, nil
}

// level reads the log level anew.
func (p *program) level() (slog.Level, error) {
	cfg, err := config.Load(p.path, os.Environ())
	return cfg.Level(), err
}

// token gives the way to read the bot's token again; nil if it came with the
// environment, which a running program's stays.
func (p *program) token() func() (string, error) {
	if tokenGiven() {
		return nil
	}
	return func() (string, error) {
		token, err := config.Token(p.path, os.Environ())
		return token.Reveal(), err
	}
}

// tokenGiven says that the token came with the environment.
func tokenGiven() bool { return os.Getenv(config.Variable("telegram.token")) != "" }
