package recall_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"secretary/persona/recall"
)

var today = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// shop holds what a creator was asked, in several languages.
func shop() *recall.Index {
	x := recall.New()
	for i, qa := range [][2]string{
		1: {"what does a print cost?", "40 €"}, 2: {"do you ship to Brazil?", "yes, everywhere"},
		3: {"when is the next live stream?", "on Friday"}, 4: {"how are you?", "fine, and you?"},
		5: {"¿cuánto cuesta una lámina?", "40 €, guapo"}, 6: {"сколько стоит печать картины?", "40 евро"},
		7: {"プリントはいくらですか", "40ユーロ"}, 8: {"كم سعر اللوحة؟", "أربعون"}, 9: {"wann kommt der nächste Kalender?", "im Herbst"},
		10: {"❤️❤️", "😘"}, 11: {"ราคาเท่าไหร่", "สี่สิบ"}, 12: {"프린트 가격이 얼마예요?", "사십"},
	} {
		x.Add(recall.Entry{Seq: uint64(i), Group: int64(i), At: today, Question: qa[0], Answer: qa[1]})
	}
	return x
}

func seqs(hits []recall.Hit) (out []uint64) {
	for _, h := range hits {
		out = append(out, h.Seq)
	}
	return out
}

func TestTheSameQuestionIsNearAndAnotherOneFar(t *testing.T) {
	x := shop()
	for question, want := range map[string]uint64{
		"what does a print cost?": 1, "WHAT DOES A PRINT COST": 1, "do you ship to Brazil?": 2, "how are you?": 4,
		"cuanto cuesta una lamina": 5, "Сколько стоит печать картины": 6, "プリントはいくらですか": 7, "كم سعر اللوحة": 8, "❤️❤️": 10,
		"ราคาเท่าไหร่": 11, "프린트 가격이 얼마예요": 12,
	} {
		hits := x.Find(recall.Query{Text: question})
		if len(hits) == 0 || hits[0].Seq != want || hits[0].Near < 0.95 {
			t.Errorf("%q: %+v, want %d very near", question, hits, want)
		}
	}
	for question, want := range map[string]uint64{
		"wat does a prnt cost": 1, "what do prints cost?": 1, "do you also ship it to brazil or portugal": 2, "next livestream?": 3,
		"а печати сколько стоят": 6, "プリントの値段はいくら": 7, "kommen nächstes Jahr Kalender": 9,
	} {
		hits := x.Find(recall.Query{Text: question})
		if len(hits) == 0 || hits[0].Seq != want || hits[0].Near < 0.2 || hits[0].Near > 0.95 {
			t.Errorf("%q: %+v, want %d rather near", question, hits, want)
		}
	}
	for _, question := range []string{"can your grandmother dance tango?", "xyzzy", "😂", "спокойной ночи", "おやすみ", "", " \n", "\xff", "e\u0301\u0301"} {
		if hits := x.Find(recall.Query{Text: question}); len(hits) > 0 && hits[0].Near > 0.12 {
			t.Errorf("%q: %+v, want nothing near", question, hits)
		}
	}
}

func TestTheNewestOfEqualsComesFirstAndAnAnswerOnce(t *testing.T) {
	x := recall.New()
	for i := range 40 {
		x.Add(recall.Entry{Seq: uint64(i + 1), Group: int64(i), At: today.AddDate(0, 0, i-400), Question: "what is a print?", Answer: fmt.Sprintf("%d €!", 40+i%4)})
	}
	for _, now := range []time.Time{{}, today} {
		if got := seqs(x.Find(recall.Query{Text: "what is a print", Limit: 10, Now: now})); !slices.Equal(got, []uint64{40, 39, 38, 37}) {
			t.Errorf("with the clock at %v: %v", now, got)
		}
	}
	if got := seqs(x.Find(recall.Query{Text: "what is a print", Without: []string{"43 €", "41€ "}})); !slices.Equal(got, []uint64{39, 37}) {
		t.Errorf("without two answers: %v", got)
	}
}

func TestRecentAnswersArePreferredButNotOverNearerOnes(t *testing.T) {
	x := recall.New()
	x.Add(recall.Entry{Seq: 1, At: today.AddDate(-2, 0, 0), Question: "what does a framed print cost?", Answer: "old"})
	x.Add(recall.Entry{Seq: 2, At: today, Question: "what does a framed print cost then?", Answer: "new"})
	x.Add(recall.Entry{Seq: 3, At: today, Question: "what does the calendar cost?", Answer: "other"})
	if got := seqs(x.Find(recall.Query{Text: "what does a framed print cost?", Now: today})); !slices.Equal(got, []uint64{2, 1, 3}) {
		t.Errorf("found %v", got)
	}
}

