package telegram

import (
	"context"
	"encoding/json"

	tele "gopkg.in/telebot.v3"
)

// WebhookInfo tells where updates go. The secretary polls, so URL must be
// empty.
type WebhookInfo struct {
	URL                string   `json:"url"`
	PendingUpdateCount int      `json:"pending_update_count"`
	AllowedUpdates     []string `json:"allowed_updates,omitempty"` // empty = Telegram's default
}

// ReplyParameters names the message that is replied to, in the same chat.
type ReplyParameters struct {
	MessageID                int64  `json:"message_id"`
	AllowSendingWithoutReply bool   `json:"allow_sending_without_reply,omitempty"`
	Quote                    string `json:"quote,omitempty"`
}

// LinkPreviewOptions steers the preview of links in a text.
type LinkPreviewOptions struct {
	IsDisabled bool `json:"is_disabled,omitempty"`
}

// SendMessage are the parameters of sendMessage. With a BusinessConnectionID
// the message goes out in the creator's name; without, it is the bot's own.
type SendMessage struct {
	BusinessConnectionID string              `json:"business_connection_id,omitempty"`
	ChatID               int64               `json:"chat_id"`
	Text                 string              `json:"text"`                 // 1 to 4096 characters after entities
	ParseMode            string              `json:"parse_mode,omitempty"` // "" plain, or "HTML"
	Entities             json.RawMessage     `json:"entities,omitempty"`   // a list of MessageEntity, in place of ParseMode
	LinkPreviewOptions   *LinkPreviewOptions `json:"link_preview_options,omitempty"`
	DisableNotification  bool                `json:"disable_notification,omitempty"`
	ReplyParameters      *ReplyParameters    `json:"reply_parameters,omitempty"`
	ReplyMarkup          any                 `json:"reply_markup,omitempty"` // see Markup
}

// EditMessageText are the parameters of editMessageText. Without ReplyMarkup
// the message loses its buttons.
type EditMessageText struct {
	BusinessConnectionID string              `json:"business_connection_id,omitempty"`
	ChatID               int64               `json:"chat_id"`
	MessageID            int64               `json:"message_id"`
	Text                 string              `json:"text"`
	ParseMode            string              `json:"parse_mode,omitempty"`
	LinkPreviewOptions   *LinkPreviewOptions `json:"link_preview_options,omitempty"`
	ReplyMarkup          any                 `json:"reply_markup,omitempty"` // see Markup
}

// GetMe returns the bot behind the token.
func (c *Client) GetMe(ctx context.Context) (User, error) {
	var me User
	err := c.Call(ctx, "getMe", nil, &me)
	return me, err
}

// GetWebhookInfo returns the bot's webhook, if any.
func (c *Client) GetWebhookInfo(ctx context.Context) (WebhookInfo, error) {
	var info WebhookInfo
	err := c.Call(ctx, "getWebhookInfo", nil, &info)
	return info, err
}

// DeleteWebhook removes the webhook and keeps the updates that wait.
func (c *Client) DeleteWebhook(ctx context.Context) error {
	return c.Call(ctx, "deleteWebhook", map[string]any{"drop_pending_updates": false}, nil)
}

// SendMessage sends a text and returns id, date and chat of the message that was
// made. Nothing is cut: a text that is too long is refused by Telegram.
func (c *Client) SendMessage(ctx context.Context, m SendMessage) (Message, error) {
	markup, err := Markup(m.ReplyMarkup)
	if err != nil {
		return Message{}, c.failed("sendMessage", true, err.Error())
	}
	m.ReplyMarkup = omitted(markup)
	var sent struct {
		ID   int64 `json:"message_id"`
		Date int64 `json:"date"`
		Chat Chat  `json:"chat"`
	}
	if err := c.Call(ctx, "sendMessage", m, &sent); err != nil {
		return Message{}, err
	}
	if sent.ID <= 0 {
		return Message{}, c.failed("sendMessage", false, "the answer names no message")
	}
	return Message{MessageID: sent.ID, Date: sent.Date, Chat: sent.Chat}, nil
}

// omitted turns no markup into no value, so that the field is left out.
func omitted(markup json.RawMessage) any {
	if markup == nil {
		return nil
	}
	return markup
}

// EditMessageText replaces text and buttons of a message. An edit that changes
// nothing is a success.
func (c *Client) EditMessageText(ctx context.Context, m EditMessageText) error {
	markup, err := Markup(m.ReplyMarkup)
	if err != nil {
		return c.failed("editMessageText", true, err.Error())
	}
	m.ReplyMarkup = omitted(markup)
	err = c.Call(ctx, "editMessageText", m, nil)
	if failed, ok := AsError(err); ok && (failed.Has("not modified") || failed.Has("NOT_MODIFIED")) {
		return nil
	}
	return err
}

// DeleteMessage deletes a message in the bot's own chat with somebody.
func (c *Client) DeleteMessage(ctx context.Context, chat, message int64) error {
	return c.Call(ctx, "deleteMessage", map[string]any{"chat_id": chat, "message_id": message}, nil)
}

// AnswerCallbackQuery ends the spinner on a pressed button and shows text (up
// to 200 characters, more is cut), as an alert if alert is set.
func (c *Client) AnswerCallbackQuery(ctx context.Context, id, text string, alert bool) error {
	in := map[string]any{"callback_query_id": id}
	if text != "" {
		in["text"], in["show_alert"] = cut(text, maxNotice), alert
	}
	return c.Call(ctx, "answerCallbackQuery", in, nil)
}

// SendChatAction shows an action ("typing") for 5 seconds or until a message
// arrives. connection "" means the bot's own chat.
func (c *Client) SendChatAction(ctx context.Context, connection string, chat int64, action string) error {
	in := map[string]any{"chat_id": chat, "action": action}
	if connection != "" {
		in["business_connection_id"] = connection
	}
	return c.Call(ctx, "sendChatAction", in, nil)
}

// SetMyCommands sets the bot's command menu, for one private chat only if chat
// is not 0.
func (c *Client) SetMyCommands(ctx context.Context, commands []tele.Command, chat int64) error {
	in := map[string]any{"commands": append([]tele.Command{}, commands...)} // never null
	if chat != 0 {
		in["scope"] = map[string]any{"type": "chat", "chat_id": chat}
	}
	return c.Call(ctx, "setMyCommands", in, nil)
}
