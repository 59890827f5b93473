package due_test

import (
	"testing"
	"time"

	"secretary/persona/due"
)

// thursday is when everything in these tests is said: 19 November 2026, 14:30.
var thursday = time.Date(2026, 11, 19, 14, 30, 0, 0, time.FixedZone("Lisbon", 3600))

func TestPromisesAreFoundInSevenLanguages(t *testing.T) {
	for text, want := range map[string]string{
		"i'll send it by Sunday":                               "Sun 22 18:00",
		"no problem, I’ll ship yours tomorrow!":                "Fri 20 18:00",
		"hey! I will post the new pics tonight 😘":              "Thu 19 21:00",
		"gonna finish your bowl next week":                     "Mon 23 18:00",
		"You'll have it by Monday, promise":                    "Mon 23 18:00",
		"I'll call the post office at 5pm tomorrow":            "Fri 20 17:00",
		"I'll text you in an hour":                             "Thu 19 15:30",
		"i'll check and let you know in two days":              "Sat 21 18:00",
		"it will be ready on 5 December":                       "Sat 5 18:00",
		"Thanks for asking. I'll show you on the 25th.":        "Wed 25 18:00",
		"ich schick's dir morgen":                              "Fri 20 18:00",
		"Ich melde mich übermorgen um 17 Uhr":                  "Sat 21 17:00",
		"Guten Morgen! Bis Sonntag mache ich es fertig":        "Sun 22 18:00",
		"du bekommst es nächste Woche, versprochen":            "Mon 23 18:00",
		"te lo mando mañana":                                   "Fri 20 18:00",
		"voy a terminarlo el fin de semana":                    "Sat 21 18:00",
		"te mando as fotos amanhã":                             "Fri 20 18:00",
		"vou enviar na sexta-feira":                            "Fri 20 18:00",
		"je t'envoie ça demain à 17h30":                        "Fri 20 17:30",
		"promis, tu l'auras dimanche":                          "Sun 22 18:00",
		"te lo mando domani sera":                              "Fri 20 18:00",
		"lo finisco entro lunedì":                              "Mon 23 18:00",
		"пришлю завтра в 17:00":                                "Fri 20 17:00",
		"в воскресенье всё будет готово":                       "Sun 22 18:00",
		"напишу на следующей неделе":                           "Mon 23 18:00",
		"through the rain today, sorry! i'll do it on friday.": "Fri 20 18:00",
	} {
		p, ok := due.Promised(text, thursday)
		if got := p.At.Format("Mon 2 15:04"); !ok || got != want {
			t.Errorf("%q: %s (%v), want %s", text, got, ok, want)
		}
	}
}

func TestWhatIsNoPromiseIsNoPromise(t *testing.T) {
	for _, text := range []string{
		"", "tomorrow", "see you tomorrow", "will you write me tomorrow?", "shall I send it tomorrow?", "I won't send it tomorrow",
		"i'll be in Rome on Sunday", "i'll send it", "I sent it yesterday", "Guten Morgen, ich schreibe dir", "happy friday! i'll tell you",
		"i can't do it by Sunday", "ich schicke es morgen nicht", "no te lo mando mañana", "je ne t'envoie pas ça demain",
		"не пришлю завтра", "good morning, i'll tell you all about it", "i'll do it on the 31st of november", "what a sunday",
		"buenas, te escribo por la mañana",
	} {
		if p, ok := due.Promised(text, thursday); ok {
			t.Errorf("%q: promised for %v", text, p.At)
		}
	}
}

func TestPromiseIsTheSentenceItStandsIn(t *testing.T) {
	p, ok := due.Promised("aw thank you!\ni'll send it by Sunday, okay. kisses", thursday)
	if !ok || p.Text != "i'll send it by Sunday, okay." {
		t.Errorf("%q (%v)", p.Text, ok)
	}
}

func TestReminderComesInTheMorningOrAnHourBefore(t *testing.T) {
	for text, want := range map[string]string{
		"tomorrow":           "Fri 20 09:00",
		"tomorrow at 5pm":    "Fri 20 16:00",
		"tonight":            "Thu 19 20:00",
		"today":              "Thu 19 17:00",
		"today at 3pm":       "Thu 19 15:00", // there is no hour left
		"in 20 minutes":      "Thu 19 14:50",
		"by Sunday, 8:00":    "Sun 22 07:00",
		"next week":          "Mon 23 09:00",
		"am 3.12. um 11 Uhr": "Thu 3 10:00",
	} {
		d, ok := due.Find(text, thursday)
		if got := d.Remind(thursday).Format("Mon 2 15:04"); !ok || got != want {
			t.Errorf("%q: %s (%v), want %s", text, got, ok, want)
		}
	}
}

func TestNoDateLiesInThePast(t *testing.T) {
	late := time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC)
	for _, text := range []string{"today", "today at 5pm", "tonight", "1 december", "the 5th", "sunday", "31.12.", "in 0 hours", "this week"} {
		if d, ok := due.Find(text, late); ok && !d.At.After(late) {
			t.Errorf("%q: %v", text, d.At)
		}
	}
}

func FuzzFindNeverPanicsOrLooksBack(f *testing.F) {
	for _, s := range []string{"i'll send it by Sunday", "99.99.", "in 99 weeks", "the 31st", "через 5 дней", "at 25:99 tomorrow"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if p, ok := due.Promised(text, thursday); ok && (!p.At.After(thursday) || p.Remind(thursday).Before(thursday)) {
			t.Errorf("%q is due %v", text, p.At)
		}
	})
}
