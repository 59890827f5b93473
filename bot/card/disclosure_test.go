package card_test

import (
	"strings"
	"testing"
	"time"

	"secretary/bot/card"
	"secretary/bot/words"
	"secretary/store"
)

// labelsOf lists the words on a page's buttons.
func labelsOf(p card.Page) (all []string) {
	if p.Keyboard == nil {
		return nil
	}
	for _, row := range p.Keyboard.InlineKeyboard {
		for _, b := range row {
			all = append(all, b.Text)
		}
	}
	return all
}

func TestCardSaysWhenTheDisclosureLineGoesWithTheReply(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*card.View)
		want   string // "" none
	}{
		"counting down, never told":   {func(v *card.View) { v.Draft.State = store.StateHolding }, words.LineFirst},
		"counting down, told before":  {func(v *card.View) { v.Draft.State = store.StateHolding; v.Fan.Disclosed = noon }, ""},
		"counting down, switched off": {func(v *card.View) { v.Draft.State = store.StateHolding; v.Disclose = false }, ""},
		"approved by a person":        {func(v *card.View) { v.Draft.State = store.StateQueued; v.Draft.Auto = false }, ""},
		"sent with it":                {func(v *card.View) { v.Draft.State, v.Draft.Disclosed = store.StateSent, true }, words.LineWith},
		"stale behind it":             {func(v *card.View) { v.Draft.State, v.Draft.Disclosed = store.StateStale, true }, words.LineSent},
		"failed behind it":            {func(v *card.View) { v.Draft.State, v.Draft.Disclosed = store.StateFailed, true }, words.LineSent},
	} {
		v := view("hi", "hello")
		v.Draft.Auto, v.Disclose, v.Draft.Ended = true, true, noon.Add(time.Minute)
		c.change(&v)
		text := shown(t, card.Render(v).Text)
		if c.want == "" && strings.Contains(text, "disclosure") || !strings.Contains(text, c.want) {
			t.Errorf("%s: want %q in\n%s", name, c.want, text)
		}
	}
}

func TestCardAsksAboutADoubtfulDisclosureLineUntilItIsSettled(t *testing.T) {
	v := view("hi", "hello")
	v.Fan.Doubtful = 7
	for _, state := range []store.State{store.StateOpen, store.StateDrafting, store.StateUnknown} {
		v.Draft.State = state
		if all := strings.Join(labelsOf(card.Render(v)), "|"); !strings.Contains(all, words.LineArrived+"|"+words.LineLost) {
			t.Errorf("%s: buttons %s", state, all)
		}
	}
	v.Draft.State = store.StateOpen
	if text := shown(t, card.Render(v).Text); !strings.Contains(text, "may or may not have arrived") {
		t.Errorf("the card does not ask:\n%s", text)
	}
	v.Fan.Doubtful = 0
	if all := strings.Join(labelsOf(card.Render(v)), "|"); strings.Contains(all, words.LineArrived) {
		t.Errorf("buttons %s", all)
	}
}
