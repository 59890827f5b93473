package command_test

import (
	"bytes"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestWhatIsTypedWrongEndsWith2AndSaysTheWayOut(t *testing.T) {
	inFolder(t)
	for _, c := range []struct {
		typed string
		says  []string
	}{
		{"chek", []string{`no command "chek"; did you mean check?`, "secretary --help"}},
		{"fly", []string{`no command "fly"` + "\n", "secretary --help"}},
		{"persona chek", []string{"did you mean check?", "secretary persona --help"}},
		{"help chek", []string{"did you mean check?"}},
		{"help persona chek", []string{"did you mean check?"}},
		{"run extra", []string{`secretary run takes nothing beside its flags, and "extra" is none`, "secretary run --help"}},
		{"persona check extra", []string{`"extra" is none`, "secretary persona check --help"}},
		{"restore", []string{"received 0", "secretary restore FILE"}},
		{"backup one two", []string{"received 2", "secretary backup FILE"}},
		{"export", []string{"secretary export FILE"}},
		{"run --fast", []string{"unknown flag: --fast", "secretary run --help"}},
		{"run --adopt=maybe", []string{`"maybe" for "--adopt"`}},
		{"check --config", []string{"needs an argument: --config"}},
		{"audit --fan anna", []string{`"anna" for "--fan" flag: it takes a whole number`}},
		{"audit --since soon", []string{`--since "soon": give 7d, 36h, or a day`}},
		{"demo --port 99999999999999999999", []string{"it takes a whole number"}},
		{"demo --yes --keep there", []string{"keep", "yes"}},
		{"persona replay --last 0", []string{"--last 0"}},
	} {
		t.Run(c.typed, func(t *testing.T) {
			s := types(t, strings.Fields(c.typed)...)
			s.wants(t, 2, c.says...)
			if s.out != "" || strings.Contains(s.err, "strconv") {
				t.Errorf("it prints %q and says %q", s.out, s.err)
			}
			for line := range strings.Lines(s.err) {
				if !strings.HasPrefix(line, "secretary: ") {
					t.Errorf("a line of an error begins otherwise: %q", line)
				}
			}
		})
	}
}

func TestEveryMomentOfSinceIsUnderstood(t *testing.T) {
	furnished(t)
	for _, since := range []string{"7d", "36h", "90m", "2026-03-01", ""} {
		t.Run(since, func(t *testing.T) {
			types(t, "audit", "--since", since).wants(t, 1, "there is no data file")
		})
	}
	for _, since := range []string{"7", "d", "0d", "-7d", "2026-13-01", "yesterday", "1e9d", "99999999999999999999d", "\n"} {
		t.Run("not "+since, func(t *testing.T) { types(t, "audit", "--since", since).wants(t, 2, "--since") })
	}
}

func TestWithoutAConfigurationTheWayToOneIsSaid(t *testing.T) {
	dir := inFolder(t)
	for _, args := range [][]string{{"run"}, {"check"}, {"healthcheck"}, {"compact"}, {"audit"}, {"backup", "x"}, {"export", "x"}, {"restore", "x"}, {"persona", "check"}, {"persona", "try"}, {"persona", "replay"}} {
		types(t, args...).wants(t, 2, "telegram.token", "no config.yaml in "+dir, "`secretary init` writes one")
		types(t, append(args, "--config", "")...).wants(t, 2, "no config.yaml in "+dir) // as if it were not there
		types(t, append(args, "--config", "gone.yaml")...).wants(t, 2, `"gone.yaml"`, "`secretary --config gone.yaml init` writes one")
	}
	write(t, "empty.yaml", "")
	s := types(t, "run", "--config", "empty.yaml")
	s.wants(t, 2, "telegram.token: is not set")
	if strings.Contains(s.err, "init") {
		t.Errorf("there is a configuration, and it says %q", s.err)
	}
	if left, _ := os.ReadDir("."); len(left) != 1 {
		t.Errorf("something was made: %v", left)
	}
}

func TestWithoutDataNoneIsMade(t *testing.T) {
	furnished(t)
	for _, args := range [][]string{{"compact"}, {"audit"}, {"backup", "x"}, {"export", "x"}} {
		types(t, args...).wants(t, 1, "there is no data file")
	}
	types(t, "healthcheck").wants(t, 1, "no secretary is running", "secretary run")
	types(t, "check").wants(t, 1, "Telegram cannot be asked")
	types(t, "persona", "replay").wants(t, 0, "Nothing to replay yet")
	if left, _ := os.ReadDir("."); len(left) != 2 {
		t.Errorf("something was made: %v", left)
	}
}

func TestTheVersionIsTold(t *testing.T) {
	inFolder(t)
	for _, args := range []string{"version", "--version"} {
		types(t, args).wants(t, 0, "secretary v1.2.3\n", "go1.")
	}
}

func TestHelpIsTheSameHoweverItIsAskedFor(t *testing.T) {
	inFolder(t)
	for _, command := range []string{"", "run", "check", "persona", "persona replay"} {
		words := strings.Fields(command)
		want := types(t, append(words, "--help")...)
		want.wants(t, 0, "Usage:", "--config")
		if got := types(t, append([]string{"help"}, words...)...); got != want {
			t.Errorf("help %s says\n%s\nand %s --help says\n%s", command, got.out, command, want.out)
		}
	}
	if types(t) != types(t, "help") || types(t, "persona") != types(t, "persona", "--help") {
		t.Error("no command at all says something else than help")
	}
}

// full is an output that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestWhatCannotBePrintedIsAFailureAndNoMistakeInTyping(t *testing.T) {
	furnished(t)
	for _, args := range [][]string{{"version"}, {"check"}, {"check", "--json"}} {
		var errs bytes.Buffer
		code := runs(t, nil, full{}, &errs, args...)
		if code != 1 || !strings.Contains(errs.String(), "no space left") || strings.Contains(errs.String(), "typed") {
			t.Errorf("secretary %q: exit code %d, and it says %q", args, code, errs.String())
		}
	}
}

