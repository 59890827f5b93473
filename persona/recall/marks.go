package recall

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"secretary/persona/fold"
	"secretary/persona/pattern"
)

// Marks lists what in a text may belong to one person only, in comparable form: numbers with their units ("40€",
// "30x40cm"), and words with a capital letter within a sentence.
func Marks(text string) (marks []string) {
	text = tidyText(text)
	for _, n := range numbersOf(text) {
		marks = append(marks, n.mark)
	}
	for _, t := range tokensOf(text) {
		if t.capital && !t.first && !t.numeric {
			marks = append(marks, t.plain)
		}
	}
	return marks
}

// Vocabulary is everything in a text that may be said to anybody because the text says it: its words, numbers and
// contacts, in the form of [Marks].
func Vocabulary(text string) map[string]bool {
	text = tidyText(text)
	all := map[string]bool{}
	for _, n := range numbersOf(text) {
		all[n.mark] = true
	}
	for _, t := range tokensOf(text) {
		all[t.plain] = true
	}
	for _, c := range contactsOf(text) {
		all[c] = true
	}
	return all
}

// tidyText drops the invisible characters that would hide a name from a reader of bytes.
func tidyText(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u200c' || r == '\u200d':
			return r // words of Persian and emoji need them
		case unicode.Is(unicode.Cf, r), unicode.IsControl(r) && r != '\n':
			return -1
		case r == '\u00a0' || r == '\u202f':
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}

// token is one word as it stands in a text.
type token struct {
	start, end int
	plain      string // comparable, without accents and a closing 's
	capital    bool   // begins with a capital letter
	first      bool   // begins a sentence
	numeric    bool   // holds a digit
}

var (
	tokenShape = pattern.New(`[\pL\p{Nd}][\pL\pM\p{Nd}]*(?:['’\x{200c}-][\pL\pM\p{Nd}]+)*`)
	possessive = pattern.New(`['’]s$`)
)

// phraseEnds are the signs after which a sentence begins.
const phraseEnds = ".!?…:;。！？؟\"“”„«»([•*–—~)"

func startsLine(before string) bool { return strings.HasSuffix(strings.TrimRight(before, " "), "\n") }

func tokensOf(text string) []token {
	found := tokenShape.FindAllStringIndex(text)
	out := make([]token, 0, len(found))
	for _, at := range found {
		word := text[at[0]:at[1]]
		r, _ := utf8.DecodeRuneInString(word)
		before, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text[:at[0]], " \ufe0f"))
		out = append(out, token{
			start: at[0], end: at[1], plain: plain(possessive.ReplaceAllString(word, "")),
			capital: unicode.IsUpper(r),
			first:   at[0] == 0 || strings.ContainsRune(phraseEnds, before) || emoji(before) || strings.TrimSpace(text[:at[0]]) == "" || startsLine(text[:at[0]]),
			numeric: strings.ContainsFunc(word, unicode.IsDigit),
		})
	}
	return out
}

// plain is a word in comparable form, the parts of a compound put together.
func plain(w string) string { return strings.ReplaceAll(fold.Text(w), " ", "") }

// number is a number as it stands in a text.
type number struct {
	mark   string // digits and unit
	digits int
	unit   string
	joined bool // part of a word with letters, such as a code
}

var (
	numberShape = pattern.New(`([$€£¥₹₽₴₺₩₪₿⭐]\s?)?([\pL_-]*\p{Nd}[\pL\p{Nd}_-]*(?:(?:[.,:/'’]|\s?[x×*]\s?)\p{Nd}[\pL\p{Nd}_-]*)*)` +
		`(?:\s?([$€£¥₹₽₴₺₩₪₿⭐%"″]|\pL+))?`)
	plainNumber = pattern.New(`^\p{Nd}+(?:[.,:/'’x-]\p{Nd}+)*`)
	zeroCents   = pattern.New(`[.,]0{1,2}$`)
)

