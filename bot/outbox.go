package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"secretary/bot/card"
	"secretary/bot/fence"
	"secretary/bot/pace"
	"secretary/bot/profile"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
	"secretary/store/failpoint"
)

// sendTimeout bounds one send to a fan. The creator learns of an unknown outcome
// within 10 s; and it is shorter than Margin, so that what is begun before the
// window closes arrives in time or is known not to have.
const sendTimeout = 7 * time.Second

// lanes is how many fans are sent to at once, of which some are kept for what
// people decided.
const (
	lanes     = 96
	forPeople = 8
)

// outboxLoop claims replies and sends them: claim -> sending -> sent | later |
// failed | unknown. The claim is one transaction and checks freshness, window,
// connection and right for the last time.
func (b *Bot) outboxLoop(ctx context.Context) {
	var wg sync.WaitGroup
	defer wg.Wait()
	slots, idle := make(chan struct{}, lanes), make(chan store.Outgoing)
	unsure := false // a claim failed and may have been made
	for ctx.Err() == nil {
		free := min(lanes-len(slots), b.pace.Free(lanes))
		if !b.ready.Load() || len(slots) == lanes || b.unnoted.Load() > 0 || unsure && len(slots) > 0 {
			b.outbox.Wait(ctx, 0) // what came meanwhile must be known first; or a lane must come free
			continue
		}
		if unsure && !b.unclaim(ctx) {
			continue
		}
		unsure = false
		if free == 0 {
			pace.Sleep(ctx, b.pace.Gap())
			continue
		}
		if !b.certain(ctx) {
			pace.Sleep(ctx, time.Second)
			continue
		}
		claimed, next, err := b.store.Claim(free, max(lanes-forPeople-len(slots), 0), Margin)
		if err != nil {
			b.log.Error("cannot claim replies; trying again", "err", err)
			unsure = true
			pace.Sleep(ctx, time.Second)
			continue
		}
		b.pace.Spend(len(claimed))
		for _, o := range claimed {
			slots <- struct{}{}
			select {
			case idle <- o:
			default:
				wg.Go(func() { b.sendLane(ctx, o, slots, idle) })
			}
		}
		b.deck.Ring()
		if len(claimed) == 0 {
			b.outbox.Wait(ctx, until(next, b.now()))
		}
	}
}

// sendLane sends one reply, and then those that come to it while it is idle: a
// goroutine that has done it before costs less than a new one.
func (b *Bot) sendLane(ctx context.Context, o store.Outgoing, slots chan struct{}, idle chan store.Outgoing) {
	one := func() {
		b.replying.Add(1)
		defer func() { <-slots; b.replying.Add(-1); b.outbox.Ring() }()
		defer fence.Catch(b.log, "outbox")
		b.send(ctx, o)
	}
	for {
		one()
		select {
		case o = <-idle:
		case <-ctx.Done():
			return
		}
	}
}

// unclaim takes back what a claim that failed may have marked as being sent,
// while nothing is.
func (b *Bot) unclaim(ctx context.Context) bool {
	n, err := b.store.Unclaim()
	if err != nil {
		b.log.Error("cannot read the outbox; trying again", "err", err)
		pace.Sleep(ctx, time.Second)
		return false
	}
	if n > 0 {
		b.log.Warn("claims of replies were taken back; none was sent", "count", n)
	}
	return true
}

// until is the time to wait for next: 0, for ever, where next is zero.
func until(next, now time.Time) time.Duration {
	if next.IsZero() {
		return 0
	}
	return max(next.Sub(now), 10*time.Millisecond)
}

