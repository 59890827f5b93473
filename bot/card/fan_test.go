package card_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"secretary/bot/card"
	"secretary/store"
)

func fanView() card.FanView {
	return card.FanView{
		Fan:   store.Fan{ID: store.FanID{Owner: 1, Chat: 620000002}, Name: "Anna <3", Handle: "anna_k", Mode: "auto"},
		First: noon.AddDate(0, -2, 0), Messages: 132, Mode: "Auto", Enabled: true, Bot: "mila_sec_bot",
	}
}

func TestFanScreenShowsEverythingWithItsButtons(t *testing.T) {
	v := fanView()
	v.Memory = store.Memory{
		Facts: []store.Fact{{ID: 1, Key: "pet", Value: "a <dog> & a cat", Message: 7, At: noon}, {ID: 4, Key: "name", Value: "Anna", At: noon},
			{ID: 5, Key: "plans", Value: "Rome", Message: 9, At: noon, Expires: noon.AddDate(0, 0, 9)}},
		Summary:  "They talked about glaze.",
		Promises: []store.Promise{{ID: 6, Text: "i'll send it by <Sunday>", Due: noon}},
	}
	page := card.RenderFan(v)
	text := shown(t, page.Text)
	for _, want := range []string{"Anna <3 @anna_k", "Since 21 Sep 2026 · 132 messages · mode Auto (only here)", "• name: Anna (you, 21 Nov 2026)\n• pet: a <dog> & a cat (21 Nov 2026)",
		"until 30 Nov 2026", "They talked about glaze.", "1. “i'll send it by <Sunday>”", "job: nurse"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in:\n%s", want, text)
		}
	}
	if got := strings.Join(pressed(page), " "); got != "✕ name ✕ pet ✕ plans ✕ summary ✓ promise 1 Forget everything you know Open chat" {
		t.Errorf("buttons %q", got)
	}
	v.Sure = true
	if got := strings.Join(pressed(card.RenderFan(v)), " "); got != "Yes, forget it all No, keep it" {
		t.Errorf("buttons %q", got)
	}
}

func pressed(p card.Page) (labels []string) {
	if p.Keyboard == nil {
		return nil
	}
	for _, row := range p.Keyboard.InlineKeyboard {
		for _, b := range row {
			labels = append(labels, b.Text)
		}
	}
	return labels
}

func TestFullestFanScreenFitsOneMessage(t *testing.T) {
	v := fanView()
	v.Fan.ID.Chat = 1<<53 - 1
	v.Enabled = false
	for i := range 20 {
		v.Memory.Facts = append(v.Memory.Facts, store.Fact{ID: 1<<31 + i, Key: "dislikes", Value: strings.Repeat("&", 80), Message: 1, At: noon, Expires: noon})
		v.Memory.Promises = append(v.Memory.Promises, store.Promise{ID: 1<<31 + 50 + i, Text: strings.Repeat("<", 300), Due: noon})
	}
	v.Memory.Summary = strings.Repeat("wording ", 150)
	page := card.RenderFan(v)
	if n := card.Length(shown(t, page.Text)); n > card.MaxMessage {
		t.Errorf("%d characters", n)
	}
	for _, row := range page.Keyboard.InlineKeyboard {
		for _, b := range row {
			if len(b.CallbackData) > 64 {
				t.Errorf("%d bytes in a button: %q", len(b.CallbackData), b.CallbackData)
			}
		}
	}
}

func TestCardSaysInOneLineWhatIsKnown(t *testing.T) {
	v := view("Hi!", "hello")
	if text := shown(t, card.Render(v).Text); strings.Contains(text, "Knows") {
		t.Errorf("nothing is known, and the card says:\n%s", text)
	}
	v.Memory.Facts = []store.Fact{{Key: "pet", Value: "a <dog>\nor two"}, {Key: "name", Value: "Anna"}}
	for i := range 9 {
		v.Memory.Facts = append(v.Memory.Facts, store.Fact{Key: "likes", Value: fmt.Sprint("something new ", i)})
	}
	text := shown(t, card.Render(v).Text)
	line := ""
	for l := range strings.Lines(text) {
		if strings.HasPrefix(l, "Knows: ") {
			line = strings.TrimSpace(l)
		}
	}
	if !strings.HasPrefix(line, "Knows: Anna · a <dog> or two · something new 0") || len([]rune(line)) > 90 {
		t.Errorf("the card says %q", line)
	}
}

func TestReminderNamesThePromise(t *testing.T) {
	f := fanView().Fan
	p := store.Promise{ID: 3, Text: "i'll send it by <Sunday>", Due: time.Date(2026, 11, 22, 18, 0, 0, 0, time.Local)}
	page := card.Reminder(f, p)
	if text := shown(t, page.Text); text != "You told Anna <3: “i'll send it by <Sunday>”\nThat is Sun 22 Nov, 18:00." {
		t.Errorf("reminder %q", text)
	}
	if got := strings.Join(pressed(page), " "); got != "Done Forget Open chat" {
		t.Errorf("buttons %q", got)
	}
	if page := card.ReminderEnded(f, p, true); len(pressed(page)) != 0 || !strings.HasPrefix(shown(t, page.Text), "Done: ") {
		t.Errorf("ended: %+v", page)
	}
}

func TestMemoIsReadBackAndIsNoTap(t *testing.T) {
	for _, m := range []card.Memo{{card.MemoFact, 620000002, 3}, {card.MemoAll, -5, 0}, {card.MemoKept, 1<<53 - 1, 1 << 40}} {
		got, err := card.ParseMemo(m.Payload())
		if err != nil || got != m {
			t.Errorf("%q: %+v, %v", m.Payload(), got, err)
		}
		if _, err := card.ParseTap(m.Payload()); err == nil {
			t.Errorf("%q is a tap on a card, too", m.Payload())
		}
	}
	for _, bad := range []string{"", "d", "d:1", "x:1:1", "d:0:1", "d:01:1", "d:1:-1", "d:1:1:1", "dd:1:1", "d:1:01", ":1:1", "d:9999999999999999999:1"} {
		if m, err := card.ParseMemo(bad); err == nil {
			t.Errorf("%q is %+v", bad, m)
		}
	}
}
