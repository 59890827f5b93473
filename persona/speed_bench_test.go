package persona_test

import (
	"testing"

	"secretary/persona"
	"secretary/persona/style"
)

// everydayMila is a persona file as the load driver has it.
const everydayMila = `# Mila

I am a painter by the sea. I answer warmly and briefly.

## Facts

- A print costs 40 EUR and ships within 3 days.
- I paint every morning.

## Examples

Fan: good morning mila, did you sleep well?
Me: good morning! like a stone, thank you :) and you?

Fan: how much is a print?
Me: A print is 40 EUR, and shipping is included.
`

func benchPersona(b *testing.B) *persona.Persona {
	return persona.New(persona.Config{Name: "Mila", File: write(b, everydayMila), Drafter: "embedded"})
}

// BenchmarkDraftEmbedded is all that a draft costs beside a model.
func BenchmarkDraftEmbedded(b *testing.B) {
	p := benchPersona(b)
	for name, r := range map[string]persona.Request{
		"greeting":  pending("good morning mila, did you sleep well?"),
		"questions": pending("how much is a print? and do you paint every morning?"),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := p.Draft(b.Context(), r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("learned", func(b *testing.B) {
		r := pending("good morning mila, did you sleep well?")
		r.Voice = style.Card{}
		r.Examples = []persona.Example{{Seq: 1, Question: "good morning, slept well?", Answer: "like a baby, thank you!", Near: 0.6},
			{Seq: 2, Question: "morning mila!", Answer: "morning! coffee first :)", Near: 0.4}}
		for _, text := range []string{"hi", "hello, how are you today?", "i like your sea pictures", "thank you, that is kind"} {
			r.History = append(r.History, persona.Turn{ID: int64(len(r.History) + 1), FromFan: len(r.History)%2 == 0, Text: text})
		}
		b.ReportAllocs()
		for b.Loop() {
			if _, err := p.Draft(b.Context(), r); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkScreen is what every message of a fan costs before anything else.
func BenchmarkScreen(b *testing.B) {
	texts := []string{"good morning mila, did you sleep well?"}
	b.ReportAllocs()
	for b.Loop() {
		persona.Screen(texts)
	}
}
