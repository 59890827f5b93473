package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"secretary/bot/config"
)

func TestEveryMistakeIsNamedWithItsValue(t *testing.T) {
	for _, c := range []struct{ yaml, want string }{
		{"telegram: {rate: -1}", `telegram.rate: "-1" must be a number of messages a second, from 0 (no pacing) to 1000`},
		{"telegram: {rate: fast}", `telegram.rate: "fast" must be`},
		{"telegram: {rate: .nan}", `telegram.rate: "NaN" must be`},
		{"telegram: {rate: .inf}", `telegram.rate: "+Inf" must be`},
		{"telegram: {rate: '25'}", `telegram.rate: "25" must be a number`},
		{"telegram: {rate: true}", `telegram.rate: "true" must be`},
		{"telegram: {rate: [25]}", `telegram.rate: a list must be`},
		{"telegram: {username: a b}", `telegram.username: "a b" must be`},
		{"telegram: {username: abc}", `telegram.username: "abc" must be`},
		{"telegram: {api_url: api.telegram.org}", `telegram.api_url: "api.telegram.org" must be an address`},
		{"telegram: {api_url: ''}", `telegram.api_url: "" must be`},
		{"telegram: {api_url: 'ftp://x'}", `telegram.api_url: "ftp://x" must be`},
		{"telegram: {api_url: 'http://'}", `telegram.api_url: "http://" must be`},
		{"telegram: {api_url: 'http://:80'}", `telegram.api_url: "http://:80" must be`},
		{"telegram: {api_url: 'http://x:port'}", `telegram.api_url: "http://x:port" must be`},
		{"telegram: {api_url: 'http://x?y'}", `telegram.api_url: "http://x?y" must be`},
		{"telegram: {api_url: 'http://a:b@x'}", `telegram.api_url: "http://<hidden>@x" must be`},
		{"telegram: {api_url: 'https://api.telegram.org/bot" + token + "'}", `telegram.api_url: "https://api.telegram.org/bot<hidden>" must be`},
		{"metrics: {listen: '0.0.0.0:9464'}", `metrics.listen: "0.0.0.0:9464" must be an address of this machine only`},
		{"metrics: {listen: ':9464'}", `metrics.listen: ":9464" must be`},
		{"metrics: {listen: '127.0.0.1:0'}", `metrics.listen: "127.0.0.1:0" must be`},
		{"metrics: {listen: 'example.org:80'}", `metrics.listen: "example.org:80" must be`},
		{"retention: 1h", `retention: "1h" must be 0s (for ever) or a duration of at least 48h`},
		{"backup: {every: 1s ago}", `backup.every: "1s ago" must be`},
		{"backup: {keep: 0}", `backup.keep: "0" must be`},
		{"backup: {recipient: age1x}", `backup.recipient: "age1x" must be an age recipient`},
		{"backup: {send: 'yes'}", `backup.send: "yes" must be true or false`},
		{"backup: {send: true}", `backup.send: true needs backup.recipient`},
		{"telegram: {token_file: ~/token}", `telegram.token_file: "~/token" must be a path; ~ is not expanded`},
		{"telegram: 5", `telegram: "5" must be a section`},
		{"telegram: [1]", `telegram: a list must be a section`},
		{"owner: {id: -100}", `owner.id: "-100" must be a Telegram user id`},
		{"owner: {id: 1.5}", `owner.id: "1.5" must be`},
		{"owner: {id: 99999999999999999999}", `owner.id: "1e+20" must be`},
		{"owner: {id: '5'}", `owner.id: "5" must be`},
		{"data_dir: ''", `data_dir: "" must be a path`},
		{"data_dir: {x: y}", `data_dir: a section must be a path`},
		{"data_dir: 5", `data_dir: "5" must be a path`},
		{"ollama: {url: '127.0.0.1:11434'}", `ollama.url: "127.0.0.1:11434" must be an address like http://127.0.0.1:11434`},
		{"ollama: {model: ''}", `ollama.model: "" must be a model's name`},
		{"ollama: {model: a b}", `ollama.model: "a b" must be`},
		{"ollama: {num_ctx: 8k}", `ollama.num_ctx: "8k" must be a whole number`},
		{"ollama: {num_ctx: 255}", `ollama.num_ctx: "255" must be`},
		{"ollama: {keep_alive: -5m}", `ollama.keep_alive: "-5m" must be -1 (stay loaded) or a duration`},
		{"ollama: {keep_alive: 5}", `ollama.keep_alive: "5" must be`},
		{"ollama: {timeout: 0s}", `ollama.timeout: "0s" must be`},
		{"ollama: {timeout: 5}", `ollama.timeout: "5" must be a duration like 5m`},
		{"ollama: {timeout: 5 minutes}", `ollama.timeout: "5 minutes" must be`},
		{"ollama: {parallel: 0}", `ollama.parallel: "0" must be`},
		{"persona: {name: 42}", `persona.name: "42" must be a name`},
		{`persona: {name: "a\nb"}`, `persona.name: "a\nb" must be a name on one line`},
		{"persona: {disclosure: true}", `persona.disclosure: "true" must be text`},
		{"persona: {privacy: ''}", `persona.privacy: "" must be text of 1`},
		{"persona: {bot_answer: " + strings.Repeat("x", 1001) + "}", `persona.bot_answer: "` + strings.Repeat("x", 80) + `…" must be`},
		{"persona: {drafter: gpt}", `persona.drafter: "gpt" must be ollama or embedded`},
		{"reply: {mode: Auto}", `reply.mode: "Auto" must be approve, earn, auto or off`},
		{"reply: {threshold: 1.01}", `reply.threshold: "1.01" must be a number from 0 to 1`},
		{"reply: {threshold: -0.1}", `reply.threshold: "-0.1" must be`},
		{"reply: {threshold: 70%}", `reply.threshold: "70%" must be`},
		{"reply: {quiet_period: -4s}", `reply.quiet_period: "-4s" must be a duration`},
		{"reply: {hold: 1h1s}", `reply.hold: "1h1s" must be`},
		{"inbox: {open_cards: 101}", `inbox.open_cards: "101" must be a whole number from 1 to 100`},
		{"log: {level: INFO}", `log.level: "INFO" must be debug, info, warn or error`},
		{"log: {format: xml}", `log.format: "xml" must be text or json`},
		{"replyy: {mode: auto}", `replyy: a section is no known key; did you mean reply?`},
		{"reply: {tresholds: 0.5}", `reply.tresholds: "0.5" is no known key; did you mean reply.threshold?`},
		{"reply: {Mode: auto}", `reply.Mode: "auto" is no known key; did you mean reply.mode?`},
		{"threshold: 0.5", `threshold: "0.5" is no known key; did you mean reply.threshold?`},
		{"tokn: x", `tokn: "x" is no known key; did you mean telegram.token?`},
		{"ollama: {mode: x}", `ollama.mode: "x" is no known key; did you mean ollama.model?`},
		{"persona: {model: x}", `persona.model: "x" is no known key; did you mean ollama.model?`},
		{"reply: {" + strings.Repeat("x", 70) + ": x}", `: "x" is no known key` + "\n"},
		{"foo: x", `foo: "x" is no known key` + "\n"},
		{"reply.mode: auto", `reply.mode: "auto" must be written as a section`},
		{"reply: {mod: }", `reply.mod: "<nil>" is no known key; did you mean reply.mode?`},
		{"'" + token + "': x", `<hidden>: "x" is no known key`},
		{"entirely: {}", `entirely: a section is no known key`},
		{"5: {6: 7}", `5: a section is no known key`},
		{"reply: {5: 6}", `reply.5: "6" is no known key`},
	} {
		_, err := load(t, c.yaml+"\n")
		if err == nil {
			t.Errorf("%s: no error", c.yaml)
			continue
		}
		if text := strings.Join(problems(t, err), "\n") + "\n"; !strings.Contains(text, c.want) {
			t.Errorf("%s:\n got %s\nwant %s", c.yaml, text, c.want)
		}
	}
}

