package telegram

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	minSkew  = 2 * time.Second
	maxRetry = 7 * 24 * time.Hour // beyond it the number is nonsense and would only overflow
)

// envelope is what every answer of the Bot API looks like.
type envelope struct {
	ok          bool
	result      json.RawMessage
	code        int
	description string
	retryAfter  int64 // seconds
}

// What stands around the result of nearly every answer that says ok.
const (
	envelopeFront = `{"ok":true,"result":`
	envelopeBack  = `}`
)

// parseEnvelope accepts one JSON object with a boolean ok and nothing after it.
func parseEnvelope(content []byte) (envelope, error) {
	if front, found := bytes.CutPrefix(content, []byte(envelopeFront)); found {
		if result, found := bytes.CutSuffix(front, []byte(envelopeBack)); found && json.Valid(result) {
			return envelope{ok: true, result: bytes.TrimSpace(result)}, nil
		}
	}
	var e envelope
	// A map, because struct fields match in any case: {"OK":true} is no answer
	// of Telegram's.
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(content, &fields); err != nil {
		return e, err
	}
	if ok := string(fields["ok"]); ok != "true" && ok != "false" {
		return e, errors.New("no ok in it")
	}
	var parameters struct {
		RetryAfter int64 `json:"retry_after"`
	}
	for name, target := range map[string]any{"ok": &e.ok, "error_code": &e.code, "description": &e.description} {
		if raw, found := fields[name]; found {
			if err := json.Unmarshal(raw, target); err != nil {
				return e, fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	// Parameters of another form are none: a refusal stays a refusal.
	_ = json.Unmarshal(fields["parameters"], &parameters)
	e.result, e.retryAfter = fields["result"], parameters.RetryAfter
	return e, nil
}

// read turns the answer to a call that began then (see elapsed) into out or an *Error.
func (c *Client) read(method string, began time.Duration, response *http.Response, content []byte, out any) error {
	failed := &Error{Method: method, Code: response.StatusCode, RetryAfter: headerRetry(response.Header, c.now())}
	if len(content) > maxAnswer {
		failed.Cause = "the answer is larger than 16 MiB"
		return failed
	}
	e, err := parseEnvelope(content)
	if err != nil {
		failed.Cause = "the answer is not the Bot API's: " + c.scrub(describe(response, content))
		failed.Proxy = proxyOf(response.Request)
		return failed
	}
	if c.elapsed()-began < maxLag {
		c.noteDate(response.Header)
	}
	if e.ok {
		return c.accept(failed, e, out)
	}
	if e.code != 0 {
		failed.Code = e.code
	}
	if e.retryAfter > 0 {
		failed.RetryAfter = seconds(e.retryAfter)
	}
	failed.Description = c.scrub(e.description)
	if failed.Description == "" {
		failed.Description = "refused without a reason"
	}
	failed.Certain = refusal(failed.Code) && response.StatusCode < 500
	return failed
}

// accept decodes the result of a call that Telegram says it carried out.
func (c *Client) accept(failed *Error, e envelope, out any) error {
	if failed.Code != http.StatusOK {
		failed.Cause = "the answer says ok, its status does not"
		return failed
	}
	if out == nil {
		return nil
	}
	if len(e.result) == 0 || string(e.result) == "null" {
		failed.Cause = "the answer holds no result"
		return failed
	}
	if err := json.Unmarshal(e.result, out); err != nil {
		failed.Cause = "the result has another shape: " + c.scrub(err.Error())
		return failed
	}
	return nil
}

func refusal(code int) bool { return code >= 400 && code < 500 }

func seconds(n int64) time.Duration {
	return time.Duration(min(max(n, 0), int64(maxRetry/time.Second))) * time.Second
}

// headerRetry reads Retry-After, which holds seconds or a date.
func headerRetry(header http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if n, err := strconv.ParseInt(value, 10, 64); err == nil {
		return seconds(n)
	}
	if date, err := http.ParseTime(value); err == nil {
		return min(max(date.Sub(now), 0), maxRetry)
	}
	return 0
}

// maxLag is how long a call may take for its Date to tell the server's clock: a
// front-end may stamp a long poll when it begins.
const maxLag = 2 * time.Second

// describe says in a few words what came instead of JSON, without quoting it:
// whoever answered there may have put anything into the page.
func describe(response *http.Response, content []byte) string {
	switch kind, _, _ := strings.Cut(response.Header.Get("Content-Type"), ";"); {
	case response.StatusCode >= 300 && response.StatusCode < 400:
		return "a redirect, which is not followed"
	case len(bytes.TrimSpace(content)) == 0:
		return "empty"
	case kind != "" && kind != "application/json":
		return fmt.Sprintf("%d bytes of %.40q", len(content), kind)
	}
	return fmt.Sprintf("%d bytes of broken JSON", len(content))
}
