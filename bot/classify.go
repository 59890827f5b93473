package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"secretary/bot/telegram"
	"secretary/persona"
	"secretary/store"
)

// telegramService is the account that sends login codes and news; it is nobody's fan.
const telegramService = 777000

// automaticNote marks a fan's text that nobody typed just now (is_from_offline:
// an away text, or a scheduled message). It is shown, and never answered by
// itself: two secretaries would talk for ever.
const automaticNote = "automatic"

// connectionID is the business connection an update names, or "".
func connectionID(u telegram.Update) string {
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

// decode reads an update of a fan's chat. A message with a field of a form that
// is not known yet is not lost for it: it is read again with its basics alone.
func decode(raw []byte) (telegram.Update, error) {
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
			return u, fmt.Errorf("decode update: %w", err)
		}
	}
	lean, err := json.Marshal(fields)
	if err != nil {
		return u, fmt.Errorf("decode update: %w", err)
	}
	return telegram.DecodeUpdate(lean)
}

// authorOf tells the kinds of business messages apart. sender_business_bot
// comes first: our own send carries the owner as "from". is_bot of the sender
// is no sign of direction.
func authorOf(m telegram.Message, owner, bot int64) store.Author {
	switch {
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

// eventOf translates an update of a fan's chat.
func eventOf(u telegram.Update, owner, bot int64) (store.Event, error) {
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
	author := authorOf(m, owner, bot)
	kind, text, note := m.Content()
	e := store.Event{
		Op: op, Fan: store.FanID{Owner: owner, Chat: m.Chat.ID},
		Name: fullName(m.Chat.FirstName, m.Chat.LastName), Handle: m.Chat.Username,
		Message: store.Message{
			ID: m.MessageID, Author: author, Date: time.Unix(m.Date, 0), Kind: kind, Text: text, Note: note,
		},
		Settle: author == store.AuthorBot,
	}
	if author == store.AuthorHand && kind == "other" && text == "" {
		e.Message.Author = store.AuthorAway // pinned, timer set, wallpaper changed: nothing was said
	}
	if author == store.AuthorFan && m.IsFromOffline && kind == "text" {
		e.Message.Note = automaticNote
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
			e.Name = fullName(m.From.FirstName, m.From.LastName)
		}
	}
	return e, nil
}

// speaksOfMoney tells whether a fan's message is about money, or was paid for.
func speaksOfMoney(u telegram.Update, m store.Message) bool {
	return m.Kind == "gift" || u.BusinessMessage != nil && u.BusinessMessage.PaidStarCount > 0 || persona.Money(m.Text)
}

func fullName(first, last string) string { return strings.TrimSpace(first + " " + last) }
