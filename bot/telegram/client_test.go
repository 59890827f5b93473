package telegram_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"secretary/bot/telegram"
)

const (
	secret = "AAHsecretSecretSecretSecretSecretX_-"
	token  = "7700000001:" + secret
)

// serve returns a client of a server that answers every call with handler.
func serve(t *testing.T, handler http.HandlerFunc) *telegram.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	client := telegram.New(server.URL, token)
	t.Cleanup(func() {
		client.Close()
		server.CloseClientConnections()
		server.Close()
	})
	return client
}

// answer returns a handler that always says the same.
func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// send makes the call whose outcome matters most, and checks what every error
// must keep: it is an *Error, holds no token and wraps no *url.Error.
func send(t *testing.T, client *telegram.Client) *telegram.Error {
	t.Helper()
	_, err := client.SendMessage(t.Context(), telegram.SendMessage{ChatID: 5, Text: "hi"})
	return failure(t, err)
}

func failure(t *testing.T, err error) *telegram.Error {
	t.Helper()
	failed, ok := telegram.AsError(err)
	if !ok {
		t.Fatalf("error is %T %v, want *telegram.Error", err, err)
	}
	for _, text := range []string{err.Error(), fmt.Sprintf("%+v %#v", failed, failed)} {
		if strings.Contains(text, secret) {
			t.Errorf("error holds the token: %s", text)
		}
	}
	if strings.Contains(failed.Cause, "/bot") {
		t.Errorf("error quotes the URL: %s", failed.Cause)
	}
	if outer := new(*url.Error); errors.As(err, outer) {
		t.Errorf("error wraps a *url.Error: %v", *outer)
	}
	return failed
}

func TestCallPostsJSONToTheMethodOfTheBot(t *testing.T) {
	var path, kind, body string
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		content, _ := io.ReadAll(r.Body)
		path, kind, body = r.Method+" "+r.URL.Path, r.Header.Get("Content-Type"), string(content)
		_, _ = io.WriteString(w, `{"ok":true,"result":{"answer":42}}`)
	})
	var out struct{ Answer int }
	if err := client.Call(t.Context(), "sendDice", map[string]any{"chat_id": 1}, &out); err != nil {
		t.Fatal(err)
	}
	if want := "POST /bot" + token + "/sendDice"; path != want || kind != "application/json" {
		t.Errorf("request was %s (%s), want %s", path, kind, want)
	}
	if body != `{"chat_id":1}` || out.Answer != 42 {
		t.Errorf("sent %s, got %+v", body, out)
	}
}

func TestTheOldTokenStaysSecretAfterTheNewOneIsUsed(t *testing.T) {
	const fresh = "7700000001:AAfresh-fresh-fresh-fresh-fresh-fres"
	var paths []string
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		paths = append(paths, r.URL.Path)
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"ok":false,"error_code":400,"description":"Bad Request: `+token+` and `+fresh+`"}`)
	})
	if failed := failure(t, client.With(fresh).Call(t.Context(), "getMe", nil, nil)); strings.Contains(failed.Error(), fresh) || client.Uses(fresh) {
		t.Errorf("tried only, Uses = %v: %v", client.Uses(fresh), failed)
	}
	client.Use(fresh)
	failed := failure(t, client.Call(t.Context(), "getMe", nil, nil))
	if want := []string{"/bot" + fresh + "/getMe", "/bot" + fresh + "/getMe"}; !slices.Equal(paths, want) || !client.Uses(fresh) {
		t.Errorf("asked %v, want %v", paths, want)
	}
	for _, secret := range []string{token[11:], fresh[11:]} {
		if strings.Contains(failed.Error(), secret) {
			t.Errorf("the error reads %v", failed)
		}
	}
}

func TestSkewIsTheServersClockMinusOurs(t *testing.T) {
	var ahead atomic.Int64
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		date := time.Now().Add(time.Duration(ahead.Load()))
		w.Header().Set("Date", date.UTC().Format(http.TimeFormat))
		_, _ = io.WriteString(w, `{"ok":true,"result":true}`)
	})
	for _, offset := range []time.Duration{time.Hour, -time.Hour, 0} {
		ahead.Store(int64(offset))
		if err := client.Call(t.Context(), "getMe", nil, nil); err != nil {
			t.Fatal(err)
		}
		if off := (client.Skew() - offset).Abs(); off > 5*time.Second || offset == 0 && client.Skew() != 0 {
			t.Errorf("Skew() = %v with a server %v ahead", client.Skew(), offset)
		}
	}
}

func TestSkewBelievesOnlyTheBotAPI(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
		w.WriteHeader(http.StatusBadGateway)
	})
	send(t, client)
	if client.Skew() != 0 {
		t.Errorf("Skew() = %v from a gateway's page", client.Skew())
	}
}

func TestAWaitingPollDoesNotHoldUpASend(t *testing.T) {
	polling, release := make(chan struct{}), make(chan struct{})
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/getUpdates") {
			close(polling)
			<-release
			_, _ = io.WriteString(w, `{"ok":true,"result":[]}`)
			return
		}
		_, _ = io.WriteString(w, `{"ok":true,"result":{"message_id":9}}`)
	})
	done := make(chan error)
	go func() {
		_, err := client.GetUpdates(context.WithoutCancel(t.Context()), 0, 100, 50*time.Second)
		done <- err
	}()
	<-polling
	sent, err := client.SendMessage(t.Context(), telegram.SendMessage{ChatID: 5, Text: "hi"})
	close(release)
	if err != nil || sent.MessageID != 9 {
		t.Errorf("sent %+v, %v while a poll waits", sent, err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestParametersThatAreNoJSONAreNotSent(t *testing.T) {
	client := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	if failed := failure(t, client.Call(t.Context(), "sendDice", func() {}, nil)); !failed.Certain {
		t.Errorf("%v is not certain", failed)
	}
}

func TestAnUnknownFieldIsIgnored(t *testing.T) {
	client := serve(t, answer(200, `{"ok":true,"new":[1],"description":"done","result":{"id":7,"is_bot":true,"first_name":"B","from_the_future":{"x":1}}}`))
	me, err := client.GetMe(t.Context())
	if err != nil || me.ID != 7 || !me.IsBot {
		t.Errorf("GetMe() = %+v, %v", me, err)
	}
}

func TestAPackedAnswerIsUnpacked(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			t.Error("the client does not say that it can unpack")
		}
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = io.WriteString(z, `{"ok":true,"result":{"id":7}}`)
		_ = z.Close()
	})
	if me, err := client.GetMe(t.Context()); err != nil || me.ID != 7 {
		t.Errorf("got %+v, %v", me, err)
	}
}
