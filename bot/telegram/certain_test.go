package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"secretary/bot/telegram"
)

func TestARefusalIsCertain(t *testing.T) {
	for _, code := range []int{400, 401, 403, 404, 409, 420, 429} {
		body := fmt.Sprintf(`{"ok":false,"error_code":%d,"description":"Bad Request: chat not found"}`, code)
		failed := send(t, serve(t, answer(code, body)))
		if !failed.Certain || failed.Code != code {
			t.Errorf("%d: certain %v, code %d", code, failed.Certain, failed.Code)
		}
		if want := fmt.Sprintf("sendMessage: Bad Request: chat not found (%d)", code); failed.Error() != want {
			t.Errorf("error reads %q, want %q", failed, want)
		}
	}
}

func TestWhateverIsNotARefusalMayHaveHappened(t *testing.T) {
	const html = "<html><body><h1>502 Bad Gateway</h1></body></html>"
	refused := `{"ok":false,"error_code":400,"description":"Bad Request: no"}`
	for name, reply := range map[string]struct {
		status int
		body   string
	}{
		"server error":          {500, `{"ok":false,"error_code":500,"description":"Internal Server Error: restart"}`},
		"gateway page":          {502, html},
		"page that says 200":    {200, html},
		"page that says 400":    {400, html},
		"page that says 404":    {404, html},
		"empty":                 {200, ""},
		"empty 400":             {400, ""},
		"junk":                  {200, strings.Repeat("\x00junk{[", 150_000)},
		"cut JSON":              {400, refused[:30]},
		"something after JSON":  {400, refused + "x"},
		"two objects":           {400, refused + refused},
		"list":                  {400, "[]"},
		"null":                  {400, "null"},
		"no ok":                 {400, `{"error_code":400,"description":"Bad Request: no"}`},
		"ok of another case":    {400, `{"OK":false,"error_code":400,"description":"Bad Request: no"}`},
		"ok that is no boolean": {400, `{"ok":0,"error_code":400,"description":"Bad Request: no"}`},
		"code that is a text":   {400, `{"ok":false,"error_code":"400","description":"Bad Request: no"}`},
		"refusal by a gateway":  {503, refused},
		"yes and no":            {400, `{"ok":true,"result":{"message_id":9}}`},
		"yes without a result":  {200, `{"ok":true}`},
		"yes to null":           {200, `{"ok":true,"result":null}`},
		"result without an id":  {200, `{"ok":true,"result":{}}`},
		"result of other shape": {200, `{"ok":true,"result":[1]}`},
	} {
		t.Run(name, func(t *testing.T) {
			if failed := send(t, serve(t, answer(reply.status, reply.body))); failed.Certain {
				t.Errorf("%v is called certain", failed)
			}
		})
	}
}

func TestARefusalWithoutACodeHasTheStatus(t *testing.T) {
	failed := send(t, serve(t, answer(403, `{"ok":false}`)))
	if failed.Code != 403 || !failed.Certain || failed.Description == "" {
		t.Errorf("got %+v", failed)
	}
}

func TestARefusedConnectionIsCertain(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	failed := send(t, telegram.New("http://"+address, token))
	if !failed.Certain || failed.Cause != "connection refused" || failed.Code != 0 {
		t.Errorf("got %+v", failed)
	}
}

// A connection kept from an earlier call must not make the refusal of the next
// one look as if something had been written.
func TestARefusedConnectionAfterAGoodCallIsCertain(t *testing.T) {
	server := httptest.NewServer(answer(200, `{"ok":true,"result":{"message_id":9}}`))
	client := telegram.New(server.URL, token)
	if err := client.Call(t.Context(), "getMe", nil, nil); err != nil {
		t.Fatal(err)
	}
	client.Close()
	server.Close()
	if failed := send(t, client); !failed.Certain {
		t.Errorf("%v is not certain", failed)
	}
}

func TestAddressesThatLeadNowhereAreCertainFailures(t *testing.T) {
	secure := httptest.NewUnstartedServer(answer(200, "{}"))
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	for name, address := range map[string]string{
		"control character": "http://local\nhost",
		"bad brackets":      "http://[::1",
		"no scheme":         "localhost:1",
		"unknown scheme":    "gopher://localhost",
		"unknown host":      "http://nobody.invalid",
		"own certificate":   secure.URL,
	} {
		t.Run(name, func(t *testing.T) {
			if failed := send(t, telegram.New(address, token)); !failed.Certain || failed.Cause == "" {
				t.Errorf("got %+v", failed)
			}
		})
	}
}

