package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/card"
	"secretary/bot/desk"
	"secretary/bot/pace"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
	"secretary/store/failpoint"
)

// writer is the state of the one goroutine that draws cards. Cards are not sent
// by whoever changes a draft: the change marks the card dirty in its own
// transaction, and the writer makes Telegram show what the store says. So a
// late edit never overwrites a newer state, and a crash leaves no card behind.
type writer struct {
	blocked time.Time // Telegram asked to wait until then
	wait    pace.Backoff
	retry   atomic.Bool        // the creator is back: do not wait
	posted  map[uint64][]int64 // draft -> messages that are in the chat but could not be noted yet
	copies  map[uint64]copyWait
	line    lineWriter
	news    time.Time    // since when the cards that only tell wait; zero: they do not
	looked  time.Time    // when the countdowns were looked at last
	posting sync.RWMutex // held (shared) from the sending of a card's message until its id is stored
}

// cardLoop draws what is dirty. While a countdown runs it looks every second.
func (b *Bot) cardLoop(ctx context.Context) {
	b.cards.wait = pace.Backoff{First: time.Second, Max: 30 * time.Second}
	b.cards.posted, b.cards.copies = map[uint64][]int64{}, map[uint64]copyWait{}
	for {
		pause := b.drawAll(ctx)
		if !b.deck.Wait(ctx, pause) {
			return
		}
	}
}

// drawAll draws until nothing is left to do and says when to look again.
func (b *Bot) drawAll(ctx context.Context) time.Duration {
	b.earn.Decided() // every decision changes a card
	s, err := b.store.Settings()
	if err != nil || s.Owner == 0 {
		return 0
	}
	if d := b.cards.blocked.Sub(b.clock()); d > 0 && !b.cards.retry.Swap(false) {
		return d
	}
	places := b.cfg.OpenCards
	if b.tellsAway() {
		places = 0
	}
	drafts, err := b.store.Cards(s.Owner, places)
	if err != nil {
		b.log.Error("cannot read cards", "err", err)
		return 5 * time.Second
	}
	drawn, later := 0, forever
	if len(drafts) == 0 {
		if drafts, later, err = b.tidings(s.Owner); err != nil {
			b.log.Error("cannot read cards", "err", err)
			return 5 * time.Second
		}
	}
	for _, d := range drafts {
		if ctx.Err() != nil {
			return 0
		}
		if d.Fan.Owner != s.Owner {
			continue // of somebody who was the creator before
		}
		if wait := b.waits(d); wait > 0 {
			later = min(later, wait)
			continue
		}
		err := b.draw(ctx, desk.Chat(s), d)
		if err != nil && b.desk.Refused(ctx, desk.Chat(s), err) {
			err = b.giveUp(d, err)
		}
		if err != nil {
			return b.drawFailed(d, err)
		}
		drawn++
		b.cards.wait.Reset()
	}
	if drawn > 0 {
		b.deck.Ring() // drawing may have freed or filled a place
		return 0
	}
	later = min(later, b.nextTick())
	if places == 0 {
		return later
	}
	return min(later, b.drawLine(ctx, s))
}

// nextTick is a second while a countdown has to move, else a while.
func (b *Bot) nextTick() time.Duration {
	if wait := time.Second - b.clock().Sub(b.cards.looked); wait > 0 && wait <= time.Second {
		return wait
	}
	b.cards.looked = b.clock()
	holding, err := b.store.Holding()
	if err != nil || len(holding) == 0 {
		return 10 * time.Second
	}
	for _, d := range holding {
		if len(d.Card.Messages) == 0 {
			continue
		}
		if p, err := b.page(d); err == nil && p.Hash() != d.Card.Hash {
			if err := b.store.Redraw(d.ID); err == nil {
				b.deck.Ring()
			}
		}
	}
	return time.Second
}

