package persona

import (
	"regexp"
	"strings"
	"unicode"
)

// thing is a kind of contact or amount that only the persona file may bring into a draft.
type thing int

const (
	links thing = iota
	handles
	phones
	accounts
	prices
)

// ownWords are the links, handles, numbers and prices that the persona file holds, in normal form.
type ownWords map[thing]map[string]bool

func wordsOf(text string) ownWords {
	own := ownWords{}
	for t := range finders {
		own[thing(t)] = map[string]bool{}
		for _, f := range find(thing(t), text) {
			own[thing(t)][f.normal] = true
			if host, _, ok := strings.Cut(f.normal, "/"); ok && thing(t) == links {
				own[links][host] = true
			}
		}
	}
	return own
}

// foreign gives the first thing of that kind in text that the persona does not hold.
func (o ownWords) foreign(t thing, text string) string {
	for _, f := range find(t, text) {
		if !o[t][f.normal] {
			return f.text
		}
	}
	return ""
}

// found is a thing as it stands in the text, and its normal form.
type found struct{ text, normal string }

func find(t thing, text string) (out []found) {
	for _, f := range finders[t] {
		for _, m := range f.re.FindAllStringSubmatch(text, -1) {
			if n := f.normal(m); n != "" {
				out = append(out, found{strings.TrimSpace(m[0]), n})
			}
		}
	}
	return out
}

type finder struct {
	re     *regexp.Regexp
	normal func(match []string) string // "" = not one after all
}

const topLevel = `(?:com|net|org|io|me|co|app|shop|store|link|site|online|xyz|info|biz|tv|gg|ly|to|be|ru|ua|by|kz|de|at|ch|fr|es|it|` +
	`pt|br|mx|ar|uk|us|eu|nl|pl|tr|jp|cn|in|fans|club|live|page|art|bio|dev|ai|vip|cc|ws|su|рф|shopping|media|studio|bar)`

// finders list the shapes. Telegram turns most of them into something to tap.
var finders = [...][]finder{
	links: {
		{regexp.MustCompile(`(?i)(?:https?://|tg://|www\.)[^\s<>"]+`), linkForm},
		{regexp.MustCompile(`(?i)(?:^|[^\pL\pN@./-])((?:[\pL\pN](?:[\pL\pN-]*[\pL\pN])?\.)+` + topLevel + `(?:/[^\s<>"]*)?)(?:[^\pL\pN]|$)`), linkForm},
		{regexp.MustCompile(`(?i)[\pL\pN-]+ ?(?:\(dot\)|\[dot\]|\[\.\]|\(\.\)| dot | punkt | punto | точка ) ?` + topLevel + `(?:[^\pL\pN]|$)`), linkForm},
	},
	handles: {
		{regexp.MustCompile(`(?i)[\w.+-]+@[\w-]+\.[\w.-]+`), lowerForm},
		{regexp.MustCompile(`(?:^|[^\w@./])(@[A-Za-z]\w{2,31})`), lowerForm},
		{regexp.MustCompile(`(?i)(?:insta(?:gram)?|snap(?:chat)?|whats ?app|onlyfans|tik ?tok|discord|skype|signal|twitter|facebook|инста|ватсап)\s*(?:is|:|-|=)\s*(\w[\w.]{2,31})`), lowerForm},
	},
	phones: {
		{regexp.MustCompile(`\+?\p{Nd}(?:[\s().\-/]{0,2}\p{Nd}){6,}`), digitsForm},
		{regexp.MustCompile(`(?i)(?:\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double)\b\W*){6,}`), lowerForm},
	},
	accounts: {
		{regexp.MustCompile(`\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b`), blankless},
		{regexp.MustCompile(`\b(?:0x[0-9a-fA-F]{40}|(?:bc1|[13])[a-km-zA-HJ-NP-Z1-9]{25,60}|T[1-9A-HJ-NP-Za-km-z]{33}|(?:EQ|UQ)[\w-]{46})\b`), blankless},
	},
	prices: {
		{regexp.MustCompile(`(?i)(` + currencySigns + `)\s?(` + amount + `)`), func(m []string) string { return priceForm(m[2], m[1]) }},
		{regexp.MustCompile(`(?i)(?:^|[^\pL\pN.,])(` + amount + `)\s?(` + currencySigns + `|` + currencyWords + `)(?:[^\pL]|$)`),
			func(m []string) string { return priceForm(m[1], m[2]) }},
		{regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(eur|usd|gbp|uah|pln|chf|brl)\s?(` + amount + `)`),
			func(m []string) string { return priceForm(m[2], m[1]) }},
		{regexp.MustCompile(`(?i)(` + amount + `)\s?(?:%|percent|prozent|por ciento|процент)`),
			func(m []string) string { return priceForm(m[1], "%") }},
		{regexp.MustCompile(`(?i)\b(?:ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|` +
			`zehn|zwanzig|dreißig|vierzig|fünfzig|hundert|diez|veinte|treinta|cuarenta|cincuenta|cien)[\s-]+(?:` + currencyWords + `)`), lowerForm},
	},
}

const (
	amount        = `\p{Nd}{1,3}(?:[ .,']\p{Nd}{3})+(?:[.,]\p{Nd}{1,2})?|\p{Nd}+(?:[.,]\p{Nd}{1,2})?`
	currencySigns = `[$€£¥₹₽₴₺₩₪₿₸₫฿⭐]`
	currencyWords = `dollars?|bucks?|euros?|pounds?|quid|cents?|roubles?|rubles?|usd|eur|gbp|rub|uah|pln|chf|brl|stars?|ton|btc|eth|` +
		`usdt|kr|zł|złot\pL*|reais|real|lir\pL*|tl|franc\pL*|franken|dólar\pL*|dollari|estrellas?|sterne?|étoiles?|` +
		`руб\pL*|р|грн|гривн\pL*|евро|доллар\pL*|бакс\pL*|звезд\pL*|звёзд\pL*|тенге`
)

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

var aDate = regexp.MustCompile(`^\p{Nd}{1,4}[-./ ]{1,2}\p{Nd}{1,2}[-./ ]{1,2}\p{Nd}{1,4}$`)

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
