package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"secretary/bot/config"
)

func FuzzLoad(f *testing.F) {
	example, err := os.ReadFile(manual)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(example), "auto")
	f.Add("reply: {mode: auto}\n? [a]\n: b\n", "1")
	f.Add("telegram: &a {token: *a}\n<<: [*a]\n", "-1")
	f.Add("data_dir: ''\ndata_key_file: /\n", "\x00")
	f.Add("!!binary aGk=", "5m")
	f.Fuzz(func(t *testing.T, yaml, value string) {
		path := filepath.Join(t.TempDir(), "config.yaml")
		if err := os.WriteFile(path, []byte(yaml), 0o600); err != nil {
			t.Fatal(err)
		}
		environ := []string{"SECRETARY_TELEGRAM_TOKEN=" + token}
		for _, key := range config.Keys()[2:] { // all but the two token keys
			environ = append(environ, config.Variable(key)+"="+value)
		}
		for _, environ := range [][]string{environ[:1], environ} {
			c, err := config.Load(path, environ)
			if err != nil {
				var all config.Errors
				if !errors.As(err, &all) || strings.Contains(err.Error(), secret) {
					t.Fatalf("%T %v", err, err)
				}
				continue
			}
			if c.Telegram.Token == "" || !filepath.IsAbs(c.DataDir) || !filepath.IsAbs(c.DataKeyFile) ||
				c.Reply.Threshold < 0 || c.Reply.Threshold > 1 || c.Ollama.Timeout <= 0 || c.Owner.ID < 0 ||
				c.Inbox.OpenCards < 1 || c.Backup.Keep < 1 || c.Retention > 0 && c.Retention < 48*time.Hour ||
				!slices.Contains([]string{"approve", "earn", "auto", "off"}, c.Reply.Mode) {
				t.Errorf("accepted %+v", c)
			}
		}
	})
}
