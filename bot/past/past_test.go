package past_test

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"secretary/bot/past"
	"secretary/persona"
	"secretary/store"
)

const owner = int64(1000)

var (
	now  = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	anna = store.FanID{Owner: owner, Chat: 1}
	bert = store.FanID{Owner: owner, Chat: 2}
)

func nobodys(string) bool { return false }

// world is a data file in which fans ask and the creator answers by hand.
type world struct {
	*store.Store
	t    *testing.T
	next int64
}

func open(t *testing.T) *world {
	t.Helper()
	s, err := store.Open(filepath.Join(t.TempDir(), "secretary.db"), store.Key{1}, store.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return &world{Store: s, t: t}
}

func (w *world) answered(id store.FanID, name, question, answer string) (message int64) {
	w.t.Helper()
	for _, m := range []store.Message{{Author: store.AuthorFan, Text: question}, {Author: store.AuthorHand, Text: answer}} {
		w.next++
		m.ID, m.Date, m.Kind = w.next, now, "text"
		if _, err := w.Apply([]store.Event{{Op: store.Arrived, Fan: id, Name: name, Message: m}}); err != nil {
			w.t.Fatal(err)
		}
	}
	return w.next
}

func (w *world) loaded() *past.Past {
	w.t.Helper()
	p := past.New(w.Store, nobodys)
	if _, err := p.Load(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	return p
}

// answers lists what is found for a question.
func (w *world) answers(p *past.Past, question string, said ...string) (out []string) {
	w.t.Helper()
	found, err := p.Similar(w.t.Context(), past.Question{Owner: owner, Words: []string{question}, Said: said, Now: now})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, e := range found {
		out = append(out, e.Answer)
	}
	return out
}

func TestWhatIsLearnedIsFoundAtOnceAndWhatIsGoneNeverAgain(t *testing.T) {
	w := open(t)
	p := w.loaded()
	message := w.answered(anna, "Anna", "do you like rain?", "only from inside")
	if got := w.answers(p, "do you like the rain?"); !slices.Equal(got, []string{"only from inside"}) {
		t.Errorf("found %q", got)
	}
	if _, err := w.Apply([]store.Event{{Op: store.Edited, Fan: anna, Message: store.Message{ID: message, Author: store.AuthorHand,
		Date: now, Edited: now.Add(time.Second), Kind: "text", Text: "not at all"}}}); err != nil {
		t.Fatal(err)
	}
	if got := w.answers(p, "do you like the rain?"); !slices.Equal(got, []string{"not at all"}) {
		t.Errorf("after an edit %q", got)
	}
	if _, err := w.ForgetFan(anna); err != nil {
		t.Fatal(err)
	}
	for _, p := range []*past.Past{p, w.loaded()} {
		if got := w.answers(p, "do you like the rain?"); got != nil {
			t.Errorf("of a forgotten fan %q", got)
		}
	}
}

func TestAnAnswerInTheChatIsNotFoundAgainWhateverStandsAroundIt(t *testing.T) {
	w := open(t)
	w.answered(anna, "Anna", "do you like rain?", "Hi Anna! only from inside 🙂")
	w.answered(bert, "Bert", "do you like rain?", "it makes the clay sing")
	p := w.loaded()
	for _, said := range []string{"hi! Only from inside", "well then: hi, only from inside, dear"} {
		if got := w.answers(p, "do you like rain?", said); !slices.Equal(got, []string{"it makes the clay sing"}) {
			t.Errorf("after %q: %q", said, got)
		}
	}
}

func TestAnotherCreatorsAnswersAndAllFansNamesAreLeftOut(t *testing.T) {
	w := open(t)
	w.answered(store.FanID{Owner: 7, Chat: 1}, "Zed", "do you like rain?", "i am somebody else")
	w.answered(anna, "Anna", "do you like rain?", "bert likes it more than me")
	w.answered(bert, "Bert", "hello", "hi")
	p := w.loaded()
	if got := w.answers(p, "do you like rain?"); got != nil {
		t.Errorf("found %q", got)
	}
	w.answered(anna, "Anna", "and do you like rain on sundays?", "it makes dora sing")
	p.Meet(store.Fan{Name: "Dora"})
	if got := w.answers(p, "do you like rain on sundays?"); got != nil {
		t.Errorf("found %q", got)
	}
}

func TestTheVoiceIsSilentUntilAllWasRead(t *testing.T) {
	w := open(t)
	for i := range 40 {
		w.answered(anna, "Anna", fmt.Sprint("question number ", i), "heyy, that is nice")
	}
	p := past.New(w.Store, nobodys)
	if c := p.Voice(now); c.Length != 0 {
		t.Errorf("before reading: %+v", c)
	}
	if n, err := p.Load(t.Context()); n != 40 || err != nil {
		t.Errorf("%d read, %v", n, err)
	}
	if text := p.Voice(now).Text(persona.LanguageName); !strings.Contains(text, "about 20 characters") || !strings.Contains(text, "English") {
		t.Errorf("voice %q", text)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := past.New(w.Store, nobodys).Load(ctx); err == nil {
		t.Error("reading that was broken off counts as done")
	}
}

// shelf holds 100,000 pairs in memory.
type shelf []store.Pair

func (s shelf) Fans(after store.FanID, limit int) ([]store.Fan, error) { return nil, nil }
func (s shelf) Fan(id store.FanID) (store.Fan, error)                  { return store.Fan{ID: id, Name: "Anna"}, nil }
func (s shelf) Pair(seq uint64) (store.Pair, error)                    { return s[seq-1], nil }
func (s shelf) Pairs(after uint64, limit int) ([]store.Pair, error) {
	return s[min(after, uint64(len(s))):min(after+uint64(limit), uint64(len(s)))], nil
}

// BenchmarkSimilar is the whole way from a fan's words to three scrubbed examples among 100,000 answers; MB is what it
// holds in memory.
func BenchmarkSimilar(b *testing.B) {
	subjects := strings.Fields("print bowl glaze kiln cat studio teapot rain calendar frame sticker shop stream photo song garden market train")
	asks := []string{"how much is the %s number %d please?", "do you still have a %s like %d?", "when is the next %s of %d coming?", "i love your %s, is %d the best?"}
	pairs := make(shelf, 100_000)
	for i := range pairs {
		subject := subjects[i%len(subjects)] + string(rune('a'+i/18%26)) + string(rune('a'+i/468%26))
		pairs[i] = store.Pair{Seq: uint64(i + 1), At: now, Fan: store.FanID{Owner: owner, Chat: int64(i % 5000)},
			Question: fmt.Sprintf(asks[i%len(asks)], subject, i), Answer: fmt.Sprintf("the %s is always here for you, love, and so am i", subject)}
	}
	before := heap()
	p := past.New(pairs, nobodys)
	if _, err := p.Load(b.Context()); err != nil {
		b.Fatal(err)
	}
	megabytes := float64(heap()-before) / 1e6
	i := 0
	for b.Loop() {
		i += 7919
		q := past.Question{Owner: owner, Words: []string{pairs[i%len(pairs)].Question}, Said: []string{"hello you", "how was your day?"}, Now: now}
		if found, err := p.Similar(b.Context(), q); err != nil || len(found) == 0 {
			b.Fatalf("%q: %v, %v", q.Words, found, err)
		}
	}
	b.ReportMetric(megabytes, "MB")
	runtime.KeepAlive(p)
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
