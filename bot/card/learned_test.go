package card_test

import (
	"fmt"
	"strings"
	"testing"

	"secretary/bot/card"
	"secretary/store"
)

func TestButtonsOfAListReadWhatTheyWrote(t *testing.T) {
	for _, want := range []card.LearnedTap{
		{List: card.ListRules, Do: card.DoShow}, {List: card.ListExamples, Do: card.DoShow, Page: 65535},
		{List: card.ListRules, Do: card.DoPin, ID: 7, Page: 1}, {List: card.ListExamples, Do: card.DoDelete, ID: 1<<64 - 1, Page: 65535},
	} {
		got, err := card.ParseLearned(want.Payload())
		if err != nil || got != want {
			t.Errorf("%+v became %+v, %v", want, got, err)
		}
		if n := len(card.Data(card.ActLearned, want.Payload())); n > 64 {
			t.Errorf("%+v takes %d bytes", want, n)
		}
	}
	for _, bad := range []string{"", "r.d.1", "x.d.1.0", "r.x.1.0", "r.dd.1.0", "r..1.0", "r.d.0.0", "r.s.1.0", "r.d.01.0", "r.d.1.-1", "r.d.1.65536", "r.d.1.0.0", "r.d.1.0 "} {
		if got, err := card.ParseLearned(bad); err == nil {
			t.Errorf("%q was read as %+v", bad, got)
		}
	}
}

func TestRulesAreNumberedOverThePages(t *testing.T) {
	var rules []store.Rule
	for i := range store.MaxRules {
		rules = append(rules, store.Rule{ID: uint64(100 + i), Text: fmt.Sprintf("wish <b>%d</b> & more", i+1), At: noon, Pinned: i < 2, Pair: uint64(i % 2)})
	}
	first, second := card.RenderRules(rules, 0), card.RenderRules(rules, 1)
	for i := range rules {
		line := fmt.Sprintf("%d. ", i+1)
		if i < 2 {
			line += "📌 "
		}
		line += fmt.Sprintf("wish <b>%d</b> & more", i+1)
		on := first
		if i >= card.ListSize {
			on = second
		}
		if !strings.Contains(shown(t, on.Text), line) {
			t.Errorf("no line %q", line)
		}
		row := on.Keyboard.InlineKeyboard[i%card.ListSize]
		tap, err := card.ParseLearned(strings.TrimPrefix(row[1].CallbackData, card.Data(card.ActLearned, "")))
		if err != nil || tap.ID != rules[i].ID || tap.Do != card.DoDelete || tap.Page != i/card.ListSize {
			t.Errorf("Delete of line %d means %+v, %v", i+1, tap, err)
		}
	}
	if late := card.RenderRules(rules[:card.ListSize], 1); late.Text != card.RenderRules(rules[:card.ListSize], 0).Text {
		t.Error("a page that is gone does not show the last one")
	}
	if empty := card.RenderRules(nil, 3); len(empty.Keyboard.InlineKeyboard) != 1 {
		t.Error("an empty list has more buttons than the way to the examples")
	}
}

func TestExamplesAreQuotedShortAndEscaped(t *testing.T) {
	var pairs []store.Pair
	for i := range card.ListSize + 1 {
		pairs = append(pairs, store.Pair{Seq: uint64(i + 1), At: noon, Question: strings.Repeat("<a> & \u202e\n", 2000), Answer: strings.Repeat("😀&", 4000)})
	}
	page := card.RenderExamples(pairs, 0)
	if n := card.Length(shown(t, page.Text)); n > card.MaxMessage {
		t.Errorf("%d characters", n)
	}
	if strings.Contains(page.Text, "\u202e") {
		t.Error("a direction character stands in the list")
	}
	if last := page.Keyboard.InlineKeyboard[card.ListSize]; len(last) != 2 {
		t.Errorf("%d ways on, want more and rules", len(last))
	}
}
