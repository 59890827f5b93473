package telegram_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"path"
	"reflect"
	"strings"
	"testing"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/telegram"
)

// record answers every call with result and keeps what was asked.
func record(t *testing.T, result string) (client *telegram.Client, method func() string, parameters func() string) {
	var name, body string
	client = serve(t, func(w http.ResponseWriter, r *http.Request) {
		content, _ := io.ReadAll(r.Body)
		name, body = path.Base(r.URL.Path), string(content)
		_, _ = io.WriteString(w, `{"ok":true,"result":`+result+`}`)
	})
	return client, func() string { return name }, func() string { return body }
}

func same(t *testing.T, got, want string) bool {
	t.Helper()
	var a, b any
	if err := json.Unmarshal([]byte(got), &a); err != nil {
		t.Fatalf("%s: %v", got, err)
	}
	if err := json.Unmarshal([]byte(want), &b); err != nil {
		t.Fatalf("%s: %v", want, err)
	}
	return reflect.DeepEqual(a, b)
}

func TestEveryMethodSendsItsParameters(t *testing.T) {
	type call func(context.Context, *telegram.Client) error
	for _, c := range []struct {
		method, parameters, result string
		call                       call
	}{
		{"getMe", `{}`, `{"id":1}`, func(ctx context.Context, c *telegram.Client) error {
			_, err := c.GetMe(ctx)
			return err
		}},
		{"getWebhookInfo", `{}`, `{"url":"x"}`, func(ctx context.Context, c *telegram.Client) error {
			_, err := c.GetWebhookInfo(ctx)
			return err
		}},
		{"deleteWebhook", `{"drop_pending_updates":false}`, `true`, func(ctx context.Context, c *telegram.Client) error {
			return c.DeleteWebhook(ctx)
		}},
		{"getBusinessConnection", `{"business_connection_id":"a1"}`, `{"id":"a1","user":{"id":51}}`, func(ctx context.Context, c *telegram.Client) error {
			_, err := c.GetBusinessConnection(ctx, "a1")
			return err
		}},
		{"readBusinessMessage", `{"business_connection_id":"a1","chat_id":62,"message_id":9}`, `true`, func(ctx context.Context, c *telegram.Client) error {
			return c.ReadBusinessMessage(ctx, "a1", 62, 9)
		}},
		{"deleteMessage", `{"chat_id":51,"message_id":9}`, `true`, func(ctx context.Context, c *telegram.Client) error {
			return c.DeleteMessage(ctx, 51, 9)
		}},
		{"sendChatAction", `{"business_connection_id":"a1","chat_id":62,"action":"typing"}`, `true`, func(ctx context.Context, c *telegram.Client) error {
			return c.SendChatAction(ctx, "a1", 62, "typing")
		}},
		{"sendChatAction", `{"chat_id":62,"action":"typing"}`, `true`, func(ctx context.Context, c *telegram.Client) error {
			return c.SendChatAction(ctx, "", 62, "typing")
		}},
		{"answerCallbackQuery", `{"callback_query_id":"q"}`, `true`, func(ctx context.Context, c *telegram.Client) error {
			return c.AnswerCallbackQuery(ctx, "q", "", false)
		}},
		{"answerCallbackQuery", `{"callback_query_id":"q","text":"out of date","show_alert":true}`, `true`, func(ctx context.Context, c *telegram.Client) error {
			return c.AnswerCallbackQuery(ctx, "q", "out of date", true)
		}},
		{"setMyCommands", `{"commands":[{"command":"status","description":"How it is"}],"scope":{"type":"chat","chat_id":51}}`, `true`, func(ctx context.Context, c *telegram.Client) error {
			return c.SetMyCommands(ctx, []tele.Command{{Text: "status", Description: "How it is"}}, 51)
		}},
		{"setMyCommands", `{"commands":[]}`, `true`, func(ctx context.Context, c *telegram.Client) error {
			return c.SetMyCommands(ctx, nil, 0)
		}},
		{"editMessageText", `{"chat_id":51,"message_id":9,"text":"x"}`, `{"message_id":9}`, func(ctx context.Context, c *telegram.Client) error {
			return c.EditMessageText(ctx, telegram.EditMessageText{ChatID: 51, MessageID: 9, Text: "x"})
		}},
		{"sendMessage", `{"chat_id":51,"text":"x"}`, `{"message_id":9}`, func(ctx context.Context, c *telegram.Client) error {
			_, err := c.SendMessage(ctx, telegram.SendMessage{ChatID: 51, Text: "x"})
			return err
		}},
		{"sendMessage", `{"business_connection_id":"a1","chat_id":62,"text":"<b>x</b>","parse_mode":"HTML",
			"link_preview_options":{"is_disabled":true},"disable_notification":true,
			"reply_parameters":{"message_id":8,"allow_sending_without_reply":true,"quote":"q"},
			"reply_markup":{"force_reply":true}}`, `{"message_id":9}`, func(ctx context.Context, c *telegram.Client) error {
			_, err := c.SendMessage(ctx, telegram.SendMessage{
				BusinessConnectionID: "a1", ChatID: 62, Text: "<b>x</b>", ParseMode: "HTML",
				LinkPreviewOptions:  &telegram.LinkPreviewOptions{IsDisabled: true},
				DisableNotification: true,
				ReplyParameters:     &telegram.ReplyParameters{MessageID: 8, AllowSendingWithoutReply: true, Quote: "q"},
				ReplyMarkup:         telegram.ForceReply{},
			})
			return err
		}},
	} {
		client, method, parameters := record(t, c.result)
		if err := c.call(t.Context(), client); err != nil {
			t.Errorf("%s: %v", c.method, err)
		}
		if method() != c.method || !same(t, parameters(), c.parameters) {
			t.Errorf("sent %s %s, want %s %s", method(), parameters(), c.method, c.parameters)
		}
	}
}

