package config_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"secretary/bot/config"
)

const (
	secret = "AAHsecretSecretSecretSecretSecretX_-"
	token  = "7700000001:" + secret
)

// write puts content into a file of a fresh folder and returns its path.
func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// load reads yaml with a token from the environment, so that a test need not
// say it.
func load(t *testing.T, yaml string, environ ...string) (config.Config, error) {
	t.Helper()
	return config.Load(write(t, "config.yaml", yaml), append([]string{"SECRETARY_TELEGRAM_TOKEN=" + token}, environ...))
}

// problems returns the lines of an error and checks that none holds the token.
func problems(t *testing.T, err error) []string {
	t.Helper()
	var all config.Errors
	if !errors.As(err, &all) {
		t.Fatalf("error is %T %v, want config.Errors", err, err)
	}
	if strings.Contains(err.Error(), secret[4:20]) {
		t.Errorf("error holds the token: %v", err)
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != len(all) {
		t.Errorf("%d problems in %d lines:\n%v", len(all), len(lines), err)
	}
	return lines
}

func TestEverythingHasADefaultButTheToken(t *testing.T) {
	path := write(t, "config.yaml", "# nothing\n")
	got, err := config.Load(path, []string{"SECRETARY_TELEGRAM_TOKEN=" + token, "HOME=/x"})
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Dir(path)
	want := config.Config{
		Telegram:    config.Telegram{Token: token, APIURL: "https://api.telegram.org", Rate: 25},
		Disconnect:  config.Disconnect{AskAfter: 10 * time.Minute},
		DataDir:     filepath.Join(folder, "data"),
		DataKeyFile: filepath.Join(folder, "data.key"),
		Ollama: config.Ollama{
			URL: "http://127.0.0.1:11434", Model: "qwen3:4b-instruct-2507-q4_K_M",
			NumCtx: 8192, KeepAlive: -1, Timeout: 5 * time.Minute, Parallel: 1, PerFan: time.Hour,
		},
		Persona: config.Persona{
			File: filepath.Join(folder, "persona.md"), Drafter: "ollama",
			Disclosure: got.Persona.Disclosure, Human: "{name} will answer you personally.", Privacy: got.Persona.Privacy,
		},
		Reply:  config.Reply{Mode: "approve", Threshold: 0.7, QuietPeriod: 4 * time.Second, Hold: 10 * time.Second, Daily: 20},
		Learn:  config.Learn{Idle: 5 * time.Second},
		Memory: config.Memory{Enabled: true},
		Trust:  config.Trust{Risk: 0.15, Delta: 0.1, Audit: 0.1},
		Inbox:  config.Inbox{OpenCards: 5},
		Backup: config.Backup{Every: 24 * time.Hour, Keep: 7, Dir: filepath.Join(folder, "data", "backups")},
		Disk:   config.Disk{LowMB: 200},
		Log:    config.Log{Level: "info", Format: "text"},
	}
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	for sentence, parts := range map[string][]string{
		got.Persona.Disclosure: {"AI", "{name}", "/human", "/privacy"},
		got.Persona.Privacy:    {"keeps", "server", "until", "deleted", "{name}"},
	} {
		for _, part := range parts {
			if !strings.Contains(sentence, part) {
				t.Errorf("%q does not mention %q", sentence, part)
			}
		}
	}
	want.Telegram.Token = ""
	if got := config.Default(folder); got != want {
		t.Errorf("Default is %+v\nwant %+v", got, want)
	}
}

// settings gives every key a value other than its default, as text.
var settings = map[string]string{
	"telegram.token":       token,
	"telegram.token_file":  "", // excludes telegram.token
	"telegram.api_url":     "http://localhost:8081/api/",
	"telegram.username":    "@anna_bot",
	"telegram.rate":        "0.5",
	"owner.id":             "510000001",
	"disconnect.ask_after": "1h",
	"data_dir":             "/srv/secretary",
	"retention":            "2160h",
	"data_key_file":        "keys/k",
	"ollama.url":           "http://ollama:11434",
	"ollama.model":         "llama3.2:1b",
	"ollama.num_ctx":       "4096",
	"ollama.keep_alive":    "30m",
	"ollama.timeout":       "90s",
	"ollama.parallel":      "2",
	"ollama.per_fan":       "30m",
	"persona.name":         "Anna",
	"persona.file":         "../anna.md",
	"persona.bot_answer":   "I have help: a program drafts.",
	"persona.drafter":      "embedded",
	"persona.disclosure":   "false",
	"persona.human":        "I will write to you myself.",
	"persona.privacy":      "I keep what you write.",
	"reply.mode":           "off",
	"reply.threshold":      "1",
	"reply.quiet_period":   "0s",
	"reply.hold":           "1m",
	"reply.daily":          "0",
	"learn.idle":           "0s",
	"memory.enabled":       "false",
	"memory.special":       "true",
	"trust.risk":           "0.2",
	"trust.delta":          "0.05",
	"trust.audit":          "0",
	"inbox.open_cards":     "100",
	"backup.every":         "6h",
	"backup.keep":          "3",
	"backup.dir":           "/mnt/copies",
	"backup.recipient":     "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
	"backup.send":          "true",
	"disk.low_mb":          "500",
	"metrics.listen":       "127.0.0.1:9464",
	"log.level":            "debug",
	"log.format":           "json",
}

func wanted(folder string) config.Config {
	return config.Config{
		Telegram:    config.Telegram{Token: token, APIURL: "http://localhost:8081/api", Username: "anna_bot", Rate: 0.5},
		Memory:      config.Memory{Special: true},
		Owner:       config.Owner{ID: 510000001},
		Disconnect:  config.Disconnect{AskAfter: time.Hour},
		Disk:        config.Disk{LowMB: 500},
		Retention:   2160 * time.Hour,
		DataDir:     "/srv/secretary",
		DataKeyFile: filepath.Join(folder, "keys", "k"),
		Ollama: config.Ollama{
			URL: "http://ollama:11434", Model: "llama3.2:1b",
			NumCtx: 4096, KeepAlive: 30 * time.Minute, Timeout: 90 * time.Second, Parallel: 2, PerFan: 30 * time.Minute,
		},
		Persona: config.Persona{
			Name: "Anna", File: filepath.Join(filepath.Dir(folder), "anna.md"),
			BotAnswer: "I have help: a program drafts.", Drafter: "embedded",
			Human: "I will write to you myself.", Privacy: "I keep what you write.",
		},
		Reply: config.Reply{Mode: "off", Threshold: 1, Hold: time.Minute},
		Trust: config.Trust{Risk: 0.2, Delta: 0.05},
		Inbox: config.Inbox{OpenCards: 100},
		Backup: config.Backup{
			Every: 6 * time.Hour, Keep: 3, Dir: "/mnt/copies", Send: true,
			Recipient: "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
		},
		Metrics: config.Metrics{Listen: "127.0.0.1:9464"},
		Log:     config.Log{Level: "debug", Format: "json"},
	}
}

func TestEveryKeyIsAVariableToo(t *testing.T) {
	path := write(t, "config.yaml", "reply: {threshold: 0.1}\n")
	var environ []string
	for _, key := range config.Keys() {
		value, found := settings[key]
		if !found {
			t.Errorf("the test does not know %s", key)
		}
		environ = append(environ, config.Variable(key)+"="+value)
	}
	got, err := config.Load(path, environ)
	if err != nil {
		t.Fatal(err)
	}
	if want := wanted(filepath.Dir(path)); got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestEveryKeyIsReadFromTheFile(t *testing.T) {
	var yaml strings.Builder
	section := ""
	for _, key := range config.Keys() {
		name, value := key, settings[key]
		if before, after, nested := strings.Cut(key, "."); nested {
			if before != section {
				yaml.WriteString(before + ":\n")
			}
			section, name = before, "  "+after
		}
		if strings.ContainsAny(value, "@:") && !strings.HasPrefix(value, "http") {
			value = `"` + value + `"`
		}
		yaml.WriteString(name + ": " + value + "\n")
	}
	path := write(t, "config.yaml", yaml.String())
	got, err := config.Load(path, nil)
	if err != nil {
		t.Fatalf("%v in\n%s", err, yaml.String())
	}
	if want := wanted(filepath.Dir(path)); got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestNoSettingOfTheTestsIsADefault(t *testing.T) {
	other, standard := reflect.ValueOf(wanted("/x/y")), reflect.ValueOf(config.Default("/x/y"))
	for i := range other.NumField() {
		if reflect.DeepEqual(other.Field(i).Interface(), standard.Field(i).Interface()) {
			t.Errorf("%s is not told from its default", other.Type().Field(i).Name)
		}
	}
}

func TestAnEmptyVariableCountsAsNotSet(t *testing.T) {
	got, err := load(t, "reply: {mode: auto}\n", "SECRETARY_REPLY_MODE=", "SECRETARY_OLLAMA_URL=")
	if err != nil || got.Reply.Mode != "auto" || got.Ollama.URL != "http://127.0.0.1:11434" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestKeepAliveOfMinusOneMeansForEver(t *testing.T) {
	for _, yaml := range []string{"ollama: {keep_alive: -1}", `ollama: {keep_alive: "-1"}`} {
		if got, err := load(t, yaml); err != nil || got.Ollama.KeepAlive != -1 {
			t.Errorf("%s: %v, %v", yaml, got.Ollama.KeepAlive, err)
		}
	}
	if got, err := load(t, "", "SECRETARY_OLLAMA_KEEP_ALIVE=-1"); err != nil || got.Ollama.KeepAlive != -1 {
		t.Errorf("from a variable: %v, %v", got.Ollama.KeepAlive, err)
	}
}

func TestAKeyOrSectionWithoutValueHasItsDefault(t *testing.T) {
	got, err := load(t, "telegram:\n  # token: x\nollama:\n  model:\nlog:\n")
	if err != nil || got.Ollama.Model != "qwen3:4b-instruct-2507-q4_K_M" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestTheDefaultFileMayBeMissing(t *testing.T) {
	t.Chdir(t.TempDir())
	got, err := config.Load("", []string{"SECRETARY_TELEGRAM_TOKEN=" + token})
	if err != nil || got.Telegram.Token != token || !filepath.IsAbs(got.DataDir) {
		t.Errorf("got %+v, %v", got, err)
	}
	_, err = config.Load("", nil)
	if lines := problems(t, err); len(lines) != 1 || !strings.Contains(lines[0], "secretary init") {
		t.Errorf("got %q", lines)
	}
}

func TestANamedFileMustExist(t *testing.T) {
	path := filepath.Join(t.TempDir(), "other.yaml")
	_, err := config.Load(path, []string{"SECRETARY_TELEGRAM_TOKEN=" + token})
	if lines := problems(t, err); len(lines) != 1 || !strings.Contains(lines[0], `other.yaml": no such file`) {
		t.Errorf("got %q", lines)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v is not fs.ErrNotExist", err)
	}
}

func TestTheDefaultFileIsRead(t *testing.T) {
	t.Chdir(filepath.Dir(write(t, config.DefaultFile, "telegram: {token: '"+token+"'}\nlog: {level: warn}\n")))
	if got, err := config.Load("", nil); err != nil || got.Log.Level != "warn" {
		t.Errorf("got %+v, %v", got, err)
	}
}
