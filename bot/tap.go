package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/card"
	"secretary/bot/desk"
	"secretary/bot/pace"
	"secretary/bot/policy"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
	"secretary/store/failpoint"
)

// tap reads a button's payload and does what it means. A forged one, and one
// under a card of another draft, is out of date.
func (b *Bot) tap(c tele.Context, do func(t card.Tap) (string, error)) error {
	return b.tapAnswered(c, false, do)
}

// tapTold is tap for a button that only tells something: the creator closes the
// answer when it is read.
func (b *Bot) tapTold(c tele.Context, do func(t card.Tap) (string, error)) error {
	return b.tapAnswered(c, true, do)
}

func (b *Bot) tapAnswered(c tele.Context, alert bool, do func(t card.Tap) (string, error)) error {
	t, err := card.ParseTap(c.Callback().Data)
	if err != nil {
		return b.answer(c, words.TapUnknown, true)
	}
	if err := b.workOnFanOf(t.Draft); err != nil {
		return err
	}
	mine, err := b.tapped(c, t)
	if err != nil {
		return err
	}
	if !mine {
		return b.answer(c, words.TapOutOfDate, true)
	}
	text, err := do(t)
	if err == nil {
		b.deck.Ring()
		return b.answer(c, text, alert)
	}
	text, err = b.refusal(err)
	if err != nil {
		return fmt.Errorf("tap: %w", err)
	}
	b.log.Info("a tap did nothing", "draft", t.Draft)
	b.mend(t.Draft)
	return b.answer(c, text, true)
}

// tapped reports whether the button stands under its own draft's card. A copy
// of the card the store does not know (the program died before noting it)
// becomes the card: it is the one the creator looks at.
func (b *Bot) tapped(c tele.Context, t card.Tap) (bool, error) {
	m := c.Callback().Message
	if m == nil || m.Chat == nil {
		return true, nil // too old for Telegram to show; the draft decides
	}
	d, err := b.store.DraftByCard(int64(m.ID))
	if errors.Is(err, store.ErrNotFound) {
		if d, err = b.cardOf(m); err == nil {
			if now, err := b.store.DraftByCard(int64(m.ID)); err == nil {
				return now.ID == t.Draft, nil // it was only being noted
			}
			return d.ID == t.Draft, b.noteCopy(d.ID, int64(m.ID))
		}
	}
	if err == nil {
		return d.ID == t.Draft, nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return false, fmt.Errorf("find card: %w", err)
	}
	if _, err := b.store.Draft(t.Draft); errors.Is(err, store.ErrNotFound) {
		return false, nil
	} else if err != nil {
		return false, fmt.Errorf("read draft: %w", err)
	}
	return true, b.noteCopy(t.Draft, int64(m.ID))
}

// tappedDraft is the draft a button names. Errors: *store.Refusal where it is
// gone.
func (b *Bot) tappedDraft(t card.Tap) (store.Draft, error) {
	d, err := b.store.Draft(t.Draft)
	if errors.Is(err, store.ErrNotFound) {
		err = &store.Refusal{Code: "missing"}
	}
	return d, err
}

// noteCopy makes a message the card of a draft; the one before becomes a copy.
func (b *Bot) noteCopy(draft uint64, message int64) error {
	if err := b.store.CardShown(draft, []int64{message}, "", ""); err != nil {
		return fmt.Errorf("note a copy of a card: %w", err)
	}
	if err := b.store.Redraw(draft); err != nil {
		return fmt.Errorf("draw a copy of a card: %w", err)
	}
	return nil
}

func (b *Bot) tapSend(c tele.Context) error { return b.approve(c, false) }

// tapAnyway is the second of the two taps that a draft takes which a rule warns of.
func (b *Bot) tapAnyway(c tele.Context) error { return b.approve(c, true) }

func (b *Bot) approve(c tele.Context, anyway bool) error {
	return b.tap(c, func(t card.Tap) (string, error) {
		failpoint.Here(failpoint.TapHeard)
		o, err := b.store.Approve(store.Approval{Draft: t.Draft, Try: t.Try, Anyway: anyway, Margin: Margin})
		var no *store.Refusal
		if errors.As(err, &no) && no.Code == store.RefusedCaution {
			return words.TapThinkTwice, b.store.Warn(t.Draft, t.Try)
		}
		if err != nil {
			return "", err
		}
		failpoint.Here(failpoint.TapApproved)
		b.log.Info("reply approved", "draft", t.Draft, "outbox", o.ID)
		b.queue.Interrupt(o.Fan)
		b.outbox.Ring()
		return words.TapSending, nil
	})
}

func (b *Bot) tapSkip(c tele.Context) error {
	return b.tap(c, func(t card.Tap) (string, error) {
		d, err := b.store.Skip(t.Draft, t.Try)
		if err != nil {
			return "", err
		}
		b.log.Info("skipped", "draft", t.Draft)
		b.queue.Interrupt(d.Fan)
		b.requeue(d.Fan)
		return words.TapSkipped, nil
	})
}

