package persona_test

import (
	"strings"
	"testing"

	"secretary/persona"
)

func embeddedMia(t *testing.T, text string) *persona.Persona {
	t.Helper()
	return persona.New(persona.Config{Name: "Mia", File: write(t, text), Drafter: "embedded"})
}

func TestEmbeddedDrafterQuotesWhatFits(t *testing.T) {
	p := embeddedMia(t, mia)
	for question, want := range map[string]string{
		"What does a print cost??":        "a print is 40 € 🙂 which one do you like?",
		"do you ship them to Brasil?":     "yes, everywhere the post goes, it takes a while though",
		"good morning Mia":                "morning you ☀️ slept well?",
		"on which day are prints posted?": "Prints are posted every Monday from the little shop around the corner.",
	} {
		d, err := p.Draft(t.Context(), pending(question))
		if err != nil || d.Text != want {
			t.Errorf("%q: %q, %v; want %q", question, d.Text, err, want)
			continue
		}
		if d.Model != "embedded" || !d.Known || d.Confidence <= 0.05 || d.Confidence > 0.9 || d.Signals.Source == "" || *d.Signals.Match <= 0 {
			t.Errorf("%q: %+v", question, d)
		}
		if flagged(d, "leak") {
			t.Errorf("%q: quoting counts as a leak", question)
		}
	}
}

func TestEmbeddedDrafterIsSurerOfBetterMatches(t *testing.T) {
	p := embeddedMia(t, mia)
	exact, err := p.Draft(t.Context(), pending("what does a print cost?"))
	if err != nil {
		t.Fatal(err)
	}
	loose, err := p.Draft(t.Context(), pending("what does a print cost with a golden frame and glass?"))
	if err != nil {
		t.Fatal(err)
	}
	if loose.Confidence >= exact.Confidence || exact.Confidence < 0.72 {
		t.Errorf("exact %v, loose %v", exact.Confidence, loose.Confidence)
	}
}

func TestEmbeddedDrafterSaysPlainlyThatItHasNothing(t *testing.T) {
	p := embeddedMia(t, mia)
	for _, question := range []string{"can your grandmother dance tango?", "xyzzy", "😂😂", "tell me about your family"} {
		d, err := p.Draft(t.Context(), pending(question))
		if persona.KindOf(err) != persona.KindEmpty || !strings.Contains(err.Error(), "finds nothing") {
			t.Errorf("%q: %q, %v", question, d.Text, err)
		}
	}
	_, err := embeddedMia(t, "Mia paints.").Draft(t.Context(), pending("hello"))
	if persona.KindOf(err) != persona.KindEmpty || !strings.Contains(err.Error(), "no examples") {
		t.Errorf("without examples: %v", err)
	}
}

func TestEmbeddedDrafterNeverQuotesHowToSpeak(t *testing.T) {
	p := embeddedMia(t, mia)
	for _, question := range []string{"where is the studio, which street?", "warm teasing painter from Lisbon?"} {
		if d, err := p.Draft(t.Context(), pending(question)); err == nil && (strings.Contains(d.Text, "Never") || strings.Contains(d.Text, "warm")) {
			t.Errorf("%q: %q", question, d.Text)
		}
	}
}

func TestEmbeddedDrafterOffersTheNextBestAgain(t *testing.T) {
	p := embeddedMia(t, mia)
	r := pending("what do prints cost?")
	first, err := p.Draft(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	r.Previous, r.Instruction = first.Text, "shorter"
	second, err := p.Draft(t.Context(), r)
	if err != nil || second.Text == first.Text || !flagged(second, "instruction") {
		t.Errorf("second draft %q with %v, %v", second.Text, second.Flags, err)
	}
}

func TestEmbeddedDrafterReadsTheWaysPeopleWriteExamples(t *testing.T) {
	for _, text := range []string{
		"**Fan:** where do you live?\n**Mia:** by the sea 🌊",
		"- Q: where do you live?\n- A: by the sea 🌊",
		"> Fan: where do you live?\n> Me: by the sea 🌊",
		"“where do you live?” → “by the sea 🌊”",
		"Фанат: where do you live?\nЯ: by the sea 🌊",
		"User: where do you live?\nAssistant: nothing\n\nFan: where do you live?\nMia Lee: no\nMia: by the sea 🌊",
	} {
		d, err := embeddedMia(t, "# Mia\n\n"+text+"\n").Draft(t.Context(), pending("where do you live"))
		if err != nil || d.Text != "by the sea 🌊" && !strings.HasSuffix(d.Text, "by the sea 🌊") {
			t.Errorf("%q: %q, %v", text, d.Text, err)
		}
	}
}

func TestEmbeddedDrafterNeedsNoServer(t *testing.T) {
	p := embeddedMia(t, mia)
	if _, err := p.Warm(t.Context(), persona.Request{}); err != nil {
		t.Error(err)
	}
	if h := p.Health(t.Context()); !h.Up || h.Err != nil || !h.Persona.OK || h.Drafter != "embedded" {
		t.Errorf("health %+v", h)
	}
	d, err := persona.New(persona.Config{File: write(t, mia), Drafter: "embedded", BotAnswer: "Mia and her assistant."}).
		Draft(t.Context(), pending("are you a bot?"))
	if err != nil || !d.Fixed || d.Text != "Mia and her assistant." {
		t.Errorf("draft %+v, %v", d, err)
	}
}

func TestEmbeddedAnswersEachOfSeveralQuestionsAndNamesTheRest(t *testing.T) {
	p := persona.New(persona.Config{Name: "Mia", File: write(t, mia), Drafter: "embedded"})
	d, err := p.Draft(t.Context(), pending("what does a print cost? do you ship to Brazil? can you sing in the opera"))
	if err != nil {
		t.Fatal(err)
	}
	if d.Text != "a print is 40 € 🙂 which one do you like? yes, everywhere the post goes, it takes a while though" {
		t.Errorf("text %q", d.Text)
	}
	if got := open(d); len(got) != 1 || got[0] != "can you sing in the opera" {
		t.Errorf("open %q", got)
	}
}
