package card

import (
	"fmt"
	"strconv"
	"strings"

	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
)

// What a button under a list of what was learned is about, and what it does.
const (
	ListRules    = "r"
	ListExamples = "e"

	DoShow   = "s"
	DoPin    = "p"
	DoUnpin  = "u"
	DoDelete = "d"
)

// ListSize is how many lines such a list has on one page.
const ListSize = 6

// LearnedTap is what a button under such a list means.
type LearnedTap struct {
	List string // ListRules or ListExamples
	Do   string // DoShow, or what to do with the line
	ID   uint64 // of the line; 0 with DoShow
	Page int    // to show then, from 0
}

// Payload packs a tap: letters and numbers only.
func (t LearnedTap) Payload() string {
	return fmt.Sprintf("%s.%s.%d.%d", t.List, t.Do, t.ID, t.Page)
}

// ParseLearned reads what Payload wrote; anything else is an error.
func ParseLearned(s string) (LearnedTap, error) {
	var t LearnedTap
	parts := strings.Split(s, ".")
	if len(parts) != 4 {
		return t, fmt.Errorf("parse button %q: want list.do.id.page", s)
	}
	id, err := strconv.ParseUint(parts[2], 10, 64)
	page, err2 := strconv.ParseUint(parts[3], 10, 16)
	t = LearnedTap{List: parts[0], Do: parts[1], ID: id, Page: int(page)}
	known := (t.List == ListRules || t.List == ListExamples) && len(t.Do) == 1 && strings.Contains(DoShow+DoPin+DoUnpin+DoDelete, t.Do)
	if err != nil || err2 != nil || !known || t.Payload() != s || (t.Do == DoShow) != (t.ID == 0) {
		return LearnedTap{}, fmt.Errorf("parse button %q: unknown", s)
	}
	return t, nil
}

// RenderRules draws a page of the rules in force.
func RenderRules(rules []store.Rule, page int) Page {
	l := list{name: ListRules, page: page, other: ListExamples, otherName: words.ExamplesTab}
	l.fit(len(rules))
	text := []string{words.RulesTitle(len(rules), store.MaxRules)}
	for i, r := range rules {
		if !l.shows(i) {
			continue
		}
		text = append(text, words.RuleLine(i+1, Escape(Cut(Line(r.Text), 200)), r.Pinned, r.Pair != 0, r.At))
		l.line(i+1, r.ID, r.Pinned)
	}
	return Page{Text: strings.Join(text, "\n"), Keyboard: l.keyboard(len(rules))}
}

// RenderExamples draws a page of the newest answers that drafts learn from.
func RenderExamples(pairs []store.Pair, page int) Page {
	l := list{name: ListExamples, page: page, other: ListRules, otherName: words.RulesTab}
	l.fit(len(pairs))
	text := []string{words.ExamplesTitle(len(pairs))}
	for i, p := range pairs {
		if !l.shows(i) {
			continue
		}
		text = append(text, words.ExampleLine(i+1, Escape(Cut(Line(p.Question), 120)), Escape(Cut(Line(p.Answer), 200)), p.Pinned, p.At))
		l.line(i+1, p.Seq, p.Pinned)
	}
	return Page{Text: strings.Join(text, "\n\n"), Keyboard: l.keyboard(len(pairs))}
}

// list is a page of numbered lines with buttons.
type list struct {
	name, other, otherName string
	page                   int
	rows                   [][]telegram.InlineKeyboardButton
}

// fit goes back to the last page that has a line.
func (l *list) fit(n int) { l.page = max(min(l.page, (n-1)/ListSize), 0) }

func (l *list) shows(i int) bool { return i/ListSize == l.page }

func (l *list) line(n int, id uint64, pinned bool) {
	label, do := words.PinLine(n), DoPin
	if pinned {
		label, do = words.UnpinLine(n), DoUnpin
	}
	l.rows = append(l.rows, []telegram.InlineKeyboardButton{
		l.button(label, l.name, do, id, l.page), l.button(words.DeleteLine(n), l.name, DoDelete, id, l.page),
	})
}

func (l *list) button(text, name, do string, id uint64, page int) telegram.InlineKeyboardButton {
	return Press(text, ActLearned, LearnedTap{List: name, Do: do, ID: id, Page: page}.Payload())
}

// keyboard adds the row that leads elsewhere; n is the number of all lines.
func (l *list) keyboard(n int) *telegram.InlineKeyboardMarkup {
	var row []telegram.InlineKeyboardButton
	if l.page > 0 {
		row = append(row, l.button(words.PageBack, l.name, DoShow, 0, l.page-1))
	}
	if n > (l.page+1)*ListSize {
		row = append(row, l.button(words.PageOn, l.name, DoShow, 0, l.page+1))
	}
	row = append(row, l.button(l.otherName, l.other, DoShow, 0, 0))
	return &telegram.InlineKeyboardMarkup{InlineKeyboard: append(l.rows, row)}
}
