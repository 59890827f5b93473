package config

import (
	"fmt"
	"io"
	"log/slog"
)

// Secret is a text that no print, log or encoding shows. Reveal gives it out.
type Secret string

// Reveal returns the secret itself. Hand it only to what must have it.
func (s Secret) Reveal() string { return string(s) }

// String returns "<hidden>", or "<not set>" for an empty secret.
func (s Secret) String() string {
	if s == "" {
		return "<not set>"
	}
	return "<hidden>"
}

// Format masks every verb; without it %d would print the text.
func (s Secret) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, s.String()) }

// LogValue masks the secret in logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText masks the secret in JSON, YAML and the like.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
