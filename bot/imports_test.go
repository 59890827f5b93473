package bot_test

import (
	"os/exec"
	"strings"
	"testing"
)

// imports lists what every package of the project imports by itself, tests left out.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "secretary/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	all := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		all[fields[0]] = fields[1:]
	}
	return all
}

func TestOnlyOneRoomKnowsEachOutsideThing(t *testing.T) {
	all := imports(t)
	if len(all) < 5 {
		t.Fatalf("go list sees only %d packages", len(all))
	}
	for outside, room := range map[string]string{
		"go.etcd.io/bbolt":         "secretary/store",
		"github.com/ollama/ollama": "secretary/persona",
		"gopkg.in/telebot.v3":      "secretary/bot",
	} {
		seen := false
		for pkg, list := range all {
			for _, i := range list {
				if i != outside && !strings.HasPrefix(i, outside+"/") {
					continue
				}
				seen = true
				if pkg != room && !strings.HasPrefix(pkg, room+"/") {
					t.Errorf("%s imports %s, which belongs to %s", pkg, i, room)
				}
			}
		}
		if !seen {
			t.Errorf("nobody imports %s: this test looks in the wrong place", outside)
		}
	}
}

func TestStoreAndPersonaKnowNeitherEachOtherNorTelegram(t *testing.T) {
	for _, room := range []string{"secretary/store", "secretary/persona"} {
		out, err := exec.Command("go", "list", "-deps", room).Output()
		if err != nil {
			t.Fatalf("go list %s: %v", room, err)
		}
		for dep := range strings.Lines(string(out)) {
			dep = strings.TrimSpace(dep)
			if dep != room && !strings.HasPrefix(dep, room+"/") && (strings.HasPrefix(dep, "secretary/") || strings.Contains(dep, "telebot")) {
				t.Errorf("%s depends on %s", room, dep)
			}
		}
	}
}

func TestTheSandboxIsAnIndependentWitness(t *testing.T) {
	for _, i := range imports(t)["secretary/bot/sandbox"] {
		if strings.HasPrefix(i, "secretary/") && !strings.HasPrefix(i, "secretary/bot/sandbox") {
			t.Errorf("the sandbox imports %s", i)
		}
	}
}
