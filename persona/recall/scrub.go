package recall

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Scrubber takes what is personal out of an earlier question and answer, so that they can be shown to the model that
// writes to somebody else. It refuses what it is not sure of.
type Scrubber struct {
	// Own tells which marks (see [Marks]) are the creator's own: the prices and words of the persona file. Nil: none.
	Own func(mark string) bool
	// Common tells which marks were said to many, such as a price; a fan's name stays one however often it was said.
	// Nil: none.
	Common func(mark string) bool
	Names  *Names // of all fans; may be nil
}

// Scrub gives the question and the answer without anything of the person. The question is empty when it is personal.
// False means that the answer cannot be used: it holds a number that is no known price or size, an address, a link, a
// handle, a bank account, or a name that cannot be taken out of its sentence.
func (s Scrubber) Scrub(question, answer string, who Person) (q, a string, ok bool) {
	question, answer = tidyText(question), tidyText(answer)
	intro := introduced(question)
	names := slices.Concat(who.names(), intro)
	a, ok = s.clean(answer, names)
	if !ok || !meaningful(a) {
		return "", "", false
	}
	if len(intro) == 0 {
		if q, ok = s.clean(question, names); !ok {
			q = ""
		}
	}
	return q, a, true
}

func meaningful(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || emoji(r) })
}

// clean takes names out of a text where that leaves a sentence; false when it is not sure to have got everything.
func (s Scrubber) clean(text string, names []string) (string, bool) {
	if addressWords.MatchString(text) || !s.allPublic(contactsOf(text)) || !s.harmless(numbersOf(text)) {
		return "", false
	}
	if hidden(text, names) {
		return "", false
	}
	tokens := tokensOf(text)
	named := make([]bool, len(tokens))
	for i, t := range tokens {
		named[i] = s.named(t, names) || s.stranger(text, tokens, i)
	}
	return cutNames(text, tokens, named)
}

func (s Scrubber) own(mark string) bool { return s.Own != nil && s.Own(mark) }

// public tells whether a mark may be said to anybody.
func (s Scrubber) public(mark string) bool {
	return s.own(mark) || s.Common != nil && s.Common(mark)
}

func (s Scrubber) allPublic(marks []string) bool {
	return !slices.ContainsFunc(marks, func(m string) bool { return !s.public(m) })
}

// harmless tells whether the numbers are prices and sizes that everybody may know, or too small to tell anything.
func (s Scrubber) harmless(numbers []number) bool {
	for _, n := range numbers {
		small := !n.joined && (units[n.unit] && n.digits <= 5 || n.unit == "" && n.digits == 1) || n.joined && utf8.RuneCountInString(n.mark) <= 2
		if !small && !s.public(n.mark) {
			return false
		}
	}
	return true
}

// named tells whether a word is a name: of the person himself in any form, or of any fan.
func (s Scrubber) named(t token, names []string) bool {
	if slices.ContainsFunc(names, func(n string) bool { return akin(n, t.plain) }) {
		return true
	}
	return s.Names.Has(t.plain) && !s.own(t.plain) && !harmlessNames[t.plain]
}

// hidden finds a name in a script without capital letters, where it may stand in the middle of what looks like a word.
func hidden(text string, names []string) bool {
	whole := plain(strings.ReplaceAll(text, " ", ""))
	for _, n := range names {
		r, _ := utf8.DecodeRuneInString(n)
		if utf8.RuneCountInString(n) >= 2 && unicode.ToUpper(r) == unicode.ToLower(r) && strings.Contains(whole, n) {
			return true
		}
	}
	return false
}

// stranger finds words that look like the name of somebody of whom nothing is known: a capital letter within a sentence,
// or whatever follows a greeting.
func (s Scrubber) stranger(text string, tokens []token, i int) bool {
	t := tokens[i]
	if t.numeric || harmlessNames[t.plain] || common[t.plain] || s.public(t.plain) {
		return false
	}
	if t.capital && !t.first {
		return true
	}
	greeted := i > 0 && greetings[tokens[i-1].plain] && strings.TrimSpace(text[tokens[i-1].end:t.start]) == ""
	opens := i == 0 && t.capital && strings.HasPrefix(strings.TrimLeft(text[t.end:], " "), ",")
	return (greeted || opens) && ends(text[t.end:]) && !addressed[t.plain]
}

// cutNames removes the words that are names where they only address somebody ("Hi Anna!", "yes, Anna"). Anywhere else
// the sentence would be broken: false.
func cutNames(text string, tokens []token, named []bool) (string, bool) {
	var out strings.Builder
	from := 0
	for i := 0; i < len(tokens); i++ {
		if !named[i] {
			continue
		}
		first := i
		for i+1 < len(tokens) && named[i+1] && strings.Trim(text[tokens[i].end:tokens[i+1].start], " .-") == "" {
			i++
		}
		before, after := strings.TrimRight(text[from:tokens[first].start], " "), text[tokens[i].end:]
		switch {
		case !ends(after):
			return "", false
		case strings.HasSuffix(before, ","):
			before = strings.TrimSuffix(before, ",")
		case first > 0 && addressed[tokens[first-1].plain] && strings.HasSuffix(before, text[tokens[first-1].start:tokens[first-1].end]):
		case tokens[first].first:
			before = text[from:tokens[first].start]
			after = strings.TrimLeft(after, " ,.!")
		default:
			return "", false
		}
		out.WriteString(before)
		from = len(text) - len(after)
	}
	out.WriteString(text[from:])
	return strings.TrimSpace(out.String()), true
}

// ends tells whether a word can be the last of a phrase, by what follows it.
func ends(after string) bool {
	after = strings.TrimLeft(after, " ")
	r, _ := utf8.DecodeRuneInString(after)
	return after == "" || strings.ContainsRune(",.!?…:;)\n~-–—。！？،؟*<", r) || emoji(r) || r == '\u200d' || r >= 0x2190 && r < 0x2600
}
