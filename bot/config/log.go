package config

import (
	"io"
	"log/slog"
	"strings"
)

// Level is the configured log level.
func (c Config) Level() slog.Level {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.Log.Level)) // Load has checked it
	return level
}

// Logger writes to w from the given level on, in the configured format. The
// token is masked in every line, whatever put it there.
func (c Config) Logger(w io.Writer, level slog.Leveler) *slog.Logger {
	opts := &slog.HandlerOptions{Level: level}
	w = &masked{w: w, secret: c.Telegram.Token.Reveal()}
	if c.Log.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, opts))
	}
	return slog.New(slog.NewTextHandler(w, opts))
}

// masked is the last guard before the log: slog writes one line a call.
type masked struct {
	w      io.Writer
	secret string
}

func (m *masked) Write(line []byte) (int, error) {
	if m.secret == "" || !strings.Contains(string(line), m.secret) {
		return m.w.Write(line)
	}
	if _, err := io.WriteString(m.w, strings.ReplaceAll(string(line), m.secret, "<token>")); err != nil {
		return 0, err
	}
	return len(line), nil
}
