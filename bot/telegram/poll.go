package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

const (
	maxPoll = 50 * time.Second // Telegram waits no longer, whatever is asked
	// Larger ids are no ids of Telegram's. id+1 is the next offset, and a
	// negative offset would throw away what waits.
	maxUpdateID = 1 << 53
)

// UpdateKinds is what the secretary listens to. It goes along with every
// getUpdates: Telegram remembers the last list, and a list without the business
// kinds silences them.
var UpdateKinds = []string{
	"message", "edited_message", "callback_query", "business_connection", "business_message",
	"edited_business_message", "deleted_business_messages",
	"purchased_paid_media", "my_chat_member",
}

// RawUpdate is one update as it came.
type RawUpdate struct {
	ID  int64
	Raw json.RawMessage // the bytes exactly as received
	// Kind is the name of the update's field in the Bot API, also of kinds the
	// secretary does not know; "" if it has none.
	Kind string
	// Chat is the chat the update belongs to, in a business chat the fan's id; 0
	// if there is none or it is not readable.
	Chat int64
}

// GetUpdates long-polls for up to limit (1 to 100) updates from offset on,
// waiting up to timeout (whole seconds, at most 50) for the first. Asking with
// an offset deletes all updates below it at Telegram for good.
//
// An element that is no object with an update_id is an error that names the
// position of the first one; the other updates are returned along with it.
func (c *Client) GetUpdates(ctx context.Context, offset int64, limit int, timeout time.Duration) ([]RawUpdate, error) {
	const method = "getUpdates"
	if offset < 0 {
		return nil, c.failed(method, true, "a negative offset would delete updates")
	}
	timeout = min(max(timeout, 0), maxPoll).Truncate(time.Second)
	var batch elements
	err := c.do(ctx, c.poll, timeout+pollSlack, method, map[string]any{
		"offset": offset, "limit": limit, "timeout": int(timeout / time.Second), "allowed_updates": UpdateKinds,
	}, &batch)
	if err != nil {
		return nil, err
	}
	updates := make([]RawUpdate, 0, len(batch))
	var broken error
	for i, raw := range batch {
		update, err := readRaw(raw)
		if err == nil {
			updates = append(updates, update)
		} else if broken == nil {
			broken = c.failed(method, false, fmt.Sprintf("update %d of %d: %v", i+1, len(batch), err))
		}
	}
	return updates, broken
}

// readRaw looks only at the outside of an update, so that no surprise inside it
// can keep it from being stored.
func readRaw(raw json.RawMessage) (RawUpdate, error) {
	if u, ok := readUsual(raw); ok && u.BusinessMessage.Chat.ID != 0 {
		return RawUpdate{ID: u.UpdateID, Raw: raw, Kind: "business_message", Chat: u.BusinessMessage.Chat.ID}, nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil || fields == nil {
		return RawUpdate{}, errors.New("not an object")
	}
	var id int64
	if err := json.Unmarshal(fields["update_id"], &id); err != nil || !valid(id) {
		return RawUpdate{}, errors.New("no update_id")
	}
	kind := kindOf(fields)
	return RawUpdate{ID: id, Raw: raw, Kind: kind, Chat: chatOf(fields[kind])}, nil
}

func valid(id int64) bool { return id > 0 && id <= maxUpdateID }

// kindOf names the update's field; of several, which Telegram never sends, one
// the secretary knows.
func kindOf(fields map[string]json.RawMessage) string {
	for _, kind := range UpdateKinds {
		if _, found := fields[kind]; found {
			return kind
		}
	}
	var names []string
	for name := range fields {
		if name != "update_id" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return slices.Min(names)
}

// chatOf finds the chat in any kind of update. What cannot be read stays 0; the
// error would only say that an unknown kind is unknown.
func chatOf(content json.RawMessage) int64 {
	type place struct {
		ID int64 `json:"id"`
	}
	var found struct {
		Chat    place `json:"chat"`
		Message struct {
			Chat place `json:"chat"`
		} `json:"message"`
		UserChatID int64 `json:"user_chat_id"`
		From       place `json:"from"`
	}
	if json.Unmarshal(content, &found) != nil {
		return 0
	}
	for _, id := range []int64{found.Chat.ID, found.Message.Chat.ID, found.UserChatID, found.From.ID} {
		if id != 0 {
			return id
		}
	}
	return 0
}
