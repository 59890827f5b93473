package persona_test

import (
	"os"
	"strings"
	"testing"

	"secretary/persona"
)

// findings gives what a review of a text finds, as "code" or "code: detail".
func findings(t *testing.T, text string) string {
	t.Helper()
	r, err := persona.New(persona.Config{Name: "Mia", File: write(t, text)}).Review()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range r.Findings {
		out = append(out, strings.TrimSuffix(f.Code+": "+f.Detail, ": "))
	}
	return strings.Join(out, "; ")
}

func TestAReviewSaysWhatIsMissing(t *testing.T) {
	if got := findings(t, mia); got != "" {
		t.Errorf("a good file: %s", got)
	}
	if got := findings(t, "# Mia\nMia paints boats."); got != "voice; boundaries; examples; facts" {
		t.Errorf("a poor file: %s", got)
	}
	if got := findings(t, "# Mia\nwarm, never rude\n## Facts\nShe paints.\n## Examples\nFan: hi\nMe: hey"); got != "few_examples: 1" {
		t.Errorf("one example: %s", got)
	}
	if got := findings(t, mia+strings.Repeat("\nMia likes rain, long walks and old boats.", 250)); got != "long: 52" && !strings.HasPrefix(got, "long: ") {
		t.Errorf("a long file: %s", got)
	}
}

func TestAReviewFindsContradictions(t *testing.T) {
	for _, c := range []struct{ more, want string }{
		{"\n- A print is 45 €.", `prices: "Prints cost 40 €" / "A print is 45 €"`},
		{"\nFan: how much are prints?\nMe: 50 € each", `prices: "Prints cost 40 €" / "50 € each"`},
		{"\nBig prints cost 90 €. Small prints are 20 €.", ""}, {"\nPrints cost 40,00 EUR", ""}, {"\nPrints cost 45 dollars", ""},
		{"\nPrints are 40 € to 60 €", ""}, {"\nFan: how much are the sizes?\nMe: A4 is 25 EUR and A3 is 45 EUR", ""},
		{"\nNever do calls.\nI do calls on Fridays.", `against: "Never do calls" / "I do calls on Fridays"`},
		{"\n- No video calls, no meetings\n- Yes, video calls are possible", `against: "No video calls" / "video calls are possible"`},
		{"\nNever do calls.\nI do commissions.", ""},
		{"\nnunca hago llamadas\nhago llamadas los viernes", `against: "nunca hago llamadas" / "hago llamadas los viernes"`},
	} {
		if got := findings(t, mia+c.more); got != c.want {
			t.Errorf("%q: %s, want %s", c.more, got, c.want)
		}
	}
}

func TestAFileThatCannotBeUsedIsNamedWithTheWayOut(t *testing.T) {
	for want, data := range map[string]string{
		"iconv -f UTF-16 ":           "\xff\xfeM\x00i\x00a\x00",
		"iconv -f UTF-16  ":          "\xfe\xff\x00M\x00i\x00a",
		"perhaps Latin-1":            "# Mia\nTrès chaleureuse: \xe9t\xe9 \xe0 la plage",
		"is binary":                  "\x7fELF\x02\x01\x01\x00\x00\x00",
		"is empty; describe":         " \n\n# Mia\n",
		"too big: 2048 KB":           strings.Repeat("Mia paints. \n", 2<<20/13+1)[:2<<20],
		"does not exist; write it":   "",
		"takes about":                strings.Repeat("Mia paints boats and the sea. ", 2000),
		"is not UTF-8 text, perhaps": "\xef\xbb\xbfMia \xff\xff\xff",
	} {
		path := write(t, data)
		if data == "" {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
		_, err := persona.New(persona.Config{File: path}).Review()
		if persona.KindOf(err) != persona.KindPersona || !strings.Contains(err.Error(), strings.TrimSpace(want)) {
			t.Errorf("%q: %v", want, err)
		}
	}
}
