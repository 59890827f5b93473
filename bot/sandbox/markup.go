package sandbox

import (
	"encoding/json"
	"strings"
)

// markup is a parsed reply_markup.
type markup struct {
	kind string // "inline", "keyboard", "remove", "force"
	rows [][]map[string]any
}

// replyMarkup parses the parameter as the Bot API server does; nil for none.
func replyMarkup(q *query) (*markup, *failure) {
	text := q.text("reply_markup")
	if text == "" {
		return nil, nil
	}
	value, err := decode([]byte(text))
	if err != nil {
		return nil, bad("Can't parse reply keyboard markup JSON object")
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, bad("Object expected as reply markup")
	}
	keyboard, f := buttonRows(object, "keyboard", replyButton)
	if f != nil {
		return nil, f
	}
	inline, f := buttonRows(object, "inline_keyboard", inlineButton)
	if f != nil {
		return nil, f
	}
	for _, name := range []string{"remove_keyboard", "force_reply", "selective"} {
		if v, ok := object[name]; ok && jsonKind(v) != "Boolean" {
			return nil, badf("Field %q must be of type Boolean", name)
		}
	}
	switch {
	case len(keyboard) > 0:
		return &markup{"keyboard", keyboard}, nil
	case len(inline) > 0:
		return &markup{"inline", inline}, nil
	case object["remove_keyboard"] == true:
		return &markup{kind: "remove"}, nil
	case object["force_reply"] == true:
		return &markup{kind: "force"}, nil
	}
	return nil, nil
}

func buttonRows(object map[string]any, name string, check func(any) (map[string]any, error)) ([][]map[string]any, *failure) {
	value, ok := object[name]
	if !ok {
		return nil, nil
	}
	list, ok := value.([]any)
	if !ok {
		return nil, badf("Field %q must be of type Array", name)
	}
	var rows [][]map[string]any
	for _, item := range list {
		buttons, ok := item.([]any)
		if !ok && name == "keyboard" {
			return nil, bad(`Field "keyboard" must be an Array of Arrays`)
		}
		if !ok {
			return nil, bad(`Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays`)
		}
		row := []map[string]any{}
		for _, b := range buttons {
			button, err := check(b)
			if err != nil {
				return nil, badf("Can't parse %s button: %v", strings.ReplaceAll(name, "_", " "), err)
			}
			row = append(row, button)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func replyButton(value any) (map[string]any, error) {
	if text, ok := value.(string); ok {
		return map[string]any{"text": text}, nil
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, sayf("KeyboardButton must be a String or an Object")
	}
	_, err := stringField(object, "text", true)
	return object, err
}

// inlineButton takes the first action Telegram looks for and forgets others.
func inlineButton(value any) (map[string]any, error) {
	object, ok := value.(map[string]any)
	if !ok {
		return nil, sayf("InlineKeyboardButton must be an Object")
	}
	text, err := stringField(object, "text", true)
	if err != nil {
		return nil, err
	}
	style, err := stringField(object, "style", false)
	if err != nil {
		return nil, err
	}
	switch strings.ToLower(style) {
	case "", "default", "primary", "danger", "success":
	default:
		return nil, sayf("invalid button style specified")
	}
	button := map[string]any{"text": text}
	if style != "" && strings.ToLower(style) != "default" {
		button["style"] = strings.ToLower(style)
	}
	for _, action := range []string{"url", "callback_data"} {
		given, err := stringField(object, action, false)
		if err != nil {
			return nil, err
		}
		if given != "" {
			button[action] = given
			return button, nil
		}
	}
	for _, action := range []string{"callback_game", "pay", "switch_inline_query", "switch_inline_query_chosen_chat",
		"switch_inline_query_current_chat", "login_url", "web_app", "copy_text"} {
		if given, ok := object[action]; ok {
			button[action] = given
			return button, nil
		}
	}
	return nil, sayf("Text buttons are unallowed in the inline keyboard")
}

func stringField(object map[string]any, name string, required bool) (string, error) {
	switch v := object[name].(type) {
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	}
	if _, ok := object[name]; ok {
		return "", sayf("Field %q must be of type String", name)
	}
	if required {
		return "", sayf("Can't find field %q", name)
	}
	return "", nil
}

// check is what TDLib looks at once the chat is known. It drops buttons without
// a text, and a keyboard without buttons: nil then.
func (m *markup) check() (*markup, *failure) {
	if m == nil || m.kind != "inline" && m.kind != "keyboard" {
		return m, nil
	}
	kept := markup{kind: m.kind}
	for _, row := range m.rows {
		var buttons []map[string]any
		for _, b := range row {
			if b["text"] == "" {
				continue
			}
			if link, ok := b["url"].(string); ok {
				if checkedLink(link) == "" {
					return nil, badf("Inline keyboard button URL '%s' is invalid: Wrong HTTP URL", link)
				}
				b["url"] = checkedLink(link)
			}
			buttons = append(buttons, b)
		}
		if len(buttons) > 0 {
			kept.rows = append(kept.rows, buttons)
		}
	}
	if len(kept.rows) == 0 {
		return nil, nil
	}
	return &kept, nil
}

// checkServer is what only Telegram's own servers refuse.
func (m *markup) checkServer() *failure {
	if m == nil || m.kind != "inline" {
		return nil
	}
	for _, row := range m.rows {
		for _, b := range row {
			if data, ok := b["callback_data"].(string); ok && len(data) > 64 {
				return bad("BUTTON_DATA_INVALID")
			}
		}
	}
	return nil
}

func (m *markup) buttons() [][]Button {
	if m == nil || m.kind != "inline" {
		return nil
	}
	var rows [][]Button
	for _, row := range m.rows {
		var out []Button
		for _, b := range row {
			button := Button{}
			button.Text, _ = b["text"].(string)
			button.Data, _ = b["callback_data"].(string)
			button.URL, _ = b["url"].(string)
			out = append(out, button)
		}
		rows = append(rows, out)
	}
	return rows
}

func (m *markup) equal(other *markup) bool {
	a, _ := json.Marshal(m.inline())
	b, _ := json.Marshal(other.inline())
	return string(a) == string(b)
}

// inline returns the markup as a message shows it to the bot; nil for none.
func (m *markup) inline() any {
	if m == nil || m.kind != "inline" {
		return nil
	}
	return map[string]any{"inline_keyboard": m.rows}
}
