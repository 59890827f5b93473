package persona

import (
	"fmt"
	"slices"
	"strings"

	"secretary/persona/firewall"
	"secretary/persona/pattern"
	"secretary/persona/recall"
)

// Review is what a look at the persona file gives, without asking any model.
type Review struct {
	Name     string // who speaks
	Language string // of the file, in English; "" unknown
	Tokens   int    // estimated length of the whole system message, rules included
	Context  int    // tokens the model has in all
	Examples int    // found in the file
	Facts    int    // found in the file
	Asked    string // what the fan asks in the first example, "" without one
	Findings []Finding
}

// Finding is one thing to improve. Codes: voice, facts, boundaries, examples (missing), few_examples, prices (two for
// one thing), against (a boundary and an offer), long. Detail quotes the file.
type Finding struct {
	Code   string
	Detail string
	Minor  bool // advice only: nothing is missing or wrong
}

const (
	fewExamples = 3
	longShare   = 0.4 // of the context, from which on the conversation gets short
)

// Review reads the persona file. An *Error of KindPersona says that it cannot be used at all, and the way out.
func (p *Persona) Review() (Review, error) {
	s, err := p.file.load()
	if err != nil {
		return Review{}, err
	}
	if err := p.tooBig(s); err != nil {
		return Review{}, err
	}
	r := Review{Name: s.name, Language: languageName(s.language), Tokens: p.budget.tokens(s.system), Context: p.config.NumCtx,
		Examples: len(s.examples), Facts: len(s.facts)}
	if len(s.examples) > 0 {
		r.Asked = s.examples[0].fan
	}
	add := func(minor bool, code, detail string) { r.Findings = append(r.Findings, Finding{code, detail, minor}) }
	for _, part := range parted {
		if !part.there.MatchString(s.text) {
			add(false, part.code, "")
		}
	}
	switch {
	case len(s.examples) == 0:
		add(false, "examples", "")
	case len(s.examples) < fewExamples:
		add(true, "few_examples", fmt.Sprint(len(s.examples)))
	}
	if len(s.facts) == 0 {
		add(false, "facts", "")
	}
	for _, detail := range twoPrices(s) {
		add(false, "prices", detail)
	}
	for _, detail := range against(s) {
		add(false, "against", detail)
	}
	if share := float64(r.Tokens) / float64(r.Context); share > longShare && p.config.Drafter != embeddedName {
		add(false, "long", fmt.Sprintf("%.0f", share*100))
	}
	return r, nil
}

// parted are the parts of a file that only words can tell.
var parted = []struct {
	code  string
	there *pattern.Pattern
}{
	{"voice", pattern.New(`(?i)\b(voice|tone|style|speaks?|writes?|warm|playful|teasing|short|lower[ -]?case|casual|formal|friendly|polite|emojis?|humou?r|` +
		`voz|tono|estilo|tom|ton|voix|stimme|stil|schreibt|voce|stile|styl|üslup)\b|голос|стиль|тон|пишет|пише`)},
	{"boundaries", pattern.New(`(?i)\b(boundar\w+|limits?|never|don'?t|do not|no[tn]?|won'?t|taboo|nunca|jamás|límites|nie|niemals|kein\w*|grenzen|jamais|limites|mai|confini|nigdy|granice|` +
		`asla|sınırlar)\b|никогда|границ|нельзя|ніколи|межі`)},
}

// clause is a part of a sentence with the words that carry its meaning.
type clause struct {
	line string
	text string
	about
}

type about map[string]bool

// clauses cuts the file into its clauses. A reply of an example that names no thing is about what the fan asked.
func clauses(s *sheet) (out []clause) {
	asked := map[string]string{}
	for _, e := range s.examples {
		asked[e.reply] = e.fan
	}
	for line := range strings.Lines(s.text) {
		line = strings.TrimSpace(bullet.ReplaceAllString(line, ""))
		if _, ok := heading(line); ok || line == "" {
			continue
		}
		if m := labels.FindStringSubmatch(line); m != nil {
			label := strings.ToLower(strings.TrimSpace(m[1]))
			if fanLabels[label] {
				continue
			}
			if ownLabels[label] || strings.EqualFold(label, s.name) {
				line = m[2]
			}
		}
		if parts := arrow.Split(line, 2); len(parts) == 2 {
			line = bare(parts[1])
			asked[line] = bare(parts[0])
		}
		for _, text := range clauseEnd.Split(line, -1) {
			c := clause{line, strings.TrimSpace(text), meaning(text)}
			if q := asked[line]; len(c.about) == 0 && q != "" {
				c.about = meaning(q)
			}
			out = append(out, c)
		}
	}
	return out
}

