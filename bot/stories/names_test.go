package stories_test

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"secretary/bot/sandbox"
)

func TestNamesAndTextsAreDataNotMarkup(t *testing.T) {
	s := tell(t, with("inbox.open_cards", 20))
	for i, name := range []string{`<b>&"`, `</b></a>`, "*_`[x](y)", "\u202eesrever", "a\u200b\u200bb", strings.Repeat("ñ", 64), "   ", "🏳️‍🌈🏳️‍🌈"} {
		f := s.fan(name, sandbox.WithHandle(""), sandbox.WithLastName(`<i>&lt;"`))
		text := "<b>bold</b> <a href=\"tg://user?id=1\">x</a> &amp; < > \" ' `` ** __ letter " + strconv.Itoa(i)
		s.model.Answers("letter "+strconv.Itoa(i), `<u>under</u> & <3 "over"`)
		f.Writes(text)
		card := s.mila.Card("<b>bold</b>", "&amp; < >", `<u>under</u> & <3 "over"`)
		s.mila.Taps(card, "Edit")
		s.mila.Prompt(`<u>under</u> & <3 "over"`)
		s.mila.Insists(card)
		f.Gets(`<u>under</u> & <3 "over"`)
		s.mila.Closed(card, "sent")
	}
	s.mila.Asks("/status", "permission")
}

func TestFourThousandEmojiBreakNoCard(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("that is a lot of hearts")
	anna.Writes(strings.Repeat("💜", 4096))
	card := s.mila.Card("that is a lot of hearts")
	if !holds(s.mila.Reads(card), "Anna") && s.mila.Heard("Anna") == 0 {
		t.Error("no part of the card names the fan")
	}
	hearts := 0
	for _, m := range s.mila.Chat() {
		hearts += strings.Count(m.Text, "💜")
	}
	if hearts < 4096 {
		t.Errorf("the newest message is not complete: %d of 4096 emoji", hearts)
	}
	s.mila.Taps(card, "Send")
	anna.Gets("that is a lot of hearts")
	s.mila.Closed(card, "sent")
}

func TestReplyToAnyMessageOfALongCardIsAReplyToTheCard(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("a short draft under a long text")
	anna.Writes(strings.Repeat("a long letter from anna. ", 163))
	card := s.mila.Card("a short draft under a long text")
	first := s.mila.Hears("a long letter from anna.")
	if first.ID == int64(card) {
		t.Skip("the card fits into one message")
	}
	s.secret("i read every single word")
	s.mila.Replies(first.ID, "i read every single word")
	anna.Gets("i read every single word")
	s.mila.Closed(card, "as you wrote it")
}

func TestLongDraftIsShownInFullAndTheQuoteIsCut(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	draft := strings.TrimSpace(strings.Repeat("clay & fire < water. ", 60))
	s.model.Answers("the last of many words", draft)
	for range 6 {
		anna.Writes(strings.Repeat("many words & more. ", 60))
	}
	anna.Writes("the last of many words")
	card := s.mila.Card("the last of many words", draft)
	s.mila.Taps(card, "Send")
	anna.Gets(draft)
	s.mila.Closed(card, "sent")
}

func TestDraftThatCannotBeShownInFullIsNotOffered(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	draft := strings.Repeat("never ending words about clay ", 200)
	s.model.Answers("say it all to me", draft)
	anna.Writes("say it all to me")
	card := s.mila.Card("say it all to me")
	if msg := s.mila.Message(card); holds(labels(msg), "Send") {
		t.Errorf("a draft of %d letters is offered on a card of %d", utf8.RuneCountInString(draft), utf8.RuneCountInString(msg.Text))
	}
}

func TestNameOfAFanIsTheNewestOne(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("my name is still the old one")
	s.mila.Card("Anna", "my name is still the old one")
	renamed := map[string]any{"id": anna.ID(), "is_bot": false, "first_name": "Annabel", "username": "annabel_now"}
	s.secret("Annabel", "annabel_now")
	s.push(map[string]any{"business_message": s.businessMessage(anna, 990_000, "i married and moved", map[string]any{
		"from": renamed, "chat": map[string]any{"id": anna.ID(), "type": "private", "first_name": "Annabel", "username": "annabel_now"},
	})})
	s.mila.Card("Annabel", "@annabel_now", "i married and moved")
}
