package stories_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"secretary/bot/sandbox"
)

func TestWrongClockIsSaidAndHidesNoMessage(t *testing.T) {
	for name, off := range map[string]time.Duration{"two hours slow": 2 * time.Hour, "two hours fast": -2 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, telegram(func(o *sandbox.Options) { o.Now = func() time.Time { return time.Now().Add(off) } }))
			anna := s.fan("Anna")
			s.model.Says("time flies, even backwards")
			anna.Writes("what time is it there?")
			card := s.mila.Card("what time is it there?")
			if text := s.mila.Reads(card); !holds(text, "23 h") && !holds(text, "24 h") {
				t.Errorf("the reply window does not go by Telegram's clock:\n%s", text)
			}
			s.mila.Taps(card, "Send")
			anna.Gets("time flies, even backwards")
			if text := s.mila.Asks("/status", "permission"); !holds(text, "clock") {
				t.Errorf("the wrong clock is not mentioned:\n%s", text)
			}
		})
	}
}

// A machine without a clock of its own starts in another year. Backups bear
// Telegram's time, so that their order and age are right whatever it shows.
func TestBackupsAreNamedByTelegramsClock(t *testing.T) {
	then := time.Date(2028, 2, 29, 12, 0, 0, 0, time.UTC)
	off := time.Until(then)
	s := tell(t, telegram(func(o *sandbox.Options) { o.Now = func() time.Time { return time.Now().Add(off) } }),
		with("backup.every", "1s"), with("backup.keep", 1))
	if !s.bin.out.waitFor(patience, func(text string) bool { return strings.Contains(text, "backup made") }) {
		t.Fatal("no backup was made")
	}
	s.stop()
	for _, path := range s.copies(".db") {
		if !strings.HasPrefix(filepath.Base(path), "secretary-20280229-") {
			t.Errorf("there is %s", path)
		}
	}
}
