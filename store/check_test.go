package store_test

import (
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"secretary/store"
)

// archive is a store with something of everything in it: a fan who was
// answered, one whose reply is unknown, one who waits, what was learned.
func archive(f *fixture) (sent, unknown, queued store.Draft) {
	f.writes(anna, "hello")
	sent, row := f.sending(anna, "hi Anna")
	f.next++
	f.noErr(f.Sent(row.ID, f.next, f.now))
	f.noErr(f.CardShown(sent.ID, []int64{7}, "", f.draft(sent.ID).Look()))
	cat := f.writes(anna, "my cat is called Pingo")
	f.remember(anna, func(m *store.Memory) {
		m.Facts = append(m.Facts, store.Fact{Key: "pet", Value: "Pingo", Message: cat, Expires: f.now.Add(day)})
	})
	judged := f.offers(anna, store.Offer{Text: "miau", Known: true})
	_, err := f.Again(judged.ID, judged.Try, "")
	f.noErr(err)
	f.writes(bert, "hello")
	unknown, row = f.sending(bert, "hi Bert")
	f.noErr(f.Unknown(row.ID, "time-out"))
	zoe := store.FanID{Owner: owner, Chat: 2003}
	f.writes(zoe, "hello")
	queued = f.offers(zoe, store.Offer{Text: "hi Zoë"})
	f.approves(queued)
	_, err = f.Notify(store.Notice{Text: "told"})
	f.noErr(err)
	f.appends(3, update(1, "a"), update(2, "b")) // not worked on, so that nothing goes to Anna now
	f.noErr(f.Finish(1))
	return sent, unknown, queued
}

// TestCheckNamesEveryBrokenPromise breaks one promise at a time behind the
// store's back, and wants just that named.
func TestCheckNamesEveryBrokenPromise(t *testing.T) {
	draft := func(id uint64, change func(*store.Draft)) func(*fixture) error {
		return func(f *fixture) error { return f.MeddleDraft(id, change) }
	}
	fan := func(change func(*store.Fan)) func(*fixture) error {
		return func(f *fixture) error { return f.Meddle(anna, change) }
	}
	sequence := func(bucket string, n uint64) func(*fixture) error {
		return func(f *fixture) error {
			return f.Spoil(func(b *bolt.Tx) error { return b.Bucket([]byte(bucket)).SetSequence(n) })
		}
	}
	settings := func(change func(*store.Settings)) func(*fixture) error {
		return func(f *fixture) error {
			_, err := f.UpdateSettings(func(s *store.Settings) error { change(s); return nil })
			return err
		}
	}
	for name, c := range map[string]struct {
		spoil func(*fixture) error
		want  string
	}{
		"a reply went out twice":              {func(f *fixture) error { return f.MeddleReplySent(1) }, "draft 1 was sent twice"},
		"sent without a reply":                {func(f *fixture) error { return f.MeddleReplyGone(1) }, "draft 1 is sent, and no reply of it was"},
		"sent without approval":               {func(f *fixture) error { return f.MeddleDecision(1, func(d *store.Decision) { d.Act = store.ActSkip }) }, "draft 1 is sent, and nobody approved it"},
		"approval not noted":                  {draft(1, func(d *store.Draft) { d.Approved = false }), "draft 1 is sent, and nobody approved it"},
		"other words than the card shows":     {draft(4, func(d *store.Draft) { d.Text = "something else" }), "is not what draft 4 says"},
		"sent message missing":                {func(f *fixture) error { return f.MeddleMessageGone(anna, 102) }, "draft 1 was sent as message 102, which is missing"},
		"sent message of another draft":       {draft(1, func(d *store.Draft) { d.SentID = 103 }), "is said to be draft 1"},
		"queued without a connection":         {func(f *fixture) error { return f.MeddleConnection(store.Connection{ID: "c1", Owner: owner}) }, "reply 3 is queued"},
		"another fan's draft":                 {draft(1, func(d *store.Draft) { d.Fan = bert }), "another fan"},
		"draft knows no end":                  {draft(1, func(d *store.Draft) { d.Ended = time.Time{} }), "draft 1 is sent, ended"},
		"draft ended and yet sent":            {draft(1, func(d *store.Draft) { d.Sent = time.Time{} }), "draft 1 is sent, ended"},
		"countdown of an approved draft":      {draft(4, func(d *store.Draft) { d.HoldUntil = noon }), "draft 4 is queued until"},
		"put off though nothing waits":        {draft(1, func(d *store.Draft) { d.NotBefore = noon }), "and waits until"},
		"a copy of the card leads nowhere":    {draft(1, func(d *store.Draft) { d.Card.Copies = []int64{99} }), "card 99 does not lead to draft 1"},
		"a card that goes and stays":          {func(f *fixture) error { return f.MeddleGone(owner, 7) }, "is to be taken down, and has a draft"},
		"answers other messages":              {draft(2, func(d *store.Draft) { d.Messages = nil }), "draft 2 is drafting but does not stand"},
		"label of another try":                {draft(2, func(d *store.Draft) { d.Label = 2 }), "draft 2 is labelled by decision 2"},
		"a label the draft does not know":     {draft(2, func(d *store.Draft) { d.Try = 1 }), "labels try 1 of draft 2"},
		"label replaced by none":              {func(f *fixture) error { return f.MeddleLabel(2) }, "label of decision 2 is not in force"},
		"the record has a hole":               {func(f *fixture) error { return f.MeddleDecisionGone(2) }, "decision 3 stands where 2 should"},
		"the record ends early":               {sequence("decisions", 9), "the newest decision is 4, not 9"},
		"drafts numbered anew":                {sequence("drafts", 1), "drafts: the next number is 2, and 4 is taken"},
		"replies numbered anew":               {sequence("outbox", 1), "outbox: the next number is 2"},
		"notices numbered anew":               {sequence("notices", 0), "notices: the next number is 1"},
		"updates numbered anew":               {sequence("inbox", 1), "inbox: the next number is 2"},
		"acknowledged and not stored":         {func(f *fixture) error { _, err := f.Append(nil, 9); return err }, "updates up to 8 are acknowledged"},
		"more weighed than decided":           {settings(func(s *store.Settings) { s.Earned.Weighed = 9 }), "decisions up to 9 are weighed"},
		"fan waits for nothing":               {fan(func(f *store.Fan) { f.Waiting = 0 }), "waits with 0 messages"},
		"fan waits since another time":        {fan(func(f *store.Fan) { f.WaitingSince = noon.Add(1) }), "waits with 1 messages since"},
		"answered though it waits":            {fan(func(f *store.Fan) { f.Answered = 103 }), "whether it waits for an answer is wrong"},
		"newest message forgotten":            {fan(func(f *store.Fan) { f.LastID = 1 }), "the newest message of fan"},
		"a burst with nothing due":            {fan(func(f *store.Fan) { f.Burst, f.Due = noon, time.Time{} }), "nothing is due"},
		"doubts out of thin air":              {fan(func(f *store.Fan) { f.Unsettled = 1 }), "has 0 unsettled replies, not 1"},
		"doubtful line that is none":          {fan(func(f *store.Fan) { f.Doubtful = 1 }), "doubts disclosure line 1"},
		"a draft that does not stand":         {fan(func(f *store.Fan) { f.Draft = 1 }), "has draft 1, which does not stand"},
		"conversation under another's key":    {fan(func(f *store.Fan) { f.ID = bert }), "says it is"},
		"memory of a message that is deleted": {func(f *fixture) error { return f.MeddleMessage(anna, 103, func(m *store.Message) { m.Deleted = true }) }, "of message 103, which is deleted"},
		"a pair of other words":               {func(f *fixture) error { return f.MeddleMessage(anna, 102, func(m *store.Message) { m.Text = "no" }) }, "pair 1 is not what message 102"},
		"a message under another's number":    {func(f *fixture) error { return f.MeddleMessage(anna, 102, func(m *store.Message) { m.ID = 5 }) }, "says it is 5"},
		"newest message of all":               {func(f *fixture) error { return f.MeddleStats(func(s *store.Stats) { s.LastIn = time.Time{} }) }, "the newest message is of"},
		"kinds of updates":                    {func(f *fixture) error { return f.MeddleStats(func(s *store.Stats) { s.Kinds["poll"] = 9 }) }, "11 updates counted, 2 ever stored"},
		"a block of nothing":                  {func(f *fixture) error { return f.MeddleBlock(store.BlockOfNothing) }, "does not begin with its record"},
		"a block under another key":           {func(f *fixture) error { return f.MeddleBlock(store.BlockUnderAnotherKey) }, "does not begin with its record"},
		"a record twice in a block":           {func(f *fixture) error { return f.MeddleBlock(store.BlockBackwards) }, "of message_blocks stands behind"},
		"a block that reaches into the next":  {func(f *fixture) error { return f.MeddleBlock(store.BlockBehindTheNext) }, "stands behind block"},
		"a block that is too long":            {func(f *fixture) error { return f.MeddleBlock(store.BlockTooLong) }, "holds 5 records of"},
		"a connection by another name":        {func(f *fixture) error { return f.MeddleName("c1", "c9") }, "goes by another name"},
	} {
		t.Run(name, func(t *testing.T) {
			f := openUnchecked(t)
			archive(f)
			if problems := f.Check(); len(problems) > 0 {
				t.Fatalf("not sound to begin with: %v", problems)
			}
			f.noErr(c.spoil(f))
			wantProblem(t, f.Check(), c.want)
		})
	}
}

