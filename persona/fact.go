package persona

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"secretary/persona/due"
	"secretary/persona/firewall"
	"secretary/persona/fold"
)

// Fact is one thing a fan said of himself.
type Fact struct {
	Key     string    // one of FactKeys
	Value   string    // one line of at most FactLength characters, in the fan's own words
	Message int64     // ID of the turn it stands in
	At      time.Time // when it was said
	Expires time.Time // zero: not by itself
}

// FactLength bounds a fact's value, in characters.
const FactLength = 80

// factKind says what a key means. Its order is the order in which facts are worth telling.
type factKind struct {
	key    string
	single bool          // a new value takes the place of the old one
	life   time.Duration // 0: for ever
}

const day = 24 * time.Hour

var factKinds = []factKind{
	{"name", true, 0}, {"lives in", true, 0}, {"job", true, 0}, {"pet", false, 0}, {"family", false, 0}, {"birthday", true, 0},
	{"language", true, 0}, {"plans", false, 30 * day}, {"ordered", false, 90 * day}, {"size", true, 0}, {"likes", false, 0},
	{"dislikes", false, 0}, {"other", false, 0},
}

// FactKeys lists what facts may be about, the most telling first.
func FactKeys() []string {
	keys := make([]string, len(factKinds))
	for i, k := range factKinds {
		keys[i] = k.key
	}
	return keys
}

// SingleFact tells whether there is at most one fact of that key, such as a name.
func SingleFact(key string) bool { k, ok := kindOf(key); return ok && k.single }

func kindOf(key string) (factKind, bool) {
	i := slices.IndexFunc(factKinds, func(k factKind) bool { return k.key == key })
	if i < 0 {
		return factKind{}, false
	}
	return factKinds[i], true
}

// FactProblem says in a code why key and value are no fact that may be kept, "" if they are: key (unknown), empty,
// long, order (it reads like an order to the model), contact (a link, handle, number or account), special (of a
// category that is kept only if the creator wants it, see Special).
func FactProblem(key, value string, special bool) string {
	_, known := kindOf(key)
	switch {
	case !known:
		return "key"
	case !strings.ContainsFunc(value, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
		return "empty"
	case utf8.RuneCountInString(value) > FactLength:
		return "long"
	case oneLine(value, FactLength) != value || unfit(value) || orders.Find(key+" "+value) != "":
		return "order"
	case contact(value):
		return "contact"
	case !special && Special(key+" "+value):
		return "special"
	}
	return ""
}

// contact tells whether a text holds something by which a person is found or pays.
func contact(text string) bool {
	return firewall.Has(text, "link", "handle", "phone", "account")
}

// claim is a fact as the model claims it.
type claim struct {
	Message int    `json:"message"` // number of the line, from 1
	Key     string `json:"key"`
	Value   string `json:"value"`
}

// believe turns a claim into a fact if the fan really said it of himself in that turn and it may be kept. In doubt it
// is dropped: what is not remembered does no harm.
func (c claim) believe(t Turn, special bool) (Fact, bool) {
	value := strings.Trim(oneLine(c.Value, FactLength+1), " .,;:!")
	f := Fact{Key: strings.ToLower(strings.TrimSpace(c.Key)), Value: value, Message: t.ID, At: t.Date}
	if FactProblem(f.Key, value, special) != "" {
		return f, false
	}
	said := source(t.Text, value)
	if said == "" || strings.HasSuffix(said, "?") || ofAnother(f.Key, said) || !special && Special(said) {
		return f, false
	}
	f.Expires = f.end(said, t.Date)
	return f, f.Expires.IsZero() || f.Expires.After(t.Date)
}

// end is when a fact is out of date: plans end with their date.
func (f Fact) end(said string, at time.Time) time.Time {
	kind, _ := kindOf(f.Key)
	if kind.life == 0 {
		return time.Time{}
	}
	if f.Key == "plans" {
		if date, ok := due.Find(said, at); ok {
			return date.At.Add(day)
		}
	}
	return at.Add(kind.life)
}

// source gives the sentence of a text in which all the words of the value stand, "" if there is none.
func source(text, value string) string {
	want := significant(fold.Text(value))
	if len(want) == 0 {
		return ""
	}
	for _, s := range statements(text) {
		folded := fold.Text(s)
		words := strings.Fields(folded)
		if !slices.ContainsFunc(want, func(w string) bool { return !stands(w, words, folded) }) {
			return s
		}
	}
	return ""
}

// stands tells whether a word is among the words, maybe with an ending ("Berlin" in "в Берлине").
func stands(w string, words []string, folded string) bool {
	if unspaced(w) {
		return strings.Contains(folded, w)
	}
	long := utf8.RuneCountInString(w) >= 4
	return slices.ContainsFunc(words, func(s string) bool { return s == w || s == w+"s" || long && strings.HasPrefix(s, w) })
}

// unspaced tells whether the word is of a script that writes no blanks.
func unspaced(w string) bool {
	return strings.ContainsFunc(w, func(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) })
}

// significant are the words of a folded text but the little ones that models add by themselves.
func significant(folded string) (words []string) {
	for _, w := range strings.Fields(folded) {
		if !little[w] {
			words = append(words, w)
		}
	}
	return words
}

var little = set("a an the of in at on to is are was has have had my his her their and with for from el la los las un una de en y o da do na no um uma e le les des du et der die das ein eine einen im ist hat und mit von il lo gli i uno di è ha в на и с у из")

// statements are the sentences of a fan's message that are his own words: quotations are taken out.
func statements(text string) (out []string) {
	text = quotation.ReplaceAllString(visible(text), " … ")
	for _, s := range sentenceEnd.FindAllString(text) {
		if s = strings.TrimSpace(s); s != "" && !strings.HasPrefix(s, ">") {
			out = append(out, s)
		}
	}
	return out
}

// ofAnother tells whether a sentence speaks of somebody else: of the one it is written to and not of the writer, or, for
// what a person has one of, of the writer's people and animals ("my dog's name is Rex").
func ofAnother(key, said string) bool {
	if SingleFact(key) && theirs.Find(said) != "" {
		return true
	}
	return yours.Find(said) != "" && mine.Find(said) == ""
}