func TestMistakesInVariablesNameTheVariable(t *testing.T) {
	for entry, want := range map[string]string{
		"SECRETARY_REPLY_THRESHOLD=2":        `reply.threshold (SECRETARY_REPLY_THRESHOLD): "2" must be a number from 0 to 1`,
		"SECRETARY_REPLY_TRESHOLD=0.5":       `SECRETARY_REPLY_TRESHOLD: "0.5" is no known variable; did you mean SECRETARY_REPLY_THRESHOLD?`,
		"SECRETARY_OWNER_ID=me":              `owner.id (SECRETARY_OWNER_ID): "me" must be`,
		"SECRETARY_TELEGRAM_RATE=NaN":        `telegram.rate (SECRETARY_TELEGRAM_RATE): "NaN" must be`,
		"SECRETARY_TELEGRAM_TOKN=" + token:   `SECRETARY_TELEGRAM_TOKN: "<hidden, 47 characters>" is no known variable; did you mean SECRETARY_TELEGRAM_TOKEN?`,
		"SECRETARY_LOG_FROMAT=" + token:      `SECRETARY_LOG_FROMAT: "<hidden>" is no known variable`,
		"SECRETARY_REPLY_QUIET_PERIOD=4":     `reply.quiet_period (SECRETARY_REPLY_QUIET_PERIOD): "4" must be a duration`,
		"SECRETARY_PERSONA_NAME=\xff":        `persona.name (SECRETARY_PERSONA_NAME): "\xff" must be a name`,
		"SECRETARY_ANYTHING=":                `SECRETARY_ANYTHING: "" is no known variable`,
		"SECRETARY_INBOX_OPEN_CARDS=5 cards": `inbox.open_cards (SECRETARY_INBOX_OPEN_CARDS): "5 cards" must be`,
	} {
		_, err := load(t, "", entry)
		if lines := problems(t, err); len(lines) != 1 || !strings.HasPrefix(lines[0], want) {
			t.Errorf("%s:\n got %q\nwant %q", entry, lines, want)
		}
	}
}

