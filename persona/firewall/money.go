package firewall

import (
	"strings"

	"secretary/persona/fold"
	"secretary/persona/pattern"
)

// currencies maps the beginning of a currency's name to one sign.
var currencies = []struct{ sign, names string }{
	{"$", "$ dollar dólar buck usd бакс доллар"}, {"€", "€ eur евро"}, {"£", "£ pound quid gbp"}, {"₽", "₽ rub rouble руб р"},
	{"₴", "₴ uah грн гривн"}, {"⭐", "⭐ star estrella stern étoile звезд звёзд"}, {"zł", "zł pln"}, {"₺", "₺ tl lir try"},
	{"chf", "chf fran"}, {"r$", "reais real brl"}, {"¢", "cent"},
}

// priceForm gives an amount and a currency in normal form, "40€" for "40,00 Euro".
func priceForm(number, currency string) string {
	currency = strings.ToLower(currency)
	for _, c := range currencies {
		for name := range strings.FieldsSeq(c.names) {
			if strings.HasPrefix(currency, name) {
				return plainNumber(number) + c.sign
			}
		}
	}
	return plainNumber(number) + currency
}

// plainNumber drops separators of thousands and zero decimals: "1.500,00" and "1 500" are 1500, "2.50" is 2.5.
func plainNumber(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == ' ' || r == '\'' {
			return -1
		}
		return r
	}, s)
	whole, decimals := s, ""
	if at := strings.LastIndexAny(s, ".,"); at >= 0 && len(s)-at-1 != 3 {
		whole, decimals = s[:at], strings.TrimRight(s[at+1:], "0")
	}
	whole = strings.TrimLeft(strings.NewReplacer(".", "", ",", "").Replace(whole), "0")
	if decimals != "" {
		return whole + "." + decimals
	}
	return whole
}

var (
	aDate   = pattern.New(`^\p{Nd}{1,4}[-./ ]{1,2}\p{Nd}{1,2}[-./ ]{1,2}\p{Nd}{1,4}$`)
	aNumber = pattern.New(lists["amount"])
)

// numbersOf gives the numbers of a text in normal form.
func numbersOf(text string) map[string]bool {
	numbers := map[string]bool{}
	for _, m := range aNumber.FindAllString(text) {
		numbers[numberForm(m)] = true
		for part := range strings.FieldsFuncSeq(m, func(r rune) bool { return strings.ContainsRune(" .,'", r) }) {
			numbers[numberForm(part)] = true
		}
	}
	return numbers
}

// numberForm writes digits of all scripts as ASCII ones.
func numberForm(s string) string {
	return plainNumber(strings.Map(func(r rune) rune {
		if r < 0x80 {
			return r
		}
		return rune(fold.Text(string(r))[0])
	}, s))
}

// unknownNumber finds a number that neither the persona file nor this chat holds. One digit says too little to be a
// false fact, and emoji hold some.
func unknownNumber(r Reply) string {
	var said map[string]bool
	for _, m := range aNumber.FindAllString(r.Text) {
		n := numberForm(m)
		if len(n) < 2 || r.Own.numbers[n] {
			continue
		}
		if said == nil {
			said = numbersOf(strings.Join(r.Said, "\n"))
		}
		if !said[n] {
			return m
		}
	}
	return ""
}
