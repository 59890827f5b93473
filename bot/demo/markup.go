package demo

import (
	"html"
	"slices"
	"strings"
	"unicode"
)

// glyph is a character of a message and how it looks.
type glyph struct {
	r                 rune
	bold, quote, mono bool
}

// glyphs reads the HTML of one of the bot's messages, which the sandbox has
// accepted as Telegram would: tags are balanced.
func glyphs(source string) []glyph {
	var out []glyph
	var style glyph
	for source != "" {
		text, rest, tagged := strings.Cut(source, "<")
		for _, r := range html.UnescapeString(text) {
			style.r = r
			out = append(out, style)
		}
		if !tagged {
			break
		}
		var tag string
		tag, source, _ = strings.Cut(rest, ">")
		name, closing := strings.CutPrefix(tag, "/")
		name, _, _ = strings.Cut(name, " ")
		switch name {
		case "b":
			style.bold = !closing
		case "blockquote":
			style.quote = !closing
		case "pre", "code":
			style.mono = !closing
		}
	}
	return out
}

// lay breaks a message into lines of at most width characters, at spaces where
// there are any. Control characters are left out: a terminal would obey them.
func lay(message []glyph, width int) [][]glyph {
	var lines [][]glyph
	var line []glyph
	for _, g := range message {
		switch {
		case g.r == '\n':
			lines, line = append(lines, trim(line)), nil
			continue
		case unicode.IsControl(g.r):
			continue
		}
		line = append(line, g)
		if len(line) <= width || g.r == ' ' { // a space may hang over
			continue
		}
		cut := len(line) - 1
		for i, g := range line {
			if g.r == ' ' {
				cut = i + 1
			}
		}
		lines, line = append(lines, trim(line[:cut])), slices.Clone(line[cut:])
	}
	return append(lines, trim(line))
}

// trim takes the spaces off a line's end.
func trim(line []glyph) []glyph {
	for len(line) > 0 && line[len(line)-1].r == ' ' {
		line = line[:len(line)-1]
	}
	return line
}

// plain makes glyphs of a text without markup.
func plain(text string) []glyph {
	out := make([]glyph, 0, len(text))
	for _, r := range text {
		out = append(out, glyph{r: r})
	}
	return out
}
