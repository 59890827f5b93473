package stories_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Telegram remembers the last list of update kinds it was given, whoever gave it.
func TestUpdateKindsOfAnotherProgramSilenceNothing(t *testing.T) {
	s := stage(t)
	s.asProgram("getUpdates", url.Values{"allowed_updates": {`["message"]`}, "timeout": {"0"}})
	s.mila.Start("")
	s.run()
	s.until("the program polls", func() bool { return len(s.tg.Calls("getUpdates")) > 1 })
	s.received()
	s.mila.Connect()
	anna := s.fan("Anna")
	anna.Writes("is anybody listening to me?")
	s.mila.Card("is anybody listening to me?")
	for _, c := range s.tg.Calls("getUpdates")[1:] {
		kinds := fmt.Sprint(c.Params["allowed_updates"])
		for _, kind := range []string{"message", "callback_query", "business_connection", "business_message", "edited_business_message", "deleted_business_messages", "purchased_paid_media"} {
			if !strings.Contains(kinds, kind) {
				t.Errorf("a poll does not name %s: %s", kind, kinds)
			}
		}
		if wait := number(c.Params["timeout"]); wait > 50 {
			t.Errorf("a poll of %d s", wait)
		}
	}
}

func TestRemovingAWebhookKeepsWhatWaits(t *testing.T) {
	s := stage(t)
	s.mila.Start("")
	s.mila.Connect()
	s.tg.SetWebhook("https://elsewhere.example/hook")
	anna := s.fan("Anna")
	anna.Writes("kept behind the webhook")
	if code, out := s.command("check"); code != 1 || !holds(out, "--remove-webhook") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	if code, out := s.command("check", "--remove-webhook"); code != 0 {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	for _, c := range s.tg.Calls("deleteWebhook") {
		if drop, _ := c.Params["drop_pending_updates"].(bool); drop {
			t.Error("the waiting updates are dropped")
		}
	}
	s.run()
	s.mila.Card("kept behind the webhook")
}

// asProgram calls the Bot API as some other program with the same token.
func (s *story) asProgram(method string, params url.Values) {
	s.t.Helper()
	resp, err := http.PostForm(s.tg.URL()+"/bot"+s.tg.Token()+"/"+method, params)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); err != nil || resp.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: %d %s %v", method, resp.StatusCode, body, err)
	}
}
