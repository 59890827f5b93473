package bot

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/card"
	"secretary/bot/words"
	"secretary/store"
)

// pairLife is how long a pairing code works.
const pairLife = 15 * time.Minute

// offerPairing makes a one-time code and prints it as a link; only its hash is
// kept. The first person to use it becomes the creator.
func (b *Bot) offerPairing() error {
	code, hash := newCode()
	_, err := b.store.UpdateSettings(func(s *store.Settings) error {
		s.PairHash, s.PairUntil = hash, b.clock().Add(pairLife)
		return nil
	})
	if err != nil {
		return fmt.Errorf("save pairing code: %w", err)
	}
	if _, err := fmt.Fprint(b.out, words.Pairing(b.me.Load().Username, code, int(pairLife.Minutes()))); err != nil {
		return fmt.Errorf("print pairing code: %w", err)
	}
	return nil
}

// renewPairing prints a fresh code when the last one has run out unused.
func (b *Bot) renewPairing() {
	s, err := b.store.Settings()
	if err != nil || s.Owner != 0 || b.clock().Before(s.PairUntil) {
		return
	}
	if err := b.offerPairing(); err != nil {
		b.log.Error("cannot offer a new pairing code", "err", err)
	}
}

// newCode is 120 random bits, in letters a start parameter may hold
// (core.telegram.org/bots/features#deep-linking: A-Z a-z 0-9 _ -, at most 64).
func newCode() (code string, hash []byte) {
	raw := make([]byte, 15)
	rand.Read(raw) // never fails: crypto/rand
	code = base64.RawURLEncoding.EncodeToString(raw)
	return code, hashCode(code)
}

func hashCode(code string) []byte {
	sum := sha256.Sum256([]byte("secretary pairing " + code))
	return sum[:]
}

// errNotPairing ends an attempt that is none, without changing anything.
var errNotPairing = errors.New("no valid pairing code")

// pair makes the sender the creator if payload is the code in force. It reports
// whether the update is settled.
func (b *Bot) pair(c tele.Context, payload string) (bool, error) {
	from := sender(c)
	if payload == "" || from.IsBot || from.ID == 0 {
		return false, nil
	}
	name := fullName(from.FirstName, from.LastName)
	_, err := b.store.UpdateSettings(func(s *store.Settings) error {
		if s.Owner != 0 || len(s.PairHash) == 0 || !b.clock().Before(s.PairUntil) ||
			subtle.ConstantTimeCompare(s.PairHash, hashCode(payload)) != 1 {
			return errNotPairing
		}
		s.Owner, s.OwnerName, s.OwnerChat = from.ID, name, c.Message().Chat.ID
		s.PairHash, s.PairUntil = nil, time.Time{}
		return nil
	})
	if errors.Is(err, errNotPairing) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("save the creator: %w", err)
	}
	b.log.Info("paired", "creator", from.ID)
	return true, b.welcome(from.ID, name)
}

// welcome greets a new creator and starts serving what waited for them.
func (b *Bot) welcome(id int64, name string) error {
	c, err := b.store.Current(id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("read connection: %w", err)
	}
	b.woken.Ring()
	if err := b.tellErr("", words.Paired(escapeName(name), c.Enabled)); err != nil {
		return err
	}
	s, err := b.store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	if others := foreigners(s, id); !c.Enabled && len(others) > 0 {
		b.tell("", words.Foreign(escapeName(strings.Join(others, ", "))))
	}
	if c.Enabled {
		if missing, extra := missingRights(c), extraRights(c); len(missing)+len(extra) > 0 {
			b.tell("", words.Connected(missing, extra))
		}
	}
	return b.reschedule()
}

// greeted notes the creator's chat and name when Start is pressed (again).
func (b *Bot) greeted(c tele.Context, s store.Settings) {
	b.cards.retry.Store(true)
	b.deck.Ring()
	b.notices.Ring()
	from := sender(c)
	name := fullName(from.FirstName, from.LastName)
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
