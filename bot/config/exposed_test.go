package config_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"secretary/bot/config"
)

func TestSecretsThatEverybodyMayReadAreNamed(t *testing.T) {
	folder := t.TempDir()
	for up := folder; up != filepath.Dir(os.TempDir()) && up != "/"; up = filepath.Dir(up) {
		_ = os.Chmod(up, 0o755) // where it is not ours, the cases below tell
	}
	file := func(name string, mode os.FileMode) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, nil, mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	private, public := file("private", 0o600), file("public", 0o644)
	if err := os.Mkdir(filepath.Join(folder, "shut"), 0o700); err != nil {
		t.Fatal(err)
	}
	behind := file("shut/public", 0o644)
	for name, c := range map[string]struct {
		config, token, key string
		given              bool
		want               []string
	}{
		"nothing":                            {private, "", private, false, nil},
		"a configuration with the token":     {public, "", private, false, []string{public}},
		"a configuration without":            {public, private, private, false, nil},
		"a configuration beside a variable":  {public, "", private, true, nil},
		"a token file and the key":           {private, public, public, false, []string{public, public}},
		"nobody gets into the folder":        {behind, "", behind, false, nil},
		"files that are not there":           {filepath.Join(folder, "none"), "", filepath.Join(folder, "none"), false, nil},
		"the group may read what it may use": {file("group", 0o640), "", private, false, nil},
	} {
		got := config.Config{DataKeyFile: c.key, Telegram: config.Telegram{TokenFile: c.token}}.Exposed(c.config, c.given)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
