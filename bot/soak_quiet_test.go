package bot_test

import (
	"errors"
	"maps"
	"regexp"
	"runtime"
	"slices"
	"testing/synctest"
	"time"

	"secretary/bot"
	"secretary/bot/sandbox"
	"secretary/store"
)

// quiet ends every trouble and gives the bot and Mila time to catch up.
func (w *soakWorld) quiet() {
	w.over("secretary mode off") // first: while it lasts Telegram tells of no change of the connection
	for _, name := range slices.Sorted(maps.Keys(w.ends)) {
		w.over(name)
	}
	w.tg.Heal()
	w.mila.Sends("/mode approve")
	w.mila.Sends("/resume")
	w.mila.keen, w.mila.away = true, time.Time{}
	calm := 0
	for n := 0; n < 52 && (n < 30 || calm < 3); n++ { // Telegram may have asked to wait two hours
		time.Sleep(5 * time.Minute)
		w.startsAnew()
		if calm++; w.mila.acts() > 0 {
			calm = 0
		}
	}
	w.mila.keen = false
	synctest.Wait()
}

// examine asks the questions of quiet.
func (w *soakWorld) examine() {
	w.t.Helper()
	drafts := w.drafts()
	byText := map[int]store.Draft{}
	for _, d := range drafts {
		byText[w.number(d.Text)] = d
	}
	for _, f := range w.fans {
		w.nothingLost(f)
		w.nothingUnapproved(f, byText)
		w.nobodyForgotten(f)
	}
	w.cardsTellTheTruth(drafts)
	if rest, err := w.store.Notices(10); err != nil || len(rest) > 0 {
		w.t.Errorf("%d notices were never told, %v", len(rest), err)
	}
	for _, p := range w.store.Check() {
		w.t.Errorf("the data file: %v", p)
	}
	for _, v := range w.tg.Violations() {
		w.t.Errorf("Bot API: %s", v)
	}
	if err := w.bot.Alive(); err != nil {
		w.t.Errorf("when all is well the bot is not: %v", err)
	}
}

// nothingLost: what a fan wrote is in the data file, as it reads now.
func (w *soakWorld) nothingLost(f *soakFan) {
	w.t.Helper()
	history, err := w.store.History(f.id(), 0, 0)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		w.t.Fatal(err)
	}
	kept := map[int64]store.Message{}
	for _, m := range history {
		if m.Author == store.AuthorFan { // a reply that the creator says arrived stands under the number of what it answers
			kept[m.ID] = m
		}
	}
	for _, s := range f.wrote {
		if !s.heard || s.gone || time.Since(s.at) > 48*time.Hour { // of the last two days; retention takes older ones
			continue
		}
		if m, ok := kept[s.id]; !ok || m.Text != s.text {
			w.t.Errorf("%v: message %d of fan %d, written %v, is kept as %q, want %q\n%s", time.Now(), s.id, f.n, s.at, m.Text, s.text, w.log.about("msg", 12))
			return
		}
	}
}

// nothingUnapproved: what went out to a fan in Mila's name was allowed by her or by
// the mode, once, to this fan, while the window was open.
func (w *soakWorld) nothingUnapproved(f *soakFan, drafts map[int]store.Draft) {
	w.t.Helper()
	talk := f.With(w.mila.Person)
	last := time.Time{}
	for i, msg := range talk {
		if msg.From == f.Person {
			last = msg.Date
		}
		if !msg.ViaBot || msg.Date.Before(time.Now().Add(-30*time.Hour)) {
			continue
		}
		w.count["replies"]++
		n := w.number(msg.Text)
		if n == 0 {
			w.fixedLine(f, talk[:i], msg)
			continue
		}
		if got := w.mila.arrived(n); got != 1 {
			w.t.Errorf("%v: text %d arrived %d times\n%s", msg.Date, n, got, w.log.about("outbox", 30))
		}
		if d := drafts[n]; w.mila.sent[n] == 0 && !(d.Auto && d.Confidence >= d.Threshold && w.mila.automatic(msg.Date)) {
			w.t.Errorf("%v: nobody approved text %d to fan %d: draft %d, by itself %v, figure %v of %v, mode auto %v\n%s", msg.Date, n, f.n, d.ID, d.Auto,
				d.Confidence, d.Threshold, w.mila.auto, w.log.about("outbox", 30))
		}
		if to := w.toWhom(msg.Text); to >= 0 && to != f.n {
			w.t.Errorf("%v: a text for fan %d went to fan %d", msg.Date, to, f.n)
		}
		if msg.Date.Sub(last) > store.Window {
			w.t.Errorf("%v: fan %d got a reply %v after the last word", msg.Date, f.n, msg.Date.Sub(last))
		}
	}
}