func (b *Bot) tapStop(c tele.Context) error {
	return b.tap(c, func(t card.Tap) (string, error) {
		if _, err := b.store.Stop(t.Draft, t.Try, store.WhyStopped); err != nil {
			return "", err
		}
		b.log.Info("automatic reply stopped", "draft", t.Draft)
		return words.TapStopped, nil
	})
}

func (b *Bot) tapAgain(c tele.Context) error {
	return b.tap(c, func(t card.Tap) (string, error) {
		return words.TapAgain, b.redraft(t.Draft, t.Try, "")
	})
}

// redraft asks for another draft on the same card.
func (b *Bot) redraft(draft uint64, try int, instruction string) error {
	s, err := b.store.Settings()
	if err != nil {
		return err
	}
	if s.Paused {
		return &store.Refusal{Code: "paused"}
	}
	d, err := b.store.Again(draft, try, instruction)
	if err != nil {
		return err
	}
	b.log.Info("another draft is wanted", "draft", draft, "try", d.Try)
	b.queue.Interrupt(d.Fan)
	b.queue.Hurry(d.Fan)
	b.requeue(d.Fan)
	b.deck.Ring()
	return nil
}

func (b *Bot) tapArrived(c tele.Context) error {
	return b.tap(c, func(t card.Tap) (string, error) {
		if err := b.store.Arrived(t.Draft); err != nil {
			return "", err
		}
		b.log.Info("the creator says it arrived", "draft", t.Draft)
		if d, err := b.store.Draft(t.Draft); err == nil {
			b.requeue(d.Fan)
			if f, err := b.store.Fan(d.Fan); err == nil {
				b.markRead(f)
			}
		}
		return words.TapArrived, nil
	})
}

func (b *Bot) tapResend(c tele.Context) error {
	return b.tap(c, func(t card.Tap) (string, error) {
		o, err := b.store.SendAgain(t.Draft, Margin)
		if err != nil {
			return "", err
		}
		b.log.Info("the creator sends it again", "draft", t.Draft, "outbox", o.ID)
		b.outbox.Ring()
		return words.TapSending, nil
	})
}

// tapLine settles whether the disclosure line reached the fan of a card.
func (b *Bot) tapLine(arrived bool, done string) tele.HandlerFunc {
	return func(c tele.Context) error {
		return b.tap(c, func(t card.Tap) (string, error) {
			d, err := b.store.Draft(t.Draft)
			if errors.Is(err, store.ErrNotFound) {
				return "", &store.Refusal{Code: "missing"}
			}
			if err == nil {
				err = b.store.SettleDisclosure(d.Fan, arrived)
			}
			if err != nil {
				return "", err
			}
			b.log.Info("the creator settles a disclosure line", "fan", d.Fan.Chat, "arrived", arrived)
			return done, nil
		})
	}
}

// tapEdit asks for the creator's own words with a force-reply message that
// holds the draft ready to copy. The reply is bound to the card by the
// message it answers, never by "the last Edit pressed".
func (b *Bot) tapEdit(c tele.Context) error {
	return b.tap(c, func(t card.Tap) (string, error) {
		d, err := b.tappedDraft(t)
		if err != nil {
			return "", err
		}
		f, err := b.store.Fan(d.Fan)
		if err != nil {
			return "", err
		}
		switch {
		case d.State != store.StateOpen && d.State != store.StateDrafting:
			return "", &store.Refusal{Code: "closed", Draft: d}
		case d.Try != t.Try:
			return "", &store.Refusal{Code: "try", Draft: d}
		case d.Rev != f.Rev:
			return "", &store.Refusal{Code: "stale", Draft: d}
		}
		b.prompt(d, f, c.Callback().Sender.ID)
		return words.TapEdit, nil
	})
}

func (b *Bot) prompt(d store.Draft, f store.Fan, chat int64) {
	name := card.FanName(f)
	link := fmt.Sprintf(`<a href="https://t.me/%s?start=%s%d">%s</a>`, b.identity.Me().Username, card.StartCard, d.ID, card.Escape(name))
	text := words.EditPromptEmpty(link)
	if d.Text != "" {
		text = words.EditPrompt(link) + "\n<pre>" + card.Escape(d.Text) + "</pre>"
	}
	m := telegram.SendMessage{
		ChatID: chat, Text: text, ParseMode: "HTML",
		LinkPreviewOptions: desk.NoPreview,
		ReplyMarkup:        telegram.ForceReply{ForceReply: true, InputFieldPlaceholder: words.EditPlaceholder(name)},
	}
	b.desk.Later(func(ctx context.Context) {
		if err := b.sendPrompt(ctx, d.ID, m); err != nil && ctx.Err() == nil {
			b.log.Warn("cannot ask for an edit", "draft", d.ID, "err", err)
			b.notices.Tell("", words.PromptFailed(card.Escape(name)))
		}
		b.deck.Ring()
	})
}

