package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"secretary/bot/config"
)

func TestASecretIsShownNowhere(t *testing.T) {
	c := config.Config{Telegram: config.Telegram{Token: token}}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%08.3v"} {
		fmt.Fprintf(&out, verb+"\n", c.Telegram.Token)
		fmt.Fprintf(&out, verb+"\n", c)
		fmt.Fprintf(&out, verb+"\n", &c)
	}
	for _, handler := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		slog.New(handler).Info("start", "token", c.Telegram.Token, "config", c)
	}
	if err := json.NewEncoder(&out).Encode(c); err != nil {
		t.Fatal(err)
	}
	for _, shown := range []string{secret, fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret)} {
		if strings.Contains(out.String(), shown) {
			t.Errorf("the secret is shown in\n%s", out.String())
		}
	}
	if !strings.Contains(out.String(), "<hidden>") {
		t.Error("nothing says that there is one")
	}
}

func TestASecretSaysWhetherItIsSet(t *testing.T) {
	if got := fmt.Sprint(config.Secret("")); got != "<not set>" {
		t.Errorf("an empty secret reads %q", got)
	}
	if config.Secret(token).Reveal() != token {
		t.Error("Reveal does not give it out")
	}
}
