package persona_test

import (
	"testing"

	"secretary/persona"
)

func TestWishOfAFanIsUnderstood(t *testing.T) {
	for text, want := range map[string]string{
		"/human":                    persona.WishPerson,
		"  /HUMAN  ":                persona.WishPerson,
		"/Human@mila_sec_bot":       persona.WishPerson,
		"/human please, it matters": persona.WishPerson,
		"/human\nplease":            persona.WishPerson,
		"/privacy":                  persona.WishPrivacy,
		"/Privacy@mila_sec_bot ":    persona.WishPrivacy,
		"\u200b/human":              persona.WishPerson,

		"I want to talk to a human":                    persona.WishPerson,
		"can i please speak with a real person?":       persona.WishPerson,
		"hi! i'd like to chat with a human being":      persona.WishPerson,
		"no bot, a human please":                       persona.WishPerson,
		"ich möchte bitte mit einem Menschen sprechen": persona.WishPerson,
		"kann ich mit einem echten Menschen reden?":    persona.WishPerson,
		"quiero hablar con una persona real":           persona.WishPerson,
		"quero falar com uma pessoa, por favor":        persona.WishPerson,
		"je voudrais parler à une vraie personne":      persona.WishPerson,
		"vorrei parlare con una persona vera":          persona.WishPerson,
		"ik wil met een mens praten":                   persona.WishPerson,
		"chcę porozmawiać z człowiekiem":               persona.WishPerson,
		"хочу поговорить с живым человеком":            persona.WishPerson,
		"позовите человека!":                           persona.WishPerson,
		"хочу поговорити з людиною":                    persona.WishPerson,
		"gerçek bir insanla konuşmak istiyorum":        persona.WishPerson,
		"what data do you keep about me?":              persona.WishPrivacy,
		"welche Daten habt ihr von mir?":               persona.WishPrivacy,

		"can i have a human please?": persona.WishPerson,

		"hello mila":                             "",
		"/humans are strange":                    "",
		"/start":                                 "",
		"/":                                      "",
		"what is /human?":                        "",
		"are you a human?":                       "",
		"am i talking to a person?":              "",
		"i want to talk to you about clay":       "",
		"you are such a kind person":             "",
		"i met a person who wants to paint":      "",
		"can i get a bowl for my human son":      "",
		"ich rede gern mit Menschen":             "",
		"me gusta hablar con la gente":           "",
		"privacy is important, don't you agree?": "",
	} {
		if got := persona.Wish(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
