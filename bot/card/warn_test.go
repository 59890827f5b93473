package card_test

import (
	"slices"
	"strings"
	"testing"

	"secretary/bot/card"
	"secretary/bot/words"
)

func labels(p card.Page) (out []string) {
	if p.Keyboard == nil {
		return nil
	}
	for _, row := range p.Keyboard.InlineKeyboard {
		for _, b := range row {
			out = append(out, b.Text)
		}
	}
	return out
}

func TestWarningStandsOutAndNamesTheWords(t *testing.T) {
	v := view("it is 45 <b>euros</b>", "how much?")
	v.Draft.Why, v.Draft.Caution = []string{"mode", "refund:money back", "price:45 <b>euros"}, true
	p := card.Render(v)
	for _, want := range []string{"<b>" + words.WarnTitle, "a price you never gave (“45 &lt;b&gt;euros”)", words.WhyTitle + "wants money back"} {
		if !strings.Contains(p.Text, want) {
			t.Errorf("the card does not say %q:\n%s", want, p.Text)
		}
	}
	shown(t, p.Text)
	if got := labels(p); !slices.Contains(got, words.Send) || slices.Contains(got, words.Anyway) {
		t.Errorf("buttons %v before the first tap", got)
	}
	v.Draft.Warned = v.Draft.Try
	if got := labels(card.Render(v)); slices.Contains(got, words.Send) || !slices.Contains(got, words.Anyway) {
		t.Errorf("buttons %v after the first tap", got)
	}
	v.Draft.Try++
	if got := labels(card.Render(v)); !slices.Contains(got, words.Send) {
		t.Errorf("buttons %v of the next try", got)
	}
}

func TestAlarmCardHasNoWayToTheModel(t *testing.T) {
	v := view("", "i want to die")
	v.Draft.Problem, v.Draft.Why = "selfharm", []string{"selfharm:i want to die"}
	p := card.Render(v)
	if got := labels(p); slices.Contains(got, words.Again) || slices.Contains(got, words.Send) || !slices.Contains(got, words.OpenChat) {
		t.Errorf("buttons %v", got)
	}
	if !strings.Contains(p.Text, "mentions self-harm (“i want to die”)") {
		t.Errorf("the card does not say which words:\n%s", p.Text)
	}
}
