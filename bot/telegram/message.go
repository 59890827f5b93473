package telegram

import (
	"encoding/json"
	"time"
)

// Message is one message in any chat; the fields are those the secretary needs
// to say who wrote, when, and what came. See Content for the latter.
//
// Who wrote a business message: SenderBusinessBot set = that bot; else From.ID
// == the connection's user = the creator (by hand, or Telegram's own automatic
// text if IsFromOffline); else the fan.
type Message struct {
	BusinessConnectionID string          `json:"business_connection_id,omitempty"`
	SenderBusinessBot    *User           `json:"sender_business_bot,omitempty"`
	MessageID            int64           `json:"message_id"`
	From                 *User           `json:"from,omitempty"`
	Chat                 Chat            `json:"chat"`
	Date                 int64           `json:"date"` // Unix seconds; 0 = the bot cannot see this message any more
	EditDate             int64           `json:"edit_date,omitempty"`
	IsFromOffline        bool            `json:"is_from_offline,omitempty"`
	ForwardOrigin        json.RawMessage `json:"forward_origin,omitempty"` // set: somebody else's words, passed on
	ReplyToMessage       *Message        `json:"reply_to_message,omitempty"`
	Quote                *Quote          `json:"quote,omitempty"`
	PaidStarCount        int             `json:"paid_star_count,omitempty"` // Stars the sender paid to send it
	MediaGroupID         string          `json:"media_group_id,omitempty"`  // the parts of an album share it; each is its own update
	Text                 string          `json:"text,omitempty"`
	Caption              string          `json:"caption,omitempty"`

	Photo      []PhotoSize     `json:"photo,omitempty"` // the same picture in ascending sizes
	Video      *File           `json:"video,omitempty"`
	VideoNote  *File           `json:"video_note,omitempty"`
	Voice      *File           `json:"voice,omitempty"`
	Audio      *File           `json:"audio,omitempty"`
	Document   *File           `json:"document,omitempty"`  // set beside Animation as well
	Animation  *File           `json:"animation,omitempty"` // a GIF
	Sticker    *Sticker        `json:"sticker,omitempty"`
	Location   *Location       `json:"location,omitempty"` // set beside Venue as well
	Venue      *Venue          `json:"venue,omitempty"`
	Contact    *Contact        `json:"contact,omitempty"`
	Poll       *Poll           `json:"poll,omitempty"`
	Dice       *Dice           `json:"dice,omitempty"`
	Story      *Story          `json:"story,omitempty"`
	PaidMedia  *PaidMediaInfo  `json:"paid_media,omitempty"`
	Gift       *GiftInfo       `json:"gift,omitempty"`
	UniqueGift *UniqueGiftInfo `json:"unique_gift,omitempty"`
	Checklist  *Checklist      `json:"checklist,omitempty"`

	// RichMessage is a text with headings, tables and the like; its words are
	// spread over a tree (Bot API 10.1).
	RichMessage json.RawMessage `json:"rich_message,omitempty"`
	ReplyMarkup json.RawMessage `json:"reply_markup,omitempty"`
	Entities    []MessageEntity `json:"entities,omitempty"`
}

// Time returns when the message was sent; zero for a message the bot cannot
// see any more.
func (m Message) Time() time.Time { return unix(m.Date) }

// Edited returns when the message was last edited, zero if never.
func (m Message) Edited() time.Time { return unix(m.EditDate) }

func unix(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0)
}

// Quote is the part of the replied-to message that the writer marked.
type Quote struct {
	Text string `json:"text"`
}

// MessageEntity is a special part of a text.
type MessageEntity struct {
	Type     string `json:"type"`
	Offset   int    `json:"offset"` // in UTF-16 units, as Length
	Length   int    `json:"length"`
	URL      string `json:"url,omitempty"`      // of a "text_link"
	Language string `json:"language,omitempty"` // of a "pre"
}
