package persona

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"secretary/persona/firewall"
	"secretary/persona/pattern"
	"secretary/persona/recall"
)

// sheet is a parsed persona file. It does not change once made.
type sheet struct {
	name     string // who speaks
	text     string // the file
	system   string // the system message
	hash     string // first 16 hex digits of its SHA-256
	language string // ISO 639-1, "" unknown
	examples []pair
	facts    []fact
	own      firewall.Held
	public   map[string]bool // marks that may be said to anybody, see package recall
	secret   firewall.Secret // what no answer may hold
	prepared func() *sources // what the embedded drafter can quote of the file
}

// pair is an example from the persona file: what a fan writes, what the creator answers.
type pair struct{ fan, reply string }

// fact is one line of the persona file that may be told to anybody, with the heading it stands under.
type fact struct{ heading, text string }

func newSheet(name, text string) *sheet {
	s := &sheet{name: oneLine(name, 60), text: text}
	if s.name == "" {
		s.name = title(text)
	}
	s.examples, s.facts = parse(text, s.name)
	// The canary stands for nothing: a draft that holds it was copied from the system message. It is derived from
	// the file, so that the message stays byte-identical over restarts.
	sum := sha256.Sum256([]byte("canary " + s.name + text))
	canary := hex.EncodeToString(sum[:4])
	s.system = systemMessage(s.name, text, canary)
	sum = sha256.Sum256([]byte(s.system))
	s.hash = hex.EncodeToString(sum[:])[:16]
	s.language = Language(text)
	s.own = firewall.Hold(text)
	s.public = recall.Vocabulary(text)
	s.prepared = sync.OnceValue(func() *sources { return newSources(s) })
	s.secret = firewall.NewSecret(s.system, systemMessage(s.name, "", canary), canary, publicLines(s.examples))
	return s
}

// title gives the first heading, cut at the first punctuation ("# Mia - who I am" is Mia).
func title(text string) string {
	for line := range strings.Lines(text) {
		if h, ok := heading(line); ok {
			h, _, _ = strings.Cut(h, " -")
			h = strings.TrimSpace(strings.TrimRight(strings.FieldsFunc(h+" ", func(r rune) bool {
				return strings.ContainsRune(",:;(|–—", r)
			})[0], " "))
			if h != "" {
				return oneLine(h, 60)
			}
		}
	}
	return "the creator"
}

func heading(line string) (string, bool) {
	line = strings.TrimSpace(line)
	if !strings.HasPrefix(line, "#") {
		return "", false
	}
	h := strings.Trim(line, "# *_")
	return h, h != ""
}

// Headings under which lines are facts for everybody. All other prose (voice, rules, boundaries) is how to speak, and
// is never quoted by the embedded drafter.
var factHeadings = pattern.New(`(?i)\b(facts?|about|faq|questions|prices?|pricing|price list|shop|store|orders?|shipping|` +
	`info|bio|schedule|hours|services?|offers?|products?|work|datos|precios|sobre|tienda|faits|tarifs|prix|boutique|` +
	`fakten|preise|versand|fatti|prezzi|fatos|pre[cç]os|fakty|ceny)\b|über mich|à propos|факт|цен|о себе|обо мне|прайс`)

var (
	bullet  = pattern.New(`^\s*(?:[-*+•]|\d+[.)])\s+`)
	arrow   = pattern.New(`\s*(?:->|=>|→|⇒)\s*`)
	labels  = pattern.New(`^\s*(?:[-*+•>]\s*)*[*_]{0,2}([\pL][\pL\pM .'-]{0,40}?)[*_]{0,2}\s*:[*_]{0,2}\s*(.*)$`)
	unquote = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`)
)

var (
	fanLabels = set("fan f q question user them they subscriber follower client customer message he she фанат фан вопрос " +
		"клиент подписчик cliente pregunta seguidor kunde frage nachricht abonné question domanda pergunta fã seguidora")
	ownLabels = set("me i a answer reply you creator response ответ я автор respuesta yo creadora creador antwort ich " +
		"réponse moi risposta io resposta eu")
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// parse finds examples ("Fan: ..." followed by "Me: ..." or the creator's name, or "..." -> "...") and facts.
func parse(text, name string) (examples []pair, facts []fact) {
	var p parser
	first, _, _ := strings.Cut(strings.ToLower(name), " ")
	p.names = map[string]bool{strings.ToLower(name): true, first: true}
	for line := range strings.Lines(text) {
		p.line(strings.TrimRight(line, "\n"))
	}
	p.end()
	return p.examples, p.facts
}

type parser struct {
	names    map[string]bool
	examples []pair
	facts    []fact
	heading  string
	open     pair
	side     int // 0 outside an example, 1 the fan's words, 2 the reply
}

func (p *parser) line(line string) {
	if h, ok := heading(line); ok {
		p.end()
		p.heading = h
		return
	}
	if m := labels.FindStringSubmatch(line); m != nil {
		label := strings.ToLower(strings.TrimSpace(m[1]))
		switch {
		case fanLabels[label]:
			p.end()
			p.open.fan, p.side = m[2], 1
			return
		case (ownLabels[label] || p.names[label]) && p.open.fan != "":
			p.open.reply, p.side = m[2], 2
			return
		}
	}
	if strings.TrimSpace(line) == "" {
		if p.side == 2 {
			p.end()
		}
		return
	}
	switch p.side {
	case 1:
		p.open.fan += "\n" + strings.TrimSpace(line)
	case 2:
		p.open.reply += "\n" + strings.TrimSpace(line)
	default:
		p.loose(line)
	}
}

// loose handles a line outside a labelled example.
func (p *parser) loose(line string) {
	line = strings.TrimSpace(bullet.ReplaceAllString(line, ""))
	if parts := arrow.Split(line, 2); len(parts) == 2 && quoted(parts[0]) == quoted(parts[1]) {
		p.add(pair{bare(parts[0]), bare(parts[1])})
		return
	}
	if factHeadings.MatchString(p.heading) && utf8.RuneCountInString(line) <= 300 && hasLetter(line) {
		p.facts = append(p.facts, fact{p.heading, strings.NewReplacer("**", "", "__", "", "`", "").Replace(line)})
	}
}

func (p *parser) end() {
	if p.side == 2 {
		p.add(pair{bare(p.open.fan), bare(p.open.reply)})
	}
	p.open, p.side = pair{}, 0
}

func (p *parser) add(e pair) {
	if hasLetter(e.fan) && e.reply != "" {
		p.examples = append(p.examples, e)
	}
}

func quoted(s string) bool { return strings.HasPrefix(unquote.Replace(strings.TrimSpace(s)), `"`) }

// bare strips blanks and one pair of quotation marks around the whole.
func bare(s string) string {
	s = strings.TrimSpace(s)
	if q := unquote.Replace(s); len(q) > 1 && q[0] == '"' && q[len(q)-1] == '"' && strings.Count(q, `"`) == 2 {
		r := []rune(s)
		return strings.TrimSpace(string(r[1 : len(r)-1]))
	}
	return s
}

func hasLetter(s string) bool { return strings.IndexFunc(s, unicode.IsLetter) >= 0 }
