package bot

import (
	"errors"
	"fmt"
	"strings"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/card"
	"secretary/bot/profile"
	"secretary/bot/router"
	"secretary/bot/words"
	"secretary/store"
)

// pair makes the sender the creator if payload is the code in force. It reports
// whether the update is settled.
func (b *Bot) pair(c tele.Context, payload string) (bool, error) {
	from := router.Sender(c)
	if payload == "" || from.IsBot || from.ID == 0 {
		return false, nil
	}
	name := profile.FullName(from.FirstName, from.LastName)
	paired, err := b.pairing.Claim(payload, from.ID, name, c.Message().Chat.ID)
	if err != nil || !paired {
		return false, err
	}
	return true, b.welcome(from.ID, name)
}

// welcome greets a new creator and starts serving what waited for them.
func (b *Bot) welcome(id int64, name string) error {
	c, err := b.store.Current(id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("read connection: %w", err)
	}
	b.woken.Ring()
	if err := b.notices.TellErr("", words.Paired(escapeName(name), c.Enabled)); err != nil {
		return err
	}
	s, err := b.store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	if others := profile.Foreigners(s, id); !c.Enabled && len(others) > 0 {
		b.notices.Tell("", words.Foreign(escapeName(strings.Join(others, ", "))))
	}
	if c.Enabled {
		if missing, extra := profile.Missing(c), profile.Extra(c); len(missing)+len(extra) > 0 {
			b.notices.Tell("", words.Connected(missing, extra))
		}
	}
	return b.reschedule()
}

// greeted notes the creator's chat and name when Start is pressed (again).
func (b *Bot) greeted(c tele.Context, s store.Settings) {
	b.cards.retry.Store(true)
	b.deck.Ring()
	b.notices.Ring()
	from := router.Sender(c)
	name := profile.FullName(from.FirstName, from.LastName)
	if s.OwnerName == name && s.OwnerChat == c.Message().Chat.ID {
		return
	}
	_, err := b.store.UpdateSettings(func(s *store.Settings) error {
		s.OwnerName, s.OwnerChat = name, c.Message().Chat.ID
		return nil
	})
	if err != nil {
		b.log.Error("cannot note the creator's chat", "err", err)
	}
	b.woken.Ring()
}

// escapeName is a person's name, fit for one line of HTML.
func escapeName(name string) string { return card.Escape(card.Name(name, "there")) }
