// Package desk is the creator's own chat with the bot: what is said there, shown
// there, put there as a file and taken away again, at Telegram's pace.
//
// What it promises: nothing here reaches a fan, since no call names a business
// connection; what the creator waits for never stands behind what strangers asked;
// a call that was begun is ended, also when the program ends; where Telegram asks to
// wait, all wait, but for answers to taps, which are written into no chat; and what
// shows a forgotten fan goes, however often the program ends meanwhile.
package desk

import (
	"context"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/card"
	"secretary/bot/pace"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
)

// CallTimeout bounds one call about the creator's chat.
const CallTimeout = 15 * time.Second

// NoPreview keeps links in cards and notices from growing pictures.
var NoPreview = &telegram.LinkPreviewOptions{IsDisabled: true}

// Desk makes the calls. Its methods may be called from several goroutines.
type Desk struct {
	api  *telegram.Client
	pace *pace.Limiter
	log  *slog.Logger

	answers    chan func(context.Context)
	courtesies chan func(context.Context) // to strangers
	rewrites   rewrites
	menu       atomic.Bool // the command menu is registered
	strangers  strangers
	floods     floods
}

// New makes a desk; what is to be said later waits for its loops.
func New(api *telegram.Client, limit *pace.Limiter, log *slog.Logger) *Desk {
	return &Desk{api: api, pace: limit, log: log, rewrites: newRewrites(),
		answers: make(chan func(context.Context), 256), courtesies: make(chan func(context.Context), 64)}
}

// Chat is the creator's private chat with the bot.
func Chat(s store.Settings) int64 {
	if s.OwnerChat != 0 {
		return s.OwnerChat
	}
	return s.Owner
}

// Say sends a message into one of the bot's own chats (never to a fan).
func (d *Desk) Say(ctx context.Context, m telegram.SendMessage) (telegram.Message, error) {
	var sent telegram.Message
	err := d.call(ctx, m.ChatID, CallTimeout, func(ctx context.Context) (err error) {
		sent, err = d.api.SendMessage(ctx, m)
		return err
	})
	return sent, err
}

// Refused tells whether an error means that Telegram refuses what was to be said.
// A chat that takes nothing at all, as before Start is pressed, refuses a sign of
// typing as well; the words of an error do not tell, they may change.
func (d *Desk) Refused(ctx context.Context, chat int64, err error) bool {
	e, ok := telegram.AsError(err)
	if !ok || !e.Certain || e.Code != http.StatusBadRequest || e.Has("chat not found") {
		return false
	}
	return d.call(ctx, chat, CallTimeout, func(ctx context.Context) error {
		return d.api.SendChatAction(ctx, "", chat, "typing")
	}) == nil
}

// Edit makes a message show a page.
func (d *Desk) Edit(ctx context.Context, chat, message int64, page card.Page) error {
	in := telegram.EditMessageText{ChatID: chat, MessageID: message, Text: page.Text, ParseMode: "HTML", LinkPreviewOptions: NoPreview}
	if page.Keyboard != nil {
		in.ReplyMarkup = *page.Keyboard
	}
	return d.EditText(ctx, in)
}

// EditText changes a message of one of the bot's own chats.
func (d *Desk) EditText(ctx context.Context, in telegram.EditMessageText) error {
	return d.call(ctx, in.ChatID, CallTimeout, func(ctx context.Context) error { return d.api.EditMessageText(ctx, in) })
}

// Delete takes a message out of one of the bot's own chats.
func (d *Desk) Delete(ctx context.Context, chat, message int64) error {
	return d.call(ctx, chat, CallTimeout, func(ctx context.Context) error { return d.api.DeleteMessage(ctx, chat, message) })
}

// uploadTries is how often one file is sent, uploadTimeout bounds each.
const (
	uploadTries   = 4
	uploadTimeout = 5 * time.Minute
)

// Upload sends a file into the creator's chat. One that may have arrived is not
// repeated.
func (d *Desk) Upload(ctx context.Context, file telegram.SendDocument) error {
	wait := pace.Backoff{First: 5 * time.Second, Max: time.Minute}
	for try := 1; ; try++ {
		err := d.call(ctx, file.ChatID, uploadTimeout, func(ctx context.Context) error {
			_, err := d.api.SendDocument(ctx, file)
			return err
		})
		e, ok := telegram.AsError(err)
		if err == nil || try == uploadTries || !ok || !e.Certain || !pace.Sleep(ctx, max(wait.Next(), e.RetryAfter)) {
			return err
		}
	}
}

// Photo sends a picture into the creator's chat.
func (d *Desk) Photo(ctx context.Context, picture telegram.SendPhoto) error {
	return d.call(ctx, picture.ChatID, 2*CallTimeout, func(ctx context.Context) error {
		_, err := d.api.SendPhoto(ctx, picture)
		return err
	})
}

// takeDown removes a message that shows a forgotten fan. Telegram lets a bot delete
// its messages for 48 hours; an older one is emptied. Where it refuses that too,
// nothing is left to do.
func (d *Desk) takeDown(ctx context.Context, chat, message int64) error {
	err := d.Delete(ctx, chat, message)
	if Hopeless(err) {
		err = d.EditText(ctx, telegram.EditMessageText{ChatID: chat, MessageID: message, Text: words.ForgottenCard})
	}
	if Hopeless(err) {
		d.log.Warn("cannot take down a card of a forgotten fan", "message", message, "err", err)
		return nil
	}
	return err
}

// Hopeless tells whether Telegram will not do what was asked, however often.
func Hopeless(err error) bool {
	e, ok := telegram.AsError(err)
	return ok && e.Certain && (e.Code == http.StatusBadRequest || e.Code == http.StatusForbidden)
}

// Menu registers the commands in the creator's chat, until that worked once, and
// removes none anywhere: strangers see the bare bot.
func (d *Desk) Menu(ctx context.Context, chat int64) {
	if d.menu.Load() {
		return
	}
	var list []tele.Command
	for _, c := range words.Commands {
		list = append(list, tele.Command{Text: c.Name, Description: c.Text})
	}
	call, cancel := pace.Lasting(ctx, CallTimeout)
	defer cancel()
	if err := d.api.SetMyCommands(call, list, chat); err != nil {
		d.log.Warn("cannot register the command menu", "err", err)
		return
	}
	d.menu.Store(true)
}
