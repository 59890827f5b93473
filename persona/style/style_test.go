package style_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"secretary/persona/style"
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func english(code string) string { return map[string]string{"en": "English", "es": "Spanish"}[code] }

// writer gives a meter of somebody who writes short, small and with hearts.
func writer(n int) *style.Meter {
	m := style.NewMeter()
	for i := range n {
		text := fmt.Sprintf("heyy, i like that a lot %d ❤️ xx", i)
		if i%4 == 0 {
			text = fmt.Sprintf("hmm let me think about the number %d…", i)
		}
		m.Add(style.Message{Text: text, Language: "en", To: int64(i % 7), At: start})
	}
	return m
}

func TestACardIsMeasuredFromThirtyMessages(t *testing.T) {
	if c := writer(29).Card(start, nil); c.Length != 0 || c.Text(english) != "" || c.Far(strings.Repeat("x", 4000)) != "" {
		t.Errorf("29 messages give %+v", c)
	}
	got := writer(200).Card(start, nil).Text(english)
	want := `Usual length: about 30 characters, seldom over 40. Emoji: often, mostly ❤. Small first letter: nearly always. ` +
		`Exclamation marks: never. "…": sometimes. Usual first words: heyy, hmm. Usual last words: xx. Languages: English.`
	if got != want {
		t.Errorf("the card is\n%s\nwant\n%s", got, want)
	}
}

func TestACardChangesSeldom(t *testing.T) {
	m := writer(100)
	before := m.Card(start, nil).Text(english)
	loud := func(n int) {
		for i := range n {
			m.Add(style.Message{Text: fmt.Sprintf("GREAT! THAT IS %d!!! 😂😂", i), To: int64(i), At: start})
		}
	}
	loud(49)
	if got := m.Card(start.Add(23*time.Hour), nil).Text(english); got != before {
		t.Errorf("after 49 messages the card is new: %s", got)
	}
	if got := m.Card(start.Add(24*time.Hour), nil).Text(english); got == before {
		t.Error("after a day the card is the old one")
	}
	loud(50)
	if got := m.Card(start.Add(25*time.Hour), nil).Text(english); !strings.Contains(got, "Exclamation marks: often") {
		t.Errorf("after fifty messages the card is %s", got)
	}
	again := m.Card(start.AddDate(0, 0, 9), nil).Text(english)
	if again != m.Card(start.AddDate(1, 0, 0), nil).Text(english) {
		t.Error("the card changes with time alone")
	}
}

func TestACardNamesNobody(t *testing.T) {
	m := style.NewMeter()
	for i := range 300 {
		text, to := "Anna, you are sweet, Anna", int64(1)
		if i%2 == 0 {
			text, to = "Bert you know it Bert", int64(i)
		}
		m.Add(style.Message{Text: text, To: to})
	}
	got := m.Card(start, func(word string) bool { return word == "bert" }).Text(english)
	if strings.Contains(strings.ToLower(got), "anna") || strings.Contains(strings.ToLower(got), "bert") {
		t.Errorf("a fan's name stands on the card: %s", got)
	}
}

func TestWhatIsFarFromTheCardIsNamed(t *testing.T) {
	card := writer(200).Card(start, nil)
	for text, far := range map[string]bool{
		"heyy, sure ❤️": false, "Yes!": false, strings.Repeat("hm ", 25): false, "": false,
		strings.Repeat("I would be delighted to tell you more. ", 4): true,
		"Wow! Great! Yes!": true,
	} {
		if got := card.Far(text); (got != "") != far {
			t.Errorf("%q: %q", text, got)
		}
	}
	plain := style.NewMeter()
	for i := range 40 {
		plain.Add(style.Message{Text: fmt.Sprint("Yes, that is number ", i)})
	}
	if got := plain.Card(start, nil).Far("ok 😂 🎉 😘"); got == "" || strings.Contains(got, "😂") {
		t.Errorf("a draft full of emoji: %q", got)
	}
}

func TestStrangeMessagesAreCountedWithoutHarm(t *testing.T) {
	m := style.NewMeter()
	for range 20 {
		for _, text := range []string{"", " \n", "\xff", "…", "👨‍👩‍👧👍🏽", "שלום לכולם", "e\u0301\u0301", strings.Repeat("a", 5000), "1 2 3"} {
			m.Add(style.Message{Text: text})
		}
	}
	if text := m.Card(start, nil).Text(english); !strings.Contains(text, "Usual length") || strings.Contains(text, "\xff") {
		t.Errorf("card %q", text)
	}
}
