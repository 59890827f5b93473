package persona_test

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"secretary/persona"
)

// features drafts an answer and gives what was measured of it.
func features(t *testing.T, r persona.Request) map[string]float64 {
	t.Helper()
	d, err := fakeMia(t, &ollama{}).Draft(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return d.Signals.Features
}

func TestFeaturesTellTheKindOfMessage(t *testing.T) {
	for text, want := range map[string][3]float64{ // greeting, question, money
		"good morning mia ☀️":              {1, 0, 0},
		"❤️❤️":                             {1, 0, 0},
		"thank you so much, love":          {1, 0, 0},
		"hola guapa":                       {1, 0, 0},
		"доброе утро":                      {1, 0, 0},
		"what does a print cost?":          {0, 1, 1},
		"wie viel kostet ein Bild":         {0, 1, 1},
		"did you sleep well?":              {0, 1, 0},
		"how are you today":                {0, 1, 0},
		"где ты живёшь":                    {0, 1, 0},
		"сколько стоит картина?":           {0, 1, 1},
		"i sent you 20€ yesterday":         {0, 0, 1},
		"my dog died last night":           {0, 0, 0},
		"i painted my kitchen blue today":  {0, 0, 0},
		strings.Repeat("la la la ", 20000): {0, 0, 0},
	} {
		f := features(t, pending(text))
		if got := [3]float64{f["greeting"], f["question"], f["money"]}; got != want {
			t.Errorf("%.40q: greeting, question, money %v, want %v", text, got, want)
		}
	}
}

func TestFeaturesThatCannotBeMeasuredAreLeftOut(t *testing.T) {
	got := slices.Sorted(maps.Keys(features(t, pending("hello Mia"))))
	if want := []string{"first", "greeting", "judge", "language", "length", "money", "quantile", "question"}; !slices.Equal(got, want) {
		t.Errorf("features %v, want %v", got, want)
	}
}

func TestFeaturesOfExamplesAndAcquaintance(t *testing.T) {
	r := pending("hello Mia")
	r.Examples = []persona.Example{{Question: "hi", Answer: "see you", Near: 0.3}, {Question: "hello", Answer: "Hello there!", Near: 0.8}}
	r.Known = persona.Acquaintance{Messages: 9, Hand: 3 * time.Hour}
	f := features(t, r)
	if f["support"] != 0.8 || f["similar"] != 1 || math.Abs(f["tenure"]-math.Log(10)) > 1e-9 || math.Abs(f["hand"]+math.Log(4)) > 1e-9 {
		t.Errorf("features %v", f)
	}
}

func TestFeaturesOfLengthAndLanguage(t *testing.T) {
	r := pending("hola, como estas hoy")
	for i := range 5 {
		r.History = append(r.History, persona.Turn{ID: int64(i + 1), Text: strings.Repeat("palabra ", 12)})
	}
	f := features(t, r)
	if f["language"] != 0 || f["length"] > -2 {
		t.Errorf("an English word of two for a Spanish fan and a creator of many words: %v", f)
	}
	if f := features(t, pending("hello Mia, good morning to you")); f["language"] != 1 || f["length"] < -2 {
		t.Errorf("features %v", f)
	}
}
