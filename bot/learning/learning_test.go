package learning_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"secretary/bot/card"
	"secretary/bot/chore"
	"secretary/bot/learning"
	"secretary/bot/notice"
	"secretary/bot/pace"
	"secretary/bot/stage"
	"secretary/bot/words"
	"secretary/persona"
	"secretary/persona/style"
	"secretary/store"
)

// teacher finds the same rule in every edit.
type teacher struct {
	rule string
	err  error
	ask  func() // as it is asked; nil: nothing
	seen []persona.Edit
}

func (m *teacher) Rule(_ context.Context, _ persona.Request, e persona.Edit) (string, error) {
	m.seen = append(m.seen, e)
	if m.ask != nil {
		m.ask()
	}
	return m.rule, m.err
}

// room is the room with everything in it.
type room struct {
	*stage.Stage
	*learning.Rules
	model   *teacher
	fan     store.FanID
	message int64
}

func play(t *testing.T, play func(*room)) {
	t.Helper()
	stage.Play(t, func(s *stage.Stage) {
		w := notice.New(s.Store, s.Desk, pace.NewBell(), s.Logger)
		s.Run(w.Loop)
		r := &room{Stage: s, model: &teacher{}, fan: store.FanID{Owner: s.Mila.ID(), Chat: s.Alex.ID()}, message: 100}
		r.Rules = &learning.Rules{Store: s.Store, Teacher: r.model, Voice: func() style.Card { return style.Card{} }, Notices: w, Changed: pace.NewBell(), Log: s.Logger}
		c := s.Mila.Connection()
		_, _, err := s.Store.SaveConnection(store.Connection{ID: c.ID(), Owner: s.Mila.ID(), UserChat: s.Mila.ID(), Date: time.Now(), Enabled: true, Rights: []string{store.CanReply}})
		s.Must(err)
		s.Log.Hide("sunday", "thursday") // what fans and the creator write
		play(r)
	})
}

// file is the data file; both halves of a room have one.
func (r *room) file() *store.Store { return r.Stage.Store }

// edits lets the creator send other words than the draft's.
func (r *room) edits(draft, sent string) {
	r.Helper()
	r.message++
	_, err := r.file().Apply([]store.Event{{Op: store.Arrived, Fan: r.fan, Name: "Quux<b>&", Handle: "quux",
		Message: store.Message{ID: r.message, Author: store.AuthorFan, Date: time.Now(), Kind: "text", Text: "free on sunday?"}}})
	r.Must(err)
	f, err := r.file().Fan(r.fan)
	r.Must(err)
	d, err := r.file().Offer(r.fan, f.Rev, store.Offer{Text: draft})
	r.Must(err)
	_, err = r.file().Approve(store.Approval{Draft: d.ID, Try: d.Try, Text: sent})
	r.Must(err)
	rows, _, err := r.file().Claim(1, 1, 0)
	r.Must(err)
	if len(rows) != 1 {
		r.Fatal("nothing to send")
	}
	r.message++
	r.Must(r.file().Sent(rows[0].ID, r.message, time.Now()))
}

// studies does the next job of the chore, as its loop would.
func (r *room) studies() error {
	r.Helper()
	job, err := r.Chore().Next()
	r.Must(err)
	if job == 0 {
		r.Fatal("there is nothing to learn from")
	}
	return r.Chore().Do(r.Context(), job)
}

func (r *room) wantRules(want ...string) []store.Rule {
	r.Helper()
	rules, err := r.file().Rules()
	r.Must(err)
	var got []string
	for _, rule := range rules {
		got = append(got, rule.Text)
	}
	r.Wants("rules", got, want...)
	r.Wants("rules in the prompt", r.Request().Rules, want...)
	return rules
}

// undo taps the button under what was told last, and does what it means.
func (r *room) undo() {
	r.Helper()
	r.Pass(time.Minute)
	chat := r.Mila.Chat()
	last := chat[len(chat)-1]
	if len(last.Buttons) != 1 || len(last.Buttons[0]) != 1 || last.Buttons[0][0].Text != words.Undo {
		r.Fatalf("%q has the buttons %v", last.Text, last.Buttons)
	}
	var id uint64
	data := last.Buttons[0][0].Data
	_, err := fmt.Sscanf(data[strings.LastIndexAny(data, "|:.")+1:], "%d", &id)
	if err != nil {
		r.Fatalf("the button says %q: %v", data, err)
	}
	r.Must(r.TakeBack(id))
}

const (
	draft = "Dear Sir or Madam, I would be delighted to see you on sunday in the afternoon."
	sent  = "ok thursday then"
	rule  = "Keep it <short> & plain"
)

