package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/card"
	"secretary/bot/memory"
	"secretary/bot/words"
	"secretary/persona"
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
	page, err := b.fanPage(id, false)
	if errors.Is(err, store.ErrNotFound) {
		return b.tellErr("", words.NoSuchFan)
	}
	if err != nil {
		return err
	}
	return b.tellWith("", page.Text, page.Keyboard)
}

func (b *Bot) fanPage(id store.FanID, sure bool) (card.Page, error) {
	f, err := b.store.Fan(id)
	if err != nil {
		return card.Page{}, fmt.Errorf("read fan: %w", err)
	}
	m, err := b.store.Memory(id)
	if err != nil {
		return card.Page{}, fmt.Errorf("read memory: %w", err)
	}
	first, n, err := b.store.Began(id)
	if err != nil {
		return card.Page{}, fmt.Errorf("count messages: %w", err)
	}
	s, err := b.store.Settings()
	if err != nil {
		return card.Page{}, fmt.Errorf("read settings: %w", err)
	}
	mode := ModeFor(f.Mode, s.Mode, b.cfg.Mode)
	for _, w := range words.Modes {
		if w.Name == mode {
			mode = w.Label
		}
	}
	return card.RenderFan(card.FanView{
		Fan: f, Memory: m, First: first, Messages: n, Mode: mode, Enabled: b.cfg.Memory, Bot: b.me.Load().Username, Sure: sure,
	}), nil
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
	page, said, err := b.memo(id, t)
	if errors.Is(err, store.ErrNotFound) {
		return b.answer(c, words.TapUnknown, true)
	}
	if err != nil {
		return err
	}
	if m := c.Callback().Message; m != nil && page.Text != "" {
		b.redrawFan(chatOf(s), m.ID, page)
	}
	return b.answer(c, said, false)
}

// redrawFan makes a Fan screen or a reminder show how things are now.
func (b *Bot) redrawFan(chat int64, message int, page card.Page) {
	b.later(func(ctx context.Context) {
		if err := b.edit(ctx, chat, int64(message), page); err != nil {
			b.log.Warn("cannot edit a Fan screen", "err", err)
		}
	})
}

// memo does it and gives the message as it is after; an empty page stays as it is.
func (b *Bot) memo(id store.FanID, t card.Memo) (page card.Page, said string, err error) {
	gone := false
	switch t.Op {
	case card.MemoKept, card.MemoNoPromise:
		return b.endReminder(id, t)
	case card.MemoFact:
		gone, err = b.forgetFact(id, t.ID)
	case card.MemoPromise:
		_, gone, err = b.endPromise(id, t.ID)
	case card.MemoSummary:
		_, err = b.store.Remember(id, func(m *store.Memory) { m.Summary = "" })
	case card.MemoAll:
		err = b.store.ForgetMemory(id)
	}
	if err != nil {
		return page, "", err
	}
	b.log.Info("memory of a fan changed by the creator", "fan", id.Chat)
	said = map[card.MemoOp]string{card.MemoShow: words.TapOpened, card.MemoAsk: words.TapAsksForget, card.MemoPromise: words.TapDone}[t.Op]
	switch {
	case gone:
		said = words.TapGone
	case said == "":
		said = words.TapUnlearned
	}
	page, err = b.fanPage(id, t.Op == card.MemoAsk)
	return page, said, err
}

func (b *Bot) forgetFact(id store.FanID, fact int) (gone bool, err error) {
	gone = true
	_, err = b.store.Remember(id, func(m *store.Memory) {
		m.Facts = slices.DeleteFunc(m.Facts, func(f store.Fact) bool {
			gone = gone && f.ID != fact
			return f.ID == fact
		})
	})
	return gone, err
}

func (b *Bot) endPromise(id store.FanID, promise int) (p store.Promise, gone bool, err error) {
	gone = true
	_, err = b.store.Remember(id, func(m *store.Memory) {
		if i := slices.IndexFunc(m.Promises, func(p store.Promise) bool { return p.ID == promise }); i >= 0 {
			p, gone = m.Promises[i], false
			m.Promises = slices.Delete(m.Promises, i, i+1)
		}
	})
	return p, gone, err
}

// endReminder ends the promise of a reminder: kept, or never one.
func (b *Bot) endReminder(id store.FanID, t card.Memo) (page card.Page, said string, err error) {
	p, gone, err := b.endPromise(id, t.ID)
	if err != nil || gone {
		return page, words.TapGone, err
	}
	f, err := b.store.Fan(id)
	if err != nil {
		return page, "", fmt.Errorf("read fan: %w", err)
	}
	said = words.TapUnlearned
	if t.Op == card.MemoKept {
		said = words.TapDone
	}
	return card.ReminderEnded(f, p, t.Op == card.MemoKept), said, nil
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
	if strings.TrimSpace(m.Payload) == "" {
		return b.showFan(id)
	}
	return b.writeFact(m, id, m.Payload, ok)
}

// fanOf reads the fan out of a Fan screen of this bot: its heading links to it.
func (b *Bot) fanOf(m *tele.Message) (id store.FanID, ok bool, err error) {
	if m.Sender == nil || m.Sender.ID != b.me.Load().ID {
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
		return b.tellErr("", words.NoSuchFan)
	}
	return b.showFan(store.FanID{Owner: s.Owner, Chat: n})
}

// writeFact notes a fact by the creator's word, or says what is wrong with it.
// onScreen tells that m answers a Fan screen, which then shows the fact.
func (b *Bot) writeFact(m *tele.Message, id store.FanID, text string, onScreen bool) error {
	key, value, ok := memory.Parse(text)
	problem := "form"
	if ok {
		problem = persona.FactProblem(key, value, b.cfg.Special)
	}
	if problem == "empty" && value == "" {
		problem = "" // "job:" takes it away
	}
	if problem != "" {
		return b.tellTo(m, words.FactRefused(problem, memory.Keys(), onScreen))
	}
	_, err := b.store.Remember(id, func(k *store.Memory) { memory.Write(k, key, value, b.now()) })
	if errors.Is(err, store.ErrNotFound) {
		return b.tellTo(m, words.NoSuchFan)
	}
	if err != nil {
		return fmt.Errorf("keep a fact: %w", err)
	}
	b.log.Info("fact written by the creator", "fan", id.Chat)
	if onScreen {
		page, err := b.fanPage(id, false)
		if err != nil {
			return err
		}
		b.redrawFan(m.Chat.ID, m.ReplyTo.ID, page)
	}
	if value == "" {
		return b.tellTo(m, words.FactGone)
	}
	return b.tellTo(m, words.FactSaved)
}
