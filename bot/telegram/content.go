package telegram

import (
	"fmt"
	"strings"
)

// Content says what came: its kind, the words in it, and a short detail for a
// person.
//
// kind is "text", "photo", "video", "voice", "video_note", "audio", "document",
// "animation", "sticker", "location", "contact", "poll", "dice", "story",
// "paid_media", "gift", or "other"; it is never empty. text is the message, the
// caption, or what was written on a gift. note is a length ("0:07"), an emoji, a
// file name, a place; it may be empty. Text and note are the sender's words.
func (m Message) Content() (kind, text, note string) {
	text = m.Text
	if text == "" {
		text = m.Caption
	}
	if kind, note = m.file(); kind != "" {
		return kind, text, note
	}
	if kind, note = m.object(); kind != "" {
		return kind, text, note
	}
	switch {
	case m.Gift != nil:
		return "gift", m.Gift.Text, stars(m.Gift.Gift.StarCount)
	case m.UniqueGift != nil:
		return "gift", text, strings.TrimSpace(fmt.Sprintf("%s #%d", m.UniqueGift.Gift.BaseName, m.UniqueGift.Gift.Number))
	case m.Text != "":
		return "text", text, ""
	case m.RichMessage != nil:
		return "other", richText(m.RichMessage), "rich message"
	case m.Checklist != nil:
		return "other", text, strings.TrimSpace("checklist " + m.Checklist.Title)
	}
	return "other", text, ""
}

// file names media. A GIF comes as document too, so it is asked for first.
func (m Message) file() (kind, note string) {
	switch {
	case m.PaidMedia != nil:
		return "paid_media", stars(m.PaidMedia.StarCount)
	case m.Animation != nil:
		return "animation", length(m.Animation.Duration)
	case m.Photo != nil:
		return "photo", ""
	case m.Video != nil:
		return "video", length(m.Video.Duration)
	case m.VideoNote != nil:
		return "video_note", length(m.VideoNote.Duration)
	case m.Voice != nil:
		return "voice", length(m.Voice.Duration)
	case m.Audio != nil:
		return "audio", song(m.Audio)
	case m.Document != nil:
		return "document", m.Document.FileName
	case m.Sticker != nil:
		return "sticker", m.Sticker.Emoji
	}
	return "", ""
}

// object names what is neither text nor a file. A venue comes as location too.
func (m Message) object() (kind, note string) {
	switch {
	case m.Venue != nil:
		return "location", joined(", ", m.Venue.Title, m.Venue.Address)
	case m.Location != nil:
		return "location", fmt.Sprintf("%.5f, %.5f", m.Location.Latitude, m.Location.Longitude)
	case m.Contact != nil:
		return "contact", joined(" ", m.Contact.FirstName, m.Contact.LastName, m.Contact.PhoneNumber)
	case m.Poll != nil:
		return "poll", m.Poll.Question
	case m.Dice != nil:
		return "dice", fmt.Sprintf("%s %d", m.Dice.Emoji, m.Dice.Value)
	case m.Story != nil:
		return "story", m.Story.Chat.Name()
	}
	return "", ""
}

func song(f *File) string {
	if name := joined(" – ", f.Performer, f.Title); name != "" {
		return name
	}
	if f.FileName != "" {
		return f.FileName
	}
	return length(f.Duration)
}

// length prints seconds as a player does: "0:07", "1:02:03".
func length(seconds int64) string {
	if seconds < 0 {
		return ""
	}
	if seconds < 3600 {
		return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
}

func stars(n int64) string {
	if n == 1 {
		return "1 Star"
	}
	return fmt.Sprintf("%d Stars", n)
}

// joined puts the parts that are not empty together.
func joined(separator string, parts ...string) string {
	var filled []string
	for _, part := range parts {
		if part != "" {
			filled = append(filled, part)
		}
	}
	return strings.Join(filled, separator)
}
