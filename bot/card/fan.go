package card

import (
	"fmt"
	"strings"
	"time"

	"secretary/bot/memory"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
)

// glance is the length of the line in which a card says what is known of the fan.
const glance = 80

// maxPromises is the number of promises that the Fan screen shows.
const maxPromises = 5

// FanView is everything the Fan screen shows.
type FanView struct {
	Fan      store.Fan
	Memory   store.Memory
	First    time.Time // of the conversation; zero: unknown
	Messages int       // of both sides
	Mode     string    // label of the mode in force
	Enabled  bool      // new things are noted
	Bot      string    // the bot's username
	Sure     bool      // ask whether to forget everything
}

// RenderFan draws the Fan screen. Its heading links to itself: a reply to it is known by that link.
func RenderFan(v FanView) Page {
	head := fanHead(v)
	if v.Sure {
		return Page{Text: head + "\n\n" + words.FanSure, Keyboard: sureKeyboard(v)}
	}
	parts := []string{head}
	if facts := factList(v.Memory); facts != "" {
		parts = append(parts, "<b>"+words.FanFacts+"</b>\n"+facts)
	}
	if promises := promiseList(v.Memory); promises != "" {
		parts = append(parts, "<b>"+words.FanPromises+"</b>\n"+promises)
	}
	if len(parts) == 1 && v.Memory.Summary == "" {
		parts = append(parts, words.FanNothing)
	}
	foot := words.FanHow(memory.Keys())
	if !v.Enabled {
		foot = words.FanOff + "\n" + foot
	}
	text := strings.Join(parts, "\n\n")
	if room := MaxMessage - visible(text) - visible(foot) - 100; v.Memory.Summary != "" {
		text += "\n\n<b>" + words.FanEarlier + "</b>\n" + Escape(Cut(Line(v.Memory.Summary), room))
	}
	return Page{Text: text + "\n\n" + foot, Keyboard: fanKeyboard(v)}
}

func fanHead(v FanView) string {
	who := Escape(FanName(v.Fan))
	s := fmt.Sprintf(`<b><a href="https://t.me/%s?start=%s%d">%s</a></b>`, v.Bot, StartFan, v.Fan.ID.Chat, who)
	if h := Name(v.Fan.Handle, ""); h != "" {
		s += " @" + Escape(h)
	}
	return s + "\n" + words.FanSince(v.First, v.Messages, v.Mode, v.Fan.Mode != "")
}

func factList(m store.Memory) string {
	var lines []string
	for _, f := range memory.Sorted(m) {
		lines = append(lines, "• "+Escape(f.Key)+": "+Escape(Line(f.Value))+" <i>("+words.FactFrom(f.Message == 0, f.At, f.Expires)+")</i>")
	}
	return strings.Join(lines, "\n")
}

func promiseList(m store.Memory) string {
	var lines []string
	for i, p := range m.Promises[:min(len(m.Promises), maxPromises)] {
		lines = append(lines, fmt.Sprintf("%d. “%s” · %s", i+1, Escape(Cut(Line(p.Text), 120)), words.DayClock(p.Due)))
	}
	return strings.Join(lines, "\n")
}

// Knows is the card's line about a fan, HTML; empty if nothing is known.
func Knows(m store.Memory) string {
	if line := memory.Glance(m, glance); line != "" {
		return words.Knows(Escape(Line(line)))
	}
	return ""
}

func fanKeyboard(v FanView) *telegram.InlineKeyboardMarkup {
	k := &telegram.InlineKeyboardMarkup{}
	var row []telegram.InlineKeyboardButton
	flush := func() {
		if len(row) > 0 {
			k.InlineKeyboard = append(k.InlineKeyboard, row)
		}
		row = nil
	}
	add := func(label string, op MemoOp, id int) {
		if row = append(row, v.press(label, op, id)); len(row) == 3 {
			flush()
		}
	}
	for _, f := range memory.Sorted(v.Memory) {
		add(words.ForgetFact(f.Key), MemoFact, f.ID)
	}
	if v.Memory.Summary != "" {
		add(words.ForgetEarly, MemoSummary, 0)
	}
	for i, p := range v.Memory.Promises[:min(len(v.Memory.Promises), maxPromises)] {
		add(words.DonePromise(i+1), MemoPromise, p.ID)
	}
	flush()
	if len(k.InlineKeyboard) > 0 {
		row = append(row, v.press(words.ForgetAll, MemoAsk, 0))
	}
	if link := ChatLink(v.Fan); link != "" {
		row = append(row, telegram.InlineKeyboardButton{Text: words.OpenChat, URL: link})
	}
	flush()
	if len(k.InlineKeyboard) == 0 {
		return nil
	}
	return k
}

func sureKeyboard(v FanView) *telegram.InlineKeyboardMarkup {
	return &telegram.InlineKeyboardMarkup{InlineKeyboard: [][]telegram.InlineKeyboardButton{
		{v.press(words.ForgetSure, MemoAll, 0), v.press(words.ForgetBack, MemoShow, 0)},
	}}
}

func (v FanView) press(label string, op MemoOp, id int) telegram.InlineKeyboardButton {
	return Press(label, ActMemo, Memo{Op: op, Chat: v.Fan.ID.Chat, ID: id}.Payload())
}

// Reminder draws the reminder of a promise.
func Reminder(f store.Fan, p store.Promise) Page {
	press := func(label string, op MemoOp) telegram.InlineKeyboardButton {
		return Press(label, ActMemo, Memo{Op: op, Chat: f.ID.Chat, ID: p.ID}.Payload())
	}
	row := []telegram.InlineKeyboardButton{press(words.Done, MemoKept), press(words.Forget, MemoNoPromise)}
	if link := ChatLink(f); link != "" {
		row = append(row, telegram.InlineKeyboardButton{Text: words.OpenChat, URL: link})
	} else {
		row = append(row, Press(words.OpenChat, ActOpen, fmt.Sprint(f.ID.Chat)))
	}
	who, text := promiseHTML(f, p)
	return Page{Text: words.Reminder(who, text, p.Due), Keyboard: &telegram.InlineKeyboardMarkup{InlineKeyboard: [][]telegram.InlineKeyboardButton{row}}}
}

// ReminderEnded draws a reminder whose promise was kept, or was none.
func ReminderEnded(f store.Fan, p store.Promise, kept bool) Page {
	who, text := promiseHTML(f, p)
	return Page{Text: words.ReminderEnded(who, text, kept)}
}

func promiseHTML(f store.Fan, p store.Promise) (who, text string) {
	return "<b>" + Escape(FanName(f)) + "</b>", Escape(Cut(Line(p.Text), 300))
}
