package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/policy"
	"secretary/bot/readiness"
	"secretary/bot/telegram"
	"secretary/bot/words"
)

// status answers /status with the readiness chain. Asking Telegram and Ollama
// takes a moment, so it runs off the inbox loop.
func (b *Bot) status(tele.Context) error {
	b.desk.Later(func(ctx context.Context) {
		call, cancel := context.WithTimeout(ctx, 30*time.Second)
		defer cancel()
		b.notices.Tell("", readiness.HTML(b.Readiness(call, true))+b.figures())
	})
	return nil
}

// figures adds what the chain does not say: pause, mode, who waits, what was
// put aside or skipped.
func (b *Bot) figures() string {
	s, err := b.store.Settings()
	if err != nil {
		return ""
	}
	stats, err := b.store.Stats()
	if err != nil {
		return ""
	}
	known := 0
	for _, kind := range telegram.UpdateKinds {
		known += stats.Kinds[kind]
	}
	total := 0
	for _, n := range stats.Kinds {
		total += n
	}
	return "\n" + words.Figures(s.Paused, policy.ModeFor("", s.Mode, b.cfg.Mode), stats.Waiting, stats.Parked, total-known)
}

// Readiness runs the chain; live: this program is at work, and knows whether its
// poll works.
func (b *Bot) Readiness(ctx context.Context, live bool) []readiness.Step {
	return b.chain.Steps(ctx, live)
}

// Examine looks through the whole data file while it is in use, and says what it came to.
func (b *Bot) Examine(ctx context.Context) readiness.Step {
	b.examiner.Examine(ctx)
	return b.chain.Sound(true)
}

// ErrDeaf says that the program runs but hears nothing.
var ErrDeaf = errors.New("no poll of Telegram has worked lately")

// deafAfter is how long without a poll that worked counts as deaf: two long
// polls and some patience.
const deafAfter = 150 * time.Second

// Alive reports whether the daemon does its work: a poll came back lately, or waits
// as Telegram asked, and the store answers.
func (b *Bot) Alive() error {
	if _, err := b.store.Stats(); err != nil { // settings would come out of memory
		return fmt.Errorf("read data file: %w", err)
	}
	if next := b.nextPoll.Load(); next != nil && time.Since(*next) < deafAfter {
		return nil // to be started anew would only make it ask too early
	}
	if last := b.lastPoll.Load(); last == nil || time.Since(*last) > deafAfter {
		if dead := b.identity.Dead(); dead != "" {
			return fmt.Errorf("%w: %s", ErrDeaf, dead)
		}
		return ErrDeaf
	}
	return nil
}
