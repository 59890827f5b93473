package demo

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"secretary/bot/sandbox"
)

// width of a message in characters; the frame's right side stays open, since
// no program knows how wide a terminal draws an emoji.
const width = 72

// Colours (ECMA-48); a screen without colours gets none of them.
const (
	bold, faint, green, blue, reset = "\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[36m", "\x1b[0m"
)

// screen shows the play in a terminal, from top to bottom. What cannot be
// written is lost: a play whose reader has gone still comes to its end.
type screen struct {
	out    io.Writer
	colour bool
	seen   int  // messages of the fan's phone that are shown already
	gapped bool // the last line is empty
}

func newScreen(out io.Writer, colour bool) *screen { return &screen{out: out, colour: colour} }

func (s *screen) print(lines ...string) {
	_, _ = fmt.Fprintln(s.out, strings.Join(lines, "\n")) // see screen
	s.gapped = false
}

// gap is one empty line, never two.
func (s *screen) gap() {
	if !s.gapped {
		s.print("")
		s.gapped = true
	}
}

// note is the storyteller.
func (s *screen) note(text string) {
	for _, l := range lay(plain(text), width) {
		s.print("  " + s.line(l, faint))
	}
}

func (s *screen) title() { s.note(welcome) }
func (s *screen) end()   { s.gap(); s.note(theEnd) }

func (s *screen) scene(n, of int, title string) {
	s.gap()
	s.print(s.paint(bold, sceneHead(n, of, title)))
	s.gap()
}

func (s *screen) pressed(button string) { s.note(pressedButton(button)) }

// answered shows the bot's short answer to a tap.
func (s *screen) answered(text string) {
	if text != "" {
		s.note(botAnswers(text))
	}
}

func (s *screen) creatorSays(text string)   { s.say(exampleName, green, plain(text)) }
func (s *screen) botSays(m sandbox.Message) { s.say(botName, blue, glyphs(m.Source)) }

// say shows a message that is no card, or several lines of a chat.
func (s *screen) say(who, colour string, message []glyph) {
	head := s.paint(colour, who+" › ")
	for i, l := range lay(message, width-len(who)-3) {
		if i > 0 {
			head = strings.Repeat(" ", utf8.RuneCountInString(who)+3)
		}
		s.print("  " + head + s.line(l, ""))
	}
}

// phone shows what is new in the fan's chat with the creator.
func (s *screen) phone(chat []sandbox.Message) {
	if len(chat) == s.seen {
		return
	}
	s.gap()
	s.print("  " + s.paint(faint, phoneHead))
	for _, m := range chat[s.seen:] {
		colour := blue
		if m.ViaBot {
			colour = green
		}
		s.say("  "+clock(m.Date)+" "+m.From.User().FirstName, colour, plain(m.Text))
	}
	s.gap()
	s.seen = len(chat)
}

// card draws a card with its buttons, as it stands in the creator's chat.
func (s *screen) card(m sandbox.Message, label func(string) string) {
	s.gap()
	s.print("  "+s.paint(faint, cardHead), s.rule("┌", "", nil))
	for _, l := range lay(glyphs(m.Source), width) {
		s.print("  " + s.paint(faint, "│ ") + s.line(l, ""))
	}
	var cells []string
	for i, row := range m.Buttons {
		cells = nil
		for _, b := range row {
			cells = append(cells, "  "+label(b.Text)+"  ")
		}
		if i == 0 {
			s.print(s.rule("├", "┬", cells))
		}
		line := "  "
		for _, c := range cells {
			line += s.paint(faint, "│") + s.paint(bold, c)
		}
		s.print(line)
	}
	s.print(s.rule("└", "┴", cells))
	s.gap()
}

// cardSays shows the last line of a card if it is new: how it stands or ended.
func (s *screen) cardSays(before, now sandbox.Message) {
	if line := lastLine(now.Text); line != lastLine(before.Text) {
		s.print("  " + s.paint(faint, cardNow) + s.paint(bold, line))
	}
}

// rule is a line of a frame, with a joint between the cells under or above it.
func (s *screen) rule(corner, joint string, cells []string) string {
	var b strings.Builder
	for i, c := range cells {
		if i > 0 {
			b.WriteString(joint)
		}
		b.WriteString(strings.Repeat("─", utf8.RuneCountInString(c)))
	}
	line := b.String()
	line += strings.Repeat("─", max(0, width-utf8.RuneCountInString(line)))
	return "  " + s.paint(faint, corner+line)
}

// line writes a line of a message; base is the colour of what has no style.
func (s *screen) line(line []glyph, base string) string {
	var b strings.Builder
	if len(line) > 0 && line[0].quote {
		b.WriteString(s.paint(green, "▌ "))
	}
	for len(line) > 0 {
		n := 1
		for n < len(line) && line[n].bold == line[0].bold && line[n].mono == line[0].mono {
			n++
		}
		var run strings.Builder
		for _, g := range line[:n] {
			run.WriteRune(g.r)
		}
		colour := base
		switch {
		case line[0].bold:
			colour = bold
		case line[0].mono:
			colour = blue
		}
		b.WriteString(s.paint(colour, run.String()))
		line = line[n:]
	}
	return b.String()
}

// paint colours a text that has no newline.
func (s *screen) paint(colour, text string) string {
	if !s.colour || colour == "" || text == "" {
		return text
	}
	return colour + text + reset
}
