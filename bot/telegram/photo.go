package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"mime/multipart"
	"strconv"
)

// SendPhoto are the parameters of sendPhoto into the bot's own chats.
type SendPhoto struct {
	ChatID      int64
	Photo       []byte // PNG or JPEG, at most 10 MB; width and height together at most 10,000 pixels
	Caption     string // at most 1024 characters after entities
	ParseMode   string // "" plain, or "HTML"
	ReplyMarkup any    // see Markup; nil for none
}

// SendPhoto uploads a picture and returns the message it stands in. Errors are
// *Error, certain or not as those of Call.
func (c *Client) SendPhoto(ctx context.Context, p SendPhoto) (Message, error) {
	var m Message
	const method = "sendPhoto"
	body, kind, err := p.form()
	if err != nil {
		return m, c.failed(method, true, "encode parameters: "+err.Error())
	}
	err = c.post(ctx, c.call, callTimeout, method, kind, body, &m)
	return m, err
}

// form encodes the parameters as Telegram wants uploads: multipart, everything
// that is no text as JSON (core.telegram.org/bots/api#sending-files).
func (p SendPhoto) form() (body []byte, kind string, err error) {
	fields := [][2]string{{"chat_id", strconv.FormatInt(p.ChatID, 10)}, {"caption", p.Caption}, {"parse_mode", p.ParseMode}}
	if p.ReplyMarkup != nil {
		raw, err := json.Marshal(p.ReplyMarkup)
		if err != nil {
			return nil, "", err
		}
		fields = append(fields, [2]string{"reply_markup", string(raw)})
	}
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for _, f := range fields {
		if f[1] == "" {
			continue
		}
		if err := form.WriteField(f[0], f[1]); err != nil {
			return nil, "", err
		}
	}
	part, err := form.CreateFormFile("photo", "photo.png")
	if err == nil {
		_, err = part.Write(p.Photo)
	}
	if err == nil {
		err = form.Close()
	}
	return b.Bytes(), form.FormDataContentType(), err
}
