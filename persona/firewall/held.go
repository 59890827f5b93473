package firewall

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"secretary/persona/fold"
)

// kind is a kind of contact or amount that only the persona file may bring into a reply.
type kind int

const (
	links kind = iota
	handles
	phones
	accounts
	prices
	kinds
)

// kindOf names the kinds as the rules' files do, each with what makes two spellings of one thing equal. A rule may use
// several, with different normal forms.
var kindOf = map[string]struct {
	thing  kind
	normal func(match []string) string
}{
	"link":    {links, linkForm},
	"handle":  {handles, lowerForm},
	"phone":   {phones, digitsForm},
	"spelled": {phones, lowerForm},
	"account": {accounts, blankless},
	"price":   {prices, func(m []string) string { return priceForm(m[1], m[2]) }},
	"ecirp":   {prices, func(m []string) string { return priceForm(m[2], m[1]) }},
	"percent": {prices, func(m []string) string { return priceForm(m[1], "%") }},
	"worded":  {prices, lowerForm},
}

// lists stand for "<name>" in the expressions of the rules' files.
var lists = map[string]string{
	"top": `(?:com|net|org|io|me|co|app|shop|store|link|site|online|xyz|info|biz|tv|gg|ly|to|be|ru|ua|by|kz|de|at|ch|fr|es|it|` +
		`pt|br|mx|ar|uk|us|eu|nl|pl|tr|jp|cn|in|fans|club|live|page|art|bio|dev|ai|vip|cc|ws|su|рф|shopping|media|studio|bar)`,
	"amount": `\p{Nd}{1,3}(?:[ .,']\p{Nd}{3})+(?:[.,]\p{Nd}{1,2})?|\p{Nd}+(?:[.,]\p{Nd}{1,2})?`,
	"sign":   `[$€£¥₹₽₴₺₩₪₿₸₫฿⭐]`,
	"money": `dollars?|bucks?|euros?|pounds?|quid|cents?|roubles?|rubles?|usd|eur|gbp|rub|uah|pln|chf|brl|stars?|ton|btc|eth|` +
		`usdt|kr|zł|złot\pL*|reais|real|lir\pL*|tl|franc\pL*|franken|dólar\pL*|dollari|estrellas?|sterne?|étoiles?|` +
		`руб\pL*|р|грн|гривн\pL*|евро|доллар\pL*|бакс\pL*|звезд\pL*|звёзд\pL*|тенге`,
}

// Held is what a persona file holds: its links, handles, numbers and prices in normal form, and its words.
type Held struct {
	things  [kinds]map[string]bool
	numbers map[string]bool
	words   string
}

// Hold reads a persona file.
func Hold(text string) Held {
	h := Held{numbers: numbersOf(text), words: blanked(text)}
	for k, shapes := range list().held {
		h.things[k] = map[string]bool{}
		for _, s := range shapes {
			for _, m := range s.re.FindAllStringSubmatch(text) {
				n := s.normal(m)
				h.things[k][n] = true
				if host, _, ok := strings.Cut(n, "/"); ok && kind(k) == links {
					h.things[k][host] = true
				}
			}
		}
	}
	return h
}

// Prices lists the prices, "40€" for "40,00 Euro", sorted.
func (h Held) Prices() []string { return slices.Sorted(maps.Keys(h.things[prices])) }

// foreign gives the first thing of that shape in a text that the persona file does not hold.
func (h Held) foreign(k kind, s shape, text string) string {
	for _, m := range s.re.FindAllStringSubmatch(text) {
		if n := s.normal(m); n != "" && !h.things[k][n] {
			return strings.Trim(m[0], " \n.,;:!?")
		}
	}
	return ""
}

// blanked is a folded text with a blank at both ends, to look for whole words.
func blanked(text string) string { return " " + fold.Text(text) + " " }

func linkForm(m []string) string {
	s := m[0]
	if len(m) > 1 {
		s = m[1]
	}
	s = strings.ToLower(strings.TrimSpace(s))
	for _, p := range []string{"https://", "http://", "www."} {
		s = strings.TrimPrefix(s, p)
	}
	return strings.Trim(s, "/.,;:!?)('\"*_…")
}

func lowerForm(m []string) string {
	return strings.ToLower(strings.Trim(m[len(m)-1], " .,;:!?\n"))
}

func blankless(m []string) string { return strings.ReplaceAll(m[0], " ", "") }

func digitsForm(m []string) string {
	if aDate.MatchString(m[0]) {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, m[0])
}