// send makes one call and records exactly what is known about it.
func (b *Bot) send(ctx context.Context, o store.Outgoing) {
	if s, err := b.store.Settings(); err != nil || s.Owner != o.Fan.Owner { // approved by somebody who was the creator before
		b.record(ctx, o, func() error { return b.store.Fail(o.ID, "connection", "") })
		return
	}
	call, cancel := pace.Lasting(ctx, sendTimeout)
	defer cancel()
	failpoint.Here(failpoint.SendClaimed)
	m, err := b.api.SendMessage(call, telegram.SendMessage{BusinessConnectionID: o.Connection, ChatID: o.Fan.Chat, Text: o.Text, Entities: json.RawMessage(o.Style)})
	if err == nil {
		failpoint.Here(failpoint.SendTaken)
		b.log.Info("reply sent", "outbox", o.ID, "fan", o.Fan.Chat, "message", m.MessageID)
		b.record(ctx, o, func() error { return b.store.Sent(o.ID, m.MessageID, time.Unix(m.Date, 0)) })
		failpoint.Here(failpoint.SendNoted)
		if o.Mark {
			b.marks.add(mark{o.Connection, o.Fan, o.Read, b.clock()})
		}
		return
	}
	b.sendFailed(ctx, o, err)
}

// record notes what is known about a send, and tries on while the data file
// cannot be written. Nothing else is claimed meanwhile: of what failed to be
// noted it is not known whether it was, and a row noted as "later" could be
// claimed before the second note. ErrStale says that the first one counted. A row
// that is still "sending" when the program ends counts as unknown at the next
// start: never as not sent.
func (b *Bot) record(ctx context.Context, o store.Outgoing, note func() error) {
	if err := note(); err != nil && !errors.Is(err, store.ErrStale) {
		b.unnoted.Add(1)
		noted := b.insist(ctx, o, note, err)
		b.unnoted.Add(-1)
		if !noted {
			return
		}
	}
	b.deck.Ring()
	b.outbox.Ring()
	b.chores.Bell.Ring()
	b.requeue(o.Fan)
	b.book.Wrote(o.Fan)
}

// insist notes an outcome until that works; false if ctx ended first.
func (b *Bot) insist(ctx context.Context, o store.Outgoing, note func() error, err error) bool {
	wait := pace.Backoff{First: 100 * time.Millisecond, Max: 5 * time.Second}
	for err != nil && !errors.Is(err, store.ErrStale) {
		b.log.Error("cannot note the outcome of a send; trying again", "outbox", o.ID, "err", err)
		b.notices.DiskTrouble(ctx, err)
		if !wait.Sleep(ctx) {
			return false
		}
		err = note()
	}
	return true
}

// sendFailed sorts an error: surely not sent (again later, or failed for good),
// or unknown. Unknown is never repeated by itself.
func (b *Bot) sendFailed(ctx context.Context, o store.Outgoing, err error) {
	e, ok := telegram.AsError(err)
	log := b.log.With("outbox", o.ID, "fan", o.Fan.Chat, "err", err)
	if !ok || !e.Certain {
		log.Error("it is unknown whether a reply arrived; the creator is asked")
		b.record(ctx, o, func() error { return b.store.Unknown(o.ID, "unknown") })
		b.callToDoubt(o)
		return
	}
	switch {
	case e.Flood():
		log.Warn("Telegram asks to wait; the reply goes out later", "retry_after", e.RetryAfter.String())
		b.record(ctx, o, func() error { return b.store.Later(o.ID, b.now().Add(max(e.RetryAfter, time.Second)), "") })
	case e.Code == 0:
		log.Warn("Telegram was not reached; the reply goes out later")
		b.record(ctx, o, func() error { return b.store.Later(o.ID, b.now().Add(pause(o.Attempts)), "Telegram cannot be reached") })
	case e.Unauthorized():
		log.Error("the token is not accepted; the reply waits")
		b.record(ctx, o, func() error {
			return b.store.Later(o.ID, b.now().Add(30*time.Second), "the bot's token is not accepted")
		})
	case profile.Gone(e) && o.Attempts < 3:
		log.Warn("the business connection changed under a reply; reading it again")
		b.refresh(ctx, o.Connection)
		b.record(ctx, o, func() error {
			return b.store.Later(o.ID, b.now().Add(2*time.Second), "the connection to your profile changed")
		})
	default:
		code := failure(e)
		if !slices.Contains([]string{"window", "paid", "too_long"}, code) {
			code = b.reason(ctx, o, code)
		}
		log.Error("a reply failed; the creator is told", "code", code)
		b.record(ctx, o, func() error { return b.store.Fail(o.ID, code, e.Description) })
	}
}

