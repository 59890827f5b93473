package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
	tele "gopkg.in/telebot.v3"

	"secretary/bot/card"
	"secretary/bot/pace"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
)

// routes wires telebot's router: commands, taps, everything else. Every route
// but the ones a stranger may use goes through creatorOnly.
func (b *Bot) routes() {
	b.router = mustRouter(func(err error, _ tele.Context) { b.routeErr = err })
	r := b.router
	r.Handle("/start", b.start)
	r.Handle("/privacy", b.privacy)
	mine := r.Group()
	mine.Use(b.creatorOnly)
	for end, h := range map[string]tele.HandlerFunc{
		"/help": b.help, "/status": b.status, "/inbox": b.inboxList, "/pause": b.pauseAll, "/resume": b.resumeAll,
		"/mode": b.modeCommand, "/trust": b.trustCommand, "/again": b.again, "/learned": b.learnedList, "/remember": b.remember, "/fan": b.fanCommand,
		"/forget": b.forgetCommand, "/export": b.exportCommand,
	} {
		mine.Handle(end, h)
	}
	for act, h := range map[string]tele.HandlerFunc{
		card.ActSend: b.tapSend, card.ActAnyway: b.tapAnyway, card.ActEdit: b.tapEdit, card.ActAgain: b.tapAgain, card.ActSkip: b.tapSkip, card.ActStop: b.tapStop,
		card.ActArrived: b.tapArrived, card.ActResend: b.tapResend, card.ActOpen: b.tapOpen, card.ActMode: b.tapMode,
		card.ActLearned: b.tapLearned, card.ActUndo: b.tapUndo, card.ActRemember: b.tapRemember,
		card.ActForget: b.tapForget, card.ActKeep: b.tapKeep,
		card.ActLine: b.tapLine(true, words.TapArrived), card.ActNoLine: b.tapLine(false, words.TapNoLine),
		card.ActFan: b.tapFan, card.ActMemo: b.tapMemo,
		card.ActFigure: b.tapFigure, card.ActPart: b.tapPart, card.ActExport: b.tapExport,
	} {
		mine.Handle("\f"+act, b.tapOnly(h))
	}
	mine.Handle(tele.OnCallback, b.tapOnly(func(c tele.Context) error { return b.answer(c, words.TapUnknown, true) }))
	mine.Handle(tele.OnText, b.text)
	mine.Handle(tele.OnMedia, b.notText)
}

func mustRouter(onError func(error, tele.Context)) *tele.Bot {
	r, err := tele.NewBot(tele.Settings{Offline: true, Synchronous: true, OnError: onError})
	if err != nil { // an offline bot asks nothing of anybody: only a bug gets here
		panic(fmt.Sprintf("make router: %T", err))
	}
	return r
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
	u := forRouter(in)
	if u.Callback != nil && b.now().Sub(row.Received) > tapLife {
		b.log.Info("a tap came too late", "update", row.ID)
		return nil
	}
	b.routeErr = nil
	b.router.ProcessUpdate(u)
	return b.routeErr
}

// forRouter gives telebot's router what it routes by, and no more: its own types
// are older than the Bot API and would refuse a whole update for one new field.
func forRouter(in telegram.Update) tele.Update {
	u := tele.Update{ID: int(in.UpdateID), Message: teleMessage(in.Message)}
	if q := in.CallbackQuery; q != nil {
		u.Callback = &tele.Callback{ID: q.ID, Sender: teleUser(&q.From), Message: teleMessage(q.Message), Data: q.Data}
	}
	return u
}

func teleMessage(m *telegram.Message) *tele.Message {
	if m == nil {
		return nil
	}
	out := &tele.Message{
		ID: int(m.MessageID), Unixtime: m.Date, Sender: teleUser(m.From), Text: m.Text,
		Chat: &tele.Chat{ID: m.Chat.ID, Type: tele.ChatType(m.Chat.Type), FirstName: m.Chat.FirstName},
	}
	if m.ReplyToMessage != nil {
		out.ReplyTo = teleMessage(m.ReplyToMessage)
	}
	for _, e := range m.Entities {
		out.Entities = append(out.Entities, tele.MessageEntity{Type: tele.EntityType(e.Type), URL: e.URL})
	}
	var markup tele.ReplyMarkup
	if json.Unmarshal(m.ReplyMarkup, &markup) == nil {
		out.ReplyMarkup = &markup
	}
	if m.Text == "" {
		out.Document = &tele.Document{} // whatever it is, it is no text
	}
	return out
}

func teleUser(u *telegram.User) *tele.User {
	if u == nil {
		return nil
	}
	return &tele.User{ID: u.ID, IsBot: u.IsBot, FirstName: u.FirstName, LastName: u.LastName, Username: u.Username}
}

// creatorOnly lets the creator's own updates through and fails closed: no
// sender, no pairing or another id is a stranger.
func (b *Bot) creatorOnly(next tele.HandlerFunc) tele.HandlerFunc {
	return func(c tele.Context) error {
		s, err := b.store.Settings()
		if err != nil {
			return fmt.Errorf("read settings: %w", err)
		}
		if !isCreator(c, s) {
			return b.stranger(c, s)
		}
		if c.Callback() == nil && !private(c) {
			return nil
		}
		return next(c)
	}
}

