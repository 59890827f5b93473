package card

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/persona/firewall"
	"secretary/store"
)

// View is everything a card shows.
type View struct {
	Draft    store.Draft
	Fan      store.Fan
	Messages []store.Message // what the draft answers, oldest first
	Now      time.Time
	Margin   time.Duration // sending stops this long before the window ends
	Hold     time.Duration // the countdown of an automatic reply
	Model    string        // the configured model, for "ollama pull"
	Remember bool          // the wish behind the draft may become a rule
	Disclose bool          // a fan's first automatic reply goes with the disclosure line
	Quiet    time.Duration // the quiet period of a fan who does not write on and on
	Memory   store.Memory  // what is known of the fan
}

// Page is a card ready for Telegram: Above are plain HTML messages that carry
// what did not fit, Text is the card itself.
type Page struct {
	Above    []string
	Text     string
	Keyboard *telegram.InlineKeyboardMarkup // nil: no buttons
}

// maxDraft is the longest draft a card shows in full, in UTF-16 units: what
// remains of a message beside the head, the reasons and the last line.
const maxDraft = 2800

// Fits reports whether a draft can be shown in full.
func Fits(draft string) bool { return Length(draft) <= maxDraft }

// FanName is the name to print for a fan, not escaped.
func FanName(f store.Fan) string { return Name(f.Name, fmt.Sprintf("Fan %d", f.ID.Chat)) }

// Render draws the card.
func Render(v View) Page {
	who := Escape(FanName(v.Fan))
	head := header(v, who)
	foot, room := "", 0
	for n := maxReasons; n > 0 && room < leastRoom; n-- {
		foot = footer(v, who, n)
		room = MaxMessage - visible(head) - visible(foot) - 8 // two blank lines
	}
	quotes, above := quote(v.Messages, room)
	parts := []string{head}
	if quotes != "" {
		parts = append(parts, quotes)
	}
	parts = append(parts, foot)
	return Page{Above: above, Text: strings.Join(parts, "\n\n"), Keyboard: keyboard(v)}
}

// Hash names what a page shows, so that an unchanged card is not edited.
func (p Page) Hash() string {
	k, _ := json.Marshal(p.Keyboard)
	sum := sha256.Sum256(append([]byte(p.Text), k...))
	return hex.EncodeToString(sum[:12])
}

func header(v View, who string) string {
	s := "<b>" + who + "</b>"
	if h := Name(v.Fan.Handle, ""); h != "" {
		s += " @" + Escape(h)
	}
	if len(v.Messages) > 0 && !v.Draft.Ended.After(v.Draft.Created) {
		s += "\n" + words.Waits(v.Messages[0].Date, v.Now)
	}
	if knows := Knows(v.Memory); knows != "" {
		s += "\n" + knows
	}
	return s
}

// footer is everything below the quoted messages, with at most n reasons of a kind.
func footer(v View, who string, n int) string {
	d := v.Draft
	var b []string
	switch {
	case d.Text != "" && d.Own:
		b = append(b, "<b>"+words.OwnTitle+"</b>\n"+own(d.Text))
	case d.Text != "":
		b = append(b, "<b>"+words.DraftTitle+"</b> · "+words.Learned(d.Confidence, d.Known, d.Learned)+"\n"+Escape(d.Text))
	case d.State == store.StateDrafting:
		b = append(b, words.Drafting)
	case d.Problem != "" && live(d):
		b = append(b, words.Problem(d.Problem, Escape(v.Model)))
	}
	if line := status(v, who, n); line != "" {
		b = append(b, line)
	}
	return strings.Join(b, "\n\n")
}

// own shows the creator's own words. They may be longer than a card holds; they
// stand in full in the creator's own message.
func own(text string) string {
	if Fits(text) {
		return Escape(text)
	}
	return Escape(Cut(text, maxDraft-100)) + "\n" + words.CutHere
}

