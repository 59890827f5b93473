package bot

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/card"
	"secretary/bot/desk"
	"secretary/bot/memory"
	"secretary/bot/words"
	"secretary/store"
)

// tapFan shows the Fan screen of a card's fan.
func (b *Bot) tapFan(c tele.Context) error {
	return b.tap(c, func(t card.Tap) (string, error) {
		d, err := b.tappedDraft(t)
		if err != nil {
			return "", err
		}
		return words.TapOpened, b.showFan(d.Fan)
	})
}

// showFan sends the Fan screen as a new message.
func (b *Bot) showFan(id store.FanID) error {
	page, err := b.book.Page(id, false)
	if errors.Is(err, store.ErrNotFound) {
		return b.notices.TellErr("", words.NoSuchFan)
	}
	if err != nil {
		return err
	}
	return b.notices.TellWith("", page.Text, page.Keyboard)
}

// tapMemo does what a button of the Fan screen or of a reminder means. What it
// names by number is the same thing for ever, so an old button does no harm.
func (b *Bot) tapMemo(c tele.Context) error {
	t, err := card.ParseMemo(c.Callback().Data)
	if err != nil {
		return b.answer(c, words.TapUnknown, true)
	}
	s, err := b.store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	id := store.FanID{Owner: s.Owner, Chat: t.Chat}
	page, said, err := b.book.Do(id, t)
	if errors.Is(err, store.ErrNotFound) {
		return b.answer(c, words.TapUnknown, true)
	}
	if err != nil {
		return err
	}
	if m := c.Callback().Message; m != nil && page.Text != "" {
		b.redrawFan(desk.Chat(s), m.ID, page)
	}
	return b.answer(c, said, false)
}

// redrawFan makes a Fan screen or a reminder show how things are now.
func (b *Bot) redrawFan(chat int64, message int, page card.Page) {
	b.desk.Rewrite(chat, int64(message), func() (card.Page, error) { return page, nil })
}

// fanCommand shows or notes what is known of the fan of a card: /fan, or
// /fan job: nurse.
func (b *Bot) fanCommand(c tele.Context) error {
	m := c.Message()
	if m.ReplyTo == nil {
		return b.tellTo(m, words.FanHowTo)
	}
	id, ok, err := b.fanOf(m.ReplyTo)
	if err != nil {
		return err
	}
	if !ok {
		d, err := b.cardOf(m.ReplyTo)
		if errors.Is(err, store.ErrNotFound) {
			return b.tellTo(m, words.FanHowTo)
		}
		if err != nil {
			return fmt.Errorf("find card: %w", err)
		}
		id = d.Fan
	}
	fact, _ := cutCommand(m.Text, "/fan") // m.Payload ends with the line
	if fact == "" {
		return b.showFan(id)
	}
	return b.writeFact(m, id, fact, ok)
}

// fanOf reads the fan out of a Fan screen of this bot: its heading links to it.
func (b *Bot) fanOf(m *tele.Message) (id store.FanID, ok bool, err error) {
	if m.Sender == nil || m.Sender.ID != b.identity.Me().ID {
		return id, false, nil
	}
	s, err := b.store.Settings()
	if err != nil {
		return id, false, fmt.Errorf("read settings: %w", err)
	}
	for _, e := range m.Entities {
		if _, code, found := strings.Cut(e.URL, "?start="+card.StartFan); found {
			chat, err := strconv.ParseInt(code, 10, 64)
			return store.FanID{Owner: s.Owner, Chat: chat}, err == nil, nil
		}
	}
	return id, false, nil
}

// openFan answers the link in the heading of a Fan screen.
func (b *Bot) openFan(s store.Settings, chat string) error {
	n, err := strconv.ParseInt(chat, 10, 64)
	if err != nil {
		return b.notices.TellErr("", words.NoSuchFan)
	}
	return b.showFan(store.FanID{Owner: s.Owner, Chat: n})
}

// writeFact notes a fact by the creator's word, or says what is wrong with it.
// onScreen tells that m answers a Fan screen, which then shows the fact.
func (b *Bot) writeFact(m *tele.Message, id store.FanID, text string, onScreen bool) error {
	cleared, problem, err := b.book.Write(id, text)
	switch {
	case problem != "":
		return b.tellTo(m, words.FactRefused(problem, memory.Keys(), onScreen))
	case errors.Is(err, store.ErrNotFound):
		return b.tellTo(m, words.NoSuchFan)
	case err != nil:
		return err
	}
	if onScreen {
		page, err := b.book.Page(id, false)
		if err != nil {
			return err
		}
		b.redrawFan(m.Chat.ID, m.ReplyTo.ID, page)
	}
	if cleared {
		return b.tellTo(m, words.FactGone)
	}
	return b.tellTo(m, words.FactSaved)
}
