package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"secretary/bot/desk"
	"secretary/bot/pace"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
	"secretary/store/failpoint"
)

// pollTimeout is the longest long poll Telegram allows, in seconds of waiting.
const pollTimeout = 50 * time.Second

// pollLimit is how many updates one poll may bring (Bot API: 1 to 100).
const pollLimit = 100

// pollLoop asks for updates and stores them with the next offset in one
// transaction. Only the next request acknowledges them, so what could not be
// stored is delivered again.
func (b *Bot) pollLoop(ctx context.Context) {
	net := pace.Backoff{First: 500 * time.Millisecond, Max: 30 * time.Second}
	clash := pace.Backoff{First: 4 * time.Second, Max: 30 * time.Second}
	disk := pace.Backoff{First: time.Second, Max: 30 * time.Second}
	revoked := pace.Backoff{First: 5 * time.Second, Max: time.Minute}
	for ctx.Err() == nil {
		offset, err := b.offset()
		if err != nil {
			b.log.Error("cannot read the data file", "err", err)
			disk.Sleep(ctx)
			continue
		}
		began := time.Now()
		raws, err := b.api.GetUpdates(ctx, offset, pollLimit, b.pollWait())
		if ctx.Err() != nil {
			b.farewell()
			return
		}
		if err != nil && len(raws) > 0 {
			b.log.Error("an element of Telegram's answer is no update and is skipped", "err", err)
		} else if err != nil {
			b.pollFailed(ctx, err, &net, &clash, &revoked)
			continue
		}
		net.Reset()
		clash.Reset()
		revoked.Reset()
		back := time.Now()
		b.lastPoll.Store(&back) // stored or not: starting again makes no room on a full disk
		took := back.Sub(began)
		b.certain(ctx) // if not, what came is stored all the same
		if err := b.keep(took, raws); err != nil {
			b.absent.lost = true
			b.log.Error("cannot store updates; they are asked for again", "count", len(raws), "err", err)
			b.notices.DiskTrouble(ctx, err)
			disk.Sleep(ctx)
			continue
		}
		disk.Reset()
		b.heard()
		b.polled(len(raws), b.more(raws))
	}
}

// idle is how long without any update Telegram's next id may be a lower one: a week,
// after which ids begin anew, less a day.
const idle = 6 * 24 * time.Hour

// offset is the next one, or none after a time in which ids may have begun anew: an
// old offset would confirm what nobody has read. What it would confirm by right
// Telegram has not kept that long.
func (b *Bot) offset() (int64, error) {
	stats, err := b.store.Stats()
	if err != nil || b.now().Sub(stats.LastUpdate) > idle {
		return 0, err
	}
	return b.store.Offset()
}

// farewell notes, at the end of a run, that Telegram was heard until now.
func (b *Bot) farewell() {
	if b.absent.lost || !b.polling.Load() {
		return
	}
	if err := b.store.Heard(); err != nil {
		b.log.Warn("cannot note the last contact with Telegram", "err", err)
	}
}

// pollWait is short until a poll has brought less than it could: what waits at
// Telegram must be known soon, before anything goes out by itself, and behind a
// full poll there may be nothing.
func (b *Bot) pollWait() time.Duration {
	switch {
	case !b.polling.Load():
		return time.Second
	case b.caughtUp.Load() && !b.behind.Shut():
		return pollTimeout
	}
	return 0 // the offset is a new one, so Telegram answers at once
}

// fullAnswer is a little less than the 4 MiB at which Telegram ends an answer; one
// update has 64 KiB at most.
const fullAnswer = 3 << 20

// more tells whether others may wait behind these updates: they are as many or as
// much as one poll brings. To one that asks again at once what was asked just
// before, as after a restart, Telegram gives a single update.
func (b *Bot) more(raws []telegram.RawUpdate) bool {
	size := 0
	for _, r := range raws {
		size += len(r.Raw)
	}
	return len(raws) == pollLimit || size >= fullAnswer || len(raws) == 1 && !b.caughtUp.Load()
}

