package bot

import (
	"context"
	"errors"
	"slices"
	"time"

	"secretary/bot/pace"
	"secretary/store"
	"secretary/store/failpoint"
)

// workingAfter is how long after the quiet period a card comes without its
// draft if the model is still busy; the issue allows 20 s.
const workingAfter = 12 * time.Second

// clockLoop does what time brings: windows that close, countdowns that end,
// drafts that take long, pairing codes that grow old, promises that come due.
func (b *Bot) clockLoop(ctx context.Context) {
	typed := map[uint64]time.Time{}
	for n := 0; pace.Sleep(ctx, b.tick); n++ {
		b.endHolds(typed)
		if n%5 != 0 {
			continue
		}
		b.lookAgain(ctx)
		b.offerWaiting(ctx)
		b.book.Tick()
		if n%25 == 0 {
			b.expire()
			b.pairing.Renew()
		}
	}
}

// upkeepLoop does hourly what reads much of a large data file: no countdown
// shall wait for that.
func (b *Bot) upkeepLoop(ctx context.Context) {
	for {
		b.purge()
		b.earn.Weekly()
		b.retain(ctx)
		if !pace.Sleep(ctx, time.Hour) {
			return
		}
	}
}

// purge drops the raw bytes of updates that were worked on; what they held of
// the creator's chats is in the archive.
func (b *Bot) purge() {
	n, err := b.store.Purge(0) // the store keeps 48 hours, to know duplicates
	if err != nil {
		b.log.Error("cannot drop old updates", "err", err)
	} else if n > 0 {
		b.log.Info("old updates dropped", "count", n)
	}
}

// endHolds sends automatic replies whose countdown is over, and shows the fan
// "typing…" while one runs.
func (b *Bot) endHolds(typed map[uint64]time.Time) {
	holding, err := b.store.Holding()
	if err != nil {
		b.log.Error("cannot read countdowns", "err", err)
		return
	}
	now := b.now()
	live := map[uint64]bool{}
	for _, d := range holding {
		live[d.ID] = true
		if d.HoldUntil.IsZero() && b.cfg.Hold > 0 {
			continue // its countdown begins when its card is shown
		}
		if !now.Before(d.HoldUntil) {
			b.autoSend(d)
			continue
		}
		if now.Sub(typed[d.ID]) > 4500*time.Millisecond {
			typed[d.ID] = now
			b.desk.Later(func(ctx context.Context) { b.typing(ctx, d.Fan) })
		}
	}
	for id := range typed {
		if !live[id] {
			delete(typed, id)
		}
	}
}

// autoSend approves a draft in the creator's stead. It needs a working line to
// Telegram: a Stop or a new message that cannot be heard must not be missed.
func (b *Bot) autoSend(d store.Draft) {
	if !b.hears(d.Fan.Owner) {
		return
	}
	if b.cfg.Hold > 0 {
		said, err := b.store.PendingOf(d.Fan.Owner, 0)
		if said = slices.DeleteFunc(said, ofFan); err != nil || len(said) > 0 {
			return // it may be a Stop
		}
	}
	failpoint.Here(failpoint.HoldOver)
	if !d.Fixed && d.Confidence < b.cfg.Threshold { // raised since the last run
		b.giveBack(d, "threshold")
		return
	}
	a := b.byItself()
	a.Draft, a.Try = d.ID, d.Try
	o, err := b.store.Approve(a)
	var no *store.Refusal
	switch {
	case errors.As(err, &no):
		b.log.Info("an automatic reply was not sent", "draft", d.ID, "code", no.Code)
		if why := givenBack[no.Code]; why != "" {
			b.giveBack(d, why)
		}
	case err != nil:
		b.log.Error("cannot approve an automatic reply", "draft", d.ID, "err", err)
	default:
		b.log.Info("automatic reply approved", "draft", d.ID, "outbox", o.ID, "confidence", d.Confidence)
		b.outbox.Ring()
	}
	b.deck.Ring()
}

// giveBack ends a countdown: the creator is asked, and the card says why.
func (b *Bot) giveBack(d store.Draft, why string) {
	var no *store.Refusal
	if _, err := b.store.Stop(d.ID, d.Try, why); err != nil && !errors.As(err, &no) {
		b.log.Error("cannot stop a countdown", "draft", d.ID, "err", err)
	}
	b.deck.Ring()
}

// hears tells whether a Stop of this creator, or a new message, would be heard.
func (b *Bot) hears(owner int64) bool {
	s, err := b.store.Settings()
	return err == nil && s.Owner == owner && b.polling.Load() && b.ready.Load()
}

// byItself is an approval in the creator's stead, of a draft still to be named.
func (b *Bot) byItself() store.Approval {
	return store.Approval{Auto: true, Lead: b.worded(b.cfg.Fixed.Disclosure), Margin: Margin, Daily: b.cfg.Daily}
}

// givenBack is what the card says of a countdown that was refused for good, by
// the code of the refusal.
var givenBack = map[string]string{
	store.RefusedPaused: store.WhyPaused, store.RefusedMode: store.WhyMode, store.RefusedEarn: store.WhyEarn,
	store.RefusedAway: store.WhyAway, store.RefusedLate: store.WhyLate, store.RefusedDaily: store.WhyDaily,
	store.RefusedRight: store.WhyDelayed, store.RefusedConnection: store.WhyDelayed, store.RefusedWindow: store.WhyDelayed,
}

// openedAfter is how long the creator waits for a fan that was opened.
const openedAfter = 2 * time.Second

// offerWaiting shows cards without a draft for fans whose draft takes long.
func (b *Bot) offerWaiting(ctx context.Context) {
	late := b.queue.Overdue(b.now().Add(-workingAfter), b.cfg.OpenCards)
	b.wanted.Range(func(id, since any) bool {
		if b.now().Sub(since.(time.Time)) > openedAfter {
			late = append(late, id.(store.FanID))
		}
		return true
	})
	for _, id := range late {
		f, err := b.store.Fan(id)
		if err != nil || f.Draft != 0 || f.Due.IsZero() || f.Waiting == 0 {
			b.wanted.Delete(id)
			continue
		}
		if s, err := b.store.Settings(); err != nil || s.Paused {
			return
		}
		if err := b.offer(ctx, f, store.Offer{Problem: "working", Retry: f.Due}); err != nil {
			b.log.Error("cannot offer a card", "fan", id.Chat, "err", err)
		}
	}
}

func (b *Bot) expire() {
	ended, err := b.store.Expire(b.now(), Margin)
	if err != nil {
		b.log.Error("cannot close cards whose window ended", "err", err)
		return
	}
	for _, d := range ended {
		b.log.Info("the reply window closed", "draft", d.ID, "fan", d.Fan.Chat)
		b.queue.Interrupt(d.Fan)
	}
	if len(ended) > 0 {
		b.deck.Ring()
	}
}