func TestARuleFromAnEditIsToldAndCanBeTakenBackForGood(t *testing.T) {
	play(t, func(r *room) {
		r.model.rule = rule
		r.edits(draft, sent)
		r.Must(r.studies())
		r.wantRules(rule)
		r.undo()
		r.Wants("told", r.Told(), words.LearnedRule(card.Escape(rule)))
		r.wantRules()

		r.edits(draft, sent) // the same lesson
		r.Must(r.studies())
		r.Pass(time.Minute)
		r.wantRules()
		if n := len(r.Told()); n != 1 {
			t.Errorf("what was taken back is told again: %d", n)
		}
		r.Must(r.TakeBack(99)) // gone already
	})
}

func TestTheModelIsShownTheEditAndWhomNotToName(t *testing.T) {
	play(t, func(r *room) {
		r.edits(draft, sent)
		r.Must(r.studies())
		e := r.model.seen[0]
		if e.Draft != draft || e.Sent != sent || e.Question != "free on sunday?" || fmt.Sprint(e.Names) != "[Quux<b>& quux]" {
			t.Errorf("shown %+v", e)
		}
		r.wantRules()
		if job, err := r.Chore().Next(); job != 0 || err != nil {
			t.Errorf("an edit that teaches nothing is looked at again: %d, %v", job, err)
		}
	})
}

func TestALessonThatFailsIsKeptForLater(t *testing.T) {
	play(t, func(r *room) {
		r.edits(draft, sent)
		r.model.rule = rule
		r.model.err = &persona.Error{Kind: persona.KindAbsurd}
		if err := r.studies(); !errors.Is(err, r.model.err) {
			t.Errorf("it ended with %v", err)
		}
		r.model.err = nil
		r.model.ask = r.Break // the disk, just then
		if err := r.studies(); err == nil {
			t.Error("a rule that could not be kept is no error")
		}
		r.Mend()
		r.wantRules()
		r.model.ask = nil
		r.Must(r.studies())
		r.Pass(time.Minute)
		r.wantRules(rule)
		if n := len(r.Told()); n != 1 {
			t.Errorf("told %d times", n)
		}
	})
}

func TestAFanWhoWritesMeanwhilePutsTheLessonOff(t *testing.T) {
	play(t, func(r *room) {
		r.edits(draft, sent)
		r.model.rule = rule
		calm, writes := context.WithCancel(r.Context())
		r.model.ask = writes
		job, err := r.Chore().Next()
		r.Must(err)
		if err := r.Chore().Do(calm, job); !errors.Is(err, context.Canceled) {
			t.Errorf("it ended with %v", err)
		}
		r.wantRules()
		if again, _ := r.Chore().Next(); again != job {
			t.Error("the lesson is lost")
		}
	})
}

func TestALessonThatIsGivenUpOrGoneIsNotAskedForAgain(t *testing.T) {
	for name, end := range map[string]func(*room, chore.Chore, int64) error{
		"given up": func(_ *room, c chore.Chore, job int64) error { return c.Drop(job) },
		"the creator deleted the pair meanwhile": func(r *room, c chore.Chore, job int64) error {
			r.Must(r.file().DropPair(uint64(job)))
			return c.Do(r.Context(), job)
		},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(r *room) {
				r.edits(draft, sent)
				r.model.rule = rule
				c := r.Chore()
				job, err := c.Next()
				r.Must(err)
				r.Must(end(r, c, job))
				if again, err := c.Next(); again != 0 || err != nil {
					t.Errorf("asked for again: %d, %v", again, err)
				}
				r.wantRules()
			})
		})
	}
}

func TestAWishHoldsForAllDraftsAndIsToldUnderItsMessage(t *testing.T) {
	play(t, func(r *room) {
		asked := r.Mila.Sends("/remember")
		why, err := r.Wish("  I never   do >calls\non sunday ", asked)
		r.Must(err)
		r.Pass(time.Minute)
		r.wantRules("I never do >calls on sunday")
		chat := r.Mila.Chat()
		if last := chat[len(chat)-1]; why != "" || last.ReplyTo != asked || last.Source != words.Remembered("I never do &gt;calls on sunday") {
			t.Errorf("%q, told %+v", why, last)
		}
		r.Changed.Wait(r.Context(), 0)
		if why, _ := r.Wish("i never do >calls on sunday.", asked); why != words.RememberedBefore("I never do &gt;calls on sunday") {
			t.Errorf("said again: %q", why)
		}
		r.undo()
		r.wantRules()
	})
}

