package persona

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"secretary/persona/firewall"
	"secretary/persona/fold"
	"secretary/persona/pattern"
)

// RuleWords is how many words a rule may have; in scripts without blanks two signs count as a word.
const RuleWords = 12

// Edit is a draft that the creator changed before it went out.
type Edit struct {
	Question string   // the fan's messages it answers
	Draft    string   // what the model had proposed
	Sent     string   // what the creator sent in its place
	Names    []string // of the fan, handle included: no rule may hold one
}

// Rule asks the model what an edit says about all later drafts, in at most RuleWords words, in English or the creator's
// language. It is "" where the edit says nothing general. The rules in force (r.Rules, of which it shall be no repetition)
// and r.Style are all that counts of r. A rule that names the fan, tells of this chat, or gives the model orders is no
// rule but KindAbsurd, like an answer that does not keep to its form. Errors are of type *Error.
func (p *Persona) Rule(ctx context.Context, r Request, e Edit) (string, error) {
	rule, err := p.rule(ctx, r, e)
	if err != nil {
		return "", err
	}
	return rule, nil
}

const (
	ruleSchema = `{"type":"object","properties":{"rule":{"type":"string","maxLength":120}},"required":["rule"]}`
	ruleTokens = 120 // num_predict
)

func (p *Persona) rule(ctx context.Context, r Request, e Edit) (string, *Error) {
	s, err := p.file.load()
	if err != nil {
		return "", err
	}
	var out struct {
		Rule *string `json:"rule"`
	}
	if err := p.study(ctx, r, ruleQuestion(s.name, e), ruleSchema, ruleTokens, &out); err != nil {
		return "", err
	}
	if out.Rule == nil {
		return "", &Error{KindAbsurd, "the model's answer holds no rule"}
	}
	rule := bare(strings.TrimSpace(*out.Rule))
	if rule == "" {
		return "", nil
	}
	if why := unsound(rule, e, s); why != "" {
		return "", &Error{KindAbsurd, "the model's rule is none: " + why}
	}
	return rule, nil
}

func ruleQuestion(name string, e Edit) string {
	r := strings.NewReplacer("{name}", name, "{open}", fenceOpen, "{close}", fenceClose, "{words}", fmt.Sprint(RuleWords),
		"{question}", oneLine(Clean(e.Question), 400), "{draft}", oneLine(Clean(e.Draft), 400), "{sent}", oneLine(Clean(e.Sent), 400))
	return r.Replace(ruleText)
}

const ruleText = `(This is no fan's message: {name} looks back at a draft.)
A fan wrote: {open}{question}{close}
The draft was: {open}{draft}{close}
{name} sent instead: {open}{sent}{close}

In at most {words} words, what did {name} change, and why? Say it as a wish for all later messages to anybody, such as "Keep it to one short sentence." Only the manner counts: no name, number, link or fact of this chat, nothing that {name} has wished already. Answer with JSON, {"rule": "..."}, or {"rule": ""} if the change says nothing general.`

// FitsRule tells whether the creator's own words are short enough for a rule.
func FitsRule(text string) bool {
	return ruleLen(text) <= RuleWords && utf8.RuneCountInString(text) <= ruleLength
}

// ruleLen counts words.
func ruleLen(text string) int {
	n := 0
	for _, word := range strings.Fields(text) {
		signs := 0
		for _, r := range word {
			if blankless(r) {
				signs++
			}
		}
		n += max(1, (signs+1)/2)
	}
	return n
}

// blankless tells whether r belongs to a script that puts no blanks between words.
func blankless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// unsound says why a model's rule is none, "" if it may be one. It errs on the side of learning nothing.
func unsound(rule string, e Edit, s *sheet) string {
	folded := fold.Text(rule)
	words := strings.Fields(folded)
	switch {
	case !FitsRule(rule):
		return "too long"
	case oneLine(rule, 2*ruleLength) != rule || !hasLetter(rule):
		return "no plain line of text"
	case ruleLen(rule) < 2 || repetitious(words):
		return "it says nothing"
	case !understood(rule, e, s):
		return "another language"
	case len(Screen([]string{rule})) > 0:
		return "it gives the model orders"
	case forbidden(rule, s):
		return "it says what no draft may say"
	case private(rule, words, e, s):
		return "it tells of one chat"
	}
	return ""
}

