// Package pairing finds out who the creator is where the configuration does not say:
// who uses a one-time code that only whoever looks at this server can see.
//
// What it promises: a code works once, for a quarter of an hour, and only while there is
// no creator; the data file keeps its hash alone; and two codes are compared in
// a time that tells nothing.
package pairing

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"secretary/bot/identity"
	"secretary/bot/words"
	"secretary/store"
)

// pairLife is how long a pairing code works.
const pairLife = 15 * time.Minute

// Pairing makes codes and holds against them what people send.
type Pairing struct {
	Store    *store.Store
	Identity *identity.Identity
	Out      io.Writer        // where the link is printed
	Now      func() time.Time // Telegram's time
	Log      *slog.Logger
}

// Offer makes a one-time code and prints it as a link; only its hash is
// kept. The first person to use it becomes the creator.
func (p *Pairing) Offer() error {
	code, hash := newCode()
	_, err := p.Store.UpdateSettings(func(s *store.Settings) error {
		s.PairHash, s.PairUntil = hash, p.Now().Add(pairLife)
		return nil
	})
	if err != nil {
		return fmt.Errorf("save pairing code: %w", err)
	}
	if _, err := fmt.Fprint(p.Out, words.Pairing(p.Identity.Me().Username, code, int(pairLife.Minutes()))); err != nil {
		return fmt.Errorf("print pairing code: %w", err)
	}
	return nil
}

// Renew prints a fresh code when the last one has run out unused.
func (p *Pairing) Renew() {
	s, err := p.Store.Settings()
	if err != nil || s.Owner != 0 || p.Now().Before(s.PairUntil) {
		return
	}
	if err := p.Offer(); err != nil {
		p.Log.Error("cannot offer a new pairing code", "err", err)
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

// errNot ends an attempt that is none, without changing anything.
var errNot = errors.New("no valid pairing code")

// Claim makes somebody the creator if code is the one in force: their user id,
// name, and private chat with the bot.
func (p *Pairing) Claim(code string, user int64, name string, chat int64) (bool, error) {
	_, err := p.Store.UpdateSettings(func(s *store.Settings) error {
		if s.Owner != 0 || len(s.PairHash) == 0 || !p.Now().Before(s.PairUntil) ||
			subtle.ConstantTimeCompare(s.PairHash, hashCode(code)) != 1 {
			return errNot
		}
		s.Owner, s.OwnerName, s.OwnerChat = user, name, chat
		s.PairHash, s.PairUntil = nil, time.Time{}
		return nil
	})
	if errors.Is(err, errNot) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("save the creator: %w", err)
	}
	p.Log.Info("paired", "creator", user)
	return true, nil
}
