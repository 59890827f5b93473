package sandbox_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"secretary/bot/sandbox"
)

func (w *world) get(path string) reply {
	w.t.Helper()
	r, err := post(w.URL()+path, "application/x-www-form-urlencoded", nil)
	if err != nil {
		w.t.Fatalf("%s: %v", path, err)
	}
	return r
}

func TestWrongTokensGetTheirOwnAnswers(t *testing.T) {
	w := newWorld(t)
	secret := strings.Repeat("A", 35)
	for token, want := range map[string]struct {
		code int
		text string
	}{
		"":                             {404, "Not Found"},
		"0123:" + secret:               {401, "Unauthorized: invalid token specified"},
		"nocolon":                      {401, "Unauthorized: invalid token specified"},
		"1:" + strings.Repeat("A", 80): {401, "Unauthorized: invalid token specified"},
		"-5:" + secret:                 {401, "Unauthorized: invalid token specified"},
		"18014398509481984:" + secret:  {401, "Unauthorized: invalid token specified"},
		"abc:" + secret:                {421, "Misdirected Request: unallowed token specified"},
		"7700000001:" + secret:         {401, "Unauthorized"},
		"7700000002:short":             {401, "Unauthorized"},
	} {
		w.get("/bot"+token+"/getMe").wantError(t, want.code, want.text)
	}
}

func TestHostedFrontEndAnswersMalformedTokensWith404(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.Hosted = true })
	w.get("/botbot7700000001:AAAA/getMe").wantError(t, 404, "Not Found")
	w.get("/bot7700000001/getMe").wantError(t, 404, "Not Found")
	w.get("/bot7700000001:AAAA/getMe").wantError(t, 401, "Unauthorized")
}

func TestOtherPathsAreNotFound(t *testing.T) {
	w := newWorld(t)
	w.get("/").wantError(t, 404, "Not Found")
	w.get("/bot"+w.Token()).wantError(t, 404, "Not Found")
	w.get("/file/bot"+w.Token()+"/x").wantError(t, 404, "Not Found")
	w.get("/bot"+w.Token()+"/test/getMe").wantError(t, 401, "Unauthorized")
}

func TestUnknownMethodIsNotFoundAndAViolation(t *testing.T) {
	w := newWorld(t)
	w.call("sendMesage", nil).wantError(t, 404, "Not Found: method not found")
	same(t, "violations", w.Violations(), []string{`"sendMesage" is no method of the Bot API`})
}

func TestKnownMethodThatIsNotPlayedSaysSo(t *testing.T) {
	w := newWorld(t)
	w.call("sendDice", params{"chat_id": 1}).wantError(t, 400, "Bad Request: the sandbox does not play sendDice")
	same(t, "violations", len(w.Violations()), 0)
}

func TestMethodsAreCaseInsensitive(t *testing.T) {
	w := newWorld(t)
	same(t, "id", w.call("GETme", nil).object(t)["id"], float64(w.Bot().ID))
	same(t, "recorded as", w.Calls("getMe")[0].Method, "getMe")
}

func TestGetMeTellsSecretaryMode(t *testing.T) {
	w := newWorld(t)
	same(t, "on", w.call("getMe", nil).object(t)["can_connect_to_business"], true)
	w.SetSecretaryMode(false)
	me := w.call("getMe", nil).object(t)
	same(t, "off", me["can_connect_to_business"], false)
	same(t, "bot", me["is_bot"], true)
}

func TestRevokedTokenIsUnauthorizedAndTheNewOneWorks(t *testing.T) {
	w := newWorld(t)
	old := w.Token()
	fresh := w.Revoke()
	w.get("/bot"+old+"/getMe").wantError(t, 401, "Unauthorized")
	same(t, "id", w.call("getMe", nil).object(t)["id"], float64(7700000001))
	same(t, "the id part", fresh[:11] == old[:11] && fresh != old, true)
}

