package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/viper"

	"secretary/bot/config"
)

const manual = "../../config.example.yaml"

func TestTheExampleWorksOnceTheTokenIsSet(t *testing.T) {
	content, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	before, after, found := strings.Cut(string(content), `  token: ""`)
	if !found {
		t.Fatal("the example has no place for the token")
	}
	path := write(t, "config.yaml", before+"  token: "+token+after)
	got, err := config.Load(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := config.Default(filepath.Dir(path))
	want.Telegram.Token = token
	if got != want {
		t.Errorf("the example says\n%+v, the defaults are\n%+v", got, want)
	}
}

func TestTheExampleNamesEveryKeyAndExplainsIt(t *testing.T) {
	example := viper.New()
	example.SetConfigFile(manual)
	if err := example.ReadInConfig(); err != nil {
		t.Fatal(err)
	}
	for _, key := range config.Keys() {
		if !example.IsSet(key) {
			t.Errorf("%s is not in the example", key)
		}
	}
	content, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(content), "\n")
	for i, line := range lines {
		name, value, isKey := strings.Cut(strings.TrimSpace(line), ":")
		if !isKey || strings.HasPrefix(name, "#") || value == "" {
			continue // a comment, or the head of a section
		}
		if !strings.HasPrefix(strings.TrimSpace(lines[i-1]), "#") {
			t.Errorf("line %d: %s is not explained", i+1, name)
		}
	}
}

func TestTheReadmeNamesEveryKey(t *testing.T) {
	content, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range config.Keys() {
		if strings.Count(string(content), "\n| `"+key+"` | ") != 1 {
			t.Errorf("%s has no line of its own in the README's table", key)
		}
	}
}
