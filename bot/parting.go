package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/card"
	"secretary/bot/desk"
	"secretary/bot/past"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
)

// When the profile has been disconnected for a while, the creator is asked what
// to keep. Telegram's Bot Platform Developer Terms
// (https://telegram.org/tos/bot-developers) say in section 4.2 that user data
// must be deleted "without undue delay" (b) when it is no longer needed to
// operate the bot and (c) when the bot ceases to operate, except for what users
// expressly agreed may be retained. They name no period, and a disconnection may
// be a pause: that it is the end only the creator knows. So the question says
// what the terms ask for, and nothing is deleted without two taps.
//
// What was asked stands in the data file, and watchParting makes the chat agree
// with it: a question that was sent but could not be noted is asked again.

// partingAgain is how soon a question that could not be put is tried again.
const partingAgain = time.Minute

// watchParting asks when it is time, takes the question back when the profile is
// connected again, and says when to look again (0: when something happens).
func (b *Bot) watchParting(ctx context.Context) time.Duration {
	s, err := b.store.Settings()
	if err != nil || s.Owner == 0 || b.cfg.AskAfter <= 0 {
		return 0
	}
	p := s.Parting
	switch away, err := b.away(s); {
	case err != nil:
		b.log.Error("cannot read the connection", "err", err)
		return partingAgain
	case !away || !p.Since.IsZero() && p.Owner != s.Owner:
		return b.endParting(ctx, s)
	case p.Since.IsZero():
		return b.setParting(func(p *store.Parting) {
			*p = store.Parting{Owner: s.Owner, Since: b.now().Truncate(time.Second)}
		}, b.cfg.AskAfter)
	case p.Answer == store.EraseFans:
		if err := b.store.Unname(); err != nil { // the program may have died before
			b.log.Error("cannot take ids out of the record", "err", err)
		}
		return 0
	case p.Asked != 0 || p.Answer != "":
		return 0
	}
	if wait := p.Since.Add(b.cfg.AskAfter).Sub(b.now()); wait > 0 {
		return wait
	}
	return b.askParting(ctx, s)
}

// away tells whether the creator's profile was connected and is no more, or
// Secretary Mode is off.
func (b *Bot) away(s store.Settings) (bool, error) {
	c, err := b.store.Current(s.Owner)
	if errors.Is(err, store.ErrNotFound) {
		return s.Parting.Answer == store.EraseAll, nil // the connection went with the rest
	}
	if err != nil {
		return false, fmt.Errorf("read connection: %w", err)
	}
	return !c.Enabled || !b.identity.Me().CanConnectToBusiness, nil
}

// setParting changes what is noted of the disconnection; then is what
// watchParting shall return.
func (b *Bot) setParting(change func(*store.Parting), then time.Duration) time.Duration {
	if err := b.noteParting(change); err != nil {
		b.log.Error("cannot note the disconnection", "err", err)
		return partingAgain
	}
	return then
}

func (b *Bot) noteParting(change func(*store.Parting)) error {
	_, err := b.store.UpdateSettings(func(s *store.Settings) error {
		change(&s.Parting)
		return nil
	})
	if err != nil {
		return fmt.Errorf("note the disconnection: %w", err)
	}
	return nil
}

func (b *Bot) askParting(ctx context.Context, s store.Settings) time.Duration {
	page := card.RenderParting(s.Parting.Since, b.cfg.Backup.Every > 0)
	m, err := b.desk.Say(ctx, telegram.SendMessage{ChatID: desk.Chat(s), Text: page.Text, ParseMode: "HTML", LinkPreviewOptions: desk.NoPreview, ReplyMarkup: *page.Keyboard})
	if err != nil {
		b.log.Warn("cannot ask what to keep; trying again", "err", err)
		return partingAgain
	}
	b.log.Info("the profile stays disconnected; the creator is asked what to keep")
	return b.setParting(func(p *store.Parting) {
		if p.Since.Equal(s.Parting.Since) {
			p.Asked = m.MessageID
		}
	}, 0)
}

