package firewall

import (
	"slices"
	"strings"
	"unicode/utf8"

	"secretary/persona/pattern"
)

// Reply is a draft under examination, and what it is compared with.
type Reply struct {
	Text    string
	Own     Held     // what the persona file holds
	Secret  Secret   // what no fan may read
	Said    []string // what was said in this chat, and what the model was told beside the persona
	Earlier []string // the creator's last messages to this fan, newest first
	Others  []string // names and other words that belong to other fans
	Quoted  bool     // a quotation of the persona file: no leak
}

// Check looks at a reply, each rule at most once, the gravest first.
func Check(r Reply) (hits []Hit) {
	b := list()
	found := b.out.find(r.Text)
	view := pattern.See(r.Text)
	for k := range b.held {
		for _, s := range b.held[k] {
			if _, ok := found[s.code]; ok || !s.re.Match(view) {
				continue
			}
			if words := r.Own.foreign(kind(k), s, r.Text); words != "" {
				found[s.code] = show(words)
			}
		}
	}
	for _, rule := range b.rules {
		words, ok := found[rule.Code]
		if !ok && rule.By != "" {
			words = show(finders[rule.By](r))
			ok = words != ""
		}
		if rule.Direction == Out && ok {
			hits = append(hits, Hit{rule.Code, rule.Severity, words})
		}
	}
	return hits
}

// Has tells whether one of these rules about replies finds anything in a text, for a persona that holds nothing.
func Has(text string, codes ...string) bool {
	return slices.ContainsFunc(Check(Reply{Text: text}), func(h Hit) bool { return slices.Contains(codes, h.Code) })
}

// byMedia marks the rule about what the model cannot see; Screen is told, there is nothing to find.
const byMedia = "media"

// finders are the rules that look at more than words.
var finders = map[string]func(Reply) string{
	byMedia:  func(Reply) string { return "" },
	"leak":   func(r Reply) string { return r.leaked(r.Secret.whole) },
	"secret": func(r Reply) string { return r.leaked(r.Secret.orders) },
	"number": unknownNumber,
	"repeat": repeated,
	"other":  otherFan,
}

// shortestName is how many letters make a name that is no word of many languages.
const shortestName = 4

// otherFan finds a name or another word that belongs to another fan, unless it was said in this chat or stands in the
// persona file.
func otherFan(r Reply) string {
	var text, known string
	for _, o := range r.Others {
		// A name is written as one: "Rose" is a fan, "rose" a colour.
		if utf8.RuneCountInString(o) < shortestName || !strings.Contains(r.Text, o) {
			continue
		}
		if text == "" {
			text, known = blanked(r.Text), blanked(strings.Join(r.Said, "\n"))
		}
		if w := blanked(o); strings.Contains(text, w) && !strings.Contains(known, w) && !strings.Contains(r.Own.words, w) {
			return o
		}
	}
	return ""
}