func TestAWishThatCannotBeOneSaysWhy(t *testing.T) {
	play(t, func(r *room) {
		for said, want := range map[string]string{
			"":                          words.RememberHow,
			" \n\t":                     words.RememberHow,
			strings.Repeat("word ", 13): words.RememberLong(persona.RuleWords),
			strings.Repeat("x", 5000):   words.RememberLong(persona.RuleWords),
		} {
			if why, err := r.Wish(said, 0); why != want || err != nil {
				t.Errorf("%.20q: %q, %v", said, why, err)
			}
		}
		r.wantRules()
		for n := range store.MaxRules {
			_, err := r.Wish(fmt.Sprintf("rule number %d", n), 0)
			r.Must(err)
		}
		if why, err := r.Wish("one more", 0); why != words.RememberFull || err != nil {
			t.Errorf("one too many: %q, %v", why, err)
		}
		r.Break()
		if why, err := r.Wish("rule on a broken disk", 0); err == nil || why != "" {
			t.Errorf("on a broken disk: %q, %v", why, err)
		}
	})
}

func TestAWishOfADraftIsOneOnlyForTheTryItWasSaidOf(t *testing.T) {
	play(t, func(r *room) {
		d := store.Draft{ID: 7, Try: 2, Instruction: "be\nkinder", State: store.StateOpen}
		for name, bad := range map[string]store.Draft{"another try": {Try: 3, Instruction: "be kinder"}, "no wish": {Try: 2}, "a novel": {Try: 2, Instruction: strings.Repeat("word ", 13)}} {
			var refusal *store.Refusal
			if _, err := r.WishOfDraft(bad, 2); !errors.As(err, &refusal) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if ok, err := r.Memorable(d); !ok || err != nil {
			t.Errorf("offered %t, %v", ok, err)
		}
		full, err := r.WishOfDraft(d, 2)
		r.Must(err)
		r.wantRules("be kinder")
		if ok, _ := r.Memorable(d); ok || full {
			t.Error("what is known already is offered again")
		}
		d.State = store.StateSent
		d.Instruction = "be funnier"
		if ok, _ := r.Memorable(d); ok {
			t.Error("a wish of a draft that is gone is offered")
		}
		for n := range store.MaxRules - 1 {
			_, err := r.Wish(fmt.Sprintf("rule number %d", n), 0)
			r.Must(err)
		}
		if full, err := r.WishOfDraft(d, 2); !full || err != nil {
			t.Errorf("one too many: %t, %v", full, err)
		}
	})
}

func TestTheListsChangeWhatTheirButtonsSay(t *testing.T) {
	play(t, func(r *room) {
		_, err := r.Wish("be >kind", 0)
		r.Must(err)
		r.edits(draft, sent)
		id := r.wantRules("be >kind")[0].ID
		page, err := r.Page(card.LearnedTap{List: card.ListRules, Do: card.DoShow})
		r.Must(err)
		if !strings.Contains(page.Text, "be &gt;kind") {
			t.Errorf("the list says %q", page.Text)
		}
		change := func(list, do string, id uint64) error {
			_, err := r.Change(card.LearnedTap{List: list, Do: do, ID: id})
			return err
		}
		r.Must(change(card.ListRules, card.DoUnpin, id))
		if r.wantRules("be >kind")[0].Pinned {
			t.Error("still pinned")
		}
		r.Must(change(card.ListRules, card.DoPin, id))
		if !r.wantRules("be >kind")[0].Pinned {
			t.Error("not pinned")
		}
		r.Must(change(card.ListRules, card.DoDelete, id))
		r.wantRules()
		if err := change(card.ListRules, card.DoDelete, id); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("deleted twice: %v", err)
		}
		pairs, err := r.file().LastPairs(1)
		r.Must(err)
		r.Must(change(card.ListExamples, card.DoPin, pairs[0].Seq))
		if p, _ := r.file().Pair(pairs[0].Seq); !p.Pinned {
			t.Error("the example is not pinned")
		}
		r.Must(change(card.ListExamples, card.DoDelete, pairs[0].Seq))
		if _, err := r.file().Pair(pairs[0].Seq); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the example is still there: %v", err)
		}
	})
}

func TestAFormerCreatorsAnswersAreNotShown(t *testing.T) {
	play(t, func(r *room) {
		r.edits(draft, sent)
		show := func() string {
			page, err := r.Page(card.LearnedTap{List: card.ListExamples, Do: card.DoShow})
			r.Must(err)
			return page.Text
		}
		if !strings.Contains(show(), sent) {
			t.Errorf("the own answer is missing: %q", show())
		}
		r.Settle(func(s *store.Settings) { s.Owner = 4242 })
		if strings.Contains(show(), sent) {
			t.Error("the new creator reads the former one's chats")
		}
	})
}

func TestDraftsGoOnWithoutRulesOnABadDay(t *testing.T) {
	play(t, func(r *room) {
		_, err := r.Wish("be kind", 0)
		r.Must(err)
		r.Pass(time.Minute)
		r.Stop()
		r.Must(r.file().Close())
		if rules := r.Request().Rules; len(rules) != 0 || r.Stage.Log.Count("drafting without") != 1 {
			t.Errorf("rules %q, logged %d times", rules, r.Stage.Log.Count("drafting without"))
		}
		r.Open()
	})
}
