package telegram_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"secretary/bot/telegram"
)

func TestAPhotoIsUploadedAsAForm(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseMultipartForm(1 << 20); err != nil {
			t.Errorf("no form: %v", err)
			return
		}
		for name, want := range map[string]string{"chat_id": "7", "caption": "<b>x</b>", "parse_mode": "HTML", "reply_markup": `{"inline_keyboard":[]}`} {
			if got := r.FormValue(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		file, _, err := r.FormFile("photo")
		if err != nil {
			t.Errorf("no photo: %v", err)
			return
		}
		if raw, err := io.ReadAll(file); err != nil || string(raw) != "bytes" {
			t.Errorf("photo is %q: %v", raw, err)
		}
		answer(200, `{"ok":true,"result":{"message_id":9,"date":1,"chat":{"id":7,"type":"private"}}}`)(w, r)
	})
	m, err := client.SendPhoto(t.Context(), telegram.SendPhoto{
		ChatID: 7, Photo: []byte("bytes"), Caption: "<b>x</b>", ParseMode: "HTML", ReplyMarkup: telegram.InlineKeyboardMarkup{InlineKeyboard: [][]telegram.InlineKeyboardButton{}},
	})
	if err != nil || m.MessageID != 9 {
		t.Errorf("message %d: %v", m.MessageID, err)
	}
}

func TestADocumentIsUploadedUnderItsName(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		file, header, err := r.FormFile("document")
		if err != nil {
			t.Errorf("no document: %v", err)
			return
		}
		raw, err := io.ReadAll(file)
		if err != nil || string(raw) != "bytes" || header.Filename != "copy.age" || r.FormValue("chat_id") != "7" || r.FormValue("caption") != "a copy" {
			t.Errorf("%q under %q: %v", raw, header.Filename, err)
		}
		answer(200, `{"ok":true,"result":{"message_id":9,"date":1,"chat":{"id":7,"type":"private"}}}`)(w, r)
	})
	m, err := client.SendDocument(t.Context(), telegram.SendDocument{ChatID: 7, Name: "copy.age", Document: []byte("bytes"), Caption: "a copy"})
	if err != nil || m.MessageID != 9 {
		t.Errorf("message %d: %v", m.MessageID, err)
	}
}

func TestAFailedUploadIsCertainOnlyIfItWasRefused(t *testing.T) {
	for status, certain := range map[int]bool{400: true, 502: false} {
		client := serve(t, answer(status, `{"ok":false,"error_code":400,"description":"Bad Request: IMAGE_PROCESS_FAILED"}`))
		_, err := client.SendPhoto(t.Context(), telegram.SendPhoto{ChatID: 7, Photo: []byte("x")})
		if e := failure(t, err); e.Certain != certain || strings.Contains(e.Error(), "123:") {
			t.Errorf("%d: %v, certain %t", status, e, e.Certain)
		}
	}
}