// status says how the card stands or ended; an open one names at most n reasons of a kind.
func status(v View, who string, n int) string {
	d := v.Draft
	closes := v.Fan.LastIn.Add(store.Window)
	switch d.State {
	case store.StateOpen, store.StateDrafting:
		lines := []string{words.Window(closes, v.Now, v.Margin)}
		if why := reasons(d, firewall.In, n); why != "" && (d.Text != "" || alarming(d)) {
			lines = append([]string{words.WhyTitle + why + "."}, lines...)
		}
		if why := reasons(d, firewall.Out, n); why != "" && d.Caution {
			lines = append([]string{"<b>" + words.WarnTitle + why + ".</b>"}, lines...)
		}
		lines = append(leftOpen(d, n), lines...)
		if d.Text == "" && sendable(v) {
			lines = append(lines, words.ByHand)
		}
		if d.Tries >= store.CalmTries {
			lines = append(lines, words.Next(store.Silence(d.Tries, v.Quiet)))
		}
		if v.Fan.Doubtful != 0 {
			lines = append(lines, words.LineUnknown(chatHTML(v.Fan, who)))
		}
		return strings.Join(lines, "\n")
	case store.StateHolding:
		if d.HoldUntil.IsZero() {
			return words.HoldSoon(v.Hold) + line(v)
		}
		return words.Hold(d.HoldUntil, v.Now) + line(v)
	case store.StateQueued:
		return words.Queued(d.NotBefore, v.Now, Escape(Cut(d.Detail, 200))) + line(v)
	case store.StateUnknown:
		return words.Unknown(chatHTML(v.Fan, who))
	case store.StateFailed:
		return "<b>" + words.Failed(d.End, Escape(Cut(d.Detail, 200))) + "</b>" + sentLine(d)
	}
	at := d.Sent
	if at.IsZero() {
		at = d.Ended
	}
	if d.Approved && (d.State == store.StateExpired || d.State == store.StateStale) {
		return "<b>" + words.NotSent + words.Ended(string(d.State), d.End, who, at, d.Auto) + "</b>" + sentLine(d)
	}
	return "<b>" + words.Ended(string(d.State), d.End, who, at, d.Auto) + "</b>" + sentLine(d)
}

func sentLine(d store.Draft) string {
	switch {
	case !d.Disclosed:
		return ""
	case d.State == store.StateSent || d.State == store.StateEdited:
		return words.LineWith
	}
	return words.LineSent
}

// line says that the disclosure line goes, or went, before the reply.
func line(v View) string {
	if v.Draft.Auto && v.Disclose && v.Fan.Disclosed.IsZero() {
		return words.LineFirst
	}
	return sentLine(v.Draft)
}

// maxReasons is how many reasons of one kind a card names; a long draft leaves room for fewer.
const maxReasons = 6

// reasons says why a person is asked, in at most n reasons: what rules about
// the draft found, or all the rest.
func reasons(d store.Draft, about firewall.Direction, n int) string {
	var out []string
	for _, w := range d.Why {
		code, detail, _ := strings.Cut(w, ":")
		r, _ := firewall.Find(code)
		switch {
		case (r.Direction == firewall.Out) != (about == firewall.Out):
			continue
		case code == "mode" && len(d.Why) > 1:
			continue // the other reasons say more
		case code == whyUnanswered:
			detail = "" // leftOpen shows it in full
		}
		if why := words.Why(Escape(Cut(Name(code, ""), 60)), quoted(r, detail)); !slices.Contains(out, why) && len(out) < n {
			out = append(out, why)
		}
	}
	return strings.Join(out, " · ")
}

// quoted is the detail of a reason; the words that a rule found stand out.
func quoted(r firewall.Rule, detail string) string {
	detail = Escape(Cut(Name(detail, ""), 60))
	if r.Code != "" && detail != "" {
		return "“" + detail + "”"
	}
	return detail
}

// alarming tells whether the card is about words that no model answers.
func alarming(d store.Draft) bool {
	r, _ := firewall.Find(d.Problem)
	return r.Severity == firewall.Alert
}

// whyUnanswered is the reason whose detail is a question that the draft leaves open.
const whyUnanswered = "unanswered"

// maxOpen is the number of open questions that a card names.
const maxOpen = 4

// leftOpen names at most n questions that the draft does not answer, one a line.
func leftOpen(d store.Draft, n int) (lines []string) {
	for _, w := range d.Why {
		if q, ok := strings.CutPrefix(w, whyUnanswered+":"); ok && d.Text != "" && !d.Own && len(lines) < min(n, maxOpen) {
			lines = append(lines, words.NotAnswered(Escape(Cut(Name(q, ""), 100))))
		}
	}
	return lines
}