// drawFailed decides when to try again. A creator who cannot be reached (never
// pressed Start, blocked the bot) is a state of /status, not a reason to spin.
func (b *Bot) drawFailed(d store.Draft, err error) time.Duration {
	wait := b.cards.wait.Next()
	if e, ok := telegram.AsError(err); ok && e.Flood() {
		wait = max(e.RetryAfter, time.Second)
	}
	b.cards.blocked = b.clock().Add(wait)
	b.cards.retry.Store(false) // a Start from before is no reason to try again
	b.log.Warn("cannot show a card; trying again", "draft", d.ID, "err", err, "wait", wait.Round(time.Millisecond).String())
	return wait
}

// giveUp keeps one card that Telegram refuses for its content from holding up
// the others; the creator is told whom it concerns.
func (b *Bot) giveUp(d store.Draft, why error) error {
	b.log.Error("Telegram refuses a card; the creator is told", "draft", d.ID, "fan", d.Fan.Chat, "err", why)
	fan, err := b.store.Fan(d.Fan)
	if err != nil {
		return fmt.Errorf("read fan: %w", err)
	}
	if err := b.notices.TellErr("", words.CardRefused(card.Escape(card.FanName(fan)))); err != nil {
		return err
	}
	return b.store.CardShown(d.ID, nil, "refused", d.Look())
}

// quickFinger is how long after a card was drawn somebody may still tap what stood
// there before.
const quickFinger = 3 * time.Second

// mend draws a card again under which a tap did nothing: what stands there may be
// wrong. One just drawn is right.
func (b *Bot) mend(draft uint64) {
	d, err := b.store.Draft(draft)
	if age := b.now().Sub(d.Card.Shown); err != nil || d.Card.Hash != "" && age >= 0 && age < quickFinger {
		return
	}
	if err := b.store.Redraw(draft); err == nil {
		b.deck.Ring()
	}
}

func (b *Bot) page(d store.Draft) (card.Page, error) {
	fan, err := b.store.Fan(d.Fan)
	if err != nil {
		return card.Page{}, fmt.Errorf("read fan: %w", err)
	}
	messages, err := b.store.Messages(d.Fan, d.Messages)
	if err != nil {
		return card.Page{}, fmt.Errorf("read messages: %w", err)
	}
	memorable, err := b.rules.Memorable(d)
	if err != nil {
		return card.Page{}, err
	}
	var known store.Memory
	if b.cfg.Memory {
		if known, err = b.store.Memory(d.Fan); err != nil {
			return card.Page{}, fmt.Errorf("read memory: %w", err)
		}
	}
	return card.Render(card.View{
		Draft: d, Memory: known, Fan: fan, Messages: messages, Now: b.now(), Margin: Margin, Hold: b.cfg.Hold, Model: b.cfg.Model, Quiet: b.cfg.Quiet,
		Remember: memorable, Disclose: b.cfg.Fixed.Disclosure != "",
	}), nil
}

