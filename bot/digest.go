package bot

import (
	"fmt"
	"strings"
	"time"

	"secretary/bot/card"
	"secretary/bot/words"
	"secretary/store"
)

// digestAfter is how long this program must have been away for the creator to
// be told who wrote meanwhile. After a hiccup the cards say enough.
const digestAfter = 5 * time.Minute

// untold are the times away of which the creator was not told.
func untold(spans []store.Span) (out []store.Span, length time.Duration) {
	for _, s := range spans {
		if !s.Told && s.Length() >= digestAfter {
			out = append(out, s)
			length += s.Length()
		}
	}
	return out, length
}

// tellAway tells the creator in one message who wrote while this program was
// away, once all of it is known. It is queued before the spans are marked: a
// crash in between tells nothing twice, since the notice has a key.
func (b *Bot) tellAway() {
	spans, length := untold(*b.absent.spans.Load())
	if len(spans) == 0 {
		b.absent.telling.Store(false)
		return
	}
	if err := b.digest(spans, length); err != nil {
		b.log.Error("cannot tell who wrote meanwhile", "err", err)
		return
	}
	s, err := b.store.UpdateSettings(func(s *store.Settings) error {
		for i := range s.Away {
			s.Away[i].Told = true
		}
		return nil
	})
	if err != nil {
		b.log.Error("cannot note that it was told who wrote meanwhile", "err", err)
		return
	}
	b.absent.spans.Store(&s.Away)
}

// digest queues the message. Where nobody waits there is nothing to tell.
func (b *Bot) digest(spans []store.Span, length time.Duration) error {
	who, messages, err := b.meanwhile(spans)
	if err != nil || len(who) == 0 {
		return err
	}
	head := words.Away(length, messages, len(who), length > store.Window)
	key := fmt.Sprintf("away:%d", spans[len(spans)-1].Since.UnixNano())
	b.log.Info("who wrote meanwhile", "fans", len(who), "messages", messages)
	return b.notices.TellErr(key, fit(head, who, words.AwayMore, words.AwayNext))
}

// meanwhile lists a line for each fan who waits with something that came in one
// of the spans, most urgent first.
func (b *Bot) meanwhile(spans []store.Span) (lines []string, messages int, err error) {
	s, err := b.store.Settings()
	if err != nil {
		return nil, 0, fmt.Errorf("read settings: %w", err)
	}
	fans, err := b.store.Waiting(0)
	if err != nil {
		return nil, 0, fmt.Errorf("read waiting fans: %w", err)
	}
	for _, f := range fans {
		if f.ID.Owner != s.Owner || !f.Away() {
			continue
		}
		n, err := b.cameIn(f.ID, spans)
		if err != nil {
			return nil, 0, err
		}
		if n > 0 {
			messages += n
			lines = append(lines, words.AwayFan(card.Escape(card.Cut(card.FanName(f), 24)), n, f.Closes(), b.now()))
		}
	}
	return lines, messages, nil
}

// cameIn counts a fan's unanswered messages that came in one of the spans.
func (b *Bot) cameIn(id store.FanID, spans []store.Span) (n int, err error) {
	waiting, err := b.store.Unanswered(id)
	if err != nil {
		return 0, fmt.Errorf("read unanswered messages: %w", err)
	}
	for _, m := range waiting {
		if within(spans, m) {
			n++
		}
	}
	return n, nil
}

// fit joins lines under a head, as many as one message holds; more words the
// number of those left out.
func fit(head string, lines []string, more func(int) string, foot string) string {
	room := card.MaxMessage - card.Length(head) - card.Length(foot) - card.Length(more(len(lines))) - 8
	shown := 0
	for shown < len(lines) && room >= card.Length(lines[shown])+1 {
		room -= card.Length(lines[shown]) + 1
		shown++
	}
	parts := append([]string{head}, lines[:shown]...)
	if left := len(lines) - shown; left > 0 {
		parts = append(parts, more(left))
	}
	return strings.Join(append(parts, foot), "\n")
}

// tellsAway tells whether the creator is still to learn who wrote meanwhile: no
// new card comes before that.
func (b *Bot) tellsAway() bool {
	if !b.absent.telling.Load() {
		return false
	}
	if waiting, err := b.store.Notices(1); !b.ready.Load() || err != nil || len(waiting) > 0 {
		return true
	}
	b.absent.telling.Store(false)
	return false
}

// announced tells whether the creator heard of a fan's newest message in a
// digest: the card then makes no sound of its own.
func (b *Bot) announced(f store.Fan) bool {
	for _, s := range *b.absent.spans.Load() {
		if s.Told && s.Length() >= digestAfter && s.Holds(f.LastIn) {
			return true
		}
	}
	return false
}