func keyboard(v View) *telegram.InlineKeyboardMarkup {
	d := v.Draft
	tap := Tap{Draft: d.ID, Try: d.Try}.Payload()
	btn := func(text, act string) telegram.InlineKeyboardButton { return Press(text, act, tap) }
	var rows [][]telegram.InlineKeyboardButton
	switch d.State {
	case store.StateOpen:
		row := []telegram.InlineKeyboardButton{}
		if d.Text != "" && sendable(v) {
			row = append(row, send(d, btn))
		}
		if sendable(v) {
			row = append(row, btn(words.Edit, ActEdit))
		}
		if d.Problem != "window" && d.Problem != "no_right" && d.Problem != "connection" && !alarming(d) {
			row = append(row, btn(words.Again, ActAgain))
		}
		rows = append(rows, append(row, btn(words.Skip, ActSkip)))
		if v.Remember {
			rows = append(rows, []telegram.InlineKeyboardButton{btn(words.RememberWish, ActRemember)})
		}
	case store.StateDrafting:
		row := []telegram.InlineKeyboardButton{}
		if sendable(v) {
			row = append(row, btn(words.Edit, ActEdit))
		}
		rows = append(rows, append(row, btn(words.Skip, ActSkip)))
	case store.StateHolding:
		rows = append(rows, []telegram.InlineKeyboardButton{btn(words.Stop, ActStop)})
	case store.StateUnknown:
		rows = append(rows, []telegram.InlineKeyboardButton{btn(words.Arrived, ActArrived), btn(words.SendAgain, ActResend)})
	}
	if v.Fan.Doubtful != 0 && (live(d) || d.State == store.StateUnknown) {
		rows = append(rows, []telegram.InlineKeyboardButton{btn(words.LineArrived, ActLine), btn(words.LineLost, ActNoLine)})
	}
	var about []telegram.InlineKeyboardButton
	if link := ChatLink(v.Fan); link != "" && needsHand(v) {
		about = append(about, telegram.InlineKeyboardButton{Text: words.OpenChat, URL: link})
	}
	if live(d) {
		about = append(about, btn(words.Fan, ActFan))
	}
	if d.Known && d.Text != "" && (d.State == store.StateOpen || d.State == store.StateHolding) {
		about = append(about, btn(words.WhyFigure(d.Confidence), ActFigure))
	}
	if len(about) > 0 {
		rows = append(rows, about)
	}
	if len(rows) == 0 {
		return nil
	}
	return &telegram.InlineKeyboardMarkup{InlineKeyboard: rows}
}

// send is the button that sends, or the second one of a draft that a rule warns of.
func send(d store.Draft, btn func(text, act string) telegram.InlineKeyboardButton) telegram.InlineKeyboardButton {
	if d.Caution && d.Warned == d.Try {
		return btn(words.Anyway, ActAnyway)
	}
	return btn(words.Send, ActSend)
}

// ChatLink opens the chat with a fan in the creator's own Telegram; it is empty
// for a fan without a (valid) username.
func ChatLink(f store.Fan) string {
	for _, r := range f.Handle {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' {
			return ""
		}
	}
	if f.Handle == "" {
		return ""
	}
	return "https://t.me/" + f.Handle
}

// chatHTML is the fan's name as a link into the chat, where there is one.
func chatHTML(f store.Fan, who string) string {
	if link := ChatLink(f); link != "" {
		return `<a href="` + link + `">` + who + "</a>"
	}
	return who
}

// needsHand reports the states in which the creator has to go to the chat.
func needsHand(v View) bool {
	switch v.Draft.State {
	case store.StateFailed, store.StateExpired:
		return true
	case store.StateOpen, store.StateDrafting:
		return !sendable(v) || v.Draft.Problem == "media" || v.Draft.Problem == "human" || alarming(v.Draft)
	}
	return false
}

// sendable reports whether a reply could still go out by the bot.
func sendable(v View) bool {
	switch v.Draft.Problem {
	case "window", "no_right", "connection":
		return false
	}
	return v.Now.Before(v.Fan.LastIn.Add(store.Window - v.Margin))
}

func live(d store.Draft) bool {
	return d.State == store.StateOpen || d.State == store.StateDrafting
}
