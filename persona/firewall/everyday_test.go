package firewall_test

import (
	"os"
	"strings"
	"testing"

	"secretary/persona/firewall"
)

// everyday lists what fans write all day, by language.
func everyday(t testing.TB) map[string][]string {
	t.Helper()
	raw, err := os.ReadFile("testdata/everyday.txt")
	if err != nil {
		t.Fatal(err)
	}
	lists, language := map[string][]string{}, ""
	for line := range strings.Lines(string(raw)) {
		switch line = strings.TrimSpace(line); {
		case line == "", line[0] == '#':
		case line[0] == '[':
			language = strings.Trim(line, "[]")
		default:
			lists[language] = append(lists[language], line)
		}
	}
	return lists
}

func TestEverydayChatIsNoAlarm(t *testing.T) {
	lists := everyday(t)
	if len(lists) < 13 {
		t.Fatalf("everyday chat of %d languages only", len(lists))
	}
	for language, texts := range lists {
		for _, text := range texts {
			if hits := firewall.Screen([]string{text}, false); len(hits) > 0 {
				t.Errorf("[%s] %q hits %v", language, text, hits)
			}
		}
	}
}

func TestEveryLanguageHasEveryGraveRule(t *testing.T) {
	for _, code := range []string{"selfharm", "minor", "threat", "personal", "refund", "legal", "medical", "anger", "bot_question", "injection"} {
		r, ok := firewall.Find(code)
		if !ok {
			t.Errorf("there is no rule %s", code)
		}
		for _, language := range []string{"en", "es", "pt", "fr", "de", "it", "nl", "pl", "tr", "ru", "uk"} {
			if !hasLanguage(r, language) {
				t.Errorf("rule %s does not know %s", code, language)
			}
		}
	}
}

func hasLanguage(r firewall.Rule, language string) bool {
	for _, s := range r.Sections {
		if s.Language == language {
			return true
		}
	}
	return false
}