func TestASentMessageIsReturned(t *testing.T) {
	client, _, _ := record(t, `{"business_connection_id":"a1","sender_business_bot":{"id":77,"is_bot":true,"first_name":"S"},
		"message_id":90414,"from":{"id":51,"first_name":"Mila"},"chat":{"id":62,"type":"private"},"date":1789000130,"text":"hi"}`)
	m, err := client.SendMessage(t.Context(), telegram.SendMessage{BusinessConnectionID: "a1", ChatID: 62, Text: "hi"})
	if err != nil || m.MessageID != 90414 || m.Date != 1789000130 || m.Chat.ID != 62 {
		t.Errorf("got %+v, %v", m, err)
	}
}

func TestAConnectionOfNobodyIsNoAnswer(t *testing.T) {
	for _, result := range []string{`{}`, `{"id":"a1","is_enabled":true}`, `{"user":{"id":51}}`} {
		client, _, _ := record(t, result)
		_, err := client.GetBusinessConnection(t.Context(), "a1")
		if failed, ok := telegram.AsError(err); !ok || failed.Certain {
			t.Errorf("%s: got %v", result, err)
		}
	}
}

func TestAnEditThatChangesNothingSucceeds(t *testing.T) {
	for _, words := range []string{
		"Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
		"Bad Request: MESSAGE_NOT_MODIFIED",
	} {
		client := serve(t, answer(400, `{"ok":false,"error_code":400,"description":"`+words+`"}`))
		if err := client.EditMessageText(t.Context(), telegram.EditMessageText{ChatID: 1, MessageID: 2, Text: "x"}); err != nil {
			t.Error(err)
		}
	}
}

func TestAnEditThatFailsSaysSo(t *testing.T) {
	client := serve(t, answer(400, `{"ok":false,"error_code":400,"description":"Bad Request: message to edit not found"}`))
	err := client.EditMessageText(t.Context(), telegram.EditMessageText{ChatID: 1, MessageID: 2, Text: "x"})
	if failed := failure(t, err); !failed.Has("message to edit not found") {
		t.Error(err)
	}
}

func TestALongAnswerToAButtonIsCutTo200Characters(t *testing.T) {
	client, _, parameters := record(t, `true`)
	if err := client.AnswerCallbackQuery(t.Context(), "q", strings.Repeat("😂", 150), false); err != nil {
		t.Fatal(err)
	}
	if want := `{"callback_query_id":"q","show_alert":false,"text":"` + strings.Repeat("😂", 100) + `"}`; !same(t, parameters(), want) {
		t.Errorf("sent %s", parameters())
	}
}
