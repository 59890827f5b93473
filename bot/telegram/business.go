package telegram

import "context"

// BusinessConnection is the tie between the bot and one person's profile
// (Secretary Mode). Its ID changes whenever the person edits the settings; the
// lasting key is User.ID.
type BusinessConnection struct {
	ID         string             `json:"id"`
	User       User               `json:"user"`
	UserChatID int64              `json:"user_chat_id"` // the person's private chat with the bot
	Date       int64              `json:"date"`
	Rights     *BusinessBotRights `json:"rights,omitempty"` // nil when disabled
	IsEnabled  bool               `json:"is_enabled"`
}

// Whole tells whether the connection says of itself and of its profile which it is.
func (c BusinessConnection) Whole() bool { return c.ID != "" && c.User.ID != 0 }

// BusinessBotRights are the permissions the person gave, one flag each.
type BusinessBotRights struct {
	CanReply                   bool `json:"can_reply,omitempty"`
	CanReadMessages            bool `json:"can_read_messages,omitempty"`
	CanDeleteSentMessages      bool `json:"can_delete_sent_messages,omitempty"`
	CanDeleteAllMessages       bool `json:"can_delete_all_messages,omitempty"`
	CanEditName                bool `json:"can_edit_name,omitempty"`
	CanEditBio                 bool `json:"can_edit_bio,omitempty"`
	CanEditProfilePhoto        bool `json:"can_edit_profile_photo,omitempty"`
	CanEditUsername            bool `json:"can_edit_username,omitempty"`
	CanChangeGiftSettings      bool `json:"can_change_gift_settings,omitempty"`
	CanViewGiftsAndStars       bool `json:"can_view_gifts_and_stars,omitempty"`
	CanConvertGiftsToStars     bool `json:"can_convert_gifts_to_stars,omitempty"`
	CanTransferAndUpgradeGifts bool `json:"can_transfer_and_upgrade_gifts,omitempty"`
	CanTransferStars           bool `json:"can_transfer_stars,omitempty"`
	CanManageStories           bool `json:"can_manage_stories,omitempty"`
}

// List returns the names of the set flags ("can_reply", …) in the order of the
// Bot API. A nil receiver has none.
func (r *BusinessBotRights) List() []string {
	if r == nil {
		return nil
	}
	var names []string
	for _, right := range []struct {
		set  bool
		name string
	}{
		{r.CanReply, "can_reply"},
		{r.CanReadMessages, "can_read_messages"},
		{r.CanDeleteSentMessages, "can_delete_sent_messages"},
		{r.CanDeleteAllMessages, "can_delete_all_messages"},
		{r.CanEditName, "can_edit_name"},
		{r.CanEditBio, "can_edit_bio"},
		{r.CanEditProfilePhoto, "can_edit_profile_photo"},
		{r.CanEditUsername, "can_edit_username"},
		{r.CanChangeGiftSettings, "can_change_gift_settings"},
		{r.CanViewGiftsAndStars, "can_view_gifts_and_stars"},
		{r.CanConvertGiftsToStars, "can_convert_gifts_to_stars"},
		{r.CanTransferAndUpgradeGifts, "can_transfer_and_upgrade_gifts"},
		{r.CanTransferStars, "can_transfer_stars"},
		{r.CanManageStories, "can_manage_stories"},
	} {
		if right.set {
			names = append(names, right.name)
		}
	}
	return names
}

// BusinessMessagesDeleted tells which messages of a managed chat are gone. It
// does not say who deleted them, and it names messages the bot never saw too.
type BusinessMessagesDeleted struct {
	BusinessConnectionID string  `json:"business_connection_id"`
	Chat                 Chat    `json:"chat"`
	MessageIDs           []int64 `json:"message_ids"`
}

// PaidMediaPurchased tells that somebody bought paid media of the bot.
type PaidMediaPurchased struct {
	From             User   `json:"from"`
	PaidMediaPayload string `json:"paid_media_payload"`
}

// GetBusinessConnection returns the connection with this id, a disabled one
// too. An id that never was, or is of another bot: *Error with "business
// connection not found".
func (c *Client) GetBusinessConnection(ctx context.Context, id string) (BusinessConnection, error) {
	var connection BusinessConnection
	err := c.Call(ctx, "getBusinessConnection", map[string]any{"business_connection_id": id}, &connection)
	if err == nil && !connection.Whole() {
		err = c.failed("getBusinessConnection", false, "the answer names no profile")
	}
	return connection, err
}

// ReadBusinessMessage marks the fan's messages up to and including message as
// read. It needs can_read_messages and a chat active within 24 hours.
func (c *Client) ReadBusinessMessage(ctx context.Context, connection string, chat, message int64) error {
	return c.Call(ctx, "readBusinessMessage", map[string]any{
		"business_connection_id": connection, "chat_id": chat, "message_id": message,
	}, nil)
}
