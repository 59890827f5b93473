package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/card"
	"secretary/bot/router"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
)

// routes says what answers which command, tap and text.
func (b *Bot) routes() router.Routes {
	return router.Routes{
		Everybody: map[string]tele.HandlerFunc{"/start": b.start, "/privacy": b.privacy},
		Commands: map[string]tele.HandlerFunc{
			"/help": b.help, "/status": b.status, "/inbox": b.inboxList, "/pause": b.pauseAll, "/resume": b.resumeAll,
			"/mode": b.modeCommand, "/trust": b.trustCommand, "/again": b.again, "/learned": b.learnedList, "/remember": b.remember, "/fan": b.fanCommand,
			"/forget": b.forgetCommand, "/export": b.exportCommand,
		},
		Taps: map[string]tele.HandlerFunc{
			card.ActSend: b.tapSend, card.ActAnyway: b.tapAnyway, card.ActEdit: b.tapEdit, card.ActAgain: b.tapAgain, card.ActSkip: b.tapSkip, card.ActStop: b.tapStop,
			card.ActArrived: b.tapArrived, card.ActResend: b.tapResend, card.ActOpen: b.onFan(b.tapOpen), card.ActMode: b.tapMode,
			card.ActLearned: b.tapLearned, card.ActUndo: b.tapUndo, card.ActRemember: b.tapRemember,
			card.ActForget: b.onFan(b.tapForget), card.ActKeep: b.onFan(b.tapKeep),
			card.ActLine: b.tapLine(true, words.TapArrived), card.ActNoLine: b.tapLine(false, words.TapNoLine),
			card.ActFan: b.tapFan, card.ActMemo: b.tapMemo,
			card.ActFigure: b.tapFigure, card.ActPart: b.tapPart, card.ActExport: b.tapExport,
		},
		UnknownTap: func(c tele.Context) error { return b.answer(c, words.TapUnknown, true) },
		Text:       b.text,
		NoText:     b.notText,
		Edited:     b.edited,
		Stranger:   b.stranger,
	}
}

// tapLife is how long a tap counts (Telegram keeps callback queries 150 s):
// a tap found in the inbox much later is not what the creator wants now.
const tapLife = 150 * time.Second

// route hands a message or a tap to telebot's router. A *unreadable error means
// the update can never be understood; other errors are trouble with the data
// file, and the row stays for later.
func (b *Bot) route(_ context.Context, row store.Row) error {
	in, err := telegram.DecodeUpdate(row.Raw)
	if err != nil {
		return &unreadable{err}
	}
	if in.CallbackQuery != nil && in.CallbackQuery.ID == "" {
		return &unreadable{errors.New("a tap that cannot be answered: it has no id")}
	}
	if in.CallbackQuery != nil && b.now().Sub(row.Received) > tapLife {
		b.log.Info("a tap came too late", "update", row.ID)
		return nil
	}
	return b.router.Route(in)
}

// stranger answers everybody but the creator, briefly.
func (b *Bot) stranger(c tele.Context, s store.Settings) error {
	if c.Callback() != nil {
		b.desk.AnswerStranger(c.Callback().ID, words.TapNotYours)
		return nil
	}
	b.reply(c, words.StrangerHTML(b.creatorName(s)))
	return nil
}

// reply answers a stranger in their private chat with the bot, if they are
// under the limit and no bot.
func (b *Bot) reply(c tele.Context, html string) {
	from := router.Sender(c)
	if from == nil || from.IsBot || !router.Private(c) {
		return
	}
	b.desk.SayToStranger(from.ID, c.Message().Chat.ID, html)
}

// creatorName is the escaped name of who is served, and the profile's handle.
func (b *Bot) creatorName(s store.Settings) (name, handle string) {
	if s.Owner == 0 {
		return "", ""
	}
	name = s.OwnerName
	if c, err := b.store.Current(s.Owner); err == nil {
		name, handle = c.Name, c.Handle
	}
	return card.Escape(card.Name(name, "the creator")), card.Escape(card.Name(handle, ""))
}

// answer ends a tap's spinner.
func (b *Bot) answer(c tele.Context, text string, alert bool) error {
	b.desk.Answer(c.Callback().ID, text, alert)
	return nil
}

// rewrite draws the message under a tapped button anew.
func (b *Bot) rewrite(c tele.Context, draw func() (card.Page, error)) {
	if m := c.Callback().Message; m != nil && m.Chat != nil { // else too old for Telegram to change
		b.desk.Rewrite(m.Chat.ID, int64(m.ID), draw)
	}
}

// start is the way in for everybody: pairing by code, Telegram's Manage Bot bar
// (bizChat<id>), or a plain hello.
func (b *Bot) start(c tele.Context) error {
	if !router.Private(c) || router.Sender(c) == nil {
		return nil
	}
	payload := strings.TrimSpace(c.Message().Payload)
	paired, err := b.pair(c, payload)
	if err != nil || paired {
		return err
	}
	s, err := b.store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	if !router.IsCreator(c, s) {
		if s.Owner == 0 && payload != "" {
			b.reply(c, words.CodeWrong)
			return nil
		}
		return b.stranger(c, s)
	}
	if id, ok := strings.CutPrefix(payload, "bizChat"); ok {
		return b.openChat(c, s, id)
	}
	if id, ok := strings.CutPrefix(payload, card.StartCard); ok {
		return b.openDraft(s, id)
	}
	if chat, ok := strings.CutPrefix(payload, card.StartFan); ok {
		return b.openFan(s, chat)
	}
	b.greeted(c, s)
	return b.notices.TellErr("", words.Welcome)
}

// privacy answers everybody: Telegram's developer terms ask for it.
func (b *Bot) privacy(c tele.Context) error {
	s, err := b.store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	name, _ := b.creatorName(s)
	if router.IsCreator(c, s) && router.Private(c) {
		return b.notices.TellErr("", words.PrivacyHTML(name))
	}
	b.reply(c, words.PrivacyHTML(name))
	return nil
}

// refusal words an error of the store for the creator; other errors come back.
func (b *Bot) refusal(err error) (string, error) {
	var no *store.Refusal
	if !errors.As(err, &no) {
		return "", err
	}
	name := "the fan"
	if f, err := b.store.Fan(no.Draft.Fan); err == nil {
		name = card.FanName(f)
	}
	return words.Refused(no.Code, string(no.Draft.State), no.Draft.End, name), nil
}
