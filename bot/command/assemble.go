package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"secretary/bot"
	"secretary/bot/audit"
	"secretary/bot/backup"
	"secretary/bot/coach"
	"secretary/bot/config"
	"secretary/bot/earn"
	"secretary/bot/telegram"
	"secretary/bot/upkeep"
	"secretary/bot/words"
	"secretary/persona"
	"secretary/store"
)

func closeStore(st *store.Store, log *slog.Logger) {
	if err := st.Close(); err != nil {
		log.Error("cannot close the data file", "err", err)
	}
}

func client(cfg config.Config) *telegram.Client {
	return telegram.New(cfg.Telegram.APIURL, cfg.Telegram.Token.Reveal())
}

func newPersona(cfg config.Config) *persona.Persona {
	return persona.New(persona.Config{
		Name: cfg.Persona.Name, File: cfg.Persona.File, BotAnswer: cfg.Persona.BotAnswer, Drafter: cfg.Persona.Drafter,
		URL: cfg.Ollama.URL, Model: cfg.Ollama.Model, NumCtx: cfg.Ollama.NumCtx,
		KeepAlive: cfg.Ollama.KeepAlive, Timeout: cfg.Ollama.Timeout, Parallel: cfg.Ollama.Parallel,
	})
}

// wrote gives the digest of the model that wrote the last draft decided on; ""
// if it is unknown or another one was configured then.
func wrote(st *store.Store, model string) string {
	last, err := st.Labelled(0, 1)
	if err != nil || len(last) == 0 || last[0].Model != model {
		return "" // a record that cannot be read shows where it is needed
	}
	return last[0].Digest
}

// assemble wires the parts together; unread is why st stands in for the data file.
func (p *program) assemble(cfg config.Config, api *telegram.Client, st *store.Store, unread error, log *slog.Logger, out io.Writer, adopt bool) *bot.Bot {
	who := newPersona(cfg)
	who.Expect(wrote(st, cfg.Ollama.Model))
	return bot.New(bot.Config{
		Token: p.token(), Owner: cfg.Owner.ID, Username: cfg.Telegram.Username, Rate: cfg.Telegram.Rate, Mode: cfg.Reply.Mode,
		Threshold: cfg.Reply.Threshold, Hold: cfg.Reply.Hold, Quiet: cfg.Reply.QuietPeriod, Idle: cfg.Learn.Idle, Memory: cfg.Memory.Enabled, Special: cfg.Memory.Special, OpenCards: cfg.Inbox.OpenCards,
		Daily: cfg.Reply.Daily, PerFan: cfg.Ollama.PerFan,
		Parallel: cfg.Ollama.Parallel, Model: cfg.Ollama.Model, Drafter: cfg.Persona.Drafter, Adopt: adopt, DataDir: cfg.DataDir, Unread: unread,
		Exposed: func() []string { return cfg.Exposed(p.path, tokenGiven()) },
		Fixed: bot.Fixed{
			Name: cfg.Persona.Name, Disclosure: cfg.Persona.Disclosure, Human: cfg.Persona.Human, Privacy: cfg.Persona.Privacy,
		},
		Backup: backups(cfg, st), Retention: cfg.Retention, AskAfter: cfg.Disconnect.AskAfter, LowDisk: cfg.Disk.LowMB << 20, Trust: earn.Terms(cfg.Trust),
	}, api, st, who, log, out)
}

func backups(cfg config.Config, st *store.Store) upkeep.Plan {
	to, _ := backup.ParseRecipient(cfg.Backup.Recipient) // the configuration was checked
	return upkeep.Plan{Every: cfg.Backup.Every, Send: cfg.Backup.Send, Keeper: backup.Keeper{
		Dir: cfg.Backup.Dir, Keep: cfg.Backup.Keep, KeyFile: cfg.DataKeyFile, Recipient: to, Source: st.Backup}}
}

// dataFile is the one file that holds everything.
func dataFile(cfg config.Config) string { return filepath.Join(cfg.DataDir, "secretary.db") }

// hasData says whether there is a data file; one that may not be looked at counts.
func hasData(cfg config.Config) bool {
	_, err := os.Stat(dataFile(cfg))
	return err == nil || errors.Is(err, fs.ErrPermission)
}

func openStore(cfg config.Config, now func() time.Time) (*store.Store, error) {
	key, err := store.LoadKey(cfg.DataKeyFile, hasData(cfg))
	if err != nil {
		return nil, err
	}
	return store.Open(dataFile(cfg), key, store.Options{Quiet: cfg.Reply.QuietPeriod, Now: now})
}

// openKept opens the data file for reading where no daemon runs; it makes none,
// and changes none but one of an older version, which it brings up to date.
func openKept(cfg config.Config) (*store.Store, error) {
	if !hasData(cfg) {
		return nil, errors.New(words.NoDataFile(dataFile(cfg)))
	}
	key, err := store.LoadKey(cfg.DataKeyFile, true)
	if err != nil {
		return nil, err
	}
	st, err := store.Look(dataFile(cfg), key)
	if errors.Is(err, store.ErrOlder) {
		return openStore(cfg, time.Now)
	}
	return st, err
}

// daemon answers at the control socket.
type daemon struct {
	bot   *bot.Bot
	store *store.Store
}

func (d daemon) Status(ctx context.Context) (any, error) { return d.bot.Readiness(ctx, true), nil }
func (d daemon) Examine(ctx context.Context) (any, error) {
	return d.bot.Examine(ctx), ctx.Err()
}
func (d daemon) Backup(w io.Writer) (int64, error) { return d.store.Backup(w) }
func (d daemon) Export(w io.Writer, fan int64) (int64, error) {
	return export(d.store, w, fan)
}
func (d daemon) Alive() error { return d.bot.Alive() }
func (d daemon) Material(ctx context.Context, query []byte) (any, error) {
	var want coach.Want
	if err := json.Unmarshal(query, &want); err != nil {
		return nil, fmt.Errorf("decode what is wanted: %w", err)
	}
	return coach.Gather(ctx, d.store, want, d.bot.Learned)
}

func (d daemon) Audit(_ context.Context, query []byte) (any, error) {
	var want audit.Query
	if err := json.Unmarshal(query, &want); err != nil {
		return nil, fmt.Errorf("decode what is wanted: %w", err)
	}
	return audit.Read(d.store, want)
}
