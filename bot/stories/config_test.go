package stories_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestBadConfigurationNamesEveryKeyAndValueAtOnce(t *testing.T) {
	s := stage(t, with("reply.mode", "sometimes"), with("reply.threshold", 7), with("reply.quiet_period", "four seconds"),
		with("ollama.num_ctx", "lots"), with("telegram.tokn", "x"), with("log.level", "loud"), with("nonsense.key", true), with("inbox.open_cards", -1))
	for _, command := range []string{"run", "check"} {
		code, out := s.command(command)
		if code != 2 {
			t.Errorf("%s: exit code %d, want 2", command, code)
		}
		for _, want := range []string{"reply.mode", `"sometimes"`, "reply.threshold", `"7"`, "reply.quiet_period", `"four seconds"`, "ollama.num_ctx", `"lots"`, "telegram.tokn", "log.level", `"loud"`, "nonsense", "inbox.open_cards", `"-1"`} {
			if !strings.Contains(out, want) {
				t.Errorf("%s: %s is not named:\n%s", command, want, out)
			}
		}
	}
}

func TestExitCodes(t *testing.T) {
	for name, day := range map[string]struct {
		keys []change
		env  []string
		args []string
		code int
		says []string
	}{
		"no command at all":           {nil, nil, []string{}, 0, []string{"run", "check", "init", "demo", "backup", "version"}},
		"an unknown command":          {nil, nil, []string{"fly"}, 2, []string{"fly", "secretary --help"}},
		"an unknown flag":             {nil, nil, []string{"run", "--fast"}, 2, []string{"--fast", "secretary run --help"}},
		"the version":                 {nil, nil, []string{"version"}, 0, []string{"go1."}},
		"help":                        {nil, nil, []string{"--help"}, 0, []string{"run", "check"}},
		"no configuration file":       {nil, nil, []string{"--config", "nowhere.yaml", "run"}, 2, []string{"nowhere.yaml"}},
		"no token":                    {[]change{with("telegram.token", nil)}, nil, []string{"run"}, 2, []string{"telegram.token"}},
		"token and token_file":        {[]change{with("telegram.token_file", "token.txt")}, nil, []string{"run"}, 2, []string{"telegram.token_file"}},
		"a token_file that is gone":   {[]change{with("telegram.token", nil), with("telegram.token_file", "gone.txt")}, nil, []string{"run"}, 2, []string{"telegram.token_file", "gone.txt"}},
		"a key inside the data":       {[]change{with("data_key_file", "data/data.key"), with("data_dir", "data")}, nil, []string{"run"}, 2, []string{"data_key_file"}},
		"a mode from the environment": {nil, []string{"SECRETARY_REPLY_MODE=maybe"}, []string{"check"}, 2, []string{"reply.mode", `"maybe"`}},
		"a duration in the wrong key": {nil, []string{"SECRETARY_OLLAMA_TIMEOUT=soon"}, []string{"check"}, 2, []string{"ollama.timeout", `"soon"`}},
		"backup without a file":       {nil, nil, []string{"backup"}, 2, []string{"secretary backup FILE", "secretary backup --help"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := stage(t, day.keys...)
			args := day.args
			if len(args) > 0 && args[0] != "--config" && args[0] != "--help" {
				args = append([]string{"--config", s.path("config.yaml")}, args...)
			}
			code, out := s.ends(s.startWith(day.env, args...))
			if code != day.code || !holds(out, day.says...) {
				t.Errorf("exit code %d, want %d and the words %q:\n%s", code, day.code, day.says, out)
			}
		})
	}
}

func TestBrokenYAMLIsNamedWithItsLine(t *testing.T) {
	s := stage(t)
	s.write("config.yaml", "telegram:\n  token: [unclosed\n")
	if code, out := s.command("run"); code != 2 || !holds(out, "config.yaml", "line") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
}

func TestTokenFileAndEnvironmentServeAsWell(t *testing.T) {
	s := stage(t, with("telegram.token", nil), with("reply.mode", "approve"))
	s.write("token.txt", s.tg.Token()+"\n")
	s.mila.Start("")
	s.mila.Connect()
	s.bin = s.startWith([]string{"SECRETARY_TELEGRAM_TOKEN_FILE=" + s.path("token.txt"), "SECRETARY_REPLY_MODE=auto"}, "--config", s.path("config.yaml"), "run")
	s.receives()
	anna := s.fan("Anna")
	s.model.Says("the environment wins over the file")
	anna.Writes("does the environment count?")
	anna.Gets("the environment wins over the file")
}

// The example is the manual: only what nobody can know may be missing from it.
func TestExampleConfigurationIsValidButForTheToken(t *testing.T) {
	s := stage(t)
	raw, err := os.ReadFile(filepath.Join("..", "..", "config.example.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	s.write("config.yaml", string(raw))
	p := s.startWith([]string{"SECRETARY_TELEGRAM_TOKEN=" + s.tg.Token(), "SECRETARY_TELEGRAM_API_URL=" + s.line.URL(), "SECRETARY_OLLAMA_URL=" + s.model.URL(), "SECRETARY_OLLAMA_MODEL=" + modelName},
		"--config", s.path("config.yaml"), "check", "--json")
	if code, out := s.ends(p); code == 2 {
		t.Errorf("the example configuration is refused:\n%s", out)
	}
}

func TestLogsAsJSON(t *testing.T) {
	s := tell(t, with("log.format", "json"))
	s.someoneElseIsAnswered()
	s.stop()
	for line := range strings.Lines(s.told[0].out.String()) {
		if strings.HasPrefix(line, "time=") || strings.HasPrefix(line, "20") {
			t.Errorf("a line that is no JSON: %s", line)
		}
	}
}
