package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"filippo.io/age"
	tele "gopkg.in/telebot.v3"

	"secretary/bot/card"
	"secretary/bot/pace"
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
	return b.tellWith("", words.ExportAsk(who, b.cfg.Backup.Keeper.Recipient != nil), &telegram.InlineKeyboardMarkup{
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
	b.later(func(ctx context.Context) {
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
	content, err := exported(b.store, id, to, telegram.MaxDocument)
	switch {
	case errors.Is(err, errTooLarge):
		b.tell("", words.ExportTooLarge(chat))
		return
	case errors.Is(err, store.ErrNotFound):
		b.tell("", words.ForgetGone)
		return
	case err != nil:
		b.log.Error("cannot export", "fan", chat, "err", err)
		b.tell("", words.ExportFailed(chat))
		return
	}
	name := "secretary-" + b.clock().UTC().Format("20060102-150405") + ".jsonl"
	if to != nil {
		name += ".age"
	}
	b.log.Info("export made at the creator's word", "fan", chat, "bytes", len(content), "encrypted", to != nil)
	err = b.upload(ctx, telegram.SendDocument{ChatID: chatOf(s), Name: name, Document: content, Caption: words.ExportCaption(to != nil)})
	if err != nil && ctx.Err() == nil {
		b.log.Warn("cannot send the export into the creator's chat", "err", err)
		b.tell("", words.ExportFailed(chat))
	}
}

// upload sends a file into the creator's chat. One that may have arrived is not
// repeated.
func (b *Bot) upload(ctx context.Context, d telegram.SendDocument) error {
	wait := pace.Backoff{First: 5 * time.Second, Max: time.Minute}
	for try := 1; ; try++ {
		if err := b.pace.Own(ctx, d.ChatID); err != nil {
			return err
		}
		_, err := b.api.SendDocument(ctx, d)
		e, ok := telegram.AsError(err)
		if err == nil || try == uploadTries || !ok || !e.Certain || !pace.Sleep(ctx, max(wait.Next(), e.RetryAfter)) {
			return err
		}
	}
}

// uploadTries is how often one file is sent.
const uploadTries = 4

// errTooLarge says that a file is larger than Telegram takes.
var errTooLarge = errors.New("larger than a bot may upload")

// lineAtLeast is less than one line of an export has, in bytes: so many messages
// are too large without reading them.
const lineAtLeast = 100

// exported is what is kept of a fan, or of everybody (the zero id), as JSON Lines
// of at most limit bytes, encrypted if there is a recipient. It is written twice:
// the first time only its length counts, so that no more memory is taken than it
// needs.
func exported(st *store.Store, id store.FanID, to age.Recipient, limit int64) ([]byte, error) {
	if stats, err := st.Stats(); err == nil && id == (store.FanID{}) && int64(stats.Messages)*lineAtLeast > limit {
		return nil, errTooLarge
	}
	size, err := st.Export(&capped{io.Discard, limit}, id)
	if err != nil {
		return nil, err
	}
	file := bytes.NewBuffer(make([]byte, 0, size+size/1024+1024)) // encryption adds 16 bytes to 64 KiB
	var out io.Writer = &capped{file, limit}
	if to == nil {
		_, err = st.Export(out, id)
		return file.Bytes(), err
	}
	locked, err := age.Encrypt(out, to)
	if err != nil {
		return nil, fmt.Errorf("encrypt export: %w", err)
	}
	if _, err := st.Export(locked, id); err != nil {
		return nil, err
	}
	if err := locked.Close(); err != nil {
		return nil, fmt.Errorf("encrypt export: %w", err)
	}
	return file.Bytes(), nil
}

// capped writes on until there would be too much.
type capped struct {
	to   io.Writer
	left int64
}

func (c *capped) Write(p []byte) (int, error) {
	if c.left -= int64(len(p)); c.left < 0 {
		return 0, errTooLarge
	}
	return c.to.Write(p)
}
