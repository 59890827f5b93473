package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"secretary/bot/classify"
	"secretary/bot/fence"
	"secretary/bot/pace"
	"secretary/bot/words"
	"secretary/persona"
	"secretary/store"
	"secretary/store/failpoint"
)

// inboxLoop works through stored updates in the order they came, but for what the
// creator says and taps: that does not wait behind the crowd. One goroutine does
// it, so everything about one fan happens in order; it never waits for the
// network or the model.
func (b *Bot) inboxLoop(ctx context.Context) {
	trouble := pace.Backoff{First: 200 * time.Millisecond, Max: 10 * time.Second}
	b.watchWaiting(ctx)
	for {
		caughtUp := b.caughtUp.Load() // before the drain: what comes during it counts next time
		if err := b.drain(ctx); err != nil {
			b.log.Error("cannot work on stored updates; trying again", "err", err)
			b.notices.DiskTrouble(ctx, err)
			if !trouble.Sleep(ctx) {
				return
			}
			continue
		}
		trouble.Reset()
		if caughtUp && !b.ready.Load() {
			b.tellAway()
		}
		if caughtUp && b.caughtUp.Load() && !b.ready.Swap(true) {
			b.outbox.Ring()
			b.woken.Ring()
			b.deck.Ring()
		}
		if !b.inbox.Wait(ctx, 0) {
			return
		}
	}
}

// portion is how many rows are worked on together. Their messages go into one
// transaction, which costs the disk hardly more than one of a few; but whoever wants
// to write meanwhile waits for it. What the creator sends cuts it short.
const portion = 500

// drain handles every pending row once. Rows whose connection is not known yet
// stay pending, and so do later ones of the same connection: order is kept.
func (b *Bot) drain(ctx context.Context) error {
	defer b.sorting.Store(false)
	held := map[string]bool{}
	for after := uint64(0); ctx.Err() == nil; {
		b.called.Store(false)
		if err := b.workOnCreator(ctx); err != nil {
			return err
		}
		b.people.Set(b.called.Load())
		rows, err := b.store.Pending(after, portion)
		if err != nil {
			return fmt.Errorf("read pending updates: %w", err)
		}
		if b.sorting.Store(len(rows) > 0); len(rows) == 0 {
			return nil
		}
		done, err := b.handle(ctx, rows, held, b.called.Load)
		if err != nil {
			return err
		}
		b.outbox.Ring() // a reply may have waited until its fan was heard
		after = rows[done-1].Seq
	}
	return nil
}

// workOnCreator handles what came in the bot's chat with the creator: taps,
// commands, words, and the creator's connection, in their order. People come
// before machines, and the creator before the crowd.
func (b *Bot) workOnCreator(ctx context.Context) error {
	owner, err := b.owner()
	if err != nil || owner == 0 {
		return err
	}
	rows, err := b.store.PendingOf(owner, portion)
	if err != nil {
		return fmt.Errorf("read what the creator sent: %w", err)
	}
	_, err = b.handle(ctx, slices.DeleteFunc(rows, ofFan), nil, nil)
	return err
}

// workOnFan applies what was received of a fan and not worked on yet: whatever the
// creator decides about that fan is decided about the newest state. It belongs to
// inboxLoop, as all handlers of taps and words do.
func (b *Bot) workOnFan(id store.FanID) error {
	rows, err := b.store.PendingOf(id.Chat, 0)
	if err != nil {
		return fmt.Errorf("read what a fan sent: %w", err)
	}
	rows = slices.DeleteFunc(rows, func(row store.Row) bool { return !ofFan(row) })
	if len(rows) == 0 {
		return nil
	}
	b.log.Info("a fan is heard out of turn", "fan", id.Chat, "updates", len(rows))
	_, err = b.handle(context.Background(), rows, map[string]bool{}, nil)
	return err
}

// workOnFanOf is workOnFan for the fan of a draft, if there is such a draft.
func (b *Bot) workOnFanOf(id uint64) error {
	d, err := b.store.Draft(id)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read draft: %w", err)
	}
	return b.workOnFan(d.Fan)
}

// ofFan tells whether a row belongs to a chat between the creator and a fan.
func ofFan(row store.Row) bool { return fanKind(row.Kind) }

func fanKind(kind string) bool {
	return kind == "business_message" || kind == "edited_business_message" || kind == "deleted_business_messages"
}

// handle works on rows in order and says how many are done; messages that follow
// each other are applied in one transaction. Once hurry tells that somebody more
// important waits (nil: nobody does) it ends early, with what it has understood. Held
// is for newPlaces.
func (b *Bot) handle(ctx context.Context, rows []store.Row, held map[string]bool, hurry func() bool) (done int, err error) {
	var events []store.Event
	places := b.newPlaces(held)
	flush := func() error {
		err := b.apply(events)
		events, places = events[:0], b.newPlaces(held)
		return err
	}
	for _, row := range rows {
		if done > 0 && hurry != nil && hurry() {
			break
		}
		done++
		if ofFan(row) {
			var e store.Event
			var ready bool
			err := b.bear(row, func() (err error) { e, ready, err = b.event(row, places); return err })
			if err != nil {
				return done, err
			}
			if ready {
				events = append(events, e)
			}
			continue
		}
		if err := flush(); err != nil {
			return done, err
		}
		if err := b.bear(row, func() error { return b.other(ctx, row) }); err != nil {
			return done, err
		}
	}
	return done, flush()
}

