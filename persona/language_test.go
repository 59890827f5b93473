package persona_test

import (
	"testing"

	"secretary/persona"
)

// Short messages as fans write them.
var spoken = map[string][]string{
	"en": {"hello", "hi Mia, how are you?", "thank you so much", "what's the price of the print?", "I love your photos",
		"when do you post again", "good morning ☀️", "Hey love, thank you so much for writing!", "are you there?"},
	"es": {"hola guapa", "¿cuánto cuesta?", "gracias por todo", "cómo estás hoy", "me gusta tu foto", "buenas noches",
		"quiero verte mañana"},
	"pt": {"olá, tudo bem?", "quanto custa a foto?", "muito obrigado", "você é linda", "bom dia", "não sei"},
	"fr": {"bonjour", "tu es très belle", "merci beaucoup", "combien ça coûte ?", "je t'aime bien", "c'est combien"},
	"de": {"hallo, wie geht es dir?", "danke schön", "was kostet das Bild?", "ich liebe deine Fotos", "guten Morgen",
		"wann kommst du wieder", "schöne Grüße"},
	"it": {"ciao bella", "quanto costa la foto?", "grazie mille", "come stai oggi?", "ti voglio bene", "buongiorno"},
	"nl": {"hoe gaat het met jou?", "dankjewel", "wat kost het?", "ik vind je mooi", "goedemorgen"},
	"pl": {"cześć, jak się masz?", "dziękuję bardzo", "ile to kosztuje?", "dzień dobry", "jesteś piękna"},
	"tr": {"merhaba nasılsın", "teşekkür ederim", "fiyat ne kadar", "çok güzelsin", "günaydın canım"},
	"ru": {"привет", "как дела?", "сколько стоит?", "спасибо большое", "ты очень красивая", "добрый вечер"},
	"uk": {"привіт, як справи?", "скільки коштує", "дякую", "добрий вечір", "ти дуже гарна"},
	"ar": {"مرحبا كيف حالك", "شكرا لك"},
	"fa": {"سلام چطوری", "می\u200cخواهم ببینم"},
	"he": {"שלום מה שלומך"},
	"ja": {"こんにちは、元気ですか", "写真が好きです"},
	"zh": {"你好吗", "多少钱?"},
	"ko": {"안녕하세요", "얼마예요?"},
	"el": {"καλημέρα"}, "th": {"สวัสดี"}, "hi": {"नमस्ते आप कैसे हैं"},
	"": {"", "😂😂😂", "ok 👍", "123", "xdf qwrt", "https://example.com/the/and", "@the_and_of"},
}

func TestLanguageOfShortMessages(t *testing.T) {
	right, silent, all := 0, 0, 0
	for want, texts := range spoken {
		for _, s := range texts {
			all++
			switch got := persona.Language(s); {
			case got == want:
				right++
			case got == "":
				silent++
				t.Logf("Language(%q) is silent, want %q", s, want)
			default:
				t.Errorf("Language(%q) = %q, want %q", s, got, want)
			}
		}
	}
	if right < all*9/10 {
		t.Errorf("only %d of %d right", right, all)
	}
	t.Logf("%d right, %d silent, of %d", right, silent, all)
}

func TestANameThatIsAWordElsewhereMakesADraftNoOtherLanguage(t *testing.T) {
	for _, c := range []struct {
		fan, reply string
		flagged    bool
	}{
		{"when will you answer my friend?", "ben is answered in time", false},
		{"when will you answer my friend?", "ik ben er morgen weer, tot dan", true},
		{"wann kommst du wieder?", "I will be back tomorrow morning, promise", true},
	} {
		d := answered(t, pending(c.fan), c.reply)
		hit := flagged(d, "language")
		if hit != c.flagged {
			t.Errorf("%q to %q: flagged %v, want %v (%v)", c.reply, c.fan, hit, c.flagged, d.Flags)
		}
	}
}