// draw makes Telegram show one draft as it stands.
func (b *Bot) draw(ctx context.Context, chat int64, d store.Draft) error {
	b.cards.posting.RLock()
	defer b.cards.posting.RUnlock()
	look, until := d.Look(), d.HoldUntil
	fresh := until.IsZero()
	if d.State == store.StateHolding && fresh {
		until = b.now().Add(b.cfg.Hold).Truncate(time.Second).Add(time.Second)
		d.HoldUntil = until
	}
	page, err := b.page(d)
	if err != nil {
		return err
	}
	shown, shows, whole := d.Card.Messages, page, true
	failpoint.Here(failpoint.CardDrawn)
	switch {
	case b.cards.posted[d.ID] != nil: // the data file could not be written last time
		shown, shows = b.cards.posted[d.ID], lasting(page, d)
		if shows.Text == page.Text {
			err = b.desk.Edit(ctx, chat, shown[len(shown)-1], page)
		}
	case len(shown) == 0 || d.Card.Forced || len(shown) <= len(page.Above): // what the text calls "above" must stand there
		if n := len(shown); n > 0 {
			d.Card.Copies = append(slices.Clone(d.Card.Copies), shown[n-1])
		}
		shows = lasting(page, d)
		if shown, err = b.post(ctx, chat, shows, b.quiet(d)); err == nil {
			whole = b.editCopies(ctx, chat, d, page)
		}
	case page.Hash() != d.Card.Hash:
		whole = b.editCopies(ctx, chat, d, page)
		err = b.desk.Edit(ctx, chat, shown[len(shown)-1], page)
		if e, ok := telegram.AsError(err); ok && e.Certain && e.Code == 400 {
			b.log.Warn("a card cannot be edited any more; it is shown anew", "draft", d.ID, "err", err)
			shows = lasting(page, d)
			shown, err = b.post(ctx, chat, shows, false)
		}
	}
	if err != nil {
		return err
	}
	b.cards.posted[d.ID] = shown
	failpoint.Here(failpoint.CardTaken)
	if err := b.store.CardShown(d.ID, shown, shows.Hash(), look); err != nil {
		return fmt.Errorf("note card: %w", err)
	}
	delete(b.cards.posted, d.ID)
	failpoint.Here(failpoint.CardNoted)
	delete(b.cards.copies, d.ID)
	if !whole {
		b.cards.copies[d.ID] = copyWait{page.Hash(), b.clock().Add(copyPause)}
	}
	if shows.Text != page.Text || !whole {
		if err := b.store.Redraw(d.ID); err != nil || shows.Text != page.Text {
			return err
		}
	}
	b.log.Info("card shown", "draft", d.ID, "fan", d.Fan.Chat, "state", string(d.State), "message", shown[len(shown)-1])
	if d.State == store.StateHolding && fresh {
		if err := b.startHold(d, until); err != nil {
			return err
		}
	}
	if d.Approved && (d.State == store.StateExpired || d.State == store.StateStale || d.State == store.StateFailed) {
		b.callToCard(d.ID, words.FailedNotice)
	}
	if d.State.Final() || d.State == store.StateQueued {
		b.dropPrompts(ctx, chat, d.ID)
	}
	return nil
}

// lasting is what a card says until its message is noted. Where the program dies
// before that, the message stays as it is: a card with a button comes to light again
// by a tap, and one that has ended is right for good, but one that says "Sending…" is
// neither. It says at first what is true at any time.
func lasting(page card.Page, d store.Draft) card.Page {
	if page.Keyboard != nil || d.State.Final() {
		return page
	}
	return card.Page{Above: page.Above, Text: words.CardComes}
}

// post sends a card as new messages at the end of the chat; an older copy stays.
func (b *Bot) post(ctx context.Context, chat int64, page card.Page, quiet bool) ([]int64, error) {
	var shown []int64
	for _, text := range page.Above {
		m, err := b.desk.Say(ctx, telegram.SendMessage{ChatID: chat, Text: text, ParseMode: "HTML", DisableNotification: quiet})
		if err != nil {
			return nil, err
		}
		shown = append(shown, m.MessageID)
	}
	msg := telegram.SendMessage{ChatID: chat, Text: page.Text, ParseMode: "HTML", LinkPreviewOptions: desk.NoPreview, DisableNotification: quiet}
	if page.Keyboard != nil {
		msg.ReplyMarkup = *page.Keyboard
	}
	m, err := b.desk.Say(ctx, msg)
	if err != nil {
		return nil, err
	}
	return append(shown, m.MessageID), nil
}

// quiet tells whether a card that asks is posted without a sound: the creator
// has just been told of the fan.
func (b *Bot) quiet(d store.Draft) bool {
	f, err := b.store.Fan(d.Fan)
	return err == nil && !d.Auto && b.announced(f)
}

// copyPause is how soon copies that could not be edited are tried again.
const copyPause = 5 * time.Second

// copyWait is a card of which a copy could not be edited.
type copyWait struct {
	shows string // hash of what it shall show
	until time.Time
}

// waits is how long a card that is right in all but a copy is still left alone: a
// copy holds up no other card.
func (b *Bot) waits(d store.Draft) time.Duration {
	one, ok := b.cards.copies[d.ID]
	if !ok || d.Card.Forced {
		return 0
	}
	if page, err := b.page(d); err != nil || page.Hash() != one.shows {
		return 0
	}
	return one.until.Sub(b.clock())
}

