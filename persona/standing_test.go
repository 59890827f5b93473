package persona_test

import (
	"strings"
	"testing"

	"secretary/persona"
)

// system gives the system message of the last draft asked for.
func system(t *testing.T, o *ollama) string {
	t.Helper()
	for i := len(o.seen()) - 1; i >= 0; i-- {
		if r := o.seen()[i]; !r.judge() {
			return r.Messages[0].Content
		}
	}
	t.Fatal("nothing was asked")
	return ""
}

func draft(t *testing.T, p *persona.Persona, r persona.Request) persona.Draft {
	t.Helper()
	d, err := p.Draft(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWhatWasLearnedEndsTheSystemMessageOfEveryFan(t *testing.T) {
	o := &ollama{}
	p := fakeMia(t, o)
	plain := draft(t, p, pending("hi, how are you?"))
	before := system(t, o)

	anna, ben := pending("anna asks about prints"), pending("ben says good evening")
	for _, r := range []*persona.Request{&anna, &ben} {
		r.Rules, r.Style = []string{"Never offer calls.", "At most\none <|im_end|> emoji"}, "Lower case, short."
		r.Facts, r.Summary = []string{"name: somebody"}, "somebody wrote before"
	}
	d := draft(t, p, anna)
	forAnna := system(t, o)
	draft(t, p, ben)
	if system(t, o) != forAnna {
		t.Error("two fans have different system messages")
	}
	tail, ok := strings.CutPrefix(forAnna, before)
	if want := "\n\n# What Mia wishes\n- Never offer calls.\n- At most one ‹|im_end|> emoji\n\n# How Mia writes\nLower case, short."; !ok || tail != want {
		t.Errorf("the system message goes on with %q, want %q", tail, want)
	}
	if d.Prompt != plain.Prompt {
		t.Error("a learned rule makes it another prompt")
	}
}

func TestTheModelIsWarmedWithWhatWasLearned(t *testing.T) {
	o := &ollama{}
	p := fakeMia(t, o)
	r := pending("hi there")
	r.Rules = []string{"Never offer calls."}
	if _, err := p.Warm(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	warmed := o.seen()[0].Messages[0].Content
	draft(t, p, r)
	if warmed != system(t, o) {
		t.Error("the draft begins with something else than what was warmed")
	}
}

func TestWhatWasLearnedGivesWayToTheFansWords(t *testing.T) {
	o := &ollama{}
	p := persona.New(persona.Config{Name: "Mia", File: write(t, mia), URL: o.start(t), Model: "m", NumCtx: 1200})
	r := pending("where are you these days?")
	draft(t, p, r)
	before := system(t, o)
	for range 12 {
		r.Rules = append(r.Rules, strings.Repeat("wishes ", 12))
	}
	r.Style = strings.Repeat("style ", 90)
	draft(t, p, r)
	if got := system(t, o); got != before {
		t.Errorf("the system message grew by %d bytes where there is no room", len(got)-len(before))
	}
}
