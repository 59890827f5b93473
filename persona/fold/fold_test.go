package fold_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"secretary/persona/fold"
)

func TestSpellingsOfOneWordBecomeOne(t *testing.T) {
	for want, spellings := range map[string][]string{
		"cafe": {"café", "CAFÉ", "cafe\u0301", "ｃａｆｅ", "cаfе", "c\u200bafe", "𝒄𝒂𝒇𝒆", "ⓒⓐⓕⓔ", "ᴄᴀꜰᴇ", "🅒🅐🅕🅔", "c\u00adafe"},
		"бот":  {"бот", "БОТ", "бoт", "б\u2060от"},
		"dont": {"don't", "don’t", "dont", "DON`T"},
		"15":   {"15", "١٥", "१५", "１５"},
		"и":    {"й", "и\u0306"},
	} {
		for _, s := range spellings {
			if got := fold.Text(s); got != want {
				t.Errorf("Text(%q) = %q, want %q", s, got, want)
			}
		}
	}
}

func TestSignsSeparateWordsAndSentencesEnd(t *testing.T) {
	words := fold.Words("Hi, you-there 🙂 ok")
	var got []string
	for _, w := range words {
		if w.Last {
			w.Text += "."
		}
		got = append(got, w.Text)
	}
	if s := strings.Join(got, " "); s != "hi. you there. ok." {
		t.Errorf("words %q", s)
	}
}

func FuzzWordsStandInTheText(f *testing.F) {
	for _, s := range []string{"Hi, you", "é\xff", "ﷺ", "가나", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "क्या आप", "ﬁn ½"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at := 0
		for _, w := range fold.Words(s) {
			if w.Text == "" || w.Start < at || w.End <= w.Start || w.End > len(s) || strings.ContainsAny(w.Text, " \n'") {
				t.Fatalf("%q gave %+v", s, w)
			}
			if !utf8.ValidString(w.Text) {
				t.Fatalf("%q gave the broken word %q", s, w.Text)
			}
			at = w.End
		}
	})
}