func TestWhatIsRemovedIsNotFound(t *testing.T) {
	x := shop()
	x.Remove(1)
	x.Remove(1)
	x.Remove(999)
	x.Forget(2)
	x.Add(recall.Entry{Seq: 4, Question: "how are you?", Answer: "never better"}) // replaced
	for _, question := range []string{"what does a print cost?", "do you ship to Brazil?"} {
		for _, h := range x.Find(recall.Query{Text: question, Limit: 12}) {
			if h.Seq == 1 || h.Seq == 2 {
				t.Errorf("%q finds %+v", question, h)
			}
		}
	}
	if hits := x.Find(recall.Query{Text: "how are you?", Without: []string{"never better"}}); len(hits) > 0 && hits[0].Seq == 4 || x.Len() != 10 {
		t.Errorf("%d entries, %+v", x.Len(), hits)
	}
}

// TestTidyingChangesNothing compares an index from which most was removed with one that never held it.
func TestTidyingChangesNothing(t *testing.T) {
	worn, fresh := recall.New(), recall.New()
	c := newChat(7)
	for i := range uint64(2000) {
		e := recall.Entry{Seq: i, Group: int64(i % 10), At: today, Question: c.message(), Answer: fmt.Sprint(i)}
		worn.Add(e)
		if i%2 == 0 {
			fresh.Add(e)
		}
	}
	for i := range uint64(2000) {
		if i%2 != 0 {
			worn.Remove(i)
		}
	}
	if worn.Len() != fresh.Len() {
		t.Fatalf("%d entries, want %d", worn.Len(), fresh.Len())
	}
	for range 100 {
		q := recall.Query{Text: c.message(), Limit: 1}
		a, b := worn.Find(q), fresh.Find(q)
		if len(a) != len(b) || len(a) > 0 && a[0].Seq != b[0].Seq {
			t.Errorf("%q: %+v, want %+v", q.Text, a, b)
		}
	}
}

// TestAMistypedCopyIsFoundAmongMany shows that the shortcuts of the index lose nothing that matters.
func TestAMistypedCopyIsFoundAmongMany(t *testing.T) {
	x := recall.New()
	c, r := newChat(8), rand.New(rand.NewPCG(8, 8))
	texts := make([]string, 6000)
	for i := range texts {
		texts[i] = c.message()
		x.Add(recall.Entry{Seq: uint64(i), At: today, Question: texts[i], Answer: fmt.Sprint(i)})
	}
	missed := 0
	for range 200 {
		i := r.IntN(len(texts))
		words := strings.Fields(texts[i])
		if len(words) < 6 {
			continue
		}
		at := r.IntN(len(words))
		words[at] += "q"
		hits := x.Find(recall.Query{Text: strings.Join(words, " ")})
		if len(hits) == 0 || hits[0].Seq != uint64(i) || hits[0].Near < 0.6 {
			missed++
		}
	}
	if missed > 2 {
		t.Errorf("%d of 200 mistyped copies were not found", missed)
	}
}

func TestFindingAndLearningAtTheSameTime(t *testing.T) {
	x := shop()
	var wg sync.WaitGroup
	for lane := range 4 {
		wg.Go(func() {
			c := newChat(uint64(lane))
			for i := range 300 {
				seq := uint64(1000*lane + 100 + i)
				x.Add(recall.Entry{Seq: seq, Group: int64(lane), At: today, Question: c.message(), Answer: "Yes " + fmt.Sprint(i)})
				x.Find(recall.Query{Text: c.message(), Now: today})
				x.Common("yes")
				if i%3 == 0 {
					x.Remove(seq)
				}
			}
		})
	}
	wg.Wait()
	if x.Len() != 12+4*200 {
		t.Errorf("%d entries", x.Len())
	}
}

func TestLongAndStrangeTextsCostLittle(t *testing.T) {
	x := shop()
	for i, text := range []string{strings.Repeat("word ", 4000), strings.Repeat("x", 4096), strings.Repeat("👨‍👩‍👧", 1500), strings.Repeat("漢字", 2000),
		strings.Repeat("a\u0301", 3000), "\u202eשלום\u202c", strings.Repeat("\xff", 5000)} {
		x.Add(recall.Entry{Seq: uint64(100 + i), Question: text, Answer: text})
		for _, h := range x.Find(recall.Query{Text: text}) {
			if h.Near < 0 || h.Near > 1 {
				t.Errorf("%.20q: %+v", text, h)
			}
		}
	}
}
