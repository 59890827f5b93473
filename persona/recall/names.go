package recall

import (
	"hash/maphash"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"secretary/persona/pattern"
)

// Person is a fan, as his profile names him.
type Person struct {
	Name   string
	Handle string // without @
}

// names lists the words by which a person may be called, in comparable form.
func (p Person) names() (out []string) {
	for _, text := range []string{p.Name, p.Handle} {
		for _, part := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) }) {
			if w := plain(part); utf8.RuneCountInString(w) >= 2 && !common[w] {
				out = append(out, w)
			}
		}
	}
	if h := plain(p.Handle); h != "" {
		out = append(out, h)
	}
	return out
}

// Names knows what all fans are called. It is safe for concurrent use; NewNames makes one.
type Names struct {
	seed maphash.Seed
	mu   sync.RWMutex
	all  map[uint64]struct{}
}

// NewNames makes an empty list.
func NewNames() *Names { return &Names{seed: maphash.MakeSeed(), all: map[uint64]struct{}{}} }

// firstNames is how many words of a name are names; what follows is often a motto.
const firstNames = 4

// Add takes a fan in.
func (n *Names) Add(p Person) {
	words := p.names()
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, w := range words[:min(len(words), firstNames)] {
		n.all[maphash.String(n.seed, w)] = struct{}{}
	}
}

// Has tells whether this word is in the name of a fan.
func (n *Names) Has(word string) bool {
	if n == nil {
		return false
	}
	h := maphash.String(n.seed, plain(word))
	n.mu.RLock()
	defer n.mu.RUnlock()
	_, ok := n.all[h]
	return ok
}

// akin tells whether a word is a name or an inflected or shortened form of it: "Annas", "Анне", "Annie" for "Anna".
func akin(name, word string) bool {
	if name == word {
		return true
	}
	n, w := []rune(name), []rune(word)
	same := 0
	for same < len(n) && same < len(w) && n[same] == w[same] {
		same++
	}
	switch {
	case len(n) < 3:
		return false
	case len(n) == 3:
		return same == 3 && len(w) == 4
	case len(n) < 6:
		return same >= len(n)-1 && len(w)-same <= 3
	}
	return same >= len(n)-2 && len(w)-same <= 3
}

// introduced lists the names by which a fan introduces himself, in comparable form. It rather takes a word for a name
// that is none: that only costs an example.
func introduced(text string) (names []string) {
	for _, m := range sureIntro.FindAllStringSubmatch(text) {
		names = appendName(names, m[1], true)
		names = appendName(names, m[2], false)
	}
	for _, m := range vagueIntro.FindAllStringSubmatch(text) {
		names = appendName(names, m[1], !noName[plain(m[1])] && !strings.HasSuffix(m[1], "ing"))
	}
	if m := signature.FindStringSubmatch(strings.TrimSpace(text)); m != nil {
		names = appendName(names, m[1], true)
	}
	return names
}

// appendName adds a word if it is surely meant as a name, or else if it looks like one.
func appendName(names []string, word string, sure bool) []string {
	r, _ := utf8.DecodeRuneInString(word)
	w := plain(word)
	if w == "" || utf8.RuneCountInString(w) < 2 || !sure && (!unicode.IsUpper(r) || noName[w]) {
		return names
	}
	names = append(names, w)
	if dense(r) || unicode.Is(unicode.Hangul, r) { // the name, and what follows it without a blank
		signs := []rune(w)
		for n := 2; n < len(signs) && n <= 4; n++ {
			names = append(names, string(signs[:n]))
		}
	}
	return names
}

const nextWord = `)\s*[:：,]?\s*([\pL][\pL\pM'’-]*)`

var (
	sureIntro = pattern.New(`(?i)(?:^|[^\pL])(?:my name(?:['’]?s| is)?|call me|name['’]?s|ich hei(?:ß|ss)e|mein name ist|nenn mich|` +
		`me llamo|mi nombre es|je m['’ ]?appelle|mon nom est|mon prénom est|mi chiamo|il mio nome è|meu nome é|me chamo|` +
		`меня зовут|мо[её] имя|зови меня|мене звати|моє ім['’]я|nazywam się|mam na imię|mów mi|benim adım|adım|ismim|ik heet|mijn naam is|` +
		`jag heter|mitt namn är|nama saya|namaku|mă numesc|mă cheamă|numele meu este|tên tôi là|tên em là|με λένε|το όνομά μου είναι|` +
		`اسمي|إسمي|اسم من|שמי|קוראים לי|मेरा नाम|私の名前は|わたしの名前は|名前は|我叫|我的名字是|我的名字叫|제 이름은|내 이름은|이름은|ชื่อ` +
		nextWord + `(?:\s+([\pL][\pL\pM'’-]*))?`)
	vagueIntro = pattern.New(`(?i)(?:^|[^\pL])(?:i['’]?m|i am|this is|it['’]?s me|it['’]?s|ich bin(?: die| der)?|hier ist(?: die| der)?|` +
		`soy|aquí|je suis|ici|c['’]est|sono|sou(?: o| a)?|aqui é(?: o| a)?|я|это|це|jestem|tu|ik ben|jag är|ben|saya|aku|sunt|eu sunt|` +
		`أنا|انا|من|אני|मैं|私は|僕は|俺は|我是|저는|나는|είμαι(?: η| ο)?` + nextWord)
	signature = pattern.New(`(?:[\n,–—-]\s*|\b[xX]{1,3}\s+|[.!?]\s+)(\p{Lu}[\pL\pM'’-]*)[\s.!]*[^\pL\pN]*$`)
)

// noName are words that follow "I'm" and "I am" in the larger languages and are no names.
var noName = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(noNameWords) {
		m[plain(w)] = true
	}
	for w := range common {
		m[w] = true
	}
	return m
}()

const noNameWords = "sorry fine good great well happy sad glad here there new back not very really also too still just always never only " +
	"tired sick busy bored hungry lonely late early ready sure excited curious interested afraid alone home single married from your " +
	"so a an all done okay ok out at in on my about after almost already lost free old young big far kind worth possible nice cool " +
	"beautiful amazing lovely perfect true right wrong enough time " +
	"auch noch nur sehr so neu müde krank hier da gerade immer ein eine kein wieder dein mein gut traurig froh allein neugierig gespannt " +
	"muy también nueva nuevo feliz triste aquí cansado cansada bien mal tu su fan admirador " +
	"très aussi content contente désolé désolée ton votre malade fatigué là bien toujours un une " +
	"molto anche felice triste qui stanco stanca tuo un una sempre contento contenta " +
	"muito também feliz triste aqui seu fã cansado cansada novo nova " +
	"тоже очень не просто уже здесь тут так хочу хотел хотела могу люблю думаю знаю буду был была в на с за из твой твоя ваш ваша рад рада " +
	"теж дуже хочу можу люблю твій твоя нова новий bardzo też tylko twój twoja fanem fanką chory chora"