// fixedLine: the only text without a number is the disclosure line, once a fan.
func (w *soakWorld) fixedLine(f *soakFan, before []sandbox.Message, msg sandbox.Message) {
	if msg.Text != soakDisclosure || !w.mila.automatic(msg.Date) {
		w.t.Errorf("%v: fan %d got %q", msg.Date, f.n, msg.Text)
	}
	for _, earlier := range before {
		if earlier.ViaBot && earlier.Text == msg.Text {
			w.t.Errorf("%v: fan %d got the disclosure line again", msg.Date, f.n)
		}
	}
}

// nobodyForgotten: on such an evening everybody who can be answered has been.
func (w *soakWorld) nobodyForgotten(f *soakFan) {
	w.t.Helper()
	fan, err := w.store.Fan(f.id())
	if errors.Is(err, store.ErrNotFound) {
		return
	}
	if err != nil {
		w.t.Fatal(err)
	}
	if fan.Unsettled != 0 || fan.Doubtful != 0 {
		w.t.Errorf("%v: fan %d has %d replies nobody asked about, line %d\n%s", time.Now(), f.n, fan.Unsettled, fan.Doubtful, w.log.about("outbox", 30))
	}
	if fan.Waiting > 0 && fan.LastID > fan.Skipped && time.Since(fan.LastIn) < store.Window-bot.Margin-time.Minute {
		d, err := w.store.Draft(fan.Draft)
		w.t.Errorf("%v: fan %d waits since %v and nobody was told: due %v, draft %d %s problem %q card %v, %v\n%s", time.Now(), f.n,
			fan.WaitingSince, fan.Due, d.ID, d.State, d.Problem, d.Card, err, w.log.about("fan="+idOf(f), 30))
	}
}

// drafts reads every draft there is, oldest first; after months the first are gone.
func (w *soakWorld) drafts() []store.Draft {
	w.t.Helper()
	var all []store.Draft
	missing := 0
	for id := uint64(1); missing < 1000; id++ {
		d, err := w.store.Draft(id)
		switch {
		case errors.Is(err, store.ErrNotFound):
			missing++
		case err != nil:
			w.t.Fatal(err)
		default:
			all, missing = append(all, d), 0
		}
	}
	return all
}

// cardsTellTheTruth: Mila reads on the cards of the last day what the data file says.
func (w *soakWorld) cardsTellTheTruth(drafts []store.Draft) {
	w.t.Helper()
	chat := map[int64]sandbox.Message{}
	for _, m := range w.mila.Chat() {
		chat[m.ID] = m
	}
	for _, d := range drafts {
		if d.Ended.IsZero() {
			w.t.Errorf("%v: draft %d is still %s (%q)\n%s", time.Now(), d.ID, d.State, d.Problem, w.log.about("draft="+itoa(d.ID)+" ", 30))
			continue
		}
		if time.Since(d.Ended) > 24*time.Hour || len(d.Card.Messages) == 0 {
			continue
		}
		want, err := w.bot.Shows(d)
		shown := chat[d.Card.Messages[len(d.Card.Messages)-1]]
		if err != nil || d.Card.Dirty || timeless(shown.Source) != timeless(want) {
			w.t.Errorf("%v: the card of draft %d (%s, dirty %v) reads\n%s\nand should\n%s\n%v\n%s", time.Now(), d.ID, d.State, d.Card.Dirty, shown.Source, want, err,
				w.log.about("draft="+itoa(d.ID)+" ", 30))
		}
	}
}

// timeless leaves out of a card's text what only the moment of drawing decides:
// the times, and what fans have edited since.
func timeless(text string) string { return sinceWhen.ReplaceAllString(text, "") }

var sinceWhen = regexp.MustCompile(`(?m)^(waits since|Reply window|<blockquote).*$|\n.*writes on and on.*`)

// soakSize is what must not grow from day to day.
type soakSize struct {
	goroutines int
	kept       map[string]int
}

func (w *soakWorld) size() soakSize {
	w.api.Close()
	synctest.Wait()
	return soakSize{runtime.NumGoroutine(), w.bot.Sizes()}
}

// smallerThan holds the memory of an evening against that of the first.
func (w *soakWorld) smallerThan(first soakSize) {
	w.t.Helper()
	now := w.size()
	if now.goroutines > first.goroutines+10 {
		w.t.Errorf("%v: %d goroutines, on the first day %d", time.Now(), now.goroutines, first.goroutines)
	}
	for what, n := range now.kept {
		if n > first.kept[what]+len(w.fans) {
			w.t.Errorf("%v: %d %s in memory, on the first day %d", time.Now(), n, what, first.kept[what])
		}
	}
}