func TestATokenThatBreaksTheURLIsACertainFailure(t *testing.T) {
	for _, bad := range []string{"1:" + secret + "\n", "1:" + secret + "%zz", secret} {
		client := telegram.New("http://127.0.0.1:1", bad)
		failed := failure(t, client.Call(t.Context(), "getMe", nil, nil))
		if !failed.Certain {
			t.Errorf("%v is not certain", failed)
		}
	}
}

// hijack answers by taking the connection away from the server.
func hijack(t *testing.T, take func(net.Conn)) *telegram.Client {
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		take(conn)
	})
}

func TestAConnectionCutAfterTheRequestMayHaveSent(t *testing.T) {
	cuts := map[string]func(net.Conn){
		"closed": func(net.Conn) {},
		"reset":  func(conn net.Conn) { _ = conn.(*net.TCPConn).SetLinger(0) },
		"half an answer": func(conn net.Conn) {
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"ok\":true")
		},
		"half a header":      func(conn net.Conn) { _, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Le") },
		"not HTTP":           func(conn net.Conn) { _, _ = io.WriteString(conn, strings.Repeat("junk ", 1000)) },
		"a refusal cut off":  func(conn net.Conn) { _, _ = io.WriteString(conn, "HTTP/1.1 400 Bad\r\nContent-Length: 99\r\n\r\n{}") },
		"endless header":     func(conn net.Conn) { _, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 1<<20)) },
		"token in a header":  func(conn net.Conn) { _, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nbad header "+token+"\r\n\r\n") },
		"token as a status":  func(conn net.Conn) { _, _ = io.WriteString(conn, token+"\r\n\r\n") },
		"token as an answer": func(conn net.Conn) { _, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n"+token) },
	}
	for name, cut := range cuts {
		t.Run(name, func(t *testing.T) {
			if failed := send(t, hijack(t, cut)); failed.Certain || failed.Cause == "" {
				t.Errorf("got %+v", failed)
			}
		})
	}
}

func TestACallCancelledInFlightMayHaveHappened(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	client := hijack(t, func(conn net.Conn) {
		cancel()
		_, _ = io.Copy(io.Discard, conn) // until the client hangs up
	})
	_, err := client.SendMessage(ctx, telegram.SendMessage{ChatID: 5, Text: "hi"})
	if failed := failure(t, err); failed.Certain || failed.Cause != "cancelled" {
		t.Errorf("got %+v", failed)
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v is not context.Canceled", err)
	}
}

func TestACallThatTakesTooLongMayHaveHappened(t *testing.T) {
	client := hijack(t, func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	err := client.Call(ctx, "sendMessage", nil, nil)
	if failed := failure(t, err); failed.Certain || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %+v", failed)
	}
}

func TestACallCancelledBeforeItStartsIsCertain(t *testing.T) {
	client := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := client.SendMessage(ctx, telegram.SendMessage{ChatID: 5, Text: "hi"})
	if failed := failure(t, err); !failed.Certain || !errors.Is(err, context.Canceled) {
		t.Errorf("got %+v", failed)
	}
}

func TestARedirectIsNotFollowed(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("the request went to another server")
	}))
	defer elsewhere.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		failed := send(t, serve(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL+r.URL.Path, status)
		}))
		if failed.Certain || failed.Code != status {
			t.Errorf("%d: got %+v", status, failed)
		}
	}
}

func TestAnAnswerOver16MiBIsCutOff(t *testing.T) {
	failed := send(t, serve(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"ok":true,"result":{"message_id":9,"text":"`)
		chunk := strings.Repeat("x", 1<<20)
		for range 17 {
			if _, err := io.WriteString(w, chunk); err != nil {
				return
			}
		}
		_, _ = io.WriteString(w, `"}}`)
	}))
	if failed.Certain || !strings.Contains(failed.Cause, "16 MiB") {
		t.Errorf("got %+v", failed)
	}
}
