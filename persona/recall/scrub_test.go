package recall_test

import (
	"strings"
	"testing"

	"secretary/persona/recall"
)

const goods = "# Mia\nPrints cost 40 € each, 30 x 40 cm. Stickers are 5€. A frame is $25. Shop: mia.example, write to @miaprints. Posted on Mondays from Lisbon."

func scrubber(others ...recall.Person) recall.Scrubber {
	public := recall.Vocabulary(goods)
	names := recall.NewNames()
	for _, p := range others {
		names.Add(p)
	}
	return recall.Scrubber{Own: func(mark string) bool { return public[mark] }, Names: names}
}

func TestNamesInAddressAreTakenOut(t *testing.T) {
	anna := recall.Person{Name: "Anna López 🌸", Handle: "anna_k98"}
	for answer, want := range map[string]string{
		"Hi Anna! a print is 40€":               "Hi! a print is 40€",
		"hey anna, a print is 40 €":             "hey, a print is 40 €",
		"Anna, the frame is $25":                "the frame is $25",
		"sure, Anna":                            "sure",
		"thank you so much, Anna López 🌸":       "thank you so much 🌸",
		"yes Anna!! monday":                     "yes!! monday",
		"Hi Annie ❤️ see the shop: mia.example": "Hi ❤️ see the shop: mia.example",
		"hola guapa! sí":                        "hola guapa! sí",
		"Hi Julia! of course":                   "Hi! of course",
		"hi juju! of course":                    "hi! of course",
		"morning you ☀️ Slept well?":            "morning you ☀️ Slept well?",
		"The prints are posted on Mondays.":     "The prints are posted on Mondays.",
		"no problem, stickers are 5 euros":      "no problem, stickers are 5 euros",
		"40,00 € each, size 30x40 cm, 3 days 🙂": "40,00 € each, size 30x40 cm, 3 days 🙂",
		"привет! печать стоит 40 евро":          "привет! печать стоит 40 евро",
	} {
		if _, got, ok := scrubber().Scrub("what is it?", answer, anna); !ok || got != want {
			t.Errorf("%q became %q, %t; want %q", answer, got, ok, want)
		}
	}
}

