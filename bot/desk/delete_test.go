package desk_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"secretary/bot/desk"
	"secretary/bot/pace"
	"secretary/bot/telegram"
)

// What was begun in the creator's chat is ended, also at a stop: a prompt that stays
// behind asks for words that go nowhere.
func TestADeletionOutlivesTheStop(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	calls := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls++
		stop()
		_, _ = io.WriteString(w, `{"ok":true,"result":true}`) // a reader that left fails the test itself
	}))
	defer server.Close()
	d := desk.New(telegram.New(server.URL, "1:token"), pace.NewLimiter(0), slog.New(slog.DiscardHandler))
	if err := d.Delete(ctx, 1, 2); err != nil {
		t.Errorf("cut off by the stop: %v", err)
	}
	if err := d.Delete(ctx, 1, 2); err == nil || calls != 1 {
		t.Errorf("%d calls (%v), want none begun after the stop", calls, err)
	}
}