func isCreator(c tele.Context, s store.Settings) bool {
	from := sender(c)
	return from != nil && from.ID != 0 && s.Owner != 0 && from.ID == s.Owner
}

func sender(c tele.Context) *tele.User {
	if cb := c.Callback(); cb != nil {
		return cb.Sender
	}
	if m := c.Message(); m != nil {
		return m.Sender
	}
	return nil
}

func private(c tele.Context) bool {
	m := c.Message()
	return m != nil && m.Chat != nil && m.Chat.Type == tele.ChatPrivate
}

// tapOnly refuses a text that spells a button's name: telebot routes texts by
// the same table.
func (b *Bot) tapOnly(next tele.HandlerFunc) tele.HandlerFunc {
	return func(c tele.Context) error {
		if c.Callback() == nil {
			return b.text(c)
		}
		return next(c)
	}
}

// strangers limits how many answers one stranger gets.
type strangers struct {
	mu   sync.Mutex
	seen map[int64]*rate.Limiter
}

func (l *strangers) init() { l.seen = map[int64]*rate.Limiter{} }

func (l *strangers) allow(id int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.seen) > 10_000 {
		clear(l.seen)
	}
	if l.seen[id] == nil {
		l.seen[id] = rate.NewLimiter(rate.Every(6*time.Second), 10)
	}
	return l.seen[id].Allow()
}

// stranger answers everybody but the creator, briefly.
func (b *Bot) stranger(c tele.Context, s store.Settings) error {
	if c.Callback() != nil {
		id := c.Callback().ID
		b.courtesy(func(ctx context.Context) { b.answerTap(ctx, id, words.TapNotYours, true) })
		return nil
	}
	b.reply(c, words.StrangerHTML(b.creatorName(s)))
	return nil
}

// reply answers a stranger in their private chat with the bot, if they are
// under the limit and no bot.
func (b *Bot) reply(c tele.Context, html string) {
	from := sender(c)
	if from == nil || from.IsBot || !private(c) || !b.limits.allow(from.ID) {
		return
	}
	chat := c.Message().Chat.ID
	b.courtesy(func(ctx context.Context) {
		if _, err := b.say(ctx, telegram.SendMessage{ChatID: chat, Text: html, ParseMode: "HTML"}); err != nil {
			b.log.Warn("cannot answer a stranger", "err", err)
		}
	})
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

// answer ends a tap's spinner; texts longer than Telegram's 200 characters are
// cut. Answering twice does no harm, so trouble on the line is tried again.
func (b *Bot) answer(c tele.Context, text string, alert bool) error {
	id := c.Callback().ID
	b.later(func(ctx context.Context) { b.answerTap(ctx, id, text, alert) })
	return nil
}

func (b *Bot) answerTap(ctx context.Context, id, text string, alert bool) {
	wait := pace.Backoff{First: 200 * time.Millisecond, Max: 5 * time.Second}
	for range answerTries {
		call, cancel := pace.Lasting(ctx, callTimeout)
		err := b.api.AnswerCallbackQuery(call, id, card.Cut(text, 200), alert)
		cancel()
		if err == nil {
			return
		}
		b.log.Warn("cannot answer a tap", "err", err)
		e, ok := telegram.AsError(err)
		if !ok || (e.Code == 400 && e.Certain) || e.RetryAfter > answerLife || !pace.Sleep(ctx, max(wait.Next(), e.RetryAfter)) {
			return
		}
	}
}

// answerLife is about how long Telegram waits for the answer to a tap.
const answerLife = 15 * time.Second

// answerTries is how often an answer to a tap is tried; Telegram forgets the
// tap after some seconds.
const answerTries = 8

// later runs a short call for the creator soon, off the loop that noticed the
// need for it.
func (b *Bot) later(f func(context.Context)) {
	select {
	case b.answers <- f:
	default:
		b.log.Warn("too many answers at once; one was left out")
	}
}

// courtesy is later for strangers, who never keep the creator waiting: there are
// few places, and what finds none is left out.
func (b *Bot) courtesy(f func(context.Context)) {
	select {
	case b.courtesies <- f:
	default:
	}
}

// courtesyLoop runs what courtesy was given, one after another.
func (b *Bot) courtesyLoop(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case f := <-b.courtesies:
			f(ctx)
		}
	}
}

// answerLoop runs what later was given, eight at a time.
func (b *Bot) answerLoop(ctx context.Context) {
	var wg sync.WaitGroup
	defer wg.Wait()
	slots := make(chan struct{}, 8)
	for {
		select {
		case <-ctx.Done():
			return
		case f := <-b.answers:
			slots <- struct{}{}
			wg.Go(func() {
				defer func() { <-slots }()
				defer b.fence("answer")
				f(ctx)
			})
		}
	}
}

// start is the way in for everybody: pairing by code, Telegram's Manage Bot bar
// (bizChat<id>), or a plain hello.
func (b *Bot) start(c tele.Context) error {
	if !private(c) || sender(c) == nil {
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
	if !isCreator(c, s) {
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
	return b.tellErr("", words.Welcome)
}

// privacy answers everybody: Telegram's developer terms ask for it.
func (b *Bot) privacy(c tele.Context) error {
	s, err := b.store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	name, _ := b.creatorName(s)
	if isCreator(c, s) && private(c) {
		return b.tellErr("", words.PrivacyHTML(name))
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
