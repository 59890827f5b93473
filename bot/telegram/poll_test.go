package telegram_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"secretary/bot/telegram"
)

// batch returns a handler that answers with updates as they are written.
func batch(updates ...string) http.HandlerFunc {
	return answer(200, `{"ok":true,"result":[`+strings.Join(updates, ",")+`]}`)
}

func TestGetUpdatesAsksForEveryKindEveryTime(t *testing.T) {
	var asked struct {
		Offset         int64    `json:"offset"`
		Limit          int      `json:"limit"`
		Timeout        int      `json:"timeout"`
		AllowedUpdates []string `json:"allowed_updates"`
	}
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		decoder := json.NewDecoder(r.Body)
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&asked); err != nil {
			t.Error(err)
		}
		_, _ = io.WriteString(w, `{"ok":true,"result":[]}`)
	})
	for _, wait := range []struct {
		timeout time.Duration
		want    int
	}{{0, 0}, {-time.Second, 0}, {1500 * time.Millisecond, 1}, {50 * time.Second, 50}, {time.Hour, 50}} {
		updates, err := client.GetUpdates(t.Context(), 17, 100, wait.timeout)
		if err != nil || len(updates) != 0 {
			t.Fatalf("got %v, %v", updates, err)
		}
		if asked.Offset != 17 || asked.Limit != 100 || asked.Timeout != wait.want {
			t.Errorf("asked %+v, want a timeout of %d", asked, wait.want)
		}
		if !slices.Equal(asked.AllowedUpdates, telegram.UpdateKinds) {
			t.Errorf("asked for %v", asked.AllowedUpdates)
		}
	}
}

func TestUpdatesKeepTheirBytes(t *testing.T) {
	odd := "{ \"from_the_future\" : {\"a\":1.0e3, \"b\":\"\\u00e9 é\"},\n\t\"update_id\":5 }"
	updates, err := serve(t, batch(odd, `{"update_id":6}`)).GetUpdates(t.Context(), 0, 100, 0)
	if err != nil || len(updates) != 2 {
		t.Fatalf("got %v, %v", updates, err)
	}
	if string(updates[0].Raw) != odd || updates[0].ID != 5 || updates[1].ID != 6 {
		t.Errorf("got %s with id %d", updates[0].Raw, updates[0].ID)
	}
}

func TestAnUpdateSaysItsKindAndChat(t *testing.T) {
	for _, c := range []struct {
		raw, kind string
		chat      int64
	}{
		{`{"update_id":1,"business_message":{"chat":{"id":62},"from":{"id":7}}}`, "business_message", 62},
		{`{"update_id":1,"edited_business_message":{"chat":{"id":62}}}`, "edited_business_message", 62},
		{`{"update_id":1,"deleted_business_messages":{"chat":{"id":62},"message_ids":[1]}}`, "deleted_business_messages", 62},
		{`{"update_id":1,"callback_query":{"id":"1","from":{"id":7},"message":{"chat":{"id":51}}}}`, "callback_query", 51},
		{`{"update_id":1,"callback_query":{"id":"1","from":{"id":7}}}`, "callback_query", 7},
		{`{"update_id":1,"business_connection":{"id":"a","user_chat_id":51}}`, "business_connection", 51},
		{`{"update_id":1,"purchased_paid_media":{"from":{"id":62}}}`, "purchased_paid_media", 62},
		{`{"update_id":1,"message":"not an object"}`, "message", 0},
		{`{"update_id":1,"from_the_future":{"chat":{"id":9}}}`, "from_the_future", 9},
		{`{"update_id":1,"zzz":1,"aaa":2}`, "aaa", 0},
		{`{"update_id":1,"aaa":2,"message":{"chat":{"id":3}}}`, "message", 3},
		{`{"update_id":1}`, "", 0},
	} {
		updates, err := serve(t, batch(c.raw)).GetUpdates(t.Context(), 0, 100, 0)
		if err != nil || updates[0].Kind != c.kind || updates[0].Chat != c.chat {
			t.Errorf("%s: %+v, %v", c.raw, updates, err)
		}
	}
}

