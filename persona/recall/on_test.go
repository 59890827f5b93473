package recall_test

import (
	"fmt"
	"math"
	"testing"

	"secretary/persona/recall"
)

func TestAnIndexOnAnotherFindsWhatOneIndexOfBothFinds(t *testing.T) {
	whole, base := recall.New(), recall.New()
	for i := range 60 {
		e := recall.Entry{Seq: uint64(i), Question: fmt.Sprintf("what does picture %d of the sea cost, with frame %d?", i%7, i%11), Answer: fmt.Sprintf("answer %d", i%50)}
		whole.Add(e)
		base.Add(e)
	}
	upper := recall.On(base)
	for i := range 5 {
		e := recall.Entry{Seq: uint64(60 + i), Question: fmt.Sprintf("do you ship picture %d to Lisbon?", i), Answer: fmt.Sprintf("answer %d", 48+i)}
		whole.Add(e)
		upper.Add(e)
	}
	for _, text := range []string{"what does picture 3 cost?", "shipping to lisbon", "picture 4 with frame 10", "the sea", "nothing of this", ""} {
		for _, without := range [][]string{nil, {"answer 49"}} {
			q := recall.Query{Text: text, Limit: 4, Without: without}
			got, want := upper.Find(q), whole.Find(q)
			if len(got) != len(want) {
				t.Fatalf("%q: %d hits, want %d", text, len(got), len(want))
			}
			for i := range got {
				if got[i].Seq != want[i].Seq || math.Abs(got[i].Near-want[i].Near) > 1e-5 {
					t.Errorf("%q: hit %d is %+v, want %+v", text, i, got[i], want[i])
				}
			}
		}
	}
}

func TestAPackedIndexFindsTheSameAndGoesOnGrowing(t *testing.T) {
	loose, packed := recall.New(), recall.New()
	for i := range 300 {
		e := recall.Entry{Seq: uint64(i), Group: int64(i % 9), Question: fmt.Sprintf("what does picture %d of the sea cost, with frame %d?", i%7, i%11), Answer: fmt.Sprintf("answer %d", i%50)}
		loose.Add(e)
		packed.Add(e)
		if i%50 == 20 {
			packed.Pack()
			loose.Remove(uint64(i - 3))
			packed.Remove(uint64(i - 3))
		}
	}
	for _, text := range []string{"what does picture 3 cost?", "picture 4 with frame 10", "the sea", "17"} {
		got, want := packed.Find(recall.Query{Text: text, Limit: 20}), loose.Find(recall.Query{Text: text, Limit: 20})
		if len(got) == 0 && len(want) > 0 || len(got) != len(want) {
			t.Fatalf("%q: %d hits, want %d", text, len(got), len(want))
		}
		for i := range got {
			if got[i].Seq != want[i].Seq {
				t.Errorf("%q: hit %d is %d, want %d", text, i, got[i].Seq, want[i].Seq)
			}
		}
	}
}
