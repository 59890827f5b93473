package persona_test

import (
	"strings"
	"testing"

	"secretary/persona"
)

// tongues holds a message of a fan and an answer in each of twelve languages.
var tongues = map[string]struct{ name, fan, answer string }{
	"en": {"English", "good morning, how was your weekend at the sea?", "it was lovely, thank you, and how are you today?"},
	"es": {"Spanish", "buenos días, cómo estás hoy y qué haces", "hoy estoy muy bien, gracias, y tú qué haces"},
	"pt": {"Portuguese", "bom dia, como você está hoje e o que faz", "hoje estou muito bem, obrigada, e você"},
	"fr": {"French", "bonjour, comment ça va et que fais tu aujourd'hui", "je vais très bien, merci beaucoup, et toi"},
	"de": {"German", "guten Morgen, wie geht es dir und was machst du heute", "mir geht es sehr gut, danke, und wie ist es bei dir"},
	"it": {"Italian", "buongiorno, come stai oggi e che cosa fai di bello", "oggi sto molto bene, grazie, e tu cosa fai"},
	"pl": {"Polish", "dzień dobry, jak się masz i co dzisiaj robisz", "bardzo dobrze, dziękuję, a co u ciebie"},
	"tr": {"Turkish", "günaydın canım, bugün nasılsın ve ne yapıyorsun", "bugün çok iyi, teşekkür ederim, sen nasılsın"},
	"ru": {"Russian", "доброе утро, как у тебя дела и что ты делаешь", "у меня все очень хорошо, спасибо, а как ты"},
	"uk": {"Ukrainian", "доброго ранку, як у тебе справи і що ти робиш", "у мене все дуже добре, дякую, а як ти"},
	"ar": {"Arabic", "صباح الخير كيف حالك اليوم وماذا تفعلين", "أنا بخير شكرا لك وكيف حالك أنت"},
	"ja": {"Japanese", "おはようございます、今日は何をしていますか", "元気です、ありがとう、今日は海に行きます"},
}

// talked is a request after the fan wrote some messages, each answered with an emoji.
func talked(newest string, before ...string) persona.Request {
	r := pending(newest)
	for i, text := range before {
		r.History = append(r.History, persona.Turn{ID: int64(2*i + 1), FromFan: true, Text: text}, persona.Turn{ID: int64(2*i + 2), Text: "🙂"})
	}
	return r
}

func TestAShortMessageKeepsTheLanguageOfTheTalk(t *testing.T) {
	for code, l := range tongues {
		for _, newest := range []string{"ok", "haha", "👍", "OK!! 😂", "lol", "wow"} {
			d := answered(t, talked(newest, l.fan), l.answer)
			if d.Signals.Language != code || flagged(d, "language") {
				t.Errorf("%s, %q: language %q, flags %v", l.name, newest, d.Signals.Language, d.Flags)
			}
		}
		other := tongues["en"]
		if code == "en" {
			other = tongues["de"]
		}
		if d := answered(t, talked("ok", l.fan), other.answer); !flagged(d, "language") {
			t.Errorf("%s: %q is not flagged", l.name, other.answer)
		}
	}
}

func TestAFanWhoChangesTheLanguageIsFollowedAtTheFirstSentence(t *testing.T) {
	for from, a := range tongues {
		for _, to := range []string{"es", "de", "ru", "ja"} {
			if from == to {
				continue
			}
			b := tongues[to]
			if d := answered(t, talked(b.fan, a.fan, a.fan, a.fan, a.fan), b.answer); d.Signals.Language != to || flagged(d, "language") {
				t.Errorf("from %s to %s: %q, %v", a.name, b.name, d.Signals.Language, d.Flags)
			}
			if d := answered(t, talked("ok", a.fan, a.fan, b.fan), b.answer); d.Signals.Language != to {
				t.Errorf("from %s to %s and ok: %q", a.name, b.name, d.Signals.Language)
			}
		}
	}
}

func TestAWordOrTwoOfAnotherLanguageChangesNothing(t *testing.T) {
	for newest, talk := range map[string]string{"love you": "de", "good night": "es", "muchas gracias": "de", "merci": "en", "ciao bella": "fr", "спасибо": "uk"} {
		l := tongues[talk]
		if d := answered(t, talked(newest, l.fan, l.fan), l.answer); d.Signals.Language != talk {
			t.Errorf("%q in a talk in %s makes it %q", newest, l.name, d.Signals.Language)
		}
	}
	if d := answered(t, talked("привет", tongues["de"].fan), tongues["ru"].answer); d.Signals.Language != "ru" {
		t.Errorf("another script: %q", d.Signals.Language)
	}
}

func TestMixedScriptsAreOfTheLanguageMostOfItIsIn(t *testing.T) {
	for text, want := range map[string]string{
		"как тебе мой новый iPhone, нравится?": "ru", "this song привет is so good, do you like it": "en", "我很喜欢你的 photo 谢谢你": "zh",
		"сделай please фото для меня ok": "ru",
	} {
		if d := answered(t, pending(text), "🙂"); d.Signals.Language != want {
			t.Errorf("%q is %q, want %s", text, d.Signals.Language, want)
		}
	}
}

func TestTheHintComesNextAndThenThePersona(t *testing.T) {
	for _, c := range []struct{ newest, hint, want string }{
		{"ok", "ru", "ru"}, {"👍", "pt-br", "pt"}, {"haha", "ar", "ar"}, {"haha", "", "en"}, {"ok", "xx", "en"}, {"", "fr", "fr"},
		{"privet kak dela", "ru", "en"}, // what the fan types is not Cyrillic
	} {
		r := pending(c.newest)
		r.Language, r.Media = c.hint, true
		if d := answered(t, r, "🙂"); d.Signals.Language != c.want {
			t.Errorf("%q with hint %q is %q, want %q", c.newest, c.hint, d.Signals.Language, c.want)
		}
	}
}

func TestWhatCannotBeToldNeverGoesOutByItself(t *testing.T) {
	for _, c := range []struct{ fan, hint, reply, why string }{
		{"szia hogy vagy ma reggel szép napot kívánok", "", "you too, have a great day", "cannot be told"},
		{"szia hogy vagy ma reggel szép napot kívánok", "en", "you too, have a great day", "cannot be told"},
		{"szia hogy vagy ma reggel szép napot kívánok", "hu", "jól vagyok köszönöm szépen neked legyen", "Hungarian cannot be checked"},
		{"how are you my friend?", "", "jól vagyok köszönöm szépen neked legyen", "does not read like English"},
		{"how are you my friend?", "", "maa khoobam kheyli mamnoon azizam", "does not read like English"},
	} {
		r := pending(c.fan)
		r.Language = c.hint
		d := answered(t, r, c.reply)
		found := false
		for _, f := range d.Flags {
			found = found || f.Code == "language" && strings.Contains(f.Detail, c.why)
		}
		if !found {
			t.Errorf("%q to %q (%s): %v, want %q", c.reply, c.fan, c.hint, d.Flags, c.why)
		}
	}
}