func TestABrokenElementIsNamedAndTheOthersAreKept(t *testing.T) {
	for _, broken := range []string{
		`null`, `7`, `"x"`, `[]`, `{}`, `{"update_id":null}`, `{"update_id":"5"}`, `{"update_id":5.5}`,
		`{"update_id":0}`, `{"update_id":-3}`, `{"update_id":9223372036854775807}`, `{"UPDATE_ID":5}`,
	} {
		updates, err := serve(t, batch(`{"update_id":4}`, broken, `{"update_id":6}`)).GetUpdates(t.Context(), 0, 100, 0)
		failed := failure(t, err)
		if !strings.Contains(failed.Cause, "update 2 of 3") {
			t.Errorf("%s: %v does not name the position", broken, failed)
		}
		if len(updates) != 2 || updates[0].ID != 4 || updates[1].ID != 6 {
			t.Errorf("%s: kept %v", broken, updates)
		}
	}
}

func TestANegativeOffsetIsNotSent(t *testing.T) {
	client := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	if _, err := client.GetUpdates(t.Context(), -1, 100, 0); !failure(t, err).Certain {
		t.Errorf("%v is not certain", err)
	}
}

func TestAPollEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	client := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		cancel()
		<-r.Context().Done()
	})
	if _, err := client.GetUpdates(ctx, 0, 100, 50*time.Second); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestDecodeUpdateKnowsEveryKind(t *testing.T) {
	bodies := map[string]string{
		"callback_query":            `{"id":"1","from":{"id":7},"message":{"message_id":3,"chat":{"id":5},"date":0},"data":"x"}`,
		"business_connection":       `{"id":"a","user":{"id":5},"user_chat_id":5,"date":1,"is_enabled":true,"rights":{"can_reply":true}}`,
		"deleted_business_messages": `{"business_connection_id":"a","chat":{"id":6},"message_ids":[1,2]}`,
		"purchased_paid_media":      `{"from":{"id":6},"paid_media_payload":"sale"}`,
		"my_chat_member":            `{"chat":{"id":6},"from":{"id":6},"date":1,"new_chat_member":{"status":"kicked"}}`,
	}
	for _, kind := range telegram.UpdateKinds {
		body := bodies[kind]
		if body == "" {
			body = `{"message_id":3,"chat":{"id":5},"date":1,"text":"hi"}`
		}
		u, err := telegram.DecodeUpdate([]byte(fmt.Sprintf(`{"update_id":1,%q:%s}`, kind, body)))
		if err != nil || u.Kind() != kind {
			t.Errorf("%s is decoded as %q, %v", kind, u.Kind(), err)
		}
	}
	if u, err := telegram.DecodeUpdate([]byte(`{"update_id":1,"from_the_future":{}}`)); err != nil || u.Kind() != "" {
		t.Errorf("an unknown kind is %q, %v", u.Kind(), err)
	}
	for _, broken := range []string{``, `null`, `[]`, `{}`, `{"update_id":1,"message":7}`, `{"update_id":1}x`} {
		if _, err := telegram.DecodeUpdate([]byte(broken)); err == nil {
			t.Errorf("%q was decoded", broken)
		}
	}
}

func FuzzUpdate(f *testing.F) {
	for _, seed := range []string{
		`{"update_id":1,"business_message":{"message_id":2,"chat":{"id":3},"date":4,"text":"hi","photo":[]}}`,
		`{"update_id":1,"message":{"rich_message":{"blocks":[{"type":"list","items":[{"label":"1.","blocks":[]}]}]}}}`,
		`{"update_id":1,"callback_query":{"message":null}}`,
		`{"update_id":1,"message":{"video":{"duration":-9223372036854775808}}}`,
		`[]`, `null`, `{"update_id":1e400}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		u, err := telegram.DecodeUpdate(raw)
		if err != nil {
			return
		}
		if u.UpdateID <= 0 {
			t.Errorf("decoded id %d", u.UpdateID)
		}
		for _, m := range []*telegram.Message{u.Message, u.EditedMessage, u.BusinessMessage, u.EditedBusinessMessage} {
			if m == nil {
				continue
			}
			if kind, text, note := m.Content(); kind == "" || !utf8.ValidString(text+note) {
				t.Errorf("%s holds %q %q %q", raw, kind, text, note)
			}
		}
		// What the update is about must survive being written and read again.
		again, err := json.Marshal(u)
		if err != nil {
			t.Fatal(err)
		}
		if second, err := telegram.DecodeUpdate(again); err != nil || second.UpdateID != u.UpdateID || second.Kind() != u.Kind() {
			t.Errorf("read again: %d %q, %v, was %d %q", second.UpdateID, second.Kind(), err, u.UpdateID, u.Kind())
		}
	})
}
