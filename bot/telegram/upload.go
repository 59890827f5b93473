package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"strconv"
	"time"
)

// SendPhoto are the parameters of sendPhoto into the bot's own chats.
type SendPhoto struct {
	ChatID      int64
	Photo       []byte // PNG or JPEG, at most 10 MB; width and height together at most 10,000 pixels
	Caption     string // at most 1024 characters after entities
	ParseMode   string // "" plain, or "HTML"
	ReplyMarkup any    // see Markup; nil for none
}

// SendDocument are the parameters of sendDocument into the bot's own chats.
type SendDocument struct {
	ChatID    int64
	Name      string // of the file, as people see it
	Document  []byte // at most MaxDocument
	Caption   string // at most 1024 characters after entities
	ParseMode string // "" plain, or "HTML"
}

// MaxDocument is the largest file in bytes that a bot may upload
// (core.telegram.org/bots/api#sending-files).
const MaxDocument = 50 << 20

// uploadTimeout bounds the upload of a file.
const uploadTimeout = 5 * time.Minute

// SendPhoto uploads a picture and returns the message it stands in. Errors are
// *Error, certain or not as those of Call.
func (c *Client) SendPhoto(ctx context.Context, p SendPhoto) (Message, error) {
	fields := []field{{"chat_id", strconv.FormatInt(p.ChatID, 10)}, {"caption", p.Caption}, {"parse_mode", p.ParseMode}}
	if p.ReplyMarkup != nil {
		raw, err := json.Marshal(p.ReplyMarkup)
		if err != nil {
			return Message{}, c.failed("sendPhoto", true, "encode parameters: "+err.Error())
		}
		fields = append(fields, field{"reply_markup", string(raw)})
	}
	return c.upload(ctx, callTimeout, "sendPhoto", fields, "photo", "photo.png", p.Photo)
}

// SendDocument uploads a file and returns the message it stands in. Errors are
// *Error, certain or not as those of Call.
func (c *Client) SendDocument(ctx context.Context, d SendDocument) (Message, error) {
	fields := []field{{"chat_id", strconv.FormatInt(d.ChatID, 10)}, {"caption", d.Caption}, {"parse_mode", d.ParseMode},
		{"disable_content_type_detection", "true"}}
	return c.upload(ctx, uploadTimeout, "sendDocument", fields, "document", d.Name, d.Document)
}

// field is one parameter of a form; an empty value is left out.
type field struct{ name, value string }

// upload posts a form as Telegram wants uploads: multipart, everything that is
// no text as JSON.
func (c *Client) upload(ctx context.Context, limit time.Duration, method string, fields []field, as, name string, content []byte) (Message, error) {
	var m Message
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	var err error
	for _, f := range fields {
		if f.value != "" && err == nil {
			err = form.WriteField(f.name, f.value)
		}
	}
	var part io.Writer
	if err == nil {
		part, err = form.CreateFormFile(as, name)
	}
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		return m, c.failed(method, true, "encode parameters: "+err.Error())
	}
	err = c.post(ctx, c.call, limit, method, form.FormDataContentType(), b.Bytes(), &m)
	return m, err
}
