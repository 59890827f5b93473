package config_test

import (
	"errors"
	"strings"
	"testing"

	"secretary/bot/config"
)

func TestTheTokenIsMaskedInEveryLineWhateverPutItThere(t *testing.T) {
	const token = "7700000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	for _, format := range []string{"text", "json"} {
		var c config.Config
		c.Telegram.Token, c.Log.Level, c.Log.Format = token, "info", format
		var out strings.Builder
		log := c.Logger(&out, c.Level())
		log.Info("message "+token, "key", token, "err", errors.New("Post https://host/bot"+token+"/getMe: refused"))
		log.Debug("not at this level")
		if text := out.String(); strings.Contains(text, token) || strings.Count(text, "<token>") != 3 || strings.Count(text, "\n") != 1 {
			t.Errorf("%s: %s", format, text)
		}
	}
}
