package notice

import (
	"context"
	"errors"

	"secretary/bot/desk"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
)

// DiskTrouble tells the creator once that the data file cannot be written. It
// cannot be kept as a notice, so it is sent straight away.
func (w *Writer) DiskTrouble(ctx context.Context, why error) {
	if w.bad.Swap(true) {
		return
	}
	text := words.DiskTrouble
	if errors.Is(why, store.ErrGone) {
		text = words.DiskGone
	}
	s, err := w.store.Settings()
	if err != nil || s.Owner == 0 {
		return
	}
	if _, err := w.desk.Say(ctx, telegram.SendMessage{ChatID: desk.Chat(s), Text: text}); err != nil {
		w.log.Warn("cannot tell the creator about the data file", "err", err)
		w.bad.Store(false)
	}
}

// DiskFine tells the creator that the trouble is over.
func (w *Writer) DiskFine() {
	if w.bad.Swap(false) {
		w.log.Info("the data file can be written again")
		w.Tell("", words.DiskFine)
	}
}
