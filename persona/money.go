package persona

import (
	"strings"

	"secretary/persona/fold"
)

// Money tells whether a fan's message speaks of money: a price, buying, paying, an order, a refund. It decides who is
// answered first and nothing else, and it is asked about every message: so it looks words up instead of reading
// through disguises, and knows the larger languages.
func Money(text string) bool {
	text = newest(text)
	if strings.ContainsAny(text, currencySigns) && strings.ContainsAny(text, "0123456789") {
		return true
	}
	before := ""
	for _, w := range fold.Words(text) {
		if moneyWords.hold(before, w.Text) {
			return true
		}
		before = w.Text
	}
	return false
}

const currencySigns = "$€£¥₽₴₺₹⭐"

// vocabulary is a list of words to be looked up.
type vocabulary struct {
	whole map[string]bool
	stems map[string][]string // by their first runes
	pairs map[string]string   // the first word of each by its second
	units map[string]bool     // count behind a number
	parts []string            // of scripts that put no blanks between words
}

// stemKey is how many runes the shortest stem has.
const stemKey = 3

func (v vocabulary) hold(before, word string) bool {
	if v.whole[word] || v.pairs[word] != "" && v.pairs[word] == before {
		return true
	}
	number := strings.TrimLeft(word, "0123456789")
	if v.units[number] && (number != word || before != "" && strings.Trim(before, "0123456789") == "") {
		return true
	}
	for _, stem := range v.stems[head(word)] {
		if strings.HasPrefix(word, stem) {
			return true
		}
	}
	if word < "\u0590" { // Latin, Greek, Cyrillic
		return false
	}
	for _, part := range v.parts {
		if strings.Contains(word, part) {
			return true
		}
	}
	return false
}

// head is the first runes of a word.
func head(word string) string {
	n := 0
	for i := range word {
		if n == stemKey {
			return word[:i]
		}
		n++
	}
	return word
}

// moneyWords: a word, a stem with a star, a pair with a plus, a unit with a number sign, a part between stars.
var moneyWords = read(`
price* cost costs pay paid paying payment* paypal refund* money buy buying bought purchase* order ordered discount* invoice*
expensive cheap* subscri* how+much
precio* cuesta* cuestan pagar pago pagos dinero comprar compro reembolso* descuento* cuanto+vale barato
preco* custa custam dinheiro desconto*
prix coute* coutent payer paye argent acheter rembourse* remise combien
preis* kostet kosten zahlen bezahl* geld kaufen bestell* erstatt* rabatt* teuer billig
prezzo prezzi costa costano pagare soldi comprare rimborso sconto
prijs prijzen betalen kopen korting terugbetal*
ceny kosztuje zaplac* pieniadze kupic zwrot rabat
fiyat* ucret* odeme* satin indirim* iade
цена цены цену стоит стоят платить заплат* оплат* деньги денег купить куплю возврат* скидк*
ціна ціни коштує коштують платити гроші купити повернення знижк*
eur# euro# euros# usd# dollar# dollars# bucks# pound# pounds# stars# zł# pln# руб# грн# tl# reais#
*سعر* *ثمن* *ادفع* *שילם* *מחיר* *कीमत* *价格* *多少钱* *付款* *値段* *いくら* *가격* *얼마*
`)

func read(list string) vocabulary {
	v := vocabulary{whole: map[string]bool{}, stems: map[string][]string{}, pairs: map[string]string{}, units: map[string]bool{}}
	for _, item := range strings.Fields(list) {
		word := fold.Text(strings.Trim(item, "*#"))
		first, second, paired := strings.Cut(item, "+")
		switch {
		case strings.HasPrefix(item, "*"):
			v.parts = append(v.parts, word)
		case strings.HasSuffix(item, "*"):
			v.stems[head(word)] = append(v.stems[head(word)], word)
		case strings.HasSuffix(item, "#"):
			v.units[word] = true
		case paired:
			v.pairs[fold.Text(second)] = fold.Text(first)
		default:
			v.whole[word] = true
		}
	}
	return v
}
