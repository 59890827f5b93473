package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/card"
	"secretary/bot/telegram"
	"secretary/bot/words"
)

// status answers /status with the readiness chain. Asking Telegram and Ollama
// takes a moment, so it runs off the inbox loop.
func (b *Bot) status(tele.Context) error {
	b.later(func(ctx context.Context) {
		call, cancel := context.WithTimeout(ctx, 30*time.Second)
		defer cancel()
		b.tell("", StatusHTML(b.Readiness(call, true))+b.figures())
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
	return "\n" + words.Figures(s.Paused, ModeFor("", s.Mode, b.cfg.Mode), stats.Waiting, stats.Parked, total-known)
}

// StatusHTML prints the chain for the creator's chat.
func StatusHTML(steps []Step) string {
	var s strings.Builder
	for _, step := range steps {
		fmt.Fprintf(&s, "%s <b>%d. %s</b>: %s\n", words.Mark(step.State), step.N, card.Escape(step.Title), card.Escape(card.Cut(step.Detail, 240)))
		if step.Fix != "" {
			fmt.Fprintf(&s, "   → %s\n", card.Escape(card.Cut(step.Fix, 240)))
		}
	}
	s.WriteString("\n" + verdict(steps))
	return s.String()
}

// StatusText prints the chain for a terminal.
func StatusText(steps []Step) string {
	var s strings.Builder
	for _, step := range steps {
		fmt.Fprintf(&s, "%s %2d. %s: %s\n", words.Mark(step.State), step.N, step.Title, step.Detail)
		for _, r := range step.Rights {
			mark := "no"
			if r.Granted {
				mark = "yes"
			}
			fmt.Fprintf(&s, "        %-28s %-4s%s\n", r.Label, mark, r.Why)
		}
		if step.Fix != "" {
			fmt.Fprintf(&s, "      → %s\n", step.Fix)
		}
	}
	s.WriteString("\n" + verdict(steps) + "\n")
	return s.String()
}

func verdict(steps []Step) string {
	waiting := false
	for _, step := range steps {
		waiting = waiting || step.State == stepWaiting
	}
	return words.Verdict(Blocked(steps), waiting)
}

// ErrDeaf says that the program runs but hears nothing.
var ErrDeaf = errors.New("no poll of Telegram has worked lately")

// deafAfter is how long without a poll that worked counts as deaf: two long
// polls and some patience.
const deafAfter = 150 * time.Second

// Alive reports whether the daemon does its work: a poll came back lately and
// the store answers.
func (b *Bot) Alive() error {
	if _, err := b.store.Settings(); err != nil {
		return fmt.Errorf("read data file: %w", err)
	}
	if last := b.lastPoll.Load(); last == 0 || b.clock().Sub(time.Unix(last, 0)) > deafAfter {
		if dead := b.dead.Load(); dead != nil {
			return fmt.Errorf("%w: %s", ErrDeaf, *dead)
		}
		return ErrDeaf
	}
	return nil
}
