package card

import (
	"html"
	"strings"

	"secretary/bot/words"
	"secretary/store"
)

// leastRoom is what quote needs, in UTF-16 units: to say that the newest message
// stands above, and how many older ones are hidden.
const leastRoom = len(words.Above) + 60

// quote draws the fan's messages within room UTF-16 units, at least leastRoom.
// Older messages are left out first; the newest is complete, above the card
// where it does not fit.
func quote(messages []store.Message, room int) (text string, above []string) {
	if len(messages) == 0 {
		return "", nil
	}
	newest := messages[len(messages)-1]
	body := plain(newest)
	if Length(body)+leastRoom > room {
		for _, piece := range Split(body, MaxMessage-64) {
			if strings.TrimSpace(piece) != "" { // Telegram takes no blank message
				above = append(above, block(piece, false))
			}
		}
		return words.Above + hidden(len(messages)-1), above
	}
	blocks := []string{block(body, false)}
	left := room - Length(body) - 64 // room for the line that counts what is hidden
	i := len(messages) - 2
	for ; i >= 0; i-- {
		body := plain(messages[i])
		n := Length(body) + 1
		if n > left && left > 200 && i == len(messages)-2 {
			body, n = Cut(body, left-1), left
		}
		if n > left {
			break
		}
		left -= n
		blocks = append(blocks, block(body, true))
	}
	for a, b := 0, len(blocks)-1; a < b; a, b = a+1, b-1 {
		blocks[a], blocks[b] = blocks[b], blocks[a]
	}
	text = strings.Join(blocks, "\n")
	if i >= 0 {
		text = "<i>" + words.Earlier(i+1) + "</i>\n" + text
	}
	return text, nil
}

func hidden(n int) string {
	if n == 0 {
		return ""
	}
	return "\n<i>" + words.Earlier(n) + "</i>"
}

// plain says what came: the kind of anything that is not text, its detail, and
// the words with it.
func plain(m store.Message) string {
	var head string
	if m.Kind != "" && m.Kind != "text" {
		head = "[" + words.Kind(m.Kind)
		if m.Note != "" {
			head += " " + Name(m.Note, "")
		}
		head += "]"
	}
	text := strings.ToValidUTF8(m.Text, "\uFFFD")
	switch {
	case head != "" && text != "":
		return head + " " + text
	case head != "":
		return head
	case strings.TrimSpace(text) == "":
		return words.NoText
	}
	return text
}

func block(text string, long bool) string {
	if long && Length(text) > 400 {
		return "<blockquote expandable>" + Escape(text) + "</blockquote>"
	}
	return "<blockquote>" + Escape(text) + "</blockquote>"
}

// visible is the length of an HTML text as Telegram counts it: tags gone,
// entities resolved. It may only be used on HTML this package made.
func visible(s string) int {
	var b strings.Builder
	for s != "" {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:i])
		j := strings.IndexByte(s[i:], '>')
		if j < 0 {
			break
		}
		s = s[i+j+1:]
	}
	return Length(html.UnescapeString(b.String()))
}
