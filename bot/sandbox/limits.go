package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// limits are what the descriptions of the Bot API say in words only: lengths,
// ranges, what excludes what. They are counted in Telegram's strictest way
// (characters in UTF-16 units), since nobody knows how its closed servers count.
// The server's answer does not depend on them.
type limits struct {
	method string
	params map[string]any
	faults []string
}

// checkLimits returns one sentence for every documented limit a call exceeds.
func checkLimits(method string, params map[string]any) []string {
	l := &limits{method: method, params: params}
	for _, name := range sortedKeys(params) {
		l.parameter(name, params[name])
	}
	switch method {
	case "editMessageText":
		l.together("inline_message_id", "chat_id", "message_id")
		l.together("rich_message", "text")
	case "setMyCommands":
		l.commands()
	case "getUpdates":
		l.within("limit", 1, 100)
		l.within("timeout", 0, maxPoll)
	}
	return l.faults
}

func (l *limits) fault(format string, args ...any) {
	l.faults = append(l.faults, fmt.Sprintf(format, args...))
}

func (l *limits) parameter(name string, value any) {
	text, isText := value.(string)
	switch name {
	case "text":
		if most := map[string]int{"sendMessage": maxText, "editMessageText": maxText, "answerCallbackQuery": 200}[l.method]; most > 0 && isText {
			l.formatted(name, text, "entities", most)
		}
	case "caption":
		if isText && text != "" {
			l.formatted(name, text, "caption_entities", maxCaption)
		}
	case "chat_id":
		if isText && !strings.HasPrefix(text, "@") {
			l.fault("chat_id is neither a number nor an @username")
		}
	case "business_connection_id", "callback_query_id":
		if text == "" {
			l.fault("%s is empty", name)
		}
	case "message_id":
		l.within(name, 1, 1<<31-1)
	case "message_ids":
		if list, _ := value.([]any); len(list) < 1 || len(list) > 100 {
			l.fault("message_ids names %d messages, want 1 to 100", len(list))
		}
	case "parse_mode":
		if !slices.Contains([]string{"HTML", "Markdown", "MarkdownV2"}, text) {
			l.fault("parse_mode %q is none", text)
		}
	case "action":
		if !chatActions[text] || slices.Contains(oldActions, text) {
			l.fault("action %q is none", text)
		}
	case "reply_markup":
		l.markup(value)
	case "reply_parameters":
		if given, _ := value.(map[string]any); given != nil {
			l.length("reply_parameters.quote", given["quote"], 0, 1024)
		}
	}
}

// oldActions are still taken, and are documented no more.
var oldActions = []string{"record_audio", "upload_audio", "pick_up_location", "cancel"}

// within checks a whole number that is there.
func (l *limits) within(name string, low, high int64) {
	n, ok := l.params[name].(json.Number)
	if !ok {
		return
	}
	if v := number(n); v < low || v > high {
		l.fault("%s is %v, want %d to %d", name, n, low, high)
	}
}

// formatted checks a text as it is after its entities are parsed.
func (l *limits) formatted(name, text, entities string, most int) {
	mode, _ := l.params["parse_mode"].(string)
	if _, both := l.params[entities]; both && mode != "" {
		l.fault("parse_mode and %s exclude each other", entities)
	}
	f, failed := formattedText(text, mode, l.params[entities])
	if failed == nil && l.method != "answerCallbackQuery" {
		failed = f.fix()
	}
	if failed != nil {
		l.fault("%s: %s", name, failed.description)
		return
	}
	l.length(name, f.text, 0, most)
}

// length checks the characters of a text that is there.
func (l *limits) length(name string, value any, low, high int) {
	text, ok := value.(string)
	if n := utf16Len(text); ok && (n < low || n > high) {
		l.fault("%s has %d characters, want %d to %d", name, n, low, high)
	}
}

// together finds a call that names neither one parameter nor the others in its place.
func (l *limits) together(one string, others ...string) {
	if _, ok := l.params[one]; ok {
		return
	}
	for _, name := range others {
		if _, ok := l.params[name]; !ok {
			l.fault("%s is missing and so is %s", name, one)
		}
	}
}

func (l *limits) commands() {
	list, _ := l.params["commands"].([]any)
	if len(list) > 100 {
		l.fault("commands are %d, at most 100", len(list))
	}
	for i, v := range list {
		c, _ := v.(map[string]any)
		if name, _ := c["command"].(string); !commandName.MatchString(name) {
			l.fault("commands[%d].command is no name of a command", i)
		}
		l.length(fmt.Sprintf("commands[%d].description", i), c["description"], 1, 256)
	}
}

func (l *limits) markup(value any) {
	m, _ := value.(map[string]any)
	kinds := 0
	for _, kind := range []string{"inline_keyboard", "keyboard", "remove_keyboard", "force_reply"} {
		if _, ok := m[kind]; ok {
			kinds++
		}
	}
	if kinds > 1 {
		l.fault("reply_markup is %d kinds of markup at once", kinds)
	}
	l.length("reply_markup.input_field_placeholder", m["input_field_placeholder"], 1, 64)
	rows, _ := m["inline_keyboard"].([]any)
	for i, row := range rows {
		buttons, _ := row.([]any)
		for j, b := range buttons {
			button, _ := b.(map[string]any)
			l.button(fmt.Sprintf("reply_markup.inline_keyboard[%d][%d]", i, j), button)
		}
	}
}

func (l *limits) button(path string, b map[string]any) {
	l.length(path+".text", b["text"], 1, maxText)
	if data, ok := b["callback_data"].(string); ok && (len(data) < 1 || len(data) > 64 || !utf8.ValidString(data)) {
		l.fault("%s.callback_data has %d bytes, want 1 to 64", path, len(data))
	}
	if style, ok := b["style"].(string); ok && !slices.Contains([]string{"danger", "success", "primary"}, style) {
		l.fault("%s.style %q is none", path, style)
	}
	if link, ok := b["url"].(string); ok && checkedLink(link) == "" {
		l.fault("%s.url is no link", path)
	}
	if given, ok := b["copy_text"].(map[string]any); ok {
		l.length(path+".copy_text.text", given["text"], 1, 256)
	}
	if _, business := l.params["business_connection_id"]; business {
		for name := range b {
			if name == "web_app" || strings.HasPrefix(name, "switch_inline") {
				l.fault("%s.%s is not supported in business messages", path, name)
			}
		}
	}
}