var clauseEnd = pattern.New(`[.,;:!?()]+(?:\s|$)|\s(?:and|but|und|aber|y|pero|et|mais|e|ma|и|а|но)\s`)

// meaning gives the words that say what a clause is about: no numbers (A4 is a name), no words of doing, selling and
// denying; an English plural counts as its singular.
func meaning(text string) about {
	m := about{}
	for w := range recall.Telling(text) {
		if strings.IndexAny(w, "0123456789") == 0 || strings.Contains(w, "~") || filler[w] || asking[w] {
			continue
		}
		if len(w) > 3 && strings.HasSuffix(w, "s") {
			w = w[:len(w)-1]
		}
		m[w] = true
	}
	return m
}

var filler = set("cost costs costing price prices priced from only each per euro euros eur usd dollar dollars pounds never no not dont doesnt wont cant without always " +
	"offer offers offering sell sells selling make makes making give gives take takes accept accepts also ever any all some about talk say ask yes sure happy love like " +
	"cuesta cuestan precio nunca hago ofrezco vendo siempre kostet kosten preis nie niemals kein keine mache biete verkaufe immer gerne " +
	"coute coutent prix jamais fais vends toujours costa prezzo mai faccio vendo sempre custa preco faco " +
	"стоит стоят цена никогда не делаю продаю предлагаю всегда руб коштує ціна ніколи роблю продаю")

// alike tells whether two clauses are about the same thing.
func (a about) alike(b about) bool {
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	return both > 0 && 10*both >= 6*(len(a)+len(b)-both)
}

// twoPrices finds things that have two prices in one currency.
func twoPrices(s *sheet) (found []string) {
	type priced struct {
		clause
		price string
	}
	var all []priced
	for _, c := range clauses(s) {
		prices := firewall.Hold(c.text).Prices()
		if len(prices) != 1 { // none, or a range
			continue
		}
		all = append(all, priced{c, prices[0]})
	}
	for i, a := range all {
		for _, b := range all[:i] {
			if a.price != b.price && currencyOf(a.price) == currencyOf(b.price) && a.alike(b.about) {
				found = append(found, quote(b.text)+" / "+quote(a.text))
			}
		}
	}
	return found
}

func currencyOf(price string) string { return strings.TrimLeft(price, "0123456789.") }

var (
	denied = pattern.New(`(?i)(?:^|[^\pL])(?:never|no|not|don['’]?t|do not|doesn['’]?t|won['’]?t|nunca|no hago|jamás|nie|niemals|kein\pL*|nicht|jamais|mai|nigdy|asla|никогда|не|нет|ніколи|жодних)(?:[^\pL]|$)`)
	offers = pattern.New(`(?i)(?:^|[^\pL])(?:i (?:do|offer|sell|make|give|take|accept|love to|can)|we (?:do|offer|sell|make)|yes|sure|of course|available|possible|` +
		`ich (?:mache|biete|verkaufe)|hago|ofrezco|vendo|faço|ofereço|je (?:fais|propose|vends)|faccio|offro|robię|oferuję|делаю|предлагаю|продаю|роблю|пропоную)(?:[^\pL]|$)`)
)

// against finds a boundary and an offer of the same thing: "never do calls" and "I do calls on Fridays".
func against(s *sheet) (found []string) {
	all := clauses(s)
	for _, no := range all {
		if !denied.MatchString(no.text) || len(no.about) == 0 || len(no.about) > 3 {
			continue
		}
		for _, yes := range all {
			if denied.MatchString(yes.text) || !offers.MatchString(yes.text) || !yes.holds(no.about) {
				continue
			}
			if detail := quote(no.text) + " / " + quote(yes.text); !slices.Contains(found, detail) {
				found = append(found, detail)
			}
		}
	}
	return found
}

func (a about) holds(b about) bool {
	for w := range b {
		if !a[w] {
			return false
		}
	}
	return true
}
