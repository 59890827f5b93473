package bot

import (
	"context"
	"fmt"
	"time"

	"secretary/bot/fence"
	"secretary/bot/pace"
	"secretary/store"
)

// requeue brings the queue in line with a fan's record. It is the only way into
// the queue: reading and placing are one step, so that of two who do it at the
// same time the last one places what was stored last. A fan read earlier would
// take a newer message out of the queue.
func (b *Bot) requeue(id store.FanID) {
	b.placing.Lock()
	defer b.placing.Unlock()
	owner, err := b.owner()
	if err != nil || id.Owner != owner {
		return
	}
	f, err := b.store.Fan(id)
	if err != nil {
		b.log.Error("cannot read a fan for the queue", "fan", id.Chat, "err", err)
		return
	}
	b.place(owner, f)
}

// place gives a fan of the creator the place that stands in the record. Its
// caller holds placing since before the record was read.
func (b *Bot) place(owner int64, f store.Fan) {
	if owner != 0 && f.ID.Owner == owner {
		b.queue.Set(f)
	}
}

// owner is the creator's user id; 0 before pairing.
func (b *Bot) owner() (int64, error) {
	s, err := b.store.Settings()
	if err != nil {
		return 0, fmt.Errorf("read settings: %w", err)
	}
	return s.Owner, nil
}

// reschedule reads all due fans again: at the start, after pairing, after a
// change of connection or of the pause.
func (b *Bot) reschedule() error {
	fans, err := b.store.Due()
	if err != nil {
		return fmt.Errorf("read due fans: %w", err)
	}
	for _, f := range fans {
		b.requeue(f.ID)
	}
	b.queue.Bell.Ring()
	b.deck.Ring()
	return nil
}

// draftLoop is one lane of the model.
func (b *Bot) draftLoop(ctx context.Context) {
	for ctx.Err() == nil {
		b.behind.Wait(ctx, pollFirst)
		b.people.Wait(ctx, peopleFirst)
		id, work, wait, ok := b.queue.Take(ctx, b.now())
		if !ok {
			b.queue.Bell.Wait(ctx, wait)
			continue
		}
		func() {
			defer b.queue.Done(id)
			defer fence.Catch(b.log, "draft")
			if err := b.draft(work, id); err != nil && work.Err() == nil {
				b.log.Error("cannot draft; trying again", "fan", id.Chat, "err", err)
				b.retryLater(ctx, id)
			}
		}()
	}
}

// pollFirst bounds how long one draft waits for what waits at Telegram: the
// creator's tap may stand behind it, and drafts made now may be outdated by it.
const pollFirst = time.Second

// peopleFirst bounds how long one draft waits for what the creator just tapped or said.
const peopleFirst = 50 * time.Millisecond

// embeddedLanes is how many drafts the embedded drafter has in hand at once. It
// needs no time of a model, and seats bound its time of the processor: most of
// them read, or wait for the disk.
const embeddedLanes = 64

// draftLanes is how many drafts are in hand at once.
func (b *Bot) draftLanes() int {
	if b.cfg.Drafter == "embedded" {
		return embeddedLanes
	}
	return max(b.cfg.Parallel, 1)
}

// retryLater puts a fan back after trouble with the data file.
func (b *Bot) retryLater(ctx context.Context, id store.FanID) {
	pace.Sleep(ctx, time.Second)
	b.requeue(id)
}