// endParting takes a question back that was not answered.
func (b *Bot) endParting(ctx context.Context, s store.Settings) time.Duration {
	p := s.Parting
	if p.Since.IsZero() {
		return 0
	}
	if p.Asked != 0 && p.Answer == "" {
		err := b.desk.Edit(ctx, desk.Chat(s), p.Asked, card.Page{Text: words.PartingWithdrawn})
		if e, ok := telegram.AsError(err); err != nil && !(ok && e.Certain && e.Code == 400) {
			b.log.Warn("cannot take a question back; trying again", "err", err)
			return partingAgain
		}
	}
	return b.setParting(func(p *store.Parting) { *p = store.Parting{} }, 0)
}

// tapPart does what a button of the question means.
func (b *Bot) tapPart(c tele.Context) error {
	t, err := card.ParsePart(c.Callback().Data)
	if err != nil {
		return b.answer(c, words.TapUnknown, true)
	}
	s, err := b.store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	away, err := b.away(s)
	if err != nil {
		return err
	}
	since := time.Unix(t.Since, 0)
	switch p := s.Parting; {
	case !p.Since.Equal(since) || !away && p.Answer == "":
		b.replaceQuestion(c, words.PartingWithdrawn)
		return b.answer(c, words.PartingOver, true)
	case p.Answer != "":
		b.replaceQuestion(c, b.partingAnswered(p)) // the program may have died before
		return b.answer(c, words.PartingDone, true)
	}
	b.log.Info("the creator answers what to keep", "choice", string(t.Choice))
	switch t.Choice {
	case card.PartKeep:
		if err := b.noteParting(func(p *store.Parting) { p.Answer = store.PartKeep }); err != nil {
			return err // the tap is worked on again until it is noted: nobody is told what is not so
		}
		b.replaceQuestion(c, b.partingAnswered(store.Parting{Answer: store.PartKeep}))
	case card.PartFans:
		return b.erase(c, s, store.EraseFans)
	case card.PartAll:
		return b.erase(c, s, store.EraseAll)
	default:
		b.rewrite(c, func() (card.Page, error) { return b.partingPage(t.Choice, since), nil })
	}
	return b.answer(c, "", false)
}

// partingAnswered says what became of an answered question.
func (b *Bot) partingAnswered(p store.Parting) string {
	if p.Answer == store.PartKeep {
		return words.PartingKept
	}
	return words.PartingErased(p.Gone.Chats, p.Gone.Messages, b.copied(), b.aside())
}

// partingPage is the question, or the one that asks once more.
func (b *Bot) partingPage(choice card.Choice, since time.Time) card.Page {
	switch choice {
	case card.PartAskFans, card.PartAskAll:
		return card.RenderPartingSure(since, choice == card.PartAskAll)
	}
	return card.RenderParting(since, b.cfg.Backup.Every > 0)
}

// erase removes what the creator does not want kept, from the data file and from
// memory.
func (b *Bot) erase(c tele.Context, s store.Settings, what string) error {
	gone, err := b.eraseFans(what, s.Parting.Since)
	switch {
	case errors.Is(err, store.ErrConnected):
		return b.answer(c, words.PartingOver, true)
	case errors.Is(err, store.ErrOnItsWay):
		return b.answer(c, words.PartingBusy, true)
	case err != nil:
		return fmt.Errorf("erase: %w", err)
	}
	if what == store.EraseAll {
		b.earn.Forget()
	}
	b.log.Info("erased at the creator's word", "what", what, "chats", gone.Chats, "messages", gone.Messages)
	b.replaceQuestion(c, b.partingAnswered(store.Parting{Answer: what, Gone: gone}))
	b.woken.Ring() // watchParting finishes the record
	return b.answer(c, words.TapDeleted, false)
}

// eraseFans holds still what posts cards and makes drafts meanwhile, as forgetFan
// does.
func (b *Bot) eraseFans(what string, since time.Time) (store.Erased, error) {
	b.cards.posting.Lock()
	defer b.cards.posting.Unlock()
	b.placing.Lock()
	defer b.placing.Unlock()
	gone, err := b.store.Erase(what, since)
	if err != nil {
		return gone, err
	}
	b.queue.Clear()
	b.wanted.Clear()
	b.book.Forget()
	b.past.Store(past.New(b.store, b.persona.Public))
	if _, err := b.past.Load().Load(context.Background()); err != nil {
		b.log.Error("cannot read what was learned", "err", err)
	}
	b.chores.Bell.Ring()
	b.deck.Ring()
	b.cleaner.Ring()
	return gone, nil
}
