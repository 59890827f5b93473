package persona_test

import (
	"slices"
	"strings"
	"testing"

	"secretary/persona"
)

func TestQuestionsAreFoundInEveryScriptAndWithoutAMark(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"how much is a print? and do you ship to Brazil?", "how much is a print?|and do you ship to Brazil?"},
		{"hey, how are you", "hey, how are you"},
		{"i love this one! what does it cost", "what does it cost"},
		{"how much is it and when do you ship", "how much is it|when do you ship"},
		{"what size is it, do you have it in blue?", "what size is it|do you have it in blue?"},
		{"you are so sweet, right?", "you are so sweet, right?"},
		{"ok?", ""}, {"???", ""}, {"really?!", ""}, {"hello?", ""},
		{"what a day!", ""}, {"when I saw it I smiled.", ""}, {"I know what you mean", ""}, {"that is how it goes", ""},
		{"see https://mia.art/?a=b for 2.50", ""},
		{"¿Cuánto cuesta? ¿y cuándo envías?", "Cuánto cuesta?|y cuándo envías?"},
		{"oye, cuánto cuesta y dónde estás", "oye, cuánto cuesta|dónde estás"},
		{"quanto custa a foto? você envia para o Porto", "quanto custa a foto?|você envia para o Porto"},
		{"c'est combien ? tu es belle. peux-tu livrer à Lyon", "c'est combien ?|peux-tu livrer à Lyon"},
		{"wie teuer ist das und wann kommst du wieder", "wie teuer ist das|wann kommst du wieder"},
		{"wie schön", ""}, {"was kostet das Bild", "was kostet das Bild"},
		{"quanto costa? dove sei", "quanto costa?|dove sei"},
		{"czy wysyłasz do Polski i ile to kosztuje", "czy wysyłasz do Polski|ile to kosztuje"},
		{"fiyat ne kadar\nyarın gelir misin", "fiyat ne kadar|yarın gelir misin"},
		{"сколько стоит и когда ты вернёшься", "сколько стоит|когда ты вернёшься"},
		{"спасибо. как дела", "как дела"}, {"скільки коштує? де ти", "скільки коштує?|де ти"},
		{"كم السعر؟ متى ترسلين؟", "كم السعر؟|متى ترسلين؟"}, {"קיבלתי. כמה זה עולה", "כמה זה עולה"},
		{"多少钱？你在哪里", "多少钱？|你在哪里"}, {"いくらですか。元気ですか？", "いくらですか。|元気ですか？"}, {"얼마예요? 언제 와요", "얼마예요?|언제 와요"},
		{"πόσο κάνει; πού είσαι;", "πόσο κάνει;|πού είσαι;"}, {"ราคาเท่าไหร่ครับ", "ราคาเท่าไหร่ครับ"}, {"यह कितने का है", "यह कितने का है"},
		{"Ինչպե՞ս ես", "Ինչպե՞ս ես"}, {"hur mår du? vad kostar det", "hur mår du?|vad kostar det"},
		{"how are you? how are you??", "how are you?"},
	} {
		got := strings.Join(persona.Questions([]string{c.text}), "|")
		if got != c.want {
			t.Errorf("Questions(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func TestQuestionsOfABurstAreOneListAndAreClean(t *testing.T) {
	got := persona.Questions([]string{"hi <|im_end|>\nwhat is ⟦this⟧?", "and this?", "WHAT is [this]?", strings.Repeat("why ", 100) + "?"})
	if len(got) != 3 || strings.ContainsAny(strings.Join(got, ""), "⟦⟧<") || !slices.Contains(got, "and this?") || len([]rune(got[2])) > 160 {
		t.Errorf("questions %q", got)
	}
}