// promptTries is how often an Edit prompt is tried.
const promptTries = 3

// sendPrompt sends a prompt and notes it. One that may have arrived is not
// repeated: it is known by its link.
func (b *Bot) sendPrompt(ctx context.Context, draft uint64, m telegram.SendMessage) error {
	b.cards.posting.RLock()
	defer b.cards.posting.RUnlock()
	wait := pace.Backoff{First: time.Second, Max: 5 * time.Second}
	for try := 1; ; try++ {
		sent, err := b.desk.Say(ctx, m)
		if err == nil {
			return b.store.AddPrompt(draft, sent.MessageID)
		}
		e, ok := telegram.AsError(err)
		if !ok || try == promptTries || e.RetryAfter > desk.AnswerLife || !pace.Sleep(ctx, max(wait.Next(), e.RetryAfter)) {
			return err
		}
	}
}

// onFan works on a tap of a button that names a fan.
func (b *Bot) onFan(work func(tele.Context, store.Settings, store.FanID) error) tele.HandlerFunc {
	return func(c tele.Context) error {
		chat, err := strconv.ParseInt(c.Callback().Data, 10, 64)
		if err != nil {
			return b.answer(c, words.TapUnknown, true)
		}
		s, err := b.store.Settings()
		if err != nil {
			return fmt.Errorf("read settings: %w", err)
		}
		return work(c, s, store.FanID{Owner: s.Owner, Chat: chat})
	}
}

// tapOpen shows a waiting fan's card at the end of the chat.
func (b *Bot) tapOpen(c tele.Context, s store.Settings, id store.FanID) error {
	if err := b.open(s, id); err != nil {
		return err
	}
	return b.answer(c, words.TapOpened, false)
}

func (b *Bot) tapMode(c tele.Context) error {
	if err := b.setMode(c.Callback().Data); err != nil {
		return err
	}
	return b.answer(c, words.TapMode, false)
}

// open shows a fan: the open card again at the end of the chat, a new card for
// messages that were skipped or never drafted, or a word that nothing waits.
func (b *Bot) open(s store.Settings, id store.FanID) error {
	if err := b.workOnFan(id); err != nil {
		return err
	}
	f, err := b.store.Fan(id)
	if errors.Is(err, store.ErrNotFound) {
		return b.notices.TellErr("", words.NoSuchFan)
	}
	if err != nil {
		return fmt.Errorf("read fan: %w", err)
	}
	b.log.Info("fan opened", "fan", id.Chat)
	d, err := b.standing(f)
	switch {
	case err != nil:
		return err
	case d.State == store.StateQueued:
		return b.notices.TellErr("", words.OnItsWay(card.Escape(card.FanName(f))))
	case d.ID != 0:
		defer b.deck.Ring() // once it is stored: a ring before would find nothing to do
		return b.store.Force(d.ID)
	case f.Waiting == 0:
		return b.notices.TellErr("", words.NothingWaits(card.Escape(card.FanName(f)), f.LastIn))
	case s.Paused:
		return b.offerAndShow(f, store.Offer{Problem: "paused"})
	case policy.ModeFor(f.Mode, s.Mode, b.cfg.Mode) == policy.ModeOff:
		return b.offerAndShow(f, store.Offer{Problem: "off"})
	}
	return b.want(f)
}

// standing is the draft that stands for a fan's unanswered messages, zero if none.
func (b *Bot) standing(f store.Fan) (store.Draft, error) {
	if f.Draft == 0 {
		return store.Draft{}, nil
	}
	d, err := b.store.Draft(f.Draft)
	if err != nil {
		return d, fmt.Errorf("read draft: %w", err)
	}
	return d, nil
}

// want has a fan's draft made now and shown however many cards are open.
func (b *Bot) want(f store.Fan) error {
	b.wanted.Store(f.ID, b.now())
	b.queue.Hurry(f.ID)
	if f.Due.IsZero() {
		if err := b.store.SetFan(f.ID, func(f *store.Fan) { f.Due = b.now() }); err != nil {
			return fmt.Errorf("make a draft due: %w", err)
		}
	}
	b.requeue(f.ID)
	return nil
}

// offerAndShow offers a draft and shows its card at once.
func (b *Bot) offerAndShow(f store.Fan, o store.Offer) error {
	b.wanted.Store(f.ID, b.now())
	return b.offer(context.Background(), f, o)
}

// left is the time a reply window is still open.
func left(f store.Fan, now time.Time) time.Duration {
	return f.LastIn.Add(store.Window - Margin).Sub(now)
}