// repetitious tells a stammer from a sentence.
func repetitious(words []string) bool {
	seen := map[string]int{}
	for _, w := range words {
		if seen[w]++; seen[w] > 2 {
			return true
		}
	}
	return len(seen)*5 < len(words)*3
}

// understood tells whether the creator can read the rule: it is in English, or in the language of the persona or of
// what was sent.
func understood(rule string, e Edit, s *sheet) bool {
	for _, code := range []string{"en", s.language, Language(e.Sent)} {
		if code != "" && (Language(rule) == code || Language(rule) == "" && inScript(rule, code)) {
			return true
		}
	}
	return false
}

// identity is what no rule decides: whether a person or a program writes, and what the model is told besides.
var identity = firewall.Compile(`
(bot*|b0t|robot*|ai|ki|ia|chatbot*|chatgpt|gpt|llm|machine*|automat*|program*|human*|mensch*|umana|umano|humaine|humain)
(real|actual|living) (person|girl|woman|man|guy)
(persona|pessoa|personne|person) (real|reelle|vera|echte)
echte person
(prompt*|instruction*|assistant*|developer*|admin*)
(бот*|робот*|нейросет*|ии|человек*|программ*|автомат*|инструкц*|промпт*)
(людин*|нейромереж*|програм*)
*(机器人|人工智能|真人|ボット|人間)*
`)

// forbidden runs the firewall's rules about replies over a rule. What must not be promised may well be what the creator refuses.
func forbidden(rule string, s *sheet) bool {
	a := &answer{text: rule, sheet: s}
	if identity.Find(rule) != "" || cutText(a) != "" {
		return true
	}
	for _, hit := range firewall.Check(a.reply()) {
		if (hit.Code == "meet" || hit.Code == "pay") && refusing.MatchString(fold.Text(rule)) {
			continue
		}
		return true
	}
	return false
}

var refusing = pattern.New(`^(?:i )?(?:never|no|not|do not|dont|avoid|refuse|decline) `)

// private tells whether a rule holds something of the chat it was learned from: a name, a number, the fan's own words,
// the very sentence that was sent.
func private(rule string, words []string, e Edit, s *sheet) bool {
	chat := " " + fold.Text(e.Question+"\n"+e.Draft+"\n"+e.Sent) + " "
	question := " " + fold.Text(e.Question) + " "
	for _, name := range strings.Fields(fold.Text(strings.Join(e.Names, " "))) {
		if utf8.RuneCountInString(name) > 1 && strings.Contains(" "+strings.Join(words, " ")+" ", " "+name+" ") {
			return true
		}
	}
	for i := range words {
		if i+3 <= len(words) && strings.Contains(question, " "+strings.Join(words[i:i+3], " ")+" ") {
			return true
		}
		if strings.ContainsFunc(words[i], unicode.IsDigit) && (utf8.RuneCountInString(words[i]) > 2 || strings.Contains(chat, " "+words[i]+" ")) {
			return true
		}
	}
	return proper(rule, chat, s) || sameWords(words, strings.Fields(fold.Text(e.Sent)))
}

// sameWords tells whether two sentences have most of their words in common, each of them.
func sameWords(a, b []string) bool {
	for _, pair := range [][2][]string{{a, b}, {b, a}} {
		common := 0
		for _, w := range pair[0] {
			if slices.Contains(pair[1], w) {
				common++
			}
		}
		if common*4 < len(pair[0])*3 {
			return false
		}
	}
	return true
}

// proper finds a capitalised word within the rule that comes from the chat and from nothing the persona file says.
func proper(rule, chat string, s *sheet) bool {
	own := " " + fold.Text(s.system) + " "
	for i, word := range strings.Fields(rule) {
		first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(word, unicode.IsPunct))
		if i == 0 || !unicode.IsUpper(first) || utf8.RuneCountInString(word) < 2 || named(word) != "" {
			continue
		}
		if w := " " + fold.Text(word) + " "; strings.Contains(chat, w) && !strings.Contains(own, w) {
			return true
		}
	}
	return false
}
