package persona_test

import (
	"testing"

	"secretary/persona"
)

func TestMoneyIsHeardInManyLanguages(t *testing.T) {
	for text, want := range map[string]bool{
		"how much is the blue bowl?": true, "I'd like to BUY two": true, "is there a discount": true, "can i get a refund": true,
		"¿Cuánto vale?": true, "quero comprar uma": true, "c'est combien ?": true, "was kostet das": true, "quanto costa": true,
		"сколько это стоит": true, "скидки бывают?": true, "这个多少钱": true, "値段を教えて": true, "بكم السعر": true,
		"i sent 20€": true, "$5 for you": true, "20 euros ok?": true, "20eur": true, "500 stars": true,

		"good morning": false, "how are you": false, "i love the stars": false, "un regalo para ti": false, "": false, "20": false,
		"what a place": false, "so much love": false, "the euro cup": false, "❤️": false,
	} {
		if got := persona.Money(text); got != want {
			t.Errorf("%q: money %v, want %v", text, got, want)
		}
	}
}
