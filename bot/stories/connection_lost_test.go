package stories_test

import (
	"encoding/json"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"secretary/bot/sandbox"
)

// The profile was disconnected while the program was away for so long that
// Telegram has dropped the update: only asking tells.
func TestConnectionThatEndedUnheardIsNotCalledConnected(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	s.stop()
	s.tg.Fail("getBusinessConnection", sandbox.Fault{Code: 400, Description: "Bad Request: business connection not found", Times: 50})
	if code, out := s.command("check"); code != 1 || holds(out, "connected and enabled") {
		t.Errorf("check ends with %d and says:\n%s", code, out)
	}
	s.run()
	s.mila.Hears("disconnected")
	if text := s.mila.Asks("/status", "Connected to"); holds(text, "connected and enabled") {
		t.Errorf("/status says:\n%s", text)
	}
}

// A Bot API server that follows replaced ids answers for the old one with the
// new one.
func TestConnectionAnsweredUnderItsNewIDIsAskedForOnce(t *testing.T) {
	s := stage(t)
	var asked atomic.Int64
	s.via(func(w http.ResponseWriter, r *http.Request, _ string, pass http.Handler) {
		if methodOf(r) != "getBusinessConnection" {
			pass.ServeHTTP(w, r)
			return
		}
		asked.Add(1)
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"ok": true, "result": map[string]any{ // a reader that left is no matter
			"id": s.mila.Connection().ID(), "user": account(s.mila.User()), "user_chat_id": s.mila.ID(), "date": time.Now().Unix(),
			"is_enabled": true, "rights": map[string]any{"can_reply": true, "can_read_messages": true},
		}})
	})
	s.mila.Start("")
	s.mila.Connect()
	s.run()
	anna := s.fan("Anna")
	s.push(map[string]any{"business_message": s.businessMessage(anna, 90001, "this came through the old id", map[string]any{"business_connection_id": "oldIdThatWasReplacedAAAAE"})})
	s.mila.Card("this came through the old id")
	s.someoneElseIsAnswered()
	if n := asked.Load(); n > 5 {
		t.Errorf("the connection was asked for %d times", n)
	}
}
