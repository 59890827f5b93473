package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/card"
	"secretary/bot/desk"
	"secretary/bot/export"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
)

// exportCommand asks whether everything kept of the fan of a card, or of
// everybody, shall come into this chat as a file.
func (b *Bot) exportCommand(c tele.Context) error {
	m := c.Message()
	who, chat := "", int64(0)
	if m.ReplyTo != nil {
		f, ok, err := b.repliedFan(m)
		if err != nil || !ok {
			return err
		}
		who, chat = card.Escape(card.FanName(f)), f.ID.Chat
	}
	return b.notices.TellWith("", words.ExportAsk(who, b.cfg.Backup.Keeper.Recipient != nil), &telegram.InlineKeyboardMarkup{
		InlineKeyboard: [][]telegram.InlineKeyboardButton{{
			card.Press(words.ExportYes, card.ActExport, strconv.FormatInt(chat, 10)), card.Press(words.ExportNo, card.ActExport, exportNot),
		}}})
}

// exportNot is the payload of the button that says no.
const exportNot = "no"

// tapExport sends the file, one at a time.
func (b *Bot) tapExport(c tele.Context) error {
	data := c.Callback().Data
	if data == exportNot {
		b.replaceQuestion(c, words.ExportLeft)
		return b.answer(c, words.ExportLeft, false)
	}
	chat, err := strconv.ParseInt(data, 10, 64)
	if err != nil || chat < 0 {
		return b.answer(c, words.TapUnknown, true)
	}
	s, err := b.store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	if b.exporting.Swap(true) {
		return b.answer(c, words.ExportBusy, true)
	}
	b.replaceQuestion(c, words.ExportMaking)
	b.desk.Later(func(ctx context.Context) {
		defer b.exporting.Store(false)
		b.sendExport(ctx, s, chat)
	})
	return b.answer(c, words.ExportMaking, false)
}

// sendExport makes the file in memory, since it is readable, and uploads it.
func (b *Bot) sendExport(ctx context.Context, s store.Settings, chat int64) {
	var id store.FanID
	if chat != 0 {
		id = store.FanID{Owner: s.Owner, Chat: chat}
	}
	to := b.cfg.Backup.Keeper.Recipient
	content, err := export.File(b.store, id, to, telegram.MaxDocument)
	switch {
	case errors.Is(err, export.ErrTooLarge):
		b.notices.Tell("", words.ExportTooLarge(chat))
		return
	case errors.Is(err, store.ErrNotFound):
		b.notices.Tell("", words.ForgetGone)
		return
	case err != nil:
		b.log.Error("cannot export", "fan", chat, "err", err)
		b.notices.Tell("", words.ExportFailed(chat))
		return
	}
	name := "secretary-" + b.clock().UTC().Format("20060102-150405") + ".jsonl"
	if to != nil {
		name += ".age"
	}
	b.log.Info("export made at the creator's word", "fan", chat, "bytes", len(content), "encrypted", to != nil)
	err = b.desk.Upload(ctx, telegram.SendDocument{ChatID: desk.Chat(s), Name: name, Document: content, Caption: words.ExportCaption(to != nil)})
	if err != nil && ctx.Err() == nil {
		b.log.Warn("cannot send the export into the creator's chat", "err", err)
		b.notices.Tell("", words.ExportFailed(chat))
	}
}