// reasonTimeout bounds how long the card goes on saying "Sending…" for a better reason.
const reasonTimeout = 5 * time.Second

// reason holds a refusal against the connection, which may have changed without our
// hearing of it yet: not all that Telegram says of a missing right is documented.
func (b *Bot) reason(ctx context.Context, o store.Outgoing, code string) string {
	call, cancel := context.WithTimeout(ctx, reasonTimeout)
	defer cancel()
	if err := b.refresh(call, o.Connection); err != nil {
		return code // the error is logged
	}
	switch c, err := b.store.Current(o.Fan.Owner); {
	case err != nil:
		return code
	case !c.Enabled:
		return "connection"
	case !c.Can(store.CanReply):
		return "right"
	}
	return code
}

// callToDoubt calls the creator to what may or may not have arrived.
func (b *Bot) callToDoubt(o store.Outgoing) {
	if !o.Disclosure {
		b.callToCard(o.Draft, words.UnknownNotice)
		return
	}
	d, err := b.store.Draft(o.Draft)
	if err != nil {
		return
	}
	if f, err := b.store.Fan(o.Fan); err == nil && f.Doubtful == o.ID { // else an echo has settled it
		b.lineUnknown(d, f, o.ID)
	}
}

// callToCard makes the creator's phone ring for a card that changed: an edit of
// a message is silent.
func (b *Bot) callToCard(draft uint64, text func(who string) string) {
	d, err := b.store.Draft(draft)
	if err != nil {
		return
	}
	fan, err := b.store.Fan(d.Fan)
	if err != nil {
		return
	}
	n := store.Notice{Key: fmt.Sprintf("%s:%d:%d", d.State, d.ID, d.Try), Text: text("<b>" + card.Escape(card.FanName(fan)) + "</b>")}
	if m := d.Card.Messages; len(m) > 0 {
		n.ReplyTo = m[len(m)-1]
	}
	if err := b.notices.Enqueue(n); err != nil {
		b.log.Error("cannot keep a notice for the creator", "err", err)
	}
}

// pause grows from 1 s to 30 s with the attempts made.
func pause(attempts int) time.Duration {
	return min(time.Second<<min(max(attempts-1, 0), 5), 30*time.Second)
}

// failure names a certain refusal for the card (words.Failed). The codes are
// those of core.telegram.org/api/bots/connected-business-bots.
func failure(e *telegram.Error) string {
	switch {
	case e.Has("BUSINESS_PEER_USAGE_MISSING"):
		return "window"
	case e.Has("BUSINESS_PEER_INVALID"), e.Has("PEER_ID_INVALID"), e.Has("chat not found"):
		return "excluded"
	case e.Has("BOT_ACCESS_FORBIDDEN"):
		return "right"
	case e.Has("BUSINESS_CONNECTION_NOT_ALLOWED"):
		return "mode_off"
	case profile.Gone(e):
		return "connection"
	case e.Has("ALLOW_PAYMENT_REQUIRED"):
		return "paid"
	case e.Has("message is too long"), e.Has("MESSAGE_TOO_LONG"):
		return "too_long"
	case e.Code == 403:
		return "blocked"
	}
	return "refused"
}

// markRead marks what has been answered as read.
func (b *Bot) markRead(f store.Fan) {
	b.desk.Later(func(ctx context.Context) { b.markReadUpTo(ctx, f, f.Answered) })
}

// markReadUpTo marks fan messages up to one as read, with the right to do so.
func (b *Bot) markReadUpTo(ctx context.Context, f store.Fan, message int64) {
	c, err := b.store.Current(f.ID.Owner)
	if err != nil || !c.Enabled || !c.Can(store.CanRead) || message <= f.ReadTo || message == 0 || !b.read(ctx, c.ID, f.ID, message) {
		return
	}
	if err := b.store.SetFan(f.ID, func(f *store.Fan) { f.ReadTo = max(f.ReadTo, message) }); err != nil {
		b.log.Error("cannot note the read mark", "fan", f.ID.Chat, "err", err)
	}
}