func TestWhatCannotBeTakenOutSurelyIsRefused(t *testing.T) {
	for _, c := range []struct {
		who              recall.Person
		question, answer string
	}{
		{recall.Person{Name: "Anna"}, "", "Anna's print is ready"},
		{recall.Person{Name: "Anna"}, "", "I packed it for anna today"},
		{recall.Person{Name: "Анна"}, "", "я уже отправила Анне"},
		{recall.Person{Name: "Анна"}, "", "передай ане и анне привет"},
		{recall.Person{Name: "Ola Kowalska"}, "", "paczka dla Oli Kowalskiej jest gotowa"},
		{recall.Person{Name: "👑"}, "hi I'm bert", "the one for bert is ready"},
		{recall.Person{Name: "x"}, "my name is Joana", "joana is such a lovely name"},
		{recall.Person{Name: "x"}, "me llamo joaquín, cuánto cuesta?", "para joaquin es gratis"},
		{recall.Person{Name: "x"}, "ich heiße kunibert", "kunibert ist ja mal ein name"},
		{recall.Person{Name: "x"}, "меня зовут оксана", "оксана красивое имя"},
		{recall.Person{Name: "x"}, "私の名前は田中です", "田中さん、ありがとう"},
		{recall.Person{Name: "x"}, "我叫小明", "小明你好"},
		{recall.Person{Name: "x"}, "اسمي ليلى", "أهلا يا ليلى"},
		{recall.Person{Name: "דנה"}, "", "שלום לדנה"},
		{recall.Person{Name: "민수"}, "", "안녕 민수야"},
		{recall.Person{Name: "สมชาย"}, "", "สวัสดีสมชาย"},
		{recall.Person{Handle: "anna_k98"}, "", "is annak98 you on the other site too?"},
		{recall.Person{}, "", "ask @bert_the_fan"},
		{recall.Person{}, "", "write to bert@mail.example"},
		{recall.Person{}, "", "look: https://t.me/bert_fan"},
		{recall.Person{}, "", "instagram.com/bert is nice"},
		{recall.Person{}, "", "bert (at) gmail"},
		{recall.Person{}, "", "call me +351 912 345 678"},
		{recall.Person{}, "", "so it is 0151-2345678?"},
		{recall.Person{}, "", "your IBAN DE89 3704 0044 0532 0130 00, right?"},
		{recall.Person{}, "", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"},
		{recall.Person{}, "", "order 48213 is on its way"},
		{recall.Person{}, "", "the code is AB12CD"},
		{recall.Person{}, "", "for you it is 25 € this time"},
		{recall.Person{}, "", "happy 34th!"},
		{recall.Person{}, "", "on 12.05. at 18:30 then"},
		{recall.Person{}, "", "I send it to Main Street then"},
		{recall.Person{}, "", "Hauptstraße ist notiert"},
		{recall.Person{}, "", "улица Ленина, да?"},
		{recall.Person{}, "", "calle mayor, verdad?"},
		{recall.Person{}, "", "12 rue des lilas c'est noté"},
		{recall.Person{}, "", "東京都新宿区1丁目"},
		{recall.Person{}, "", "kisses to Porto and to Bert"},
		{recall.Person{}, "", "your sister Julia is lovely"},
		{recall.Person{}, "", "An\u200bna's, and for Ber\u00adt"},
		{recall.Person{}, "", ""},
		{recall.Person{Name: "Anna"}, "", "Anna!"},
		{recall.Person{}, "", "…"},
	} {
		if q, a, ok := scrubber().Scrub(c.question, c.answer, c.who); ok {
			t.Errorf("%+v asked %q: the answer %q may be used as %q, %q", c.who, c.question, c.answer, q, a)
		}
	}
}

func TestAnotherFansNameIsNoAnswer(t *testing.T) {
	s := scrubber(recall.Person{Name: "Bert Meier", Handle: "bertm"}, recall.Person{Name: "ليلى"}, recall.Person{Name: "Prints please"}, recall.Person{Name: "Love"})
	for answer, fine := range map[string]bool{
		"Bert wants the same": false,
		"Meier has it":        false,
		"سلام ليلى":           false,
		"Prints are 40€":      true, // in the persona file: no fan takes the word away by his name
		"for bert and you":    false,
		"yes, my love":        true, // whatever fans call themselves
		"the sea is calm":     true,
	} {
		if _, got, ok := s.Scrub("", answer, recall.Person{Name: "Anna"}); ok != fine {
			t.Errorf("%q: %q, %t; want %t", answer, got, ok, fine)
		}
	}
}

func TestAPersonalQuestionIsLeftOut(t *testing.T) {
	for question, want := range map[string]string{
		"what does a print cost?":                   "what does a print cost?",
		"hi! how long is the post?":                 "hi! how long is the post?",
		"hi I'm Bert, what does a print cost?":      "",
		"im bert what does a print cost":            "",
		"what does a print cost?\nBert":             "",
		"do you post to Rua das Flores?":            "",
		"my number is 0151 2345678, call me":        "",
		"I'm sorry, what does a print cost?":        "I'm sorry, what does a print cost?",
		"is 25 € ok?":                               "",
		"Hey Mia! what is a print?":                 "Hey Mia! what is a print?",
		"soy Lucía, cuánto cuesta?":                 "",
		"bert@mail.example please send me the list": "",
		"": "",
	} {
		q, a, ok := scrubber().Scrub(question, "40 € 🙂", recall.Person{Name: "Zed"})
		if !ok || q != want || a != "40 € 🙂" {
			t.Errorf("%q became %q with %q, %t; want %q", question, q, a, ok, want)
		}
	}
}

func TestWhatWasSaidToManyIsPublic(t *testing.T) {
	x := recall.New()
	s := recall.Scrubber{Common: x.Common, Names: recall.NewNames()}
	answer := "a Polaroid is 15 €"
	for fan := range int64(3) {
		if _, _, ok := s.Scrub("how much?", answer, recall.Person{}); ok {
			t.Errorf("usable after %d fans", fan)
		}
		for range 3 { // the same fan counts once
			x.Add(recall.Entry{Seq: uint64(100*fan + 1), Group: 1 + fan, Question: "how much?", Answer: answer})
		}
	}
	if _, a, ok := s.Scrub("how much?", answer, recall.Person{}); !ok || a != answer {
		t.Errorf("after three fans: %q, %t", a, ok)
	}
	s.Names.Add(recall.Person{Name: "Polaroid Pete"})
	if _, a, ok := s.Scrub("how much?", answer, recall.Person{}); ok {
		t.Errorf("a name that was said to three fans is used: %q", a)
	}
}

func TestScrubbingSurvivesWhateverComes(t *testing.T) {
	s := scrubber(recall.Person{Name: strings.Repeat("ﷺ", 100), Handle: "\xff"})
	for _, text := range []string{"\xff\xfe", strings.Repeat("Anna ", 1000), strings.Repeat("🙂", 2000), "e\u0301\u0301\u0301", "\u202eannA\u202c", "1", "@", "🙂"} {
		q, a, _ := s.Scrub(text, text, recall.Person{Name: "Anna", Handle: "anna"})
		if strings.Contains(q+a, "Anna") {
			t.Errorf("%.30q became %.30q", text, a)
		}
	}
}
