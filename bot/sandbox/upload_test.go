package sandbox_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"secretary/bot/sandbox"
)

func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// upload posts a form with a photo and returns the description of the error.
func upload(t *testing.T, s *sandbox.Server, fields map[string]string, photo []byte) string {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		if err := form.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	if photo != nil {
		part, err := form.CreateFormFile("photo", "a.png")
		if err == nil {
			_, err = part.Write(photo)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	response, err := http.Post(s.URL()+"/bot"+s.Token()+"/sendPhoto", form.FormDataContentType(), &body)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var out struct {
		OK          bool
		Description string
		Result      struct {
			Photo   []struct{ Width, Height int }
			Caption string
		}
	}
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	if out.OK && (len(out.Result.Photo) == 0 || out.Result.Photo[0].Width == 0) {
		t.Errorf("the message sent has no photo: %s", raw)
	}
	return out.Description
}

func TestAnUploadedPhotoIsSeenWithItsCaption(t *testing.T) {
	s := sandbox.New(sandbox.Options{})
	defer s.Close()
	mila := s.Person("Mila")
	mila.Start("")
	chat := map[string]string{"chat_id": strconv.FormatInt(mila.ID(), 10), "caption": "<b>Trust</b>", "parse_mode": "HTML"}
	if said := upload(t, s, chat, picture(t, 30, 20)); said != "" {
		t.Fatal(said)
	}
	seen := mila.Chat()[len(mila.Chat())-1]
	if seen.Kind != "photo" || seen.Text != "Trust" || !bytes.Equal(seen.File, picture(t, 30, 20)) {
		t.Errorf("Mila sees %q %q with %d bytes", seen.Kind, seen.Text, len(seen.File))
	}
	long := map[string]string{"chat_id": strconv.FormatInt(mila.ID(), 10), "caption": strings.Repeat("x", 1025)}
	for want, said := range map[string]string{
		"there is no photo":          upload(t, s, chat, nil),
		"IMAGE_PROCESS_FAILED":       upload(t, s, chat, []byte("no picture")),
		"PHOTO_INVALID_DIMENSIONS":   upload(t, s, chat, picture(t, 3000, 20)),
		"caption is too long":        upload(t, s, long, picture(t, 3, 2)),
		"chat not found":             upload(t, s, map[string]string{"chat_id": "5"}, picture(t, 3, 2)),
		"find end tag":               upload(t, s, map[string]string{"chat_id": chat["chat_id"], "caption": "<b>", "parse_mode": "HTML"}, picture(t, 3, 2)),
		"does not play sendPhoto in": upload(t, s, map[string]string{"business_connection_id": "x", "chat_id": "5"}, picture(t, 3, 2)),
	} {
		if !strings.Contains(said, want) {
			t.Errorf("got %q, want %q", said, want)
		}
	}
}