var (
	row   = regexp.MustCompile("(?m)^\\| `secretary ([a-z]+)( [a-z]+)?[^`]*` \\|.*$")
	flags = regexp.MustCompile(`--[a-z][a-z-]*`)
)

// The tables of the README and the help name the same commands and flags.
func TestTheReadmeNamesEveryCommandAndFlag(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	inFolder(t)
	named := map[string][]string{}
	for _, r := range row.FindAllStringSubmatch(string(readme), -1) {
		command := r[1] + r[2]
		named[command] = flags.FindAllString(r[0], -1)
	}
	all := commands(t)
	if len(all) < 10 || len(named) < 10 {
		t.Fatalf("the help names %q, README %d commands: this test looks in the wrong place", all, len(named))
	}
	for command := range named {
		if !slices.Contains(all, command) {
			t.Errorf("README names secretary %s, which is no command", command)
		}
	}
	for _, command := range all {
		real := flags.FindAllString(types(t, append(strings.Fields(command), "--help")...).out, -1)
		for _, f := range named[command] {
			if !slices.Contains(real, f) {
				t.Errorf("README names secretary %s %s, which is no flag", command, f)
			}
		}
		for _, f := range real {
			everywhere := []string{"--help", "--config", "--persona", "--model"} // said once for all of them
			if !slices.Contains(everywhere, f) && !slices.Contains(named[command], f) {
				t.Errorf("README does not name secretary %s %s", command, f)
			}
		}
	}
}

// commands are those that the help lists, the ones of persona as "persona check".
func commands(t *testing.T) (all []string) {
	t.Helper()
	listed := regexp.MustCompile(`(?m)^  ([a-z]+) +\S`)
	for _, group := range []string{"", "persona"} {
		_, list, _ := strings.Cut(types(t, strings.Fields(group)...).out, "Available Commands:")
		for _, m := range listed.FindAllStringSubmatch(list, -1) {
			if command := strings.TrimSpace(group + " " + m[1]); command != "help" && command != "persona" {
				all = append(all, command)
			}
		}
	}
	return all
}
