package telegram

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Update is one decoded update. Beside the id one field is set, none in a kind
// the secretary does not know.
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

// DecodeUpdate reads one stored update. It errs if raw is not an object with a
// positive update_id, or if a field the secretary uses has another type. Fields
// it does not use may hold anything.
func DecodeUpdate(raw []byte) (Update, error) {
	if u, ok := readUsual(raw); ok {
		return u, nil
	}
	var u Update
	if err := json.Unmarshal(raw, &u); err != nil {
		return Update{}, fmt.Errorf("decode update: %w", err)
	}
	if u.UpdateID <= 0 {
		return Update{}, errors.New("decode update: no update_id")
	}
	return u, nil
}
