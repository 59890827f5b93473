package card_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"secretary/bot/card"
	"secretary/bot/words"
	"secretary/persona/firewall"
	"secretary/store"
)

// states are all that a card can be in.
var states = []store.State{store.StateDrafting, store.StateOpen, store.StateHolding, store.StateQueued, store.StateUnknown,
	store.StateSent, store.StateEdited, store.StateSkipped, store.StateStale, store.StateExpired, store.StateFailed}

// FuzzRender draws a card of any texts in any state: it is one valid message, the draft stands on it in full, and the
// fan's newest message does, or above it.
func FuzzRender(f *testing.F) {
	f.Add("Anna", "hello", "hi", "threshold", uint8(1))
	f.Add("<b>&\"", strings.Repeat("😀", 2048), strings.Repeat("ü", 2800), "link:<a>&", uint8(2))
	f.Add("\u202e", " \n ", "", "unanswered:where?", uint8(4))
	f.Add("0", "0", "0", "&", uint8(12))
	f.Add("blank", strings.Repeat("\n", 4033), "hi", "price:1 €", uint8(10))
	f.Add("a\xff", strings.Repeat("\n", 4096), "&lt;", "price:1 €", uint8(10))
	f.Add("endless", "0", "0", strings.Repeat("Q", 5000), uint8(1))
	f.Fuzz(func(t *testing.T, name, message, draft, why string, state uint8) {
		if len(message) > 16384 || !card.Fits(draft) || card.Length(message) > card.MaxMessage {
			t.Skip("no such message can come")
		}
		v := view(draft, "earlier", message)
		v.Fan.Name, v.Fan.Handle = name, why
		v.Draft.State, v.Draft.Why, v.Draft.Detail, v.Draft.Caution = states[int(state)%len(states)], reasons(why), why, len(name)%2 == 0
		page := card.Render(v)
		text := fitting(t, page.Text)
		if !strings.Contains(text, strings.ToValidUTF8(draft, "\uFFFD")) {
			t.Fatal("the draft is not shown in full")
		}
		for _, above := range page.Above {
			text += fitting(t, above)
		}
		if !strings.Contains(unspaced(text), unspaced(strings.ToValidUTF8(message, "\uFFFD"))) {
			t.Fatal("the newest message is not shown in full")
		}
		routable(t, page)
	})
}

// reasons are one reason, and every rule with the words of it.
func reasons(why string) []string {
	out := []string{why, "mode"}
	for _, r := range firewall.Rules() {
		out = append(out, r.Code+":"+why, "unanswered:"+r.Code+" "+why)
	}
	return out
}

// TestEveryReasonWithTheLongestDraftFits draws the fullest card there can be in every state: it is one message, the
// draft is on it in full, and it still says why a person is asked.
func TestEveryReasonWithTheLongestDraftFits(t *testing.T) {
	long, draft := strings.Repeat("😀", 400), strings.Repeat("ü", 2800)
	if !card.Fits(draft) || card.Fits(draft+"ü") {
		t.Fatal("not the longest draft")
	}
	for _, state := range states {
		v := view(draft, "earlier", strings.Repeat("m", card.MaxMessage), strings.Repeat("&", card.MaxMessage))
		v.Fan.Name, v.Fan.Handle, v.Fan.Doubtful = long, long, 1
		v.Draft.State, v.Draft.Why, v.Draft.Detail, v.Draft.Caution, v.Draft.Tries = state, reasons(long), long, true, store.CalmTries
		v.Memory.Summary = long
		text := fitting(t, card.Render(v).Text)
		if !strings.Contains(text, draft) {
			t.Errorf("%s: the draft is not shown in full", state)
		}
		if state == store.StateOpen && (!strings.Contains(text, words.WhyTitle) || !strings.Contains(text, words.WarnTitle)) {
			t.Errorf("no reason is named in %q", text[len(text)-1200:])
		}
	}
}

// FuzzScreens draws the lists and the Fan screen of any texts.
func FuzzScreens(f *testing.F) {
	f.Add("Anna", "never do calls", "a dog called Rex", int64(620000002))
	f.Add("</b>", strings.Repeat("&", 5000), "\u2066<i>", int64(1<<53-1))
	f.Fuzz(func(t *testing.T, name, long, short string, chat int64) {
		if chat <= 0 {
			t.Skip("a private chat has the id of a person")
		}
		v := fanView()
		v.Fan.Name, v.Fan.Handle, v.Fan.ID.Chat = name, short, chat
		v.Memory = store.Memory{Summary: long,
			Facts:    []store.Fact{{ID: 1, Key: "pet", Value: cut(short, 80), At: noon}, {ID: 2, Key: "job", Value: cut(long, 80), At: noon}},
			Promises: []store.Promise{{ID: 3, Text: long, Due: noon}}}
		pages := []card.Page{card.RenderFan(v), card.Reminder(v.Fan, v.Memory.Promises[0]), card.ReminderEnded(v.Fan, v.Memory.Promises[0], true)}
		rules := slices.Repeat([]store.Rule{{ID: 1<<64 - 1, Text: long, Pinned: true, At: noon}}, card.ListSize+1)
		pairs := slices.Repeat([]store.Pair{{Seq: 1<<64 - 1, Question: short, Answer: long, At: noon}}, card.ListSize+1)
		pages = append(pages, card.RenderRules(rules, 0), card.RenderExamples(pairs, 0))
		for _, page := range pages {
			fitting(t, page.Text)
			routable(t, page)
		}
	})
}