// bear works on a row. One that can never be understood is put aside, and so is one
// that stops this part of the program: it must not keep away all that came after it.
func (b *Bot) bear(row store.Row, work func() error) error {
	err := func() (err error) {
		err = &unreadable{errors.New("it stopped the part of the program that read it")}
		defer fence.Catch(b.log, "inbox")
		return work()
	}()
	var bad *unreadable
	if errors.As(err, &bad) {
		return b.park(row, err)
	}
	return err
}

// apply stores events and passes on what they changed.
func (b *Bot) apply(events []store.Event) error {
	if len(events) == 0 {
		return nil
	}
	owner, err := b.owner()
	if err != nil {
		return err
	}
	spread(len(events), func(i int) { heed(&events[i]) })
	outcomes, err := b.archive(events, owner)
	if err != nil {
		return fmt.Errorf("apply %d messages: %w", len(events), err)
	}
	for i, o := range outcomes {
		b.past.Load().Meet(o.Fan)
		if o.Changed {
			b.book.Wrote(o.Fan.ID)
		}
		if o.Person {
			b.log.Info("a fan asks for a person", "fan", o.Fan.ID.Chat)
			b.notices.Ring()
		}
		if o.Settled != 0 {
			b.outbox.Ring() // a reply may have waited for its disclosure line
			b.log.Info("an echo settled a reply", "outbox", o.Settled, "fan", o.Fan.ID.Chat)
			b.markRead(o.Fan)
		}
		if o.Clash {
			b.log.Error("a fan's message was put aside: another one has its number", "fan", o.Fan.ID.Chat, "message", events[i].Message.ID)
			b.tellParked()
		}
		if events[i].Message.Author == store.AuthorFan && events[i].Op == store.Arrived && !o.Duplicate {
			b.log.Info("fan message stored", "fan", o.Fan.ID.Chat, "message", events[i].Message.ID, "kind", events[i].Message.Kind)
		}
	}
	b.deck.Ring()
	b.chores.Bell.Ring()
	return b.watchWords(owner, events, outcomes)
}

// archive stores events and brings the queue in line with them. Both are one
// step for whoever else places a fan (see requeue), so the outcomes need not be
// read again.
func (b *Bot) archive(events []store.Event, owner int64) ([]store.Outcome, error) {
	b.placing.Lock()
	defer b.placing.Unlock()
	failpoint.Here(failpoint.InboxRead)
	outcomes, err := b.store.Apply(events)
	if err != nil {
		return nil, err
	}
	failpoint.Here(failpoint.InboxApplied)
	for _, o := range outcomes {
		if o.Changed {
			b.queue.Interrupt(o.Fan.ID)
			b.place(owner, o.Fan)
		}
	}
	return outcomes, nil
}

// event turns a row into a store event. ready is false where the row has to
// wait for its connection, or was finished here because it is not served. A
// *unreadable error means the update can never be understood.
func (b *Bot) event(row store.Row, at places) (e store.Event, ready bool, err error) {
	u, err := classify.Decode(row.Raw)
	if err != nil {
		return e, false, &unreadable{err}
	}
	id := classify.ConnectionID(u)
	if id == "" {
		return e, false, &unreadable{errors.New("a business message without connection")}
	}
	where, err := at(id, row.Seq)
	if err != nil || !where.known {
		return e, false, err
	}
	if !where.served {
		return e, false, b.store.Finish(row.Seq)
	}
	if e, err = classify.EventOf(u, where.owner, b.identity.Me().ID); err != nil {
		return e, false, &unreadable{err}
	}
	e.Seq = row.Seq
	if e.Message.Author == store.AuthorFan {
		e.Missed, e.Money = b.missed(e.Message), classify.Paid(u, e.Message)
	}
	return e, true, nil
}

// heed notes what a fan's words ask for: a person, or something about money.
func heed(e *store.Event) {
	noteWish(e)
	if e.Message.Author == store.AuthorFan {
		e.Money = e.Money || persona.Money(e.Message.Text)
	}
}

// other handles everything that is not a message in a fan's chat.
func (b *Bot) other(ctx context.Context, row store.Row) error {
	var err error
	switch row.Kind {
	case "message", "edited_message", "callback_query":
		err = b.route(ctx, row)
	case "business_connection":
		err = b.connectionUpdate(row)
	default:
		b.log.Info("an update of a kind not used here is kept and skipped", "kind", row.Kind, "update", row.ID)
	}
	if err != nil {
		return err
	}
	if err := b.store.Finish(row.Seq); err != nil {
		return fmt.Errorf("finish update: %w", err)
	}
	return nil
}

// unreadable marks an update whose JSON has not the shape of its kind.
type unreadable struct{ err error }

func (u *unreadable) Error() string { return u.err.Error() }

// park puts an update aside that cannot be understood.
func (b *Bot) park(row store.Row, why error) error {
	b.log.Error("an update was put aside", "update", row.ID, "kind", row.Kind, "why", why)
	if err := b.store.Park(row.Seq, why.Error()); err != nil {
		return fmt.Errorf("put update aside: %w", err)
	}
	b.tellParked()
	return nil
}

// tellParked tells the creator, once a day, that something was put aside.
func (b *Bot) tellParked() {
	b.notices.Tell("parked "+b.now().Format(time.DateOnly), words.Parked)
}
