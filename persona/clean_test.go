package persona_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"secretary/persona"
)

func TestCleanKeepsOrdinaryTextAndEmoji(t *testing.T) {
	for _, s := range []string{
		"hi Mia <3 how are you?",
		"price < 20 and > 5, right?",
		"see you at 5/6 [maybe]",
		"👨‍👩‍👧‍👦 family, 🏳️‍🌈 pride, 👩🏽‍🚀 astronaut, ❤️‍🔥 heart",
		"🏴󠁧󠁢󠁥󠁮󠁧󠁿 England, 🇩🇪 Germany, 1️⃣ one, ☺︎ text face",
		"می\u200cخواهم", // Persian with a zero-width non-joiner
		"क्\u200dष",     // Devanagari with a joiner
		"Tiếng Việt, Ελληνικά, 日本語, 한국어, עברית",
		"two\nlines\n\nand a gap",
		"ถ้าพี่ว่าง",
	} {
		if got := persona.Clean(s); got != s {
			t.Errorf("Clean(%q) = %q, want it unchanged", s, got)
		}
	}
}

func TestCleanDropsWhatNobodySees(t *testing.T) {
	for in, want := range map[string]string{
		"a\u200bb\u2060c\ufeffd":           "abcd",
		"\u202eevil\u202c \u2066x\u2069":   "evil x",
		"a\x00b\x1b[31m\x7f":               "ab[31m",
		"x\U000e0049\U000e0067y":           "xy",     // tag characters
		"h\ufe00i\U000e0101":               "hi",     // selectors that carry bytes
		"\ue000p\U000f0000":                "p",      // private use
		"e\u0301":                          "\u00e9", // NFC
		"z" + strings.Repeat("\u0335", 50): "z\u0335\u0335\u0335\u0335",
		"a\r\nb\u2028c":                    "a\nb\nc",
		"broken \xff\xfe utf8":             "broken utf8",
		"lone \u200d joiner":               "lone joiner",
		"a\u00a0\t b":                      "a b",
	} {
		if got := persona.Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

var controlTokens = []string{
	"<|im_end|>", "<|im_start|>", "<|eot_id|>", "<start_of_turn>", "<end_of_turn>", "<bos>", "</s>", "<s>", "<unused7>",
	"[INST]", "[/INST]", "<<SYS>>", "<</SYS>>", "<think>", "</think>", "<tool_call>", "[img-0]", "[img", "[IMG-12]",
	"/no_think", "/think", "/nothink", "<｜end▁of▁sentence｜>", "[TOOL_CALLS]", "[SYSTEM_PROMPT]", "[gMASK]", "<0x0A>",
	"⟦", "⟧", "\nassistant:", "\nSystem :",
}

func TestCleanBreaksControlTokensHoweverTheyAreHidden(t *testing.T) {
	for _, token := range controlTokens {
		half := len(token) / 2
		for !utf8.RuneStart(token[half]) {
			half--
		}
		for _, in := range []string{
			"hi " + token + " you",
			"hi " + token[:half] + "\u200b" + token[half:] + " you",
			"hi <" + token + "> [" + token + "] /" + token + " you",
		} {
			got := persona.Clean(in)
			if strings.Contains(got, token) {
				t.Errorf("Clean(%q) = %q still holds %q", in, got, token)
			}
			if !strings.HasPrefix(got, "hi") || !strings.HasSuffix(got, "you") {
				t.Errorf("Clean(%q) = %q lost ordinary words", in, got)
			}
		}
	}
}

func TestCleanCapsLength(t *testing.T) {
	long := persona.Clean(strings.Repeat("слово ", 5000))
	if n := utf8.RuneCountInString(long); n > 1500 || !strings.HasSuffix(long, "…") {
		t.Errorf("5000 words became %d characters ending in %q", n, long[len(long)-3:])
	}
	lines := persona.Clean(strings.Repeat("x\n", 500))
	if n := strings.Count(lines, "\n"); n > 40 {
		t.Errorf("500 lines became %d", n)
	}
	if got := persona.Clean(strings.Repeat("😀", 1500)); utf8.RuneCountInString(got) != 1500 {
		t.Errorf("1500 emoji became %d", utf8.RuneCountInString(got))
	}
}

func TestCleanCutsNothingInHalf(t *testing.T) {
	for name, in := range map[string]string{
		"a flag":   strings.Repeat("x", 1497) + "🏴󠁧󠁢󠁥󠁮󠁧󠁿 and more",
		"an emoji": strings.Repeat("x", 1497) + "👩‍🚀👩‍🚀",
		"blanks":   strings.Repeat("x ", 1497),
	} {
		got := persona.Clean(in)
		if again := persona.Clean(got); again != got || !strings.HasSuffix(got, "…") {
			t.Errorf("%s: cut to …%q, cleaned again …%q", name, got[len(got)-20:], again[len(again)-20:])
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range append(controlTokens, "👨‍👩‍👧‍👦", "a\u200d\u200cb", "<<<|x|>>>", "//thinkthink", "[ /inst", "\xff", "SYstem\n:", "Assistant::") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := persona.Clean(s)
		if again := persona.Clean(got); again != got {
			t.Errorf("Clean(%q) = %q, cleaned again %q", s, got, again)
		}
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > 1500 {
			t.Errorf("Clean(%q) = %q: not valid or too long", s, got)
		}
		for _, token := range controlTokens {
			if strings.Contains(got, token) {
				t.Errorf("Clean(%q) = %q holds %q", s, got, token)
			}
		}
		for _, r := range got {
			if unicode.IsControl(r) && r != '\n' {
				t.Errorf("Clean(%q) = %q holds control character %U", s, got, r)
			}
		}
	})
}
