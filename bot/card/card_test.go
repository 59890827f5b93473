package card_test

import (
	"html"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"secretary/bot/card"
	"secretary/bot/words"
	"secretary/store"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func view(draft string, messages ...string) card.View {
	v := card.View{
		Draft: store.Draft{ID: 7, Try: 1, State: store.StateOpen, Text: draft, Confidence: 0.62, Known: true, Why: []string{"mode"}, Created: noon},
		Fan:   store.Fan{ID: store.FanID{Owner: 1, Chat: 620000002}, Name: "Anna", Handle: "anna_k", LastIn: noon},
		Now:   noon.Add(time.Minute), Margin: 30 * time.Second, Hold: 10 * time.Second, Model: "qwen3:4b",
	}
	for i, m := range messages {
		v.Messages = append(v.Messages, store.Message{ID: int64(i + 1), Author: store.AuthorFan, Kind: "text", Text: m, Date: noon})
	}
	return v
}

var tag = regexp.MustCompile(`</?(?:b|i|code|blockquote|blockquote expandable|pre|a|a href="https://t\.me/\w+(?:\?start=\w+)?")>`)

// shown is what a person reads: tags gone, entities resolved. It fails on HTML
// that Telegram would refuse.
func shown(t *testing.T, s string) string {
	t.Helper()
	var stack []string
	for _, m := range tag.FindAllString(s, -1) {
		name := strings.Fields(strings.Trim(m, "</>"))[0]
		if strings.HasPrefix(m, "</") {
			if len(stack) == 0 || stack[len(stack)-1] != name {
				t.Fatalf("tag %s closes nothing in %q", m, s)
			}
			stack = stack[:len(stack)-1]
			continue
		}
		stack = append(stack, name)
	}
	if len(stack) > 0 {
		t.Fatalf("tags left open: %v", stack)
	}
	plain := tag.ReplaceAllString(s, "")
	if strings.ContainsAny(plain, "<>") {
		t.Fatalf("a raw angle bracket in %q", plain)
	}
	if rest := regexp.MustCompile(`&(amp|lt|gt|quot);`).ReplaceAllString(plain, ""); strings.Contains(rest, "&") {
		t.Fatalf("a raw ampersand in %q", plain)
	}
	return html.UnescapeString(plain)
}

func units(s string) int { return len(utf16.Encode([]rune(s))) }

func TestCardShowsFanMessagesDraftConfidenceAndReason(t *testing.T) {
	v := view("A bowl is 20 €.", "hello", "how much is a bowl?")
	v.Draft.Why = []string{"mode", "threshold"}
	got := shown(t, card.Render(v).Text)
	for _, want := range []string{"Anna @anna_k", "hello", "how much is a bowl?", "A bowl is 20 €.", "62 %", "below your threshold", "23 h 59 min"} {
		if !strings.Contains(got, want) {
			t.Errorf("card lacks %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "you approve every reply") {
		t.Errorf("the mode is named although a better reason is there:\n%s", got)
	}
}

func TestCardHasTheButtonsOfItsState(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(*card.View)
		buttons string
	}{
		{"open", func(*card.View) {}, "Send Edit Again Skip Fan 62 % · why?"},
		{"no figure", func(v *card.View) { v.Draft.Known = false }, "Send Edit Again Skip Fan"},
		{"without draft", func(v *card.View) { v.Draft.Text, v.Draft.Problem = "", "down" }, "Edit Again Skip Fan"},
		{"another draft is made", func(v *card.View) { v.Draft.Text, v.Draft.State = "", store.StateDrafting }, "Edit Skip Fan"},
		{"countdown", func(v *card.View) { v.Draft.State = store.StateHolding }, "Stop 62 % · why?"},
		{"approved", func(v *card.View) { v.Draft.State = store.StateQueued }, ""},
		{"unknown", func(v *card.View) { v.Draft.State = store.StateUnknown }, "It arrived Send again"},
		{"sent", func(v *card.View) { v.Draft.State = store.StateSent }, ""},
		{"skipped", func(v *card.View) { v.Draft.State = store.StateSkipped }, ""},
		{"stale", func(v *card.View) { v.Draft.State, v.Draft.End = store.StateStale, "wrote" }, ""},
		{"failed", func(v *card.View) { v.Draft.State, v.Draft.End = store.StateFailed, "right" }, "Open chat"},
		{"expired", func(v *card.View) { v.Draft.State = store.StateExpired }, "Open chat"},
		{"window closed", func(v *card.View) { v.Now = noon.Add(24*time.Hour - 20*time.Second) }, "Again Skip Open chat Fan 62 % · why?"},
	} {
		v := view("Hi!", "hello")
		c.change(&v)
		var got []string
		if k := card.Render(v).Keyboard; k != nil {
			for _, row := range k.InlineKeyboard {
				for _, b := range row {
					got = append(got, b.Text)
				}
			}
		}
		if s := strings.Join(got, " "); s != c.buttons {
			t.Errorf("%s: buttons %q, want %q", c.name, s, c.buttons)
		}
	}
}

func TestFinalCardsSayHowTheyEnded(t *testing.T) {
	for state, want := range map[store.State]string{
		store.StateSent: "Sent ", store.StateEdited: "Sent as you wrote it", store.StateSkipped: "Skipped",
		store.StateStale: "Out of date: Anna wrote again.", store.StateFailed: "Failed: ", store.StateExpired: "window is closed",
	} {
		v := view("Hi!", "hello")
		v.Draft.State, v.Draft.End, v.Draft.Ended = state, "wrote", noon.Add(time.Minute)
		if got := shown(t, card.Render(v).Text); !strings.Contains(got, want) || !strings.Contains(got, "Hi!") {
			t.Errorf("%s: want %q and the text kept in:\n%s", state, want, got)
		}
	}
}

func TestEmojiMessageOfFullLengthBreaksNoCard(t *testing.T) {
	long := strings.Repeat("😀", 2048)
	page := card.Render(view(strings.Repeat("x", 2800), "first", long))
	if n := units(shown(t, page.Text)); n > card.MaxMessage {
		t.Errorf("card has %d units", n)
	}
	var above string
	for _, a := range page.Above {
		above += shown(t, a)
		if n := units(shown(t, a)); n > card.MaxMessage {
			t.Errorf("a message above has %d units", n)
		}
	}
	if above != long {
		t.Errorf("the newest message is not complete: %d of %d units", units(above), units(long))
	}
}

// Property: whatever people write, the card is valid HTML within the limit, the
// draft stands on it in full, and so does the newest message, here or above.
func TestAnyTextsGiveAWholeCard(t *testing.T) {
	seed := uint64(20261121)
	rng := rand.New(rand.NewPCG(seed, 1))
	for round := range 500 {
		draft := randomText(rng, 2800)
		for !card.Fits(draft) {
			draft = string([]rune(draft)[:len([]rune(draft))/2])
		}
		var messages []string
		for range 1 + rng.IntN(6) {
			messages = append(messages, randomText(rng, 4096))
		}
		v := view(draft, messages...)
		v.Fan.Name, v.Fan.Handle = randomText(rng, 100), randomText(rng, 40)
		v.Draft.Why = []string{"link:" + randomText(rng, 300), "threshold", "price:<b>&"}
		page := card.Render(v)
		text := shown(t, page.Text)
		if n := units(text); n > card.MaxMessage {
			t.Fatalf("seed %d round %d: %d units", seed, round, n)
		}
		if want := strings.ToValidUTF8(draft, "\uFFFD"); !strings.Contains(text, want) {
			t.Fatalf("seed %d round %d: the draft is not shown in full", seed, round)
		}
		for _, a := range page.Above {
			text += shown(t, a)
		}
		newest := strings.ToValidUTF8(messages[len(messages)-1], "\uFFFD")
		if strings.TrimSpace(newest) != "" && !strings.Contains(text, newest) {
			t.Fatalf("seed %d round %d: the newest message is cut", seed, round)
		}
	}
}

var alphabet = []string{"a", "b ", " ", "\n", "<b>", "&", "\"", "</blockquote>", "😀", "👩‍👩‍👧", "é", "e\u0301", "ж", "漢", "\u202e", "\u200b", "\x00", "\xff", "&amp;", "ـ", "<|im_end|>", "🇩🇪"}

func randomText(rng *rand.Rand, limit int) string {
	var b strings.Builder
	n := 0
	for target := rng.IntN(limit + 1); n < target; {
		piece := alphabet[rng.IntN(len(alphabet))]
		n += units(piece)
		if n <= limit {
			b.WriteString(piece)
		}
	}
	return b.String()
}

func TestSplitLosesNothingAndKeepsTheLimit(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	for round := range 500 {
		text := strings.ToValidUTF8(randomText(rng, 9000), "?")
		pieces := card.Split(text, 1000)
		if strings.Join(pieces, "") != text {
			t.Fatalf("round %d: pieces do not join to the text", round)
		}
		for _, p := range pieces {
			if units(p) > 1000 {
				t.Fatalf("round %d: a piece of %d units", round, units(p))
			}
		}
	}
}

func TestButtonDataSurvivesAndFitsAndRefusesForgeries(t *testing.T) {
	for _, tap := range []card.Tap{{Draft: 1, Try: 1}, {Draft: 1<<64 - 1, Try: 1 << 30}} {
		got, err := card.ParseTap(tap.Payload())
		if err != nil || got != tap {
			t.Errorf("%v became %v, %v", tap, got, err)
		}
		if n := len(card.Data(card.ActArrived, tap.Payload())); n > 64 {
			t.Errorf("%d bytes of callback data", n)
		}
	}
	for _, bad := range []string{"", "1", "0.1", "01.1", "1.01", "1.-1", "-1.1", "1.1.1", "x.y", "1. 1", "99999999999999999999.1"} {
		if got, err := card.ParseTap(bad); err == nil {
			t.Errorf("%q was read as %v", bad, got)
		}
	}
}

func TestNameIsOneCleanLine(t *testing.T) {
	for in, want := range map[string]string{
		"Anna": "Anna", "  A\n\tb ": "A b", "\u202eevil": "evil", "": "Fan", "\u200b\u2060": "Fan", "👩‍🚀": "👩‍🚀", "<b>&\"": "<b>&\"",
		strings.Repeat("x", 80): strings.Repeat("x", 63) + "…",
	} {
		if got := card.Name(in, "Fan"); got != want {
			t.Errorf("Name(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCountdownMovesInSteps(t *testing.T) {
	until := noon.Add(10 * time.Second)
	for left, want := range map[time.Duration]string{10 * time.Second: "within 10 s", 7 * time.Second: "within 10 s", 5 * time.Second: "within 5 s", 300 * time.Millisecond: "within 5 s", -time.Second: "within 5 s"} {
		if got := words.Hold(until, until.Add(-left)); !strings.Contains(got, want) {
			t.Errorf("%s before the end: %q, want %q", left, got, want)
		}
	}
}

func TestCardNamesTheQuestionsThatTheDraftLeavesOpen(t *testing.T) {
	v := view("It is 40 €.", "what is it? where? <b>who?")
	v.Draft.Why = []string{"mode", "unanswered:where: here?", "unanswered:<b>who?"}
	got := shown(t, card.Render(v).Text)
	for _, want := range []string{"Not answered: where: here?", "Not answered: <b>who?", "Needs you: a question is left open."} {
		if !strings.Contains(got, want) {
			t.Errorf("card lacks %q:\n%s", want, got)
		}
	}
	v.Draft.Own = true
	if strings.Contains(card.Render(v).Text, "Not answered") {
		t.Error("the creator's own words are held against the questions")
	}
}
