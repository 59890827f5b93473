package store_test

import (
	"errors"
	"testing"

	"secretary/store"
)

// answers lets a draft for a question of the fan go out as the creator wrote it.
func (f *fixture) answers(fan store.FanID, question, draft, sent string) {
	f.t.Helper()
	f.writes(fan, question)
	d := f.offers(fan, store.Offer{Text: draft})
	_, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try, Text: sent})
	f.noErr(err)
	f.next++
	for _, row := range f.claims() {
		f.noErr(f.Sent(row.ID, f.next, f.now))
	}
}

func (f *fixture) wantLesson(draft string) store.Pair {
	f.t.Helper()
	p, ok, err := f.Lesson()
	f.noErr(err)
	if p.Draft != draft || ok != (draft != "") {
		f.t.Errorf("the lesson is about %q (%t), want %q", p.Draft, ok, draft)
	}
	return p
}

func TestALargeEditIsLookedAtOnce(t *testing.T) {
	f := open(t)
	f.paired(owner)
	f.wantLesson("")
	f.answers(anna, "how are you?", "i am very fine and glad to hear from you", "fine :)")
	f.answers(bert, "good morning", "good morning to you", "good morning to you!")
	f.answers(anna, "do you call people?", "sure, call me tonight", "no calls, sorry")

	p := f.wantLesson("i am very fine and glad to hear from you")
	if p.Question != "how are you?" || p.Answer != "fine :)" || p.Fan != anna {
		t.Errorf("the lesson is %+v", p)
	}
	f.wantLesson("i am very fine and glad to hear from you") // until it was looked at
	f.reopen()
	r, _ := f.learns(p.Seq, "Keep it short.")
	if r.Pair != p.Seq {
		t.Errorf("the rule was learned from pair %d, not %d", r.Pair, p.Seq)
	}
	f.reopen()
	p = f.wantLesson("sure, call me tonight")
	f.learns(p.Seq, "") // it taught nothing
	f.wantLesson("")
	f.learns(1, "") // late word about an older one
	f.wantLesson("")
	f.wantRules("Keep it short.")
}

func TestTheEditsOfAFormerCreatorTeachNothing(t *testing.T) {
	f := open(t)
	f.paired(owner)
	f.answers(anna, "how are you?", "i am very fine and glad to hear from you", "fine :)")
	f.paired(owner + 1)
	f.wantLesson("")
}

func TestARuleIsNotLearnedUnlessItIsTold(t *testing.T) {
	f := open(t)
	f.paired(owner)
	f.answers(anna, "how are you?", "i am very fine and glad to hear from you", "fine :)")
	p := f.wantLesson("i am very fine and glad to hear from you")
	bad := errors.New("no words")
	if _, added, err := f.Learn(p.Seq, "Keep it short.", func(store.Rule) (store.Notice, error) { return store.Notice{}, bad }); added || !errors.Is(err, bad) {
		t.Errorf("learned in secret: %t, %v", added, err)
	}
	f.wantRules()
	f.wantLesson("i am very fine and glad to hear from you")
	f.learns(p.Seq, "Keep it short.")
	if told, err := f.Notices(0); err != nil || len(told) != 1 || told[0].Text != "Keep it short." {
		t.Errorf("told %+v, %v", told, err)
	}
}