func TestNeighbourIsAnotherBotThatOnlySaysWhoItIs(t *testing.T) {
	w := newWorld(t)
	token := w.Neighbour(7700000002, "other_bot")
	me := w.get("/bot" + token + "/getMe").object(t)
	same(t, "id", me["id"], float64(7700000002))
	same(t, "username", me["username"], "other_bot")
	w.get("/bot"+token+"/getUpdates").wantError(t, 401, "Unauthorized")
}

func TestRevokedTokenEndsTheWaitingPoll(t *testing.T) {
	w := newWorld(t)
	answers := w.pollInBackground(params{"timeout": 50})
	w.SetToken("7700000001:AAnew0000000000000000000000000000")
	(<-answers).wantError(t, 401, "Unauthorized")
}

func TestParametersComeInEveryFormTelegramTakes(t *testing.T) {
	w := newWorld(t)
	w.mila.Start("")
	base := w.URL() + "/bot" + w.Token() + "/sendMessage"
	id := "510000001"

	var form bytes.Buffer
	mw := multipart.NewWriter(&form)
	mw.WriteField("chat_id", id)
	mw.WriteField("text", "multipart")
	mw.Close()
	for _, send := range []func() (reply, error){
		func() (reply, error) { return post(base+"?text=query&chat_id="+id, "", nil) },
		func() (reply, error) {
			return post(base, "application/x-www-form-urlencoded", strings.NewReader("text=form&chat_id="+id+
				`&disable_notification=true&reply_markup={"inline_keyboard":[[{"text":"x","callback_data":"y"}]]}`))
		},
		func() (reply, error) { return post(base, mw.FormDataContentType(), &form) },
		func() (reply, error) {
			return post(base, "application/json; charset=utf-8", strings.NewReader(`{"text":"json","chat_id":`+id+`}`))
		},
	} {
		if r, err := send(); err != nil || !r.OK {
			t.Fatalf("send: %v %s", err, r.Body)
		}
	}
	var texts []string
	for _, m := range w.mila.Chat() {
		texts = append(texts, m.Text)
	}
	same(t, "chat", texts, []string{"/start", "query", "form", "multipart", "json"})
	same(t, "violations", w.Violations(), []string(nil))
}

func TestBrokenBodiesAreBadRequests(t *testing.T) {
	w := newWorld(t)
	url := w.URL() + "/bot" + w.Token() + "/getMe"
	r, err := post(url, "application/json", strings.NewReader(`[1]`))
	if err != nil {
		t.Fatal(err)
	}
	r.wantError(t, 400, "Bad Request: JSON object expected")
	r, err = post(url, "application/json", strings.NewReader(`{"a":`))
	if err != nil || r.Status != 400 {
		t.Errorf("got %d %v", r.Status, err)
	}
}

func TestATerseServerSaysCodesAndParametersOnly(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.Terse = true })
	w.call("sendMessage", params{"chat_id": 1, "text": "x"}).wantError(t, 400, "Bad Request")
	w.Fail("getMe", sandbox.Fault{Code: 429, RetryAfter: 7})
	r := w.call("getMe", nil)
	r.wantError(t, 429, "Too Many Requests")
	same(t, "Retry-After", r.Header.Get("Retry-After"), "7")
}

func TestDateHeaderIsTheServersClock(t *testing.T) {
	w := newWorld(t)
	w.clock.pass(5 * time.Hour)
	date, err := http.ParseTime(w.call("getMe", nil).Header.Get("Date"))
	if err != nil || !date.Equal(w.clock.Now()) {
		t.Errorf("Date is %v (%v), want %v", date, err, w.clock.Now())
	}
}

func TestBotIDComesFromAGivenToken(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.Token = "42:AAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" })
	same(t, "id", w.call("getMe", nil).object(t)["id"], float64(42))
}

func TestCloseEndsWaitingPollsWithoutAnAnswer(t *testing.T) {
	w := newWorld(t)
	failed := make(chan error, 1)
	go func() {
		_, err := post(w.URL()+"/bot"+w.Token()+"/getUpdates?timeout=50", "", nil)
		failed <- err
	}()
	w.waitForPoll()
	w.Close()
	if err := <-failed; err == nil {
		t.Error("the poll was answered")
	}
	w.Close()
}
