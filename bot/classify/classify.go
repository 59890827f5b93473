// Package classify says what an update of a fan's chat is: who wrote, what, and what the
// data file has to know of it. It is pure.
//
// What it promises: fan, creator and this bot are told apart by what Telegram says of
// the sender, never by is_bot; and no message is lost for a field of a form that is not
// known yet.
package classify

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"secretary/bot/profile"
	"secretary/bot/telegram"
	"secretary/store"
)

// telegramService is the account that sends login codes and news; it is nobody's fan.
const telegramService = 777000

// ConnectionID is the business connection an update names, or "".
func ConnectionID(u telegram.Update) string {
	switch {
	case u.BusinessMessage != nil:
		return u.BusinessMessage.BusinessConnectionID
	case u.EditedBusinessMessage != nil:
		return u.EditedBusinessMessage.BusinessConnectionID
	case u.DeletedBusinessMessages != nil:
		return u.DeletedBusinessMessages.BusinessConnectionID
	}
	return ""
}

// basics are the fields a message cannot do without; salvage keeps them.
var basics = []string{
	"business_connection_id", "message_id", "from", "chat", "date", "edit_date",
	"sender_business_bot", "is_from_offline", "forward_origin", "text", "caption",
}

// Decode reads an update of a fan's chat. A message with a field of a form that
// is not known yet is not lost for it: it is read again with its basics alone.
func Decode(raw []byte) (telegram.Update, error) {
	u, err := telegram.DecodeUpdate(raw)
	if err == nil {
		return u, nil
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return u, err
	}
	for kind, value := range fields {
		var message map[string]json.RawMessage
		if kind == "update_id" || json.Unmarshal(value, &message) != nil {
			continue
		}
		maps.DeleteFunc(message, func(field string, _ json.RawMessage) bool { return !slices.Contains(basics, field) })
		if fields[kind], err = json.Marshal(message); err != nil {
			return u, fmt.Errorf("Decode update: %w", err)
		}
	}
	lean, err := json.Marshal(fields)
	if err != nil {
		return u, fmt.Errorf("Decode update: %w", err)
	}
	return telegram.DecodeUpdate(lean)
}

// AuthorOf tells the kinds of business messages apart. sender_business_bot
// comes first: our own send carries the owner as "from". is_bot of the sender
// is no sign of direction.
func AuthorOf(m telegram.Message, owner, bot int64) store.Author {
	switch {
	case m.Chat.ID < 0 || m.Chat.ID == owner || m.Chat.ID == bot: // no fan's: nobody is answered there in the creator's name
		return store.AuthorOther
	case m.SenderBusinessBot != nil && m.SenderBusinessBot.ID == bot:
		return store.AuthorBot
	case m.SenderBusinessBot != nil:
		return store.AuthorOther
	case m.From != nil && m.From.ID == owner && m.IsFromOffline:
		return store.AuthorAway
	case m.From != nil && m.From.ID == owner:
		return store.AuthorHand
	case m.From != nil && (m.From.IsBot || m.From.ID == telegramService):
		return store.AuthorOther
	}
	return store.AuthorFan
}

// EventOf translates an update of a fan's chat.
func EventOf(u telegram.Update, owner, bot int64) (store.Event, error) {
	switch {
	case u.DeletedBusinessMessages != nil:
		d := u.DeletedBusinessMessages
		if d.Chat.ID == 0 {
			return store.Event{}, errors.New("a deletion without chat")
		}
		return store.Event{Op: store.Deleted, Fan: store.FanID{Owner: owner, Chat: d.Chat.ID}, Deleted: d.MessageIDs}, nil
	case u.BusinessMessage != nil:
		return messageEvent(store.Arrived, *u.BusinessMessage, owner, bot)
	case u.EditedBusinessMessage != nil:
		return messageEvent(store.Edited, *u.EditedBusinessMessage, owner, bot)
	}
	return store.Event{}, errors.New("an empty business update")
}

func messageEvent(op store.Op, m telegram.Message, owner, bot int64) (store.Event, error) {
	if m.Chat.ID == 0 || m.MessageID == 0 {
		return store.Event{}, errors.New("a message without chat or id")
	}
	author := AuthorOf(m, owner, bot)
	kind, text, note := m.Content()
	e := store.Event{
		Op: op, Fan: store.FanID{Owner: owner, Chat: m.Chat.ID},
		Name: profile.FullName(m.Chat.FirstName, m.Chat.LastName), Handle: m.Chat.Username,
		Message: store.Message{
			ID: m.MessageID, Author: author, Date: time.Unix(m.Date, 0), Kind: kind, Text: text, Note: note,
		},
		Settle: author == store.AuthorBot,
	}
	if author == store.AuthorHand && kind == "other" && text == "" {
		e.Message.Author = store.AuthorAway // pinned, timer set, wallpaper changed: nothing was said
	}
	if author == store.AuthorFan && m.IsFromOffline && kind == "text" {
		e.Message.Note = store.NoteAutomatic
	}
	e.Message.Forward = len(m.ForwardOrigin) > 0
	if m.EditDate != 0 {
		e.Message.Edited = time.Unix(m.EditDate, 0)
	}
	if m.Quote != nil {
		e.Message.Quote = m.Quote.Text
	}
	if author == store.AuthorFan && m.From != nil {
		e.Language = m.From.LanguageCode
		if e.Name == "" {
			e.Name = profile.FullName(m.From.FirstName, m.From.LastName)
		}
	}
	return e, nil
}

// Paid tells whether a fan's message was paid for.
func Paid(u telegram.Update, m store.Message) bool {
	return m.Kind == "gift" || u.BusinessMessage != nil && u.BusinessMessage.PaidStarCount > 0
}
