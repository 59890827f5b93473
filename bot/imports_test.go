package bot_test

import (
	"os/exec"
	"slices"
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

// Codes, keys and salts come from crypto/rand: whoever may use randomness that can be
// guessed stands here, with what for.
func TestNobodyMakesSecretsOfGuessableRandomness(t *testing.T) {
	harmless := map[string]string{
		"secretary/bot/pace":               "waits a little more or less",
		"secretary/persona":                "seeds of the model",
		"secretary/persona/trust/simulate": "creators made up",
		"secretary/bot/sandbox":            "ids of a server that is played",
		"secretary/bot/load/rig":           "fans made up",
	}
	for pkg, list := range imports(t) {
		for _, i := range list {
			if strings.HasPrefix(i, "math/rand") && harmless[pkg] == "" {
				t.Errorf("%s imports %s", pkg, i)
			}
		}
	}
}

// Each room gets what it needs handed to it. Those listed know no other rooms than
// the ones beside their name, and none imports the house.
func TestARoomKnowsOnlyItsNeighbours(t *testing.T) {
	all := imports(t)
	const house = "secretary/bot"
	neighbours := map[string][]string{
		"policy":    {"words"},
		"fence":     {},
		"desk":      {"card", "fence", "pace", "telegram", "words"},
		"earn":      {"card", "chart", "desk", "ledger", "notice", "pace", "policy", "telegram", "words"},
		"identity":  {"desk", "notice", "pace", "telegram", "words"},
		"pairing":   {"identity", "words"},
		"upkeep":    {"backup", "card", "desk", "notice", "pace", "telegram", "words"},
		"chore":     {"fence", "pace", "queue"},
		"learning":  {"card", "chore", "notice", "pace", "telegram", "words"},
		"queue":     {"pace"},
		"router":    {"telegram"},
		"fanbook":   {"card", "chore", "identity", "memory", "notice", "pace", "policy", "queue", "words"},
		"memory":    {},
		"classify":  {"profile", "telegram"},
		"profile":   {"telegram", "words"},
		"readiness": {"card", "classify", "desk", "identity", "profile", "telegram", "upkeep", "words"},
		"export":    {},
		"notice":    {"card", "desk", "pace", "telegram", "words"},
	}
	for room, known := range neighbours {
		list, ok := all[house+"/"+room]
		if !ok {
			t.Errorf("there is no room %s", room)
		}
		for _, i := range list {
			if name, inside := strings.CutPrefix(i, house+"/"); inside && !slices.Contains(known, name) {
				t.Errorf("%s knows %s", room, name)
			}
		}
	}
	for pkg, list := range all {
		for _, above := range []string{"command", "demo", "load", "stories"} {
			if pkg == house+"/"+above || strings.HasPrefix(pkg, house+"/"+above+"/") {
				list = nil
			}
		}
		if slices.Contains(list, house) {
			t.Errorf("%s imports the house it is a room of", pkg)
		}
	}
}
