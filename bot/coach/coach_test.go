package coach_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"secretary/bot/coach"
	"secretary/persona"
	"secretary/store"
)

const mia = `# Mia
Warm, lower case. Never talk about family.

## Facts
- Prints cost 40 €.

## Examples
Fan: what does a print cost?
Me: a print is 40 € 🙂

Fan: do you ship to Brazil?
Me: yes, everywhere the post goes

Fan: how are you?
Me: tired but happy
`

// quoting is a persona without a model.
func quoting(t *testing.T) *persona.Persona {
	t.Helper()
	path := filepath.Join(t.TempDir(), "persona.md")
	if err := os.WriteFile(path, []byte(mia), 0o600); err != nil {
		t.Fatal(err)
	}
	return persona.New(persona.Config{Name: "Mia", File: path, Drafter: "embedded"})
}

func TestTrialGoesOnAfterAFailureAndForgetsWhenTold(t *testing.T) {
	var out bytes.Buffer
	taught := 0
	teach := func(_ context.Context, words string) (coach.Learned, error) {
		if taught++; taught > 1 {
			return coach.Learned{}, errors.New("the data file is locked")
		}
		return coach.Learned{Examples: []persona.Example{{Question: "price of a print?", Answer: "40 €, love", Near: 0.81}}}, nil
	}
	talk := "what does a print cost?\nzzz yyy xxx\ndo you ship to Brazil?\n/new\n/again\n"
	if err := coach.Try(t.Context(), quoting(t), teach, nil, strings.NewReader(talk), &out, false); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"retrieved (81 %): “price of a print?” → “40 €, love”", "no draft · ", "everywhere the post goes", "without what was learned", "locked", "A new talk."} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the trial lacks %q:\n%s", want, out.String())
		}
	}
	if taught != 2 {
		t.Errorf("asked for what was learned %d times; once refused is enough", taught)
	}
	if strings.Contains(out.String(), "fan>") {
		t.Error("a prompt without a terminal")
	}
}

func TestTrialEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	if err := coach.Try(ctx, quoting(t), nil, nil, r, &bytes.Buffer{}, false); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// book is a source with one fan.
type book struct {
	decisions []store.Decision
	drafts    map[uint64]store.Draft
	talk      []store.Message
}

func (b book) Labelled(_ uint64, limit int) ([]store.Decision, error) {
	return b.decisions[max(0, len(b.decisions)-limit):], nil
}
func (b book) Draft(id uint64) (store.Draft, error) {
	if d, ok := b.drafts[id]; ok {
		return d, nil
	}
	return store.Draft{}, store.ErrNotFound
}
func (b book) Fan(id store.FanID) (store.Fan, error) { return store.Fan{ID: id, Language: "en"}, nil }
func (b book) Messages(_ store.FanID, ids []int64) (out []store.Message, err error) {
	for _, id := range ids {
		for _, m := range b.talk {
			if m.ID == id {
				out = append(out, m)
			}
		}
	}
	return out, nil
}
func (b book) History(store.FanID, int64, int) ([]store.Message, error) { return b.talk, nil }

func page() book {
	said := func(id int64, who store.Author, text string) store.Message {
		return store.Message{ID: id, Author: who, Kind: "text", Text: text, Date: time.Unix(id, 0)}
	}
	return book{
		decisions: []store.Decision{{Seq: 1, Draft: 1, Act: "sent"}, {Seq: 2, Draft: 2, Act: "edited"}, {Seq: 3, Draft: 3, Act: "hand"}, {Seq: 4, Draft: 9, Act: "sent"}},
		drafts: map[uint64]store.Draft{
			1: {ID: 1, Messages: []int64{1}, Text: "hey you", State: store.StateSent, SentID: 2},
			2: {ID: 2, Messages: []int64{3}, Text: "a print is 40 €", Previous: "no idea", Own: true, State: store.StateEdited, SentID: 4},
			3: {ID: 3, Messages: []int64{5}, Text: "hm", State: store.StateStale, End: store.EndHand},
		},
		talk: []store.Message{said(1, store.AuthorFan, "hi"), said(2, store.AuthorBot, "hey you"), said(3, store.AuthorFan, "what does a print cost?"),
			said(4, store.AuthorBot, "a print is 40 €"), said(5, store.AuthorFan, "do you ship to Brazil?"), said(6, store.AuthorHand, "yes, to Rio too")},
	}
}

func TestSituationsHoldWhatWasDraftedAndWhatWasSent(t *testing.T) {
	all, err := coach.Situations(page(), 50)
	if err != nil || len(all) != 3 {
		t.Fatalf("%d situations, %v", len(all), err)
	}
	for i, want := range []struct {
		old, sent string
		before    int
	}{{"hey you", "hey you", 0}, {"no idea", "a print is 40 €", 2}, {"hm", "yes, to Rio too", 4}} {
		if s := all[i]; s.Old != want.old || s.Sent != want.sent || len(s.Before) != want.before || len(s.Messages) != 1 {
			t.Errorf("situation %d: %+v", i, s)
		}
	}
}

func TestReplayComparesBothDraftsWithWhatWasSent(t *testing.T) {
	all, err := coach.Situations(page(), 3)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	sum, err := coach.Replay(t.Context(), quoting(t), coach.Learned{}, all, func(r coach.Result) {
		coach.Print(&out, r)
		if err := coach.PrintJSON(&out, r); err != nil {
			t.Error(err)
		}
	})
	if err != nil || sum.Compared != 1 && sum.Compared != 2 || sum.Nearer < 1 {
		t.Errorf("summary %+v, %v\n%s", sum, err, out.String())
	}
	if !strings.Contains(out.String(), "OLD DRAFT") || !strings.Contains(out.String(), "no idea") {
		t.Errorf("printed:\n%s", out.String())
	}
	for line := range strings.Lines(out.String()) {
		if strings.HasPrefix(line, "{") && !json.Valid([]byte(line)) {
			t.Errorf("no JSON: %s", line)
		}
	}
}

func TestCheckGivesAVerdictForTheExitCode(t *testing.T) {
	var out bytes.Buffer
	if v := coach.Check(t.Context(), quoting(t), &out); v != coach.Good || !strings.Contains(out.String(), "a print is 40 €") {
		t.Errorf("verdict %d:\n%s", v, out.String())
	}
	gone := persona.New(persona.Config{File: filepath.Join(t.TempDir(), "none.md"), Drafter: "embedded"})
	if v := coach.Check(t.Context(), gone, &out); v != coach.Unusable {
		t.Errorf("a missing file: verdict %d", v)
	}
}
