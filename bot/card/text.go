package card

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// MaxMessage is the longest message Telegram takes, in UTF-16 units after
// entities are parsed. The documentation says characters, the server's source
// code points; UTF-16 units satisfy both (core.telegram.org/bots/api#sendmessage).
const MaxMessage = 4096

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// Escape makes any text safe inside Telegram's HTML. Bytes that are no UTF-8
// become U+FFFD, since Telegram refuses the whole message otherwise.
func Escape(s string) string { return escaper.Replace(strings.ToValidUTF8(s, "\uFFFD")) }

// Length is the length of a text in UTF-16 units.
func Length(s string) int {
	n := 0
	for _, r := range s {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}

// Cut shortens a text to at most limit UTF-16 units without splitting a
// character; a shortened text ends in "…".
func Cut(s string, limit int) string {
	if Length(s) <= limit {
		return s
	}
	if limit < 1 {
		return ""
	}
	n := 1 // the ellipsis
	for i, r := range s {
		n += max(utf16.RuneLen(r), 1)
		if n > limit {
			return strings.TrimRightFunc(s[:i], isJoint) + "…"
		}
	}
	return s
}

// isJoint reports characters that must not dangle at a cut: joiners, variation
// selectors and combining marks.
func isJoint(r rune) bool {
	return r == '\u200D' || unicode.Is(unicode.Variation_Selector, r) || unicode.Is(unicode.Mn, r)
}

// Split cuts a text into pieces of at most limit UTF-16 units, at a line end or
// a space where there is one in the last quarter. Joined again the pieces are
// the text. A limit below two counts as two, the length of an emoji.
func Split(s string, limit int) []string {
	limit = max(limit, 2)
	var out []string
	for Length(s) > limit {
		n, end, space := 0, 0, -1
		for i, r := range s {
			w := max(utf16.RuneLen(r), 1)
			if n+w > limit {
				end = i
				break
			}
			n += w
			if unicode.IsSpace(r) && n > limit*3/4 {
				space = i + utf8.RuneLen(r)
			}
		}
		if space > 0 {
			end = space
		}
		out, s = append(out, s[:end]), s[end:]
	}
	return append(out, s)
}

// Name makes a fan's name fit for one line of a card: as Line, at most 64
// characters. An empty name becomes fallback.
func Name(s, fallback string) string {
	s = Line(s)
	if strings.Trim(s, " \u200D\u2800\u3164") == "" {
		return fallback
	}
	if r := []rune(s); len(r) > 64 {
		s = string(r[:63]) + "…"
	}
	return s
}

// Blank tells whether a text has nothing but spaces and characters without width:
// Telegram takes no such message.
func Blank(s string) bool { return strings.Trim(Line(s), " \u200D") == "" }

// Line puts any text on one line: control, direction and invisible characters
// go, white space becomes one space. It is not escaped yet.
func Line(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, unicode.Is(unicode.Cf, r) && r != '\u200D', unicode.Is(unicode.Co, r):
			return -1
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
