package router

import (
	"encoding/json"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/telegram"
)

// forRouter gives telebot's router what it routes by, and no more: its own types
// are older than the Bot API and would refuse a whole update for one new field.
func forRouter(in telegram.Update) tele.Update {
	u := tele.Update{ID: int(in.UpdateID), Message: teleMessage(in.Message), EditedMessage: teleMessage(in.EditedMessage)}
	if q := in.CallbackQuery; q != nil {
		u.Callback = &tele.Callback{ID: q.ID, Sender: teleUser(&q.From), Data: q.Data}
		if q.Message != nil && q.Message.MessageID > 0 { // else there is nothing to find or to change
			u.Callback.Message = teleMessage(q.Message)
		}
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
		out.Entities = append(out.Entities, tele.MessageEntity{Type: tele.EntityType(e.Type), Offset: e.Offset, Length: e.Length, URL: e.URL, Language: e.Language})
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
