package sandbox_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"secretary/bot/sandbox"
)

// try calls sendMessage to Mila and returns whatever comes back.
func (w *world) try(text string) (reply, error) {
	body := strings.NewReader(`{"chat_id":510000001,"text":"` + text + `"}`)
	return post(w.URL()+"/bot"+w.Token()+"/sendMessage", "application/json", body)
}

func started(t *testing.T) *world {
	w := newWorld(t)
	w.mila.Start("")
	return w
}

func TestFaultsHitTheirMethodAsOftenAsTold(t *testing.T) {
	w := started(t)
	w.Fail("sendMessage", sandbox.Fault{Times: 2, RetryAfter: 7, Code: 429})
	w.Fail("sendMessage", sandbox.Fault{Code: 500})
	same(t, "another method", w.call("getMe", nil).OK, true)
	for range 2 {
		r, _ := w.try("x")
		r.wantError(t, 429, "Too Many Requests: retry after 7")
		same(t, "header", r.Header.Get("Retry-After"), "7")
	}
	r, _ := w.try("x")
	r.wantError(t, 500, "Internal Server Error: restart")
	r, _ = w.try("x")
	same(t, "over", r.OK, true)
	same(t, "sent once", len(w.mila.Chat()), 2)
}

func TestFaultMayChooseItsCalls(t *testing.T) {
	w := started(t)
	w.Fail("", sandbox.Fault{Code: 400, Description: "Bad Request: no", If: func(p map[string]any) bool { return p["text"] == "second" }})
	r, _ := w.try("first")
	same(t, "first", r.OK, true)
	r, _ = w.try("second")
	r.wantError(t, 400, "Bad Request: no")
}

func TestHTMLPageIs502AndNothingHappens(t *testing.T) {
	w := started(t)
	w.Fail("sendMessage", sandbox.Fault{HTML: true})
	r, err := w.try("x")
	same(t, "status", r.Status, 502)
	contains(t, "body", string(r.Body), "502 Bad Gateway")
	if err == nil {
		t.Error("the page is JSON")
	}
	same(t, "chat", len(w.mila.Chat()), 1)
}

func TestJunkIsAMegabyteWithStatus200(t *testing.T) {
	w := started(t)
	w.Fail("sendMessage", sandbox.Fault{Junk: true})
	r, err := w.try("x")
	if r.Status != 200 || err == nil || len(r.Body) < 1<<20-8 {
		t.Errorf("got %d, %d bytes, %v", r.Status, len(r.Body), err)
	}
}

func TestDroppedCallsDifferInWhatHappened(t *testing.T) {
	w := started(t)
	w.Fail("sendMessage", sandbox.Fault{DropBefore: true})
	if _, err := w.try("before"); err == nil {
		t.Error("the call was answered")
	}
	same(t, "before", len(w.mila.Chat()), 1)
	w.Fail("sendMessage", sandbox.Fault{DropAfter: true})
	if _, err := w.try("after"); err == nil {
		t.Error("the call was answered")
	}
	same(t, "after", w.mila.Chat()[1].Text, "after")
	same(t, "no status", w.Calls("sendMessage")[1].Status, 0)
}

func TestHungCallsEndWhenTheClientGivesUp(t *testing.T) {
	w := started(t)
	for _, f := range []sandbox.Fault{{HangBefore: true}, {HangAfter: true}} {
		w.Fail("sendMessage", f)
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		req, _ := http.NewRequestWithContext(ctx, "POST", w.URL()+"/bot"+w.Token()+"/sendMessage",
			strings.NewReader(`{"chat_id":510000001,"text":"x"}`))
		req.Header.Set("Content-Type", "application/json")
		if _, err := http.DefaultClient.Do(req); err == nil {
			t.Error("the call was answered")
		}
		cancel()
	}
	same(t, "one of two was processed", len(w.mila.Chat()), 2)
}

func TestFaultOfGetUpdatesEndsTheWaitingPoll(t *testing.T) {
	w := newWorld(t)
	waiting := w.pollInBackground(params{"timeout": 50})
	w.Fail("getUpdates", sandbox.Fault{Code: 500})
	if r := <-waiting; !r.OK {
		t.Errorf("got %d", r.Code)
	}
	w.call("getUpdates", params{"timeout": 50}).wantError(t, 500, "Internal Server Error: restart")
}

func TestFaultsAreNotHitByAWrongToken(t *testing.T) {
	w := started(t)
	w.Fail("getMe", sandbox.Fault{Code: 500})
	w.get("/bot7700000001:wrong/getMe").wantError(t, 401, "Unauthorized")
	w.call("getMe", nil).wantError(t, 500, "Internal Server Error: restart")
}
