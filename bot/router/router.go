// Package router hands what was said and tapped in the bot's own chats to what
// answers it, by telebot's router, behind one guard.
//
// What it promises: every route but Edited and those for everybody checks the creator's id, and a
// missing one is a stranger's; a text that spells a button's name is a text; and no
// update is refused for a field that telebot does not know.
package router

import (
	"fmt"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/telegram"
	"secretary/store"
)

// Routes says what answers what.
type Routes struct {
	Everybody map[string]tele.HandlerFunc // commands that strangers may use too
	Commands  map[string]tele.HandlerFunc
	Taps      map[string]tele.HandlerFunc // by the act of the button
	// UnknownTap answers a button that no route is named after, Text what is no command,
	// NoText pictures and the like.
	UnknownTap, Text, NoText tele.HandlerFunc
	// Edited hears of every message that anybody changed.
	Edited tele.HandlerFunc
	// Stranger answers everybody but the creator where only the creator may go on.
	Stranger func(c tele.Context, s store.Settings) error
}

// Router is telebot's, offline: it asks nothing of Telegram. It belongs to one
// goroutine.
type Router struct {
	store  *store.Store
	routes Routes
	tele   *tele.Bot
	err    error // of the handler that ran last
}

// New makes a router; before As it does not know its own name.
func New(st *store.Store, routes Routes) *Router {
	r := &Router{store: st, routes: routes}
	r.tele = mustRouter(func(err error, _ tele.Context) { r.err = err })
	for end, h := range routes.Everybody {
		r.tele.Handle(end, h)
	}
	r.tele.Handle(tele.OnEdited, routes.Edited)
	mine := r.tele.Group()
	mine.Use(r.creatorOnly)
	for end, h := range routes.Commands {
		mine.Handle(end, h)
	}
	for act, h := range routes.Taps {
		mine.Handle("\f"+act, r.tapOnly(h))
	}
	mine.Handle(tele.OnCallback, r.tapOnly(routes.UnknownTap))
	mine.Handle(tele.OnText, routes.Text)
	mine.Handle(tele.OnMedia, routes.NoText)
	return r
}

// As tells the router which bot it routes for: /status@name is a command too.
func (r *Router) As(me *telegram.User) { r.tele.Me = teleUser(me) }

// Route has an update answered; the error is the handler's.
func (r *Router) Route(u telegram.Update) error {
	r.err = nil
	r.tele.ProcessUpdate(forRouter(u))
	return r.err
}

func mustRouter(onError func(error, tele.Context)) *tele.Bot {
	r, err := tele.NewBot(tele.Settings{Offline: true, Synchronous: true, OnError: onError})
	if err != nil { // an offline bot asks nothing of anybody: only a bug gets here
		panic(fmt.Sprintf("make router: %T", err))
	}
	return r
}

// creatorOnly lets the creator's own updates through and fails closed: no
// sender, no pairing or another id is a stranger.
func (r *Router) creatorOnly(next tele.HandlerFunc) tele.HandlerFunc {
	return func(c tele.Context) error {
		s, err := r.store.Settings()
		if err != nil {
			return fmt.Errorf("read settings: %w", err)
		}
		if !IsCreator(c, s) {
			return r.routes.Stranger(c, s)
		}
		if c.Callback() == nil && !Private(c) {
			return nil
		}
		if c.Callback() != nil && !own(c.Callback().Message, s) {
			return r.routes.UnknownTap(c)
		}
		return next(c)
	}
}

// own tells whether a tapped message stands in the creator's chat with the bot, where
// all that has buttons does. One that Telegram does not show may.
func own(m *tele.Message, s store.Settings) bool {
	return m == nil || m.Chat.ID == s.Owner || m.Chat.ID == s.OwnerChat
}

// IsCreator tells whether an update comes from the creator: a missing sender and a
// missing pairing say no.
func IsCreator(c tele.Context, s store.Settings) bool {
	from := Sender(c)
	return from != nil && from.ID != 0 && s.Owner != 0 && from.ID == s.Owner
}

// Sender is who wrote or tapped; nil if nobody is named.
func Sender(c tele.Context) *tele.User {
	if cb := c.Callback(); cb != nil {
		return cb.Sender
	}
	if m := c.Message(); m != nil {
		return m.Sender
	}
	return nil
}

// Private tells whether a message was written in a private chat with the bot.
func Private(c tele.Context) bool {
	m := c.Message()
	return m != nil && m.Chat != nil && m.Chat.Type == tele.ChatPrivate
}

// tapOnly refuses a text that spells a button's name: telebot routes texts by
// the same table.
func (r *Router) tapOnly(next tele.HandlerFunc) tele.HandlerFunc {
	return func(c tele.Context) error {
		if c.Callback() == nil {
			return r.routes.Text(c)
		}
		return next(c)
	}
}