// editCopies makes earlier copies of a card show the same as the card: both work,
// and both tell how it ended. It is not whole if one may be edited yet.
func (b *Bot) editCopies(ctx context.Context, chat int64, d store.Draft, page card.Page) (whole bool) {
	whole = true
	for _, message := range d.Card.Copies {
		err := b.desk.Edit(ctx, chat, message, page)
		if err == nil {
			continue
		}
		b.log.Warn("cannot edit a copy of a card", "draft", d.ID, "err", err)
		if !desk.Hopeless(err) {
			whole = false
		}
	}
	return whole
}

// startHold begins the countdown once the card with the Stop button is there:
// the creator always has the whole time. A slow delivery moves the end.
func (b *Bot) startHold(d store.Draft, until time.Time) error {
	if left := until.Sub(b.now()); left < b.cfg.Hold/2 {
		until = b.now().Add(b.cfg.Hold)
	}
	var no *store.Refusal // it was stopped, or is out of date, meanwhile
	if err := b.store.Hold(d.ID, d.Try, until); err != nil && !errors.As(err, &no) {
		return fmt.Errorf("start countdown: %w", err)
	}
	failpoint.Here(failpoint.HoldStarted)
	b.deck.Ring()
	return nil
}

// dropPrompts removes the force-reply messages of a card that has ended; they
// cannot be edited, so they are deleted.
func (b *Bot) dropPrompts(ctx context.Context, chat int64, draft uint64) {
	prompts, err := b.store.TakePrompts(draft)
	if err != nil {
		b.log.Error("cannot read prompts", "draft", draft, "err", err)
		return
	}
	for _, id := range prompts {
		if err := b.desk.Delete(ctx, chat, id); err != nil {
			b.log.Debug("cannot delete a prompt", "draft", draft, "err", err)
		}
	}
}

// cardOf finds the draft a message of the creator's chat belongs to. A reply can
// be quicker than the note of the message it answers: then it waits for it. And
// where the program died before it could note it, the message itself tells: by
// its buttons, or a prompt by its link.
func (b *Bot) cardOf(m *tele.Message) (store.Draft, error) {
	d, err := b.store.DraftByCard(int64(m.ID))
	if !errors.Is(err, store.ErrNotFound) {
		return d, err
	}
	for deadline := time.Now().Add(postingPatience); !b.cards.posting.TryLock(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			return b.namedDraft(m)
		}
	}
	d, err = b.store.DraftByCard(int64(m.ID))
	b.cards.posting.Unlock()
	if !errors.Is(err, store.ErrNotFound) {
		return d, err
	}
	return b.namedDraft(m)
}

// postingPatience bounds how long a reply waits for what is just being posted:
// everything else waits behind it.
const postingPatience = 500 * time.Millisecond

// namedDraft is the draft that a message of this bot names by itself.
func (b *Bot) namedDraft(m *tele.Message) (store.Draft, error) {
	if id, ok := b.named(m); ok {
		return b.store.Draft(id)
	}
	return store.Draft{}, store.ErrNotFound
}

// named reads the draft out of one of this bot's own messages.
func (b *Bot) named(m *tele.Message) (uint64, bool) {
	if m.Sender == nil || m.Sender.ID != b.identity.Me().ID {
		return 0, false
	}
	for _, e := range m.Entities {
		if _, code, ok := strings.Cut(e.URL, "?start="+card.StartCard); ok {
			id, err := strconv.ParseUint(code, 10, 64)
			return id, err == nil
		}
	}
	if m.ReplyMarkup == nil {
		return 0, false
	}
	for _, row := range m.ReplyMarkup.InlineKeyboard {
		for _, button := range row {
			_, payload, _ := strings.Cut(button.Data, "|")
			if t, err := card.ParseTap(payload); err == nil {
				return t.Draft, true
			}
		}
	}
	return 0, false
}