func TestAllMistakesAreReportedAtOnce(t *testing.T) {
	path := write(t, "config.yaml", "tokn: x\nreply:\n  mode: maybe\n  hold: -1s\n  quite_period: 4s\nowner: me\n")
	_, err := config.Load(path, []string{"SECRETARY_LOG_LEVEL=loud", "SECRETARY_LOL=1"})
	text := strings.Join(problems(t, err), "\n")
	for _, key := range []string{"tokn:", "reply.mode:", "reply.hold:", "reply.quite_period:", "owner:", "log.level (", "SECRETARY_LOL:", "telegram.token:"} {
		if !strings.Contains(text, key) {
			t.Errorf("%s is not reported in\n%s", key, text)
		}
	}
	if lines := strings.Count(text, "\n") + 1; lines != 8 {
		t.Errorf("%d lines, want 8:\n%s", lines, text)
	}
}

func TestAFileThatIsNoConfigurationSaysWhere(t *testing.T) {
	for content, want := range map[string]string{
		"reply:\n  mode: auto\n mode: x\n":          "line 2",
		"reply: {mode: auto}\nreply: {mode: off}\n": `"reply" already defined at line 1`,
		token:                                 "it must hold keys with values",
		"telegram: {token: *" + token + "}\n": "unknown anchor",
		"- a\n- b\n":                          "cannot unmarshal",
		"log: {level: info}\n---\nlog: {level: debug}\n": "more than one YAML document",
		"log: {? ['" + token + "'] : b}":                 "invalid map key",
		"\x00\x01\x02":                                   "control characters",
		"telegram:\n\ttoken: x\n":                        "never with a tab",
		strings.Repeat("# long\n", 200_000):              "larger than",
	} {
		_, err := config.Load(write(t, "config.yaml", content), nil) // and nobody says that the token is missing
		if lines := problems(t, err); len(lines) != 1 || !strings.Contains(lines[0], want) {
			t.Errorf("%.40q: got %.300q, want %q", content, lines, want)
		}
	}
	if _, err := config.Load(t.TempDir(), nil); !strings.Contains(fmt.Sprint(err), "is a folder") {
		t.Errorf("a folder as file: %v", err)
	}
	if _, err := load(t, "---\n# one document is fine\nlog: {level: info}\n...\n"); err != nil {
		t.Error(err)
	}
}

