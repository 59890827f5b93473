package recall

import (
	"hash/maphash"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"secretary/persona/fold"
)

const (
	gram     = 4   // characters of a piece of a word; pieces catch typing errors and inflected words
	maxWords = 100 // of a text that count; whoever writes more asks more than one thing
	maxRunes = 40  // of a word that count
)

// commonWeight is what a word counts that says little about what is asked, an emoji too. It is not nothing: "how are
// you?" has no other words.
const commonWeight = 0.15

// term is a word, or a piece of one, of a text.
type term struct {
	hash   uint64
	weight float32 // 1 for a word; the pieces of a word weigh as much as the word, all together
	piece  bool
}

// terms lists the words of a text with their pieces, and counts the words. The same word comes as often as it is written.
func terms(seed maphash.Seed, text string) (out []term, words int) {
	for w := range wordsOf(text) {
		words++
		h := maphash.String(seed, w.text)
		if w.faint || common[w.text] {
			out = append(out, term{hash: h, weight: commonWeight})
			continue
		}
		out = append(out, term{hash: h, weight: 1})
		if !w.dense {
			out = pieces(seed, w.text, out)
		}
	}
	return out, words
}

// pieces adds the 4-grams of a word that is longer than one.
func pieces(seed maphash.Seed, w string, out []term) []term {
	var starts [maxRunes + 1]int
	n := 0
	for i := range w {
		starts[n] = i
		n++
	}
	starts[n] = len(w)
	if n <= gram {
		return out
	}
	weight := 1 / float32(n-gram+1)
	for i := 0; i+gram <= n; i++ {
		h := maphash.String(seed, w[starts[i]:starts[i+gram]])
		out = append(out, term{hash: ^h, weight: weight, piece: true}) // a piece is not the word that looks like it
	}
	return out
}

// merge puts equal terms together, in no particular order: the hash, the weight of one of them, and how many there were.
func merge(in []term) (out []term, counts []int) {
	slices.SortFunc(in, func(a, b term) int {
		switch {
		case a.hash < b.hash:
			return -1
		case a.hash > b.hash:
			return 1
		}
		return 0
	})
	out = in[:0]
	for _, t := range in {
		if n := len(out); n > 0 && out[n-1].hash == t.hash {
			counts[n-1]++
			out[n-1].weight = max(out[n-1].weight, t.weight)
			continue
		}
		out, counts = append(out, t), append(counts, 1)
	}
	return out, counts
}

// word is one word of a text, folded.
type word struct {
	text  string
	faint bool // an emoji
	dense bool // two signs of a script that puts no blanks between words
}

// maxBytes bounds the work on a long text; it has [maxWords] words before.
const maxBytes = 8 << 10

// wordsOf yields the words of a text and then its emoji, [maxWords] at most.
func wordsOf(text string) func(yield func(word) bool) {
	text = text[:min(len(text), maxBytes)]
	return func(yield func(word) bool) {
		left := maxWords
		say := func(w word) bool {
			left--
			return yield(w) && left > 0
		}
		for _, w := range fold.Words(text) {
			if !partsOf(w.Text, say) {
				return
			}
		}
		for _, r := range text {
			if emoji(r) && !say(word{text: string(r), faint: true}) {
				return
			}
		}
	}
}

// partsOf takes a word apart where it holds signs of a dense script: every two neighbours of them count as a word, and
// one that stands alone.
func partsOf(w string, say func(word) bool) bool {
	start, last := 0, -1 // of the letters not said yet; of the sign before, if it was one
	for i, r := range w {
		size := utf8.RuneLen(r)
		switch {
		case !dense(r):
			last = -1
			continue
		case start < i && last < 0 && !say(word{text: short(w[start:i])}):
			return false
		case last >= 0 && !say(word{text: w[last : i+size], dense: true}):
			return false
		case last < 0 && !followed(w[i+size:]) && !say(word{text: w[i : i+size], dense: true}):
			return false
		}
		start, last = i+size, i
	}
	return start >= len(w) || say(word{text: short(w[start:])})
}

func followed(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return dense(r)
}

// short cuts a word that is none.
func short(w string) string {
	n := 0
	for i := range w {
		if n++; n > maxRunes {
			return w[:i]
		}
	}
	return w
}

func emoji(r rune) bool {
	return r >= 0x1F000 && r <= 0x1FAFF && (r < 0x1F3FB || r > 0x1F3FF) || r >= 0x2600 && r <= 0x27BF || r == 0x2B50
}

// dense tells whether r belongs to a script that puts no blanks between words.
func dense(r rune) bool {
	return r >= 0xE00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao,
		unicode.Khmer, unicode.Myanmar)
}

// common are words that say little about what is asked, in the larger languages.
var common = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(commonWords) {
		for c := range wordsOf(w) {
			m[c.text] = true
		}
	}
	return m
}()

const commonWords = "the a an and or is are was were be am i im you your youre me my it its to of in on at for with do does did " +
	"can could would will so but if that this there we they he she them us have has had just please u ur r what how which when " +
	"el la los las un una y o de que es son en con por para tu te mi me yo lo se le del al " +
	"der die das und oder ist sind ich du er sie es wir ein eine den dem im in mit von zu für auf mir dir mich dich " +
	"le les des et ou est je vous il elle on ce ne pas du au lo gli e di che sono ho hai ti ci " +
	"os as um uma eu você vc na no и в не на я ты что это с по у мне тебе а но же ли бы і та ти"

// Telling gives the words of a text that say what it is about, and their pieces.
func Telling(text string) map[string]bool {
	out := map[string]bool{}
	for w := range wordsOf(text) {
		if w.faint || common[w.text] {
			continue
		}
		out[w.text] = true
		if r := []rune(w.text); !w.dense {
			for i := 0; i+gram <= len(r) && len(r) > gram; i++ {
				out[string(r[i:i+gram])+"~"] = true
			}
		}
	}
	return out
}