// polled notes a poll that worked and was stored; more may wait behind it.
func (b *Bot) polled(updates int, more bool) {
	if !b.polling.Swap(true) { // also the first of this run: an earlier one may have told
		b.notices.Forget("conflict")
		b.notices.Forget("webhook")
		b.notices.Forget("poll-later")
	}
	b.behind.Set(more)
	b.identity.Fine()
	if b.conflict.Swap(false) {
		b.log.Info("the other program is gone; receiving again")
	}
	if updates > 0 {
		b.notices.DiskFine()
		b.inbox.Ring()
	}
	if !more && !b.caughtUp.Swap(true) {
		b.log.Info("connected to Telegram; receiving")
		b.inbox.Ring()
	}
}

// pollFailed says what is wrong and waits as long as it deserves.
func (b *Bot) pollFailed(ctx context.Context, err error, net, clash, revoked *pace.Backoff) {
	b.polling.Store(false)
	b.behind.Set(false)
	b.absent.lost = true
	b.caughtUp.Store(false) // what happens meanwhile must be known before anything goes out
	b.ready.Store(false)
	e, ok := telegram.AsError(err)
	switch {
	case ok && e.Conflict():
		if b.hooked(ctx, e) {
			b.log.Error("a webhook is set: another program receives this bot's messages", "fix", "secretary check --remove-webhook")
			b.notices.Tell("webhook", words.Webhook)
		} else {
			b.log.Error("another program uses this token (409 Conflict); stop it or make a new token; trying again")
			b.conflict.Store(true)
			b.notices.Tell("conflict", words.Conflict)
		}
		clash.Sleep(ctx)
	case ok && e.Unauthorized():
		if !b.identity.Refused(ctx) {
			revoked.Sleep(ctx)
		}
	case ok && e.Flood():
		b.log.Warn("Telegram asks to wait before the next poll", "retry_after", e.RetryAfter.String())
		b.pollLater(ctx, max(e.RetryAfter, net.Next()))
	default:
		wait := net.Next()
		b.log.Warn("cannot reach Telegram; trying again", "err", err, "wait", wait.Round(time.Millisecond).String())
		pace.Sleep(ctx, wait)
	}
}

// pollLater waits because Telegram says so, and tells the creator where that is long.
func (b *Bot) pollLater(ctx context.Context, wait time.Duration) {
	until := time.Now().Add(wait)
	b.nextPoll.Store(&until)
	if wait >= digestAfter {
		b.notices.Tell("poll-later", words.PollLater(wait))
	}
	pace.Sleep(ctx, wait)
}

// hooked tells whether a conflict is about a webhook. Its words are only a hint.
func (b *Bot) hooked(ctx context.Context, conflict *telegram.Error) bool {
	call, cancel := context.WithTimeout(ctx, desk.CallTimeout)
	defer cancel()
	if hook, err := b.api.GetWebhookInfo(call); err == nil {
		return hook.URL != ""
	}
	return conflict.Has("webhook")
}

// keep stores the batch of a poll that took this long, the bytes as they came, in the
// order of their numbers: a deletion must not come before its message. The offset goes on
// behind the one that came last, since numbers may begin anew.
func (b *Bot) keep(took time.Duration, raws []telegram.RawUpdate) error {
	if err := b.back(took); err != nil {
		return err
	}
	if len(raws) == 0 {
		return b.store.Heard()
	}
	batch := make([]store.Update, 0, len(raws))
	for _, r := range raws {
		batch = append(batch, store.Update{ID: r.ID, Kind: r.Kind, Chat: r.Chat, Raw: r.Raw})
	}
	slices.SortStableFunc(batch, func(a, b store.Update) int { return cmp.Compare(a.ID, b.ID) })
	called := slices.ContainsFunc(batch, func(u store.Update) bool { return !fanKind(u.Kind) })
	if called {
		b.people.Set(true)
	}
	failpoint.Here(failpoint.PollReceived)
	_, err := b.store.Append(batch, raws[len(raws)-1].ID+1)
	if err != nil {
		return fmt.Errorf("store updates: %w", err)
	}
	failpoint.Here(failpoint.PollStored)
	if called {
		b.called.Store(true)
	}
	return nil
}
