package telegram

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Error is a call that did not succeed. It holds no token and wraps nothing but
// the end of a context.
type Error struct {
	Method      string        // the Bot API method that was called
	Code        int           // error_code of the answer, else the HTTP status, 0 without an answer
	Description string        // Telegram's words; empty when it was not Telegram that answered
	RetryAfter  time.Duration // how long to wait before the next try; 0 = not said
	// Certain is true if the request surely had no effect: Telegram refused it
	// (4xx), or nothing was ever written to a connection. It is false whenever
	// the request may have been carried out: a time-out or a cut connection, a
	// 5xx, an answer that is not the Bot API's, a context that ended meanwhile.
	Certain bool
	Cause   string // why there is no usable answer; empty when Description is set
	Proxy   string // the proxy of the environment that stood between, if Cause is set: "host:port (HTTPS_PROXY)"

	ended error // context.Canceled or context.DeadlineExceeded when the context ended the call
}

// Error reads "sendMessage: Bad Request: chat not found (400)", or
// "sendMessage: connection cut", and by way of which proxy.
func (e *Error) Error() string {
	text := e.Method + ": " + e.Cause
	if e.Proxy != "" {
		text += ", by way of the proxy " + e.Proxy
	}
	if e.Description != "" {
		text = e.Method + ": " + e.Description
	}
	if e.Code != 0 {
		text += fmt.Sprintf(" (%d)", e.Code)
	}
	return text
}

// Unwrap lets errors.Is find context.Canceled and context.DeadlineExceeded.
func (e *Error) Unwrap() error { return e.ended }

// AsError finds the *Error in err's chain.
func AsError(err error) (*Error, bool) {
	var failed *Error
	ok := errors.As(err, &failed)
	return failed, ok
}

// Unauthorized says that the token is wrong or was revoked. Telegram's hosted
// servers answer 404 for a malformed token, and 404 to nothing else but a method
// they do not know.
func (e *Error) Unauthorized() bool {
	return e.Code == http.StatusUnauthorized && e.Description != "" ||
		e.Code == http.StatusNotFound && e.Description != "" && !e.Has("method not found")
}

// Conflict says that another program polls with this token, or that a webhook
// is set.
func (e *Error) Conflict() bool { return e.Code == http.StatusConflict && e.Description != "" }

// Flood says that too many requests were made; RetryAfter tells how long to
// wait.
func (e *Error) Flood() bool { return e.Code == http.StatusTooManyRequests }

// RetryAfter is how long an answer asks to wait before the next try; 0 if it does not.
func RetryAfter(err error) time.Duration {
	if e, ok := AsError(err); ok {
		return e.RetryAfter
	}
	return 0
}

// Has says whether Telegram's description contains code, for example
// "BUSINESS_PEER_USAGE_MISSING".
func (e *Error) Has(code string) bool { return strings.Contains(e.Description, code) }
