package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"secretary/store"
)

// sure is a draft that teaches.
func sure(text string) store.Offer {
	return store.Offer{
		Text: text, Known: true, Confidence: 0.6, Threshold: 0.7, Mode: "approve", Why: []string{"mode", "link:x.example"},
		Model: "m", Digest: "d1", Prompt: "p1", Signals: []byte(`{"features":{"judge":1.5}}`),
	}
}

// decisions reads the whole record.
func (f *fixture) decisions() []store.Decision {
	f.t.Helper()
	all, err := f.Decisions(store.Query{})
	f.noErr(err)
	return all
}

// wantActs compares the record's acts and labels: "send+" is accepted, "skip-"
// rejected, "skip!" rejected outright, "auto" without a label.
func (f *fixture) wantActs(want ...string) {
	f.t.Helper()
	got := []string{}
	for _, e := range f.decisions() {
		mark := ""
		switch {
		case e.Accepted != nil && *e.Accepted:
			mark = "+"
		case e.Accepted != nil && e.Hard:
			mark = "!"
		case e.Accepted != nil:
			mark = "-"
		}
		got = append(got, e.Act+mark)
	}
	if !slices.Equal(got, want) {
		f.t.Errorf("recorded %q, want %q", got, want)
	}
}

func TestWhatTheCreatorDoesWithADraftIsItsLabel(t *testing.T) {
	const text = "the kiln is on and so am i, come and look"
	for name, c := range map[string]struct {
		do   func(*fixture, store.Draft)
		want []string
	}{
		"sent as drafted": {func(f *fixture, d store.Draft) { f.approves(d) }, []string{"send+"}},
		"sent with a typo put right": {func(f *fixture, d store.Draft) {
			f.ownWords(d, "the kiln is on and so am I, come and look")
		}, []string{"own+"}},
		"half of it rewritten": {func(f *fixture, d store.Draft) {
			f.ownWords(d, "the kiln is on and so am i. see you tonight!")
		}, []string{"own-"}},
		"written anew": {func(f *fixture, d store.Draft) { f.ownWords(d, "no time today, sorry") }, []string{"own!"}},
		"another one asked for": {func(f *fixture, d store.Draft) {
			_, err := f.Again(d.ID, d.Try, "")
			f.noErr(err)
		}, []string{"again!"}},
		"another one by a wish": {func(f *fixture, d store.Draft) {
			_, err := f.Again(d.ID, d.Try, "shorter")
			f.noErr(err)
		}, []string{"again-"}},
		"skipped": {func(f *fixture, d store.Draft) {
			_, err := f.Skip(d.ID, d.Try)
			f.noErr(err)
		}, []string{"skip!"}},
		"answered by hand":          {func(f *fixture, d store.Draft) { f.says(anna, store.AuthorHand, "hello") }, []string{"hand!"}},
		"copied and sent by hand":   {func(f *fixture, d store.Draft) { f.says(anna, store.AuthorHand, text) }, []string{"hand+"}},
		"the fan wrote again":       {func(f *fixture, d store.Draft) { f.writes(anna, "wait") }, []string{"stale"}},
		"the connection went":       {func(f *fixture, d store.Draft) { f.connect("c1", false) }, []string{"stale"}},
		"the window closed":         {func(f *fixture, d store.Draft) { f.closes(d) }, []string{"expired"}},
		"approved, then withdrawn":  {func(f *fixture, d store.Draft) { f.approves(d); f.writes(anna, "wait") }, []string{"send+", "stale"}},
		"approved, then by hand":    {func(f *fixture, d store.Draft) { f.approves(d); f.says(anna, store.AuthorHand, "hello") }, []string{"send+", "hand"}},
		"own words while redrafted": {func(f *fixture, d store.Draft) { f.redrafting(d); f.ownWords(d, "hello") }, []string{"again!", "own"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := open(t)
			f.writes(anna, "hi")
			c.do(f, f.offers(anna, sure(text)))
			f.t = t
			f.wantActs(c.want...)
		})
	}
}

func (f *fixture) ownWords(d store.Draft, text string) {
	f.t.Helper()
	_, err := f.Approve(store.Approval{Draft: d.ID, Text: text})
	f.noErr(err)
}

func (f *fixture) redrafting(d store.Draft) {
	f.t.Helper()
	_, err := f.Again(d.ID, d.Try, "")
	f.noErr(err)
}

func (f *fixture) closes(d store.Draft) {
	f.t.Helper()
	f.noErr(f.CardShown(d.ID, []int64{1}, "", d.Look()))
	f.pass(store.Window)
	_, err := f.Expire(f.now, 0)
	f.noErr(err)
}