func numbersOf(text string) (out []number) {
	for _, m := range numberShape.FindAllStringSubmatch(text) {
		body := strings.NewReplacer(" ", "", "×", "x", "*", "x").Replace(strings.ToLower(m[2]))
		figure := plainNumber.FindString(body)
		unit := unitOf(strings.TrimSpace(m[1]), body[len(figure):], m[3])
		n := number{digits: strings.Count(strings.Map(onlyDigits, body), "0"), unit: unit}
		n.joined = figure == "" || body != figure && !units[unit] && !currency[unit]
		n.mark = zeroCents.ReplaceAllString(figure, "") + unit
		if n.joined {
			n.mark = body
		}
		out = append(out, n)
	}
	return out
}

func onlyDigits(r rune) rune {
	if unicode.IsDigit(r) {
		return '0'
	}
	return -1
}

// unitOf is the unit of a number by what stands before, at, and after it. A word after it that is no unit does not count.
func unitOf(before, at, after string) string {
	for _, u := range []string{before, at, after} {
		u = plainUnit(u)
		if u != "" && (currency[u] || units[u]) {
			return u
		}
	}
	return at
}

func plainUnit(u string) string {
	if p := plain(u); p != "" {
		u = p
	}
	for sign, names := range currencyNames {
		for name := range strings.FieldsSeq(names) {
			if u == name || len(name) > 3 && strings.HasPrefix(u, name) {
				return sign
			}
		}
	}
	return u
}

var currencyNames = map[string]string{
	"$": "$ usd dollar dolar buck бакс доллар", "€": "€ eur euro евро", "£": "£ gbp pound quid", "₽": "₽ rub ruble rouble руб",
	"₴": "₴ uah грн гривн", "⭐": "⭐ star estrella stern etoile звезд", "zł": "pln złot zlot zl", "₺": "₺ tl lira", "r$": "reais brl",
	"%": "% percent prozent procent процент", "¥": "¥ yen", "₹": "₹ rupee inr", "chf": "chf franken",
}

var currency = func() map[string]bool {
	m := map[string]bool{}
	for sign := range currencyNames {
		m[sign] = true
	}
	return m
}()

// units of size, length of time and number, with which a small number tells nothing about a person. Years are not among
// them: an age does.
var units = func() map[string]bool {
	m := map[string]bool{`"`: true, "″": true}
	for u := range strings.FieldsSeq(unitWords) {
		m[plain(u)] = true
	}
	return m
}()

const unitWords = "cm mm m inch inches in zoll pulgadas kg g gr ml l px dpi k mb gb mp x " +
	"min mins minute minutes minuten minuto minutos minuti minut минут минуты минуту хв dakika " +
	"h hour hours stunde stunden hora horas heure heures ora ore час часа часов saat " +
	"day days tag tage tagen dia dias día días jour jours giorno giorni день дня дней днів dni dagen gün hari " +
	"week weeks woche wochen semana semanas semaine semaines settimana settimane неделя недели недель неделю tydzień tygodnie hafta " +
	"month months monat monate monaten mes meses mois mese mesi месяц месяца месяцев ay " +
	"pieces pcs piece stück piezas pièces pezzi шт штук photos photo fotos pics prints print sets videos times mal veces fois volte раз"

// contactsOf lists links, handles, e-mail addresses and telephone numbers, in lower case without "https://www.".
func contactsOf(text string) (out []string) {
	for _, shape := range contactShapes {
		for _, c := range shape.FindAllString(text) {
			c = strings.Trim(strings.ToLower(c), " .,;:!?)('\"\n")
			for _, p := range []string{"https://", "http://", "www."} {
				c = strings.TrimPrefix(c, p)
			}
			out = append(out, strings.TrimRight(c, "/"))
		}
	}
	return out
}

var contactShapes = []*pattern.Pattern{
	pattern.New(`(?i)(?:[a-z]+://|www\.)\S+`),
	pattern.New(`(?i)[\pL\pN][\pL\pN-]+(?:\.[\pL\pN-]+)*\.[\pL]{2,}(?:/\S*)?`),
	pattern.New(`(?i)[\pL\pN._%+-]*[@＠][\pL\pN_][\pL\pN_.-]*`),
	pattern.New(`(?i)[\pL\pN]+ ?(?:\(at\)|\[at\]|\(dot\)|\[dot\]| dot com| at gmail)\S*`),
	pattern.New(`\+?\p{Nd}(?:[\s().\-/–]{0,3}\p{Nd}){6,}`),
}
