package telegram_test

import (
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"secretary/bot/telegram"
)

func TestRetryAfterComesFromTheAnswerOrItsHeader(t *testing.T) {
	const flood = `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}`
	const silent = `{"ok":false,"error_code":429,"description":"Too Many Requests"}`
	for _, c := range []struct {
		header, body string
		want         time.Duration
	}{
		{"", flood, 7 * time.Second},
		{"99", flood, 7 * time.Second},
		{"99", silent, 99 * time.Second},
		{"99", "<html>slow down</html>", 99 * time.Second},
		{"soon", silent, 0},
		{"-5", silent, 0},
		{"99999999999999999", silent, 7 * 24 * time.Hour},
		{"", silent, 0},
		{time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat), silent, 0},
	} {
		failed := send(t, serve(t, func(w http.ResponseWriter, _ *http.Request) {
			if c.header != "" {
				w.Header().Set("Retry-After", c.header)
			}
			w.WriteHeader(http.StatusTooManyRequests)
			_, _ = io.WriteString(w, c.body)
		}))
		if failed.RetryAfter != c.want || !failed.Flood() {
			t.Errorf("Retry-After %q with %s: %v, want %v", c.header, c.body, failed.RetryAfter, c.want)
		}
	}
}

func TestParametersOfAnotherFormDoNotMakeARefusalDoubtful(t *testing.T) {
	failed := send(t, serve(t, answer(429, `{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":"7"}}`)))
	if !failed.Certain || !failed.Flood() || failed.RetryAfter != 0 {
		t.Errorf("got %+v", failed)
	}
}

func TestRetryAfterMayBeADate(t *testing.T) {
	failed := send(t, serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	if failed.RetryAfter < 59*time.Minute || failed.RetryAfter > time.Hour {
		t.Errorf("RetryAfter = %v, want an hour", failed.RetryAfter)
	}
}

func TestWhatAnErrorMeans(t *testing.T) {
	for _, c := range []struct {
		status                        int
		description                   string
		unauthorized, conflict, flood bool
	}{
		{401, "Unauthorized", true, false, false},
		{404, "Not Found", true, false, false},
		{404, "Not Found: method not found", false, false, false},
		{404, "Not Found: no such bot", true, false, false},
		{409, "Conflict: terminated by other getUpdates request", false, true, false},
		{429, "Too Many Requests: retry after 1", false, false, true},
		{400, "Bad Request: chat not found", false, false, false},
	} {
		body := fmt.Sprintf(`{"ok":false,"error_code":%d,"description":%q}`, c.status, c.description)
		failed := send(t, serve(t, answer(c.status, body)))
		if failed.Unauthorized() != c.unauthorized || failed.Conflict() != c.conflict || failed.Flood() != c.flood {
			t.Errorf("%v: unauthorized %v, conflict %v, flood %v", failed, failed.Unauthorized(), failed.Conflict(), failed.Flood())
		}
	}
}

// A gateway that wants a password must not look like a revoked token.
func TestAPageOfAGatewayMeansNothing(t *testing.T) {
	for _, status := range []int{401, 404, 409} {
		failed := send(t, serve(t, answer(status, "<html>Not Found</html>")))
		if failed.Unauthorized() || failed.Conflict() {
			t.Errorf("%v: unauthorized %v, conflict %v", failed, failed.Unauthorized(), failed.Conflict())
		}
	}
}

func TestHasFindsTelegramsCode(t *testing.T) {
	failed := send(t, serve(t, answer(400, `{"ok":false,"error_code":400,"description":"Bad Request: BUSINESS_PEER_USAGE_MISSING"}`)))
	if !failed.Has("BUSINESS_PEER_USAGE_MISSING") || failed.Has("BUSINESS_PEER_INVALID") {
		t.Errorf("Has is wrong about %v", failed)
	}
}

func TestATokenInTelegramsWordsIsTakenOut(t *testing.T) {
	for _, echo := range []string{token, secret, "/bot7700000001%3A" + secret + "/x"} {
		body := fmt.Sprintf(`{"ok":false,"error_code":400,"description":"Bad Request: no %s"}`, echo)
		if failed := send(t, serve(t, answer(400, body))); !failed.Certain {
			t.Errorf("got %+v", failed)
		}
	}
}

func TestAsErrorKnowsNoOtherErrors(t *testing.T) {
	if failed, ok := telegram.AsError(io.EOF); ok || failed != nil {
		t.Errorf("AsError(EOF) = %v, %v", failed, ok)
	}
	if _, ok := telegram.AsError(nil); ok {
		t.Error("AsError(nil) found one")
	}
}