// cut is a text as it is kept, of at most n characters.
func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// unspaced is a text without white space: a blank piece of a long message is not shown.
func unspaced(s string) string { return strings.Join(strings.Fields(s), "") }

// fitting is what a person reads of a message that Telegram takes.
func fitting(t *testing.T, html string) string {
	t.Helper()
	text := shown(t, html)
	if n := units(text); n > card.MaxMessage || strings.TrimSpace(text) == "" || !utf8.ValidString(html) {
		t.Fatalf("no message: %d units, %q", n, html)
	}
	return text
}

// routable wants every button to fit, and to be read as what it is by one parser alone.
func routable(t *testing.T, page card.Page) {
	t.Helper()
	if page.Keyboard == nil {
		return
	}
	for _, row := range page.Keyboard.InlineKeyboard {
		for _, b := range row {
			if b.URL != "" {
				continue
			}
			_, payload, ok := strings.Cut(b.CallbackData, "|")
			if len(b.CallbackData) > 64 || !ok || b.Text == "" || readers(payload) > 1 {
				t.Fatalf("button %q with %q", b.Text, b.CallbackData)
			}
		}
	}
}

// readers is how many parsers take a payload.
func readers(payload string) (n int) {
	_, tap := card.ParseTap(payload)
	_, learned := card.ParseLearned(payload)
	_, memo := card.ParseMemo(payload)
	_, part := card.ParsePart(payload)
	for _, err := range []error{tap, learned, memo, part} {
		if err == nil {
			n++
		}
	}
	return n
}

// FuzzButtons packs any numbers and reads any text: what was packed comes back and fits, and what is read was packed.
func FuzzButtons(f *testing.F) {
	f.Add("7.1", uint64(7), 1, int64(620000002))
	f.Add("r.d.12.3", uint64(1<<64-1), 1<<62, int64(-1<<63))
	f.Add("A-1763733600", uint64(1), 0, int64(1763733600))
	f.Add("F:-1:007", uint64(0), -1, int64(0))
	f.Fuzz(func(t *testing.T, text string, id uint64, n int, chat int64) {
		if tap := (card.Tap{Draft: id, Try: n}); id > 0 && n >= 0 {
			comesBack(t, tap, tap.Payload(), card.ParseTap)
		}
		for _, op := range []card.MemoOp{card.MemoShow, card.MemoAll, card.MemoNoPromise} {
			if m := (card.Memo{Op: op, Chat: chat, ID: n}); chat != 0 && n >= 0 {
				comesBack(t, m, m.Payload(), card.ParseMemo)
			}
		}
		if l := (card.LearnedTap{List: card.ListRules, Do: card.DoDelete, ID: id, Page: n & 0xffff}); id > 0 {
			comesBack(t, l, l.Payload(), card.ParseLearned)
		}
		if part := (card.PartTap{Choice: card.PartAll, Since: chat}); chat > 0 {
			comesBack(t, part, part.Payload(), card.ParsePart)
		}
		if readers(text) > 1 {
			t.Errorf("%q is more than one button", text)
		}
		wasPacked(t, text, card.ParseTap)
		wasPacked(t, text, card.ParseMemo)
		wasPacked(t, text, card.ParseLearned)
		wasPacked(t, text, card.ParsePart)
	})
}

func comesBack[T comparable](t *testing.T, button T, payload string, parse func(string) (T, error)) {
	t.Helper()
	if got, err := parse(payload); err != nil || got != button {
		t.Errorf("%+v became %q, read as %+v, %v", button, payload, got, err)
	}
	if n := len(card.Data(card.ActRemember, payload)); n > 64 {
		t.Errorf("%q makes %d bytes of callback data", payload, n)
	}
}

func wasPacked[T interface{ Payload() string }](t *testing.T, text string, parse func(string) (T, error)) {
	t.Helper()
	if button, err := parse(text); err == nil && button.Payload() != text {
		t.Errorf("%q is read as %q", text, button.Payload())
	}
}

// FuzzSplit cuts any text at any limit: nothing is lost, no piece is too long or empty, no character is broken.
func FuzzSplit(f *testing.F) {
	f.Add("hello world", 5)
	f.Add(strings.Repeat("😀 ", 40), 1)
	f.Add("a\xff\xfe\u2028\r\nb", 2)
	f.Add(strings.Repeat("e\u0301", 3000), card.MaxMessage-64)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		pieces := card.Split(text, limit)
		if strings.Join(pieces, "") != text {
			t.Fatal("pieces do not join to the text")
		}
		for _, p := range pieces {
			if card.Length(p) > max(limit, 2) || p == "" && text != "" || utf8.ValidString(text) && !utf8.ValidString(p) {
				t.Fatalf("%q is cut at %d into %q", text, limit, pieces)
			}
		}
		short := card.Cut(text, limit)
		if card.Length(short) > max(limit, 0) || short != text && limit > 0 && !strings.HasPrefix(text, strings.TrimSuffix(short, "…")) {
			t.Fatalf("%q is cut at %d to %q", text, limit, short)
		}
	})
}

func TestSplitEndsWhereNoCharacterFits(t *testing.T) {
	if got := card.Split("😀😀", 1); len(got) != 2 {
		t.Errorf("pieces %q", got)
	}
}
