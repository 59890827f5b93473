package telegram

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// UpdateKinds is what the secretary listens to. It goes along with every
// getUpdates: Telegram remembers the last list, and a list without the business
// kinds silences them.
var UpdateKinds = []string{
	"message", "callback_query", "business_connection", "business_message",
	"edited_business_message", "deleted_business_messages",
	"purchased_paid_media", "my_chat_member",
}

// Update is one decoded update; exactly one of the fields beside the id is set
// in a kind the secretary knows, none in a kind it does not.
type Update struct {
	UpdateID                int64                    `json:"update_id"`
	Message                 *Message                 `json:"message,omitempty"`
	EditedMessage           *Message                 `json:"edited_message,omitempty"`
	CallbackQuery           *CallbackQuery           `json:"callback_query,omitempty"`
	BusinessConnection      *BusinessConnection      `json:"business_connection,omitempty"`
	BusinessMessage         *Message                 `json:"business_message,omitempty"`
	EditedBusinessMessage   *Message                 `json:"edited_business_message,omitempty"`
	DeletedBusinessMessages *BusinessMessagesDeleted `json:"deleted_business_messages,omitempty"`
	PurchasedPaidMedia      *PaidMediaPurchased      `json:"purchased_paid_media,omitempty"`
	MyChatMember            *ChatMemberUpdated       `json:"my_chat_member,omitempty"`
}

// Kind returns the Bot API name of the set field, "" for an unknown kind.
func (u Update) Kind() string {
	switch {
	case u.Message != nil:
		return "message"
	case u.EditedMessage != nil:
		return "edited_message"
	case u.CallbackQuery != nil:
		return "callback_query"
	case u.BusinessConnection != nil:
		return "business_connection"
	case u.BusinessMessage != nil:
		return "business_message"
	case u.EditedBusinessMessage != nil:
		return "edited_business_message"
	case u.DeletedBusinessMessages != nil:
		return "deleted_business_messages"
	case u.PurchasedPaidMedia != nil:
		return "purchased_paid_media"
	case u.MyChatMember != nil:
		return "my_chat_member"
	}
	return ""
}

// CallbackQuery is a press on an inline button.
type CallbackQuery struct {
	ID      string   `json:"id"`
	From    User     `json:"from"`
	Message *Message `json:"message,omitempty"` // Date 0 = too old for the bot to see
	Data    string   `json:"data,omitempty"`
}

// ChatMemberUpdated tells, in a private chat, that the person blocked the bot
// ("kicked") or unblocked it ("member").
type ChatMemberUpdated struct {
	Chat Chat  `json:"chat"`
	From User  `json:"from"`
	Date int64 `json:"date"`
	New  struct {
		Status string `json:"status"`
	} `json:"new_chat_member"`
}

// RawUpdate is one update as it came.
type RawUpdate struct {
	ID   int64
	Raw  json.RawMessage // the bytes exactly as received
	Kind string          // the name of its field in the Bot API, also of kinds the secretary does not know; "" if it has none
	Chat int64           // the chat it belongs to, in a business chat the fan; 0 = none, or not readable
}

// DecodeUpdate reads one stored update. It errs if raw is not an object with a
// positive update_id, or if a field the secretary uses has another type.
func DecodeUpdate(raw []byte) (Update, error) {
	var u Update
	if err := json.Unmarshal(raw, &u); err != nil {
		return Update{}, fmt.Errorf("decode update: %w", err)
	}
	if u.UpdateID <= 0 {
		return Update{}, fmt.Errorf("decode update: no update_id")
	}
	return u, nil
}

// GetUpdates long-polls for up to limit (1 to 100) updates from offset on,
// waiting up to timeout (whole seconds, 0 to 50 s) for the first. Asking with
// an offset deletes all updates below it at Telegram for good.
func (c *Client) GetUpdates(ctx context.Context, offset int64, limit int, timeout time.Duration) ([]RawUpdate, error) {
	var batch []json.RawMessage
	err := c.do(ctx, c.poll, timeout+pollSlack, "getUpdates", map[string]any{
		"offset": offset, "limit": limit, "timeout": int(timeout / time.Second), "allowed_updates": UpdateKinds,
	}, &batch)
	if err != nil {
		return nil, err
	}
	return nil, nil // TODO
}
