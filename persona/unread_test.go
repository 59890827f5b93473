package persona_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"secretary/persona"
)

// A draft in the fan's own language would pass every check of the draft; that nobody read the fan's words must not.
func TestWhatNoRuleCanReadIsForAPerson(t *testing.T) {
	for _, said := range []string{
		"jag är 14 år och vill köpa bilder", "我今年14岁，想死", "14세인데 괜찮아요?", "aku umur 14 tahun dan mau beli foto kamu",
		"vreau banii înapoi te rog și acum", "אני בת 14 ורוצה למות", "είμαι δεκατεσσάρων χρονών", "на колко години си ти, аз съм на 14",
		"hello my dear friend, 我14岁 by the way", "i \u0251m 14", "\ua4f2'm 14", "hello\nты ҳам",
	} {
		if got := persona.Overlooked([]string{said}); !slices.Contains(codes(got), "unread") {
			t.Errorf("%q: %v", said, got)
		}
	}
	if got := persona.Overlooked([]string{"jag är 14 år och", "ok"}); !slices.Contains(codes(got), "unread") {
		t.Errorf("one of two messages: %v", got)
	}
	o := &ollama{Chunks: []chunk{said("ja det är bra, du kan köpa på måndag", -0.1), done("stop")}}
	d, err := fakeMia(t, o).Draft(t.Context(), pending("jag är 14 år och vill köpa bilder av dig"))
	if err != nil || !slices.Equal(codes(d.Flags), []string{"unread"}) {
		t.Errorf("a Swedish draft for a Swedish fan: %v, %v", d.Flags, err)
	}
}

func TestFacesAndAccentsAreRead(t *testing.T) {
	for _, said := range []string{
		"¯\\_(ツ)_/¯ ok", "ツ", "(づ｡◕‿‿◕｡)づ love it", "( ͡° ͜ʖ ͡°) hey", "ʕ•ᴥ•ʔ", "(ง'̀-'́)ง go mia", "🙂", "…", "naïve café, señor, Łódź, Straße, ışık",
		"ｈｅｌｌｏ 𝒎𝒊𝒂", "ёлка, їжак, ґанок, привіт", "مرحبا كيف حالك", "नमस्ते, कैसे हो", "bоt or nоt?", "5 µ, 3 Ω",
	} {
		if got := persona.Overlooked([]string{said}); slices.Contains(codes(got), "unread") {
			t.Errorf("%q: %v", said, got)
		}
	}
}

func TestEverydayWordsAreRead(t *testing.T) {
	raw, err := os.ReadFile("firewall/testdata/everyday.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		if got := persona.Overlooked([]string{line}); slices.Contains(codes(got), "unread") {
			t.Errorf("%q: %v", line, got)
		}
	}
}

func TestWhatTheModelIsNotShownIsForAPerson(t *testing.T) {
	long := strings.Repeat("i love your prints so much and the sea is lovely. ", 35) + "\nalso, what about the blue one"
	burst := make([]string, 200)
	for i := range burst {
		burst[i] = strings.Repeat("the sea is lovely today. ", 10)
	}
	for name, said := range map[string][]string{
		"a long message": {long}, "many lines": {strings.Repeat("hey\n", 60)}, "a burst that does not fit": burst,
		"more than the rules look at": slices.Repeat([]string{strings.Repeat("hello you. ", 130)}, 60),
	} {
		d, err := fakeMia(t, &ollama{}).Draft(t.Context(), burstOf(said...))
		if n := len(codes(d.Flags)); err != nil || !slices.Contains(codes(d.Flags), "unseen") {
			t.Errorf("%s: %d flags %v, %v", name, n, d.Flags, err)
		}
	}
	if d, err := fakeMia(t, &ollama{}).Draft(t.Context(), burstOf(strings.Repeat("hello you. ", 20), "how are you")); err != nil || slices.Contains(codes(d.Flags), "unseen") {
		t.Errorf("all of it is shown: %v, %v", d.Flags, err)
	}
}

func burstOf(texts ...string) (r persona.Request) {
	for i, text := range texts {
		r.Pending = append(r.Pending, persona.Turn{ID: int64(1 + i), FromFan: true, Text: text})
	}
	return r
}
