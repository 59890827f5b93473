package sandbox

import (
	"fmt"
	"strings"
)

// failure is an error answer of the Bot API.
type failure struct {
	code        int
	description string
	retryAfter  int // seconds; 0 for none
}

// told are the codes of Telegram's own servers that the Bot API server puts
// into words (Client::fail_query_with_error).
var told = map[string]failure{
	"MESSAGE_NOT_MODIFIED": {400, "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message", 0},
	"QUERY_ID_INVALID":     {400, "query is too old and response timeout expired or query ID is invalid", 0},
	"USER_IS_BLOCKED":      {403, "bot was blocked by the user", 0},

	"INPUT_USER_DEACTIVATED":   {403, "Forbidden: user is deactivated", 0},
	"MESSAGE_DELETE_FORBIDDEN": {400, "message can't be deleted", 0},
	"WC_CONVERT_URL_INVALID":   {400, "Wrong HTTP URL specified", 0},
	"EXTERNAL_URL_INVALID":     {400, "Wrong HTTP URL specified", 0},
	"REPLY_MARKUP_TOO_LONG":    {400, "reply markup is too long", 0},
}

// fail makes the answer for an error of Telegram's servers or of the Bot API
// server's own checks: codes are put into words, anything else becomes a 400
// with its prefix.
func fail(code int, text string) *failure {
	if code < 400 || code == 404 || code == 403 && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == "" {
		code = 400
	}
	if words, ok := told[text]; ok && code == 400 {
		code, text = words.code, words.description
	}
	prefix, ok := map[int]string{400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 500: "Internal Server Error"}[code]
	if !ok {
		return &failure{code: 400, description: "Bad Request: " + text}
	}
	if strings.HasPrefix(text, prefix) {
		return &failure{code: code, description: text}
	}
	if len(text) < 2 || text[1] != '_' && (text[1] < 'A' || text[1] > 'Z') {
		text = strings.ToLower(text[:min(1, len(text))]) + text[min(1, len(text)):]
	}
	return &failure{code: code, description: prefix + ": " + text}
}

// said is a sentence of Telegram. It goes over the wire as it is, so it begins
// as Telegram's does.
type said string

func (s said) Error() string { return string(s) }

func sayf(format string, args ...any) error { return said(fmt.Sprintf(format, args...)) }

func bad(text string) *failure { return fail(400, text) }

func badf(format string, args ...any) *failure { return bad(fmt.Sprintf(format, args...)) }

func tooMany(seconds int) *failure {
	return &failure{429, fmt.Sprintf("Too Many Requests: retry after %d", seconds), seconds}
}
