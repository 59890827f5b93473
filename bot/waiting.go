package bot

import (
	"context"
	"fmt"
	"time"

	"secretary/bot/desk"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
)

// lineWriter keeps the one line in the creator's chat that says how many fans
// wait while all places for cards are taken. It belongs to cardLoop.
type lineWriter struct {
	edited  time.Time      // when it was last written
	called  bool           // the creator was called to closing windows in this run, and some are left
	clear   bool           // may be called again: noted since there were none
	unsure  store.WaitLine // sent, but not noted yet
	recount time.Time      // not to be counted again before: counting a crowd takes its time
}

const (
	linePause = 3 * time.Second  // between two edits of the line: cards need the creator's chat more
	lineRetry = 10 * time.Second // after trouble with it

	countShare = 20 // counting takes no more than one part in so many of the time
)

// drawLine brings the line in line with who waits, and says when to look again.
// It is sent and edited without a sound.
func (b *Bot) drawLine(ctx context.Context, s store.Settings) time.Duration {
	began := b.clock()
	if wait := b.cards.line.recount.Sub(began); wait > 0 && wait < linePause {
		return wait
	}
	crowd, err := b.store.Crowd(s.Owner, b.cfg.OpenCards)
	took := b.clock().Sub(began)
	b.cards.line.recount = began.Add(min(countShare*took, linePause))
	if err != nil {
		b.log.Error("cannot count who waits", "err", err)
		return lineRetry
	}
	b.callToClosing(crowd)
	want := ""
	if crowd.Ready > 0 {
		want = words.Waiting(crowd.More, crowd.Closing)
	}
	if want == s.Line.Text && b.cards.line.unsure == (store.WaitLine{}) {
		return forever
	}
	if wait := linePause - b.clock().Sub(b.cards.line.edited); wait > 0 && b.cfg.Rate > 0 {
		return wait
	}
	if err := b.writeLine(ctx, s, want); err != nil {
		b.log.Warn("cannot write how many wait; trying again", "err", err)
		return lineRetry
	}
	b.cards.line.edited = b.clock()
	return forever
}

// writeLine makes the line say what it should: nothing takes it away.
func (b *Bot) writeLine(ctx context.Context, s store.Settings, want string) error {
	line, chat := s.Line, desk.Chat(s)
	if b.cards.line.unsure.Message != 0 {
		line = b.cards.line.unsure
	}
	switch {
	case want == "" && line.Message == 0:
		return b.noteLine(store.WaitLine{})
	case want == "":
		if err := b.removeLine(ctx, chat, line.Message); err != nil {
			return err
		}
		return b.noteLine(store.WaitLine{})
	case line.Message == 0:
		// It is noted before it says a number: a line that a crash orphans stays true.
		m, err := b.desk.Say(ctx, telegram.SendMessage{ChatID: chat, Text: words.WaitingRest, DisableNotification: true})
		if err != nil {
			return err
		}
		line.Message = m.MessageID
		if err := b.noteLine(line); err != nil {
			return err
		}
	}
	err := b.editLine(ctx, chat, line.Message, want)
	if refused(err) { // the creator has deleted it
		return b.noteLine(store.WaitLine{})
	}
	if err != nil {
		return err
	}
	return b.noteLine(store.WaitLine{Message: line.Message, Text: want})
}

func (b *Bot) editLine(ctx context.Context, chat, message int64, text string) error {
	return b.desk.EditText(ctx, telegram.EditMessageText{ChatID: chat, MessageID: message, Text: text})
}

// removeLine deletes the line, or where Telegram refuses that (after 48 hours)
// leaves words that are always true.
func (b *Bot) removeLine(ctx context.Context, chat, message int64) error {
	err := b.desk.Delete(ctx, chat, message)
	if !refused(err) {
		return err
	}
	if err := b.editLine(ctx, chat, message, words.WaitingRest); !refused(err) {
		return err
	}
	return nil // it is gone
}

func refused(err error) bool {
	e, ok := telegram.AsError(err)
	return ok && e.Certain && e.Code == 400
}

func (b *Bot) noteLine(line store.WaitLine) error {
	b.cards.line.unsure = line
	_, err := b.store.UpdateSettings(func(s *store.Settings) error {
		s.Line = line
		return nil
	})
	if err != nil {
		return fmt.Errorf("note the line: %w", err)
	}
	b.cards.line.unsure = store.WaitLine{}
	return nil
}

// callToClosing calls the creator, once until there are none, to windows that
// close within the hour while less urgent cards take all places.
func (b *Bot) callToClosing(c store.Crowd) {
	const key = "closing"
	switch {
	case c.Closing > 0 && c.Calm > 0 && !b.cards.line.called:
		b.notices.Tell(key, words.Closing(c.Closing))
		b.cards.line.called, b.cards.line.clear = true, false
	case c.Closing == 0 && !b.cards.line.clear: // also what an earlier run told
		b.notices.Forget(key)
		b.cards.line.called, b.cards.line.clear = false, true
	}
}
