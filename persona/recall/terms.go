package recall

import (
	"hash/maphash"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
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

// word is one word of a text in comparable form: lower case, compatibility form, without accents and apostrophes.
type word struct {
	text  string
	faint bool // an emoji
	dense bool // two signs of a script that puts no blanks between words
}

// wordsOf yields the words of a text, [maxWords] at most.
func wordsOf(text string) func(yield func(word) bool) {
	return func(yield func(word) bool) {
		s := splitter{yield: yield}
		for _, r := range comparable(text) {
			if !s.rune(r) {
				return
			}
		}
		s.end()
	}
}

// splitter cuts a comparable text into words.
type splitter struct {
	yield func(word) bool
	word  strings.Builder
	runes int
	dense rune // the last sign of a dense script, if it was one
	alone bool // it has not been part of a word yet
	words int
}

// rune takes the next character; false means that no more words are wanted.
func (s *splitter) rune(r rune) bool {
	switch {
	case dense(r):
		if !s.endWord() {
			return false
		}
		last, alone := s.dense, s.dense == 0
		s.dense, s.alone = r, alone
		return last == 0 || s.say(word{text: string([]rune{last, r}), dense: true})
	case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mc, r):
		if !s.endDense() {
			return false
		}
		if s.runes < maxRunes {
			if plain, ok := plainLetter[r]; ok && s.runes+len(plain) <= maxRunes {
				s.word.WriteString(plain)
				s.runes += len(plain)
				return true
			}
			s.word.WriteRune(r)
			s.runes++
		}
		return true
	case silent(r):
		return true
	case emoji(r):
		return s.end() && s.say(word{text: string(r), faint: true})
	}
	return s.end()
}

func (s *splitter) say(w word) bool {
	s.words++
	return s.yield(w) && s.words < maxWords
}

// endWord ends a word of letters, endDense a run of a dense script, end whatever there is.
func (s *splitter) endWord() bool {
	if s.runes == 0 {
		return true
	}
	w := s.word.String()
	s.word.Reset()
	s.runes = 0
	return s.say(word{text: w})
}

func (s *splitter) endDense() bool {
	r, alone := s.dense, s.alone
	s.dense, s.alone = 0, false
	return r == 0 || !alone || s.say(word{text: string(r), dense: true})
}

func (s *splitter) end() bool { return s.endWord() && s.endDense() }

// comparable lowers a text and takes it apart, so that a letter and its accents are separate.
func comparable(text string) string {
	if cut := 16 * 1024; len(text) > cut {
		text = text[:cut]
	}
	text = strings.ToLower(strings.ToValidUTF8(text, " "))
	for i := range len(text) {
		if text[i] >= 0x80 {
			return norm.NFKD.String(text)
		}
	}
	return text
}

// silent are characters within a word that do not count: accents, apostrophes, what nobody sees, and what only changes
// the look of an emoji.
func silent(r rune) bool {
	switch r {
	case '\'', '’', '`', '´', 'ʼ':
		return true
	}
	return r >= 0x80 && (unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) || r >= 0x1F3FB && r <= 0x1F3FF)
}

func emoji(r rune) bool {
	return r >= 0x1F000 && r <= 0x1FAFF || r >= 0x2600 && r <= 0x27BF || r == 0x2B50
}

// dense tells whether r belongs to a script that puts no blanks between words.
func dense(r rune) bool {
	return r >= 0xE00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao,
		unicode.Khmer, unicode.Myanmar)
}

// plainLetter are letters that do not decompose.
var plainLetter = map[rune]string{'ı': "i", 'ł': "l", 'ø': "o", 'đ': "d", 'ß': "ss", 'æ': "ae", 'œ': "oe"}

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