func TestADecisionHoldsTheDraftAsItWasShown(t *testing.T) {
	f := open(t)
	f.writes(anna, "hi")
	o := sure("hello there")
	o.Would, o.Audit = true, true
	d := f.offers(anna, o)
	f.pass(time.Minute)
	f.approves(d)
	e := f.decisions()[0]
	if e.Seq != 1 || !e.At.Equal(f.now) || e.Draft != d.ID || e.Try != 1 || e.Fan != anna || e.By != owner || e.Auto {
		t.Errorf("who and when: %+v", e)
	}
	if e.Confidence != 0.6 || !e.Known || e.Threshold != 0.7 || e.Mode != "approve" || !e.Would || !e.Audit {
		t.Errorf("the figure: %+v", e)
	}
	if e.Model != "m" || e.Digest != "d1" || e.Prompt != "p1" || string(e.Signals) != `{"features":{"judge":1.5}}` {
		t.Errorf("what it was made of: %+v", e)
	}
	if !slices.Equal(e.Why, []string{"mode", "link"}) {
		t.Errorf("why %q, want codes without details", e.Why)
	}
}

func TestEveryTryThatWasThrownAwayIsOneLabel(t *testing.T) {
	f := open(t)
	f.writes(anna, "hi")
	d := f.offers(anna, sure("one"))
	for _, text := range []string{"two", "three"} {
		f.redrafting(d)
		d = f.offers(anna, sure(text))
	}
	f.approves(d)
	f.wantActs("again!", "again!", "send+")
	if all := f.decisions(); all[0].Try != 1 || all[1].Try != 2 || all[2].Try != 3 {
		t.Errorf("tries %d %d %d, want 1 2 3", all[0].Try, all[1].Try, all[2].Try)
	}
}

func TestStopAndThenSendIsOneLabel(t *testing.T) {
	f := open(t)
	f.writes(anna, "hi")
	o := sure("hello")
	o.Hold = true
	d := f.offers(anna, o)
	_, err := f.Stop(d.ID, d.Try, store.WhyStopped)
	f.noErr(err)
	f.approves(d)
	f.wantActs("stop", "send+")
	if all := f.decisions(); !all[0].Auto || all[0].By != owner || all[0].Detail != store.WhyStopped || all[1].Auto {
		t.Errorf("recorded %+v", all)
	}
}

func TestDraftsWithoutAFigureTeachNothing(t *testing.T) {
	for name, o := range map[string]store.Offer{
		"no figure":        {Text: "hello"},
		"a fixed sentence": {Text: "hello", Known: true, Fixed: true},
		"no draft":         {Problem: "server"},
	} {
		t.Run(name, func(t *testing.T) {
			f := open(t)
			f.writes(anna, "hi")
			d := f.offers(anna, o)
			f.ownWords(d, "something else")
			f.t = t
			f.wantActs("own")
		})
	}
}

// sent lets a draft go out by itself or by a tap, and returns the message.
func (f *fixture) sent(fan store.FanID, o store.Offer) int64 {
	f.t.Helper()
	d := f.offers(fan, o)
	_, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try, Auto: o.Hold})
	f.noErr(err)
	row := f.claims()[0]
	f.next++
	f.noErr(f.Sent(row.ID, f.next, f.now))
	return f.next
}

func TestAReplyTakenBackIsRejectedAfterAll(t *testing.T) {
	auto := sure("good morning")
	auto.Hold = true
	for name, c := range map[string]struct {
		offer store.Offer
		then  func(f *fixture, hi, reply int64)
		want  []string
		force int // labels in force
	}{
		"an automatic one":        {auto, func(f *fixture, _, m int64) { f.deletes(anna, m) }, []string{"auto", "deleted!"}, 1},
		"an approved one":         {sure("hi"), func(f *fixture, _, m int64) { f.deletes(anna, m) }, []string{"send+", "deleted!"}, 1},
		"twice delivered":         {auto, func(f *fixture, _, m int64) { f.deletes(anna, m); f.deletes(anna, m) }, []string{"auto", "deleted!"}, 1},
		"a day later":             {auto, func(f *fixture, _, m int64) { f.pass(25 * time.Hour); f.deletes(anna, m) }, []string{"auto"}, 0},
		"with the whole chat":     {auto, func(f *fixture, hi, m int64) { f.deletes(anna, hi, m) }, []string{"auto"}, 0},
		"reworded in the chat":    {auto, func(f *fixture, _, m int64) { f.edits(anna, store.AuthorHand, m, "good night") }, []string{"auto", "reworded-"}, 1},
		"a typo put right":        {auto, func(f *fixture, _, m int64) { f.edits(anna, store.AuthorHand, m, "good morning!") }, []string{"auto", "reworded"}, 0},
		"reworded, then deleted":  {auto, func(f *fixture, _, m int64) { f.edits(anna, store.AuthorHand, m, "no"); f.deletes(anna, m) }, []string{"auto", "reworded!", "deleted!"}, 1},
		"nobody looked at it all": {auto, func(*fixture, int64, int64) {}, []string{"auto"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := open(t)
			hi := f.writes(anna, "hi")
			c.then(f, hi, f.sent(anna, c.offer))
			f.t = t
			f.wantActs(c.want...)
			if labels, err := f.Labelled(0, 10); err != nil || len(labels) != c.force {
				t.Errorf("%d labels in force (%v), want %d", len(labels), err, c.force)
			}
		})
	}
}