func wantProblem(t *testing.T, problems []error, want string) {
	t.Helper()
	for _, p := range problems {
		if strings.Contains(p.Error(), want) {
			return
		}
	}
	t.Errorf("check says %q, which does not name %q", problems, want)
}

// TestOneUnreadableRecordHidesNothingElse: everything that is wrong is named,
// not only what was met first.
func TestOneUnreadableRecordHidesNothingElse(t *testing.T) {
	f := openUnchecked(t)
	archive(f)
	f.noErr(f.Spoil(func(b *bolt.Tx) error {
		key, _ := b.Bucket([]byte("message_blocks")).Cursor().First()
		return b.Bucket([]byte("message_blocks")).Put(key, []byte("noise"))
	}))
	f.noErr(f.Meddle(bert, func(fan *store.Fan) { fan.Unsettled = 5 }))
	problems := f.Check()
	wantProblem(t, problems, "of message_blocks")
	wantProblem(t, problems, "has 1 unsettled replies, not 5")
}

func TestProblemsHoldNoWords(t *testing.T) {
	f := openUnchecked(t)
	archive(f)
	f.noErr(f.Spoil(func(b *bolt.Tx) error {
		for _, name := range []string{"drafts", "fans_unanswered", "pairs_by_fan", "decisions", "fans"} {
			key, _ := b.Bucket([]byte(name)).Cursor().First()
			if err := b.Bucket([]byte(name)).Delete(key); err != nil {
				return err
			}
		}
		return nil
	}))
	problems := f.Check()
	if len(problems) < 5 {
		t.Errorf("only %d problems: %v", len(problems), problems)
	}
	for _, p := range problems {
		for _, word := range []string{"hello", "hi Anna", "Pingo", "miau", "Anna"} {
			if strings.Contains(p.Error(), word) {
				t.Errorf("%q holds %q", p, word)
			}
		}
	}
}