func TestTheTokenIsNeededOnce(t *testing.T) {
	folder := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := file("good", "\n "+token+" \r\n")
	for _, c := range []struct {
		environ []string
		want    string
	}{
		{nil, "telegram.token: is not set, and telegram.token_file neither"},
		{[]string{"SECRETARY_TELEGRAM_TOKEN=" + token, "SECRETARY_TELEGRAM_TOKEN_FILE=" + good}, "telegram.token_file too; keep one"},
		{[]string{"SECRETARY_TELEGRAM_TOKEN=" + secret}, `telegram.token (SECRETARY_TELEGRAM_TOKEN): "<hidden, 36 characters>" must be a bot token`},
		{[]string{"SECRETARY_TELEGRAM_TOKEN=bot" + token}, "must be a bot token"},
		{[]string{"SECRETARY_TELEGRAM_TOKEN=" + token + " x"}, "must be a bot token"},
		{[]string{"SECRETARY_TELEGRAM_TOKEN_FILE=" + folder + "/none"}, `/none" cannot be read: no such file`},
		{[]string{"SECRETARY_TELEGRAM_TOKEN_FILE=" + folder}, "cannot be read: is a folder, and only a regular file will do"},
		{[]string{"SECRETARY_TELEGRAM_TOKEN_FILE=" + file("empty", " \n")}, "is empty"},
		{[]string{"SECRETARY_TELEGRAM_TOKEN_FILE=" + file("two", token+"\n"+token)}, "must hold a bot token"},
		{[]string{"SECRETARY_TELEGRAM_TOKEN_FILE=" + file("huge", strings.Repeat(" ", 5000))}, "larger than 4096 bytes"},
	} {
		_, err := config.Load(write(t, "config.yaml", ""), c.environ)
		if lines := problems(t, err); len(lines) != 1 || !strings.Contains(lines[0], c.want) {
			t.Errorf("%v:\n got %q\nwant %q", c.environ, lines, c.want)
		}
	}
	got, err := config.Load(write(t, "config.yaml", "telegram: {token_file: '"+good+"'}"), nil)
	if err != nil || got.Telegram.Token != token || got.Telegram.TokenFile != good {
		t.Errorf("got %+v, %v", got.Telegram, err)
	}
}

func TestARelativeTokenFileLiesBesideTheConfiguration(t *testing.T) {
	path := write(t, "config.yaml", "telegram: {token_file: token}")
	if err := os.WriteFile(filepath.Join(filepath.Dir(path), "token"), []byte(token), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := config.Load(path, nil); err != nil || got.Telegram.Token != token {
		t.Errorf("got %+v, %v", got.Telegram, err)
	}
}

func TestTheKeyIsNeverKeptWithTheData(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "real"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("real", filepath.Join(folder, "link")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		dir, key string
		refused  bool
	}{
		{"data", "data/data.key", true},
		{"data", "data/../data/x/y", true},
		{"data", "data", true},
		{".", "data.key", true},
		{"real", "link/data.key", true},
		{"link", "real/data.key", true},
		{"/", "data.key", true},
		{"data", "data.key", false},
		{"data", "../data.key", false},
		{"data", "data2/data.key", false},
		{"data", "..data/data.key", false},
	} {
		path := filepath.Join(folder, "config.yaml")
		yaml := fmt.Sprintf("data_dir: %s\ndata_key_file: %s\ntelegram: {token: '%s'}\n", c.dir, c.key, token)
		if err := os.WriteFile(path, []byte(yaml), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := config.Load(path, nil)
		if !c.refused && err != nil {
			t.Errorf("%s and %s: %v", c.dir, c.key, err)
		}
		if c.refused {
			if lines := problems(t, err); len(lines) != 1 || !strings.HasPrefix(lines[0], "data_key_file: ") {
				t.Errorf("%s and %s: %q", c.dir, c.key, lines)
			}
		}
	}
}

func TestDisclosureIsSwitchedOffByFalseOrNothing(t *testing.T) {
	for _, off := range []string{"false", "''", "'false'"} {
		path := write(t, "config.yaml", "telegram: {token: '"+token+"'}\npersona: {disclosure: "+off+"}\n")
		got, err := config.Load(path, nil)
		if err != nil || got.Persona.Disclosure != "" {
			t.Errorf("%s: %q (%v)", off, got.Persona.Disclosure, err)
		}
	}
}

func TestTheTokenAloneIsReadWhateverElseIsWrong(t *testing.T) {
	bad := "reply: {mode: nonsense}\nunheard_of: 1\n"
	got, err := config.Token(write(t, "config.yaml", bad+"telegram: {token: '"+token+"'}"), nil)
	if err != nil || got.Reveal() != token {
		t.Errorf("Token() = %v, %v", got, err)
	}
	for name, yaml := range map[string]string{
		"no token": bad, "no bot token": "telegram: {token: '" + token + "!'}", "no YAML": "telegram: {token: '" + token,
		"no file": "telegram: {token_file: /none}",
	} {
		got, err := config.Token(write(t, "config.yaml", yaml), nil)
		if got != "" || err == nil {
			t.Errorf("%s: %v, %v", name, got, err)
			continue
		}
		problems(t, err)
	}
}