func TestUnknownRepliesAreRecordedWithoutALabel(t *testing.T) {
	f := open(t)
	f.writes(anna, "hi")
	_, row := f.sending(anna, "hello")
	f.noErr(f.Unknown(row.ID, "time-out"))
	_, err := f.SendAgain(row.Draft, 0)
	f.noErr(err)
	f.noErr(f.Unknown(f.claims()[0].ID, "time-out"))
	f.noErr(f.Arrived(row.Draft))
	f.wantActs("send", "resend", "arrived")
}

func TestDecisionsAreReadByFanTimeAndNumber(t *testing.T) {
	f := open(t)
	for day := range 10 {
		fan := []store.FanID{anna, bert}[day%2]
		f.writes(fan, "hi")
		f.sent(fan, sure("hello"))
		f.pass(24 * time.Hour)
	}
	for name, c := range map[string]struct {
		q    store.Query
		want []uint64
	}{
		"all":             {store.Query{}, []uint64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}},
		"of one fan":      {store.Query{Fan: bert}, []uint64{2, 4, 6, 8, 10}},
		"since":           {store.Query{Since: f.now.Add(-3 * 24 * time.Hour)}, []uint64{8, 9, 10}},
		"a fan's since":   {store.Query{Fan: anna, Since: f.now.Add(-3 * 24 * time.Hour)}, []uint64{9}},
		"since just now":  {store.Query{Since: f.now}, nil},
		"a portion":       {store.Query{After: 3, Limit: 2}, []uint64{4, 5}},
		"a fan's portion": {store.Query{Fan: anna, After: 3, Limit: 2}, []uint64{5, 7}},
		"after the end":   {store.Query{After: 10}, nil},
		"of a stranger":   {store.Query{Fan: store.FanID{Owner: owner, Chat: 5}}, nil},
	} {
		got, err := f.Decisions(c.q)
		var seqs []uint64
		for _, e := range got {
			seqs = append(seqs, e.Seq)
		}
		if err != nil || !slices.Equal(seqs, c.want) {
			t.Errorf("%s: %v (%v), want %v", name, seqs, err, c.want)
		}
	}
	for _, c := range []struct {
		after uint64
		limit int
		first uint64
		n     int
	}{{0, 3, 8, 3}, {8, 5, 9, 2}, {7, 2, 9, 2}, {0, 100, 1, 10}, {10, 3, 0, 0}} {
		labels, err := f.Labelled(c.after, c.limit)
		if err != nil || len(labels) != c.n || c.n > 0 && (labels[0].Seq != c.first || labels[c.n-1].Seq != 10) {
			t.Errorf("newest %d labels after %d: %+v (%v), want %d up to 10", c.limit, c.after, labels, err, c.n)
		}
	}
}

func TestPurgeLeavesTheRecordAlone(t *testing.T) {
	f := open(t)
	f.writes(anna, "hi")
	f.sent(anna, sure("hello"))
	f.pass(1000 * time.Hour)
	_, err := f.Purge(0)
	f.noErr(err)
	f.reopen()
	f.wantActs("send+")
}

func TestADifferenceOfLongTextsIsBounded(t *testing.T) {
	f := open(t)
	f.writes(anna, "hi")
	d := f.offers(anna, sure(strings.Repeat("ä", 50_000)))
	f.ownWords(d, strings.Repeat("ö", 60_000))
	if e := f.decisions()[0]; e.Distance != 1 || !e.Hard {
		t.Errorf("distance %v, hard %t", e.Distance, e.Hard)
	}
}
