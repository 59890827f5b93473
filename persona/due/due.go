// Package due reads from the words of a chat when something is to happen, and what somebody promised for then: "i'll
// send it by Sunday", "ich schick's dir morgen", "пришлю завтра в 17:00". It is rules over lists of words in English,
// Spanish, Portuguese, French, German, Italian and Russian; it guesses, and whoever uses it lets a person undo a guess.
package due

import (
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Date is a moment as people say it.
type Date struct {
	At    time.Time // in the location of the moment it was said
	Exact bool      // a time of day was said; else At is the end of a working day
}

// Hours of a day on which something is due that came without a time of day.
const (
	closing = 18 // due
	evening = 21 // due, if said for tonight
	morning = 9  // reminder
)

// Remind is when somebody who promised something at said should be reminded: an hour before, or on the morning of the
// day if no time of day was said. It is never before said.
func (d Date) Remind(said time.Time) time.Time {
	at := d.At.Add(-time.Hour)
	if y, m, day := d.At.Date(); !d.Exact {
		if early := time.Date(y, m, day, morning, 0, 0, 0, d.At.Location()); early.After(said) {
			at = early
		}
	}
	if at.Before(said) {
		return d.At
	}
	return at
}

// Find gives the first date named in the text that lies after said. The calendar is the one of said's location.
func Find(text string, said time.Time) (Date, bool) { return find(fold(text), said) }

// Promise is what somebody says will be done.
type Promise struct {
	Text string // the sentence, as written
	Date
}

// Promised finds the first sentence in which the writer promises something for a date after said. Questions and
// refusals are no promises.
func Promised(text string, said time.Time) (Promise, bool) {
	for _, s := range sentences(text) {
		if strings.HasSuffix(s, "?") {
			continue
		}
		date, ok := promised(s, said)
		if ok {
			return Promise{Text: s, Date: date}, true
		}
	}
	return Promise{}, false
}

// promised looks for a clause that promises; the date may stand in another one.
func promised(sentence string, said time.Time) (Date, bool) {
	for _, clause := range strings.FieldsFunc(sentence, betweenClauses) {
		folded := fold(clause)
		if !commits.MatchString(folded) || refuses.MatchString(folded) {
			continue
		}
		if d, ok := find(folded, said); ok {
			return d, true
		}
		if d, ok := find(fold(sentence), said); ok {
			return d, true
		}
	}
	return Date{}, false
}

func betweenClauses(r rune) bool { return strings.ContainsRune(",;()–—", r) }

// sentences splits a text, keeping the sign that ends a sentence. A dot between digits ends none.
func sentences(text string) (out []string) {
	start := 0
	runes := []rune(text)
	for i, r := range runes {
		last := i == len(runes)-1
		ends := r == '!' || r == '?' || r == '\n' || r == '…' || r == '.' && (last || unicode.IsSpace(runes[i+1]))
		if !ends && !last {
			continue
		}
		if s := strings.TrimSpace(string(runes[start : i+1])); s != "" {
			out = append(out, s)
		}
		start = i + 1
	}
	return out
}

// fold makes words comparable: lower case, no accents, no apostrophes, single blanks in between and around. A colon or
// a dot between digits stays.
func fold(s string) string {
	runes := []rune(strings.ToLower(norm.NFKD.String(s)))
	var b strings.Builder
	b.WriteByte(' ')
	gap := true
	for i, r := range runes {
		switch {
		case unicode.Is(unicode.Mn, r), strings.ContainsRune("'’`´", r):
		case r == 'ß':
			b.WriteString("ss")
			gap = false
		case unicode.IsLetter(r), unicode.IsDigit(r),
			(r == ':' || r == '.') && i > 0 && i < len(runes)-1 && unicode.IsDigit(runes[i-1]) && unicode.IsDigit(runes[i+1]):
			b.WriteRune(r)
			gap = false
		case !gap:
			b.WriteByte(' ')
			gap = true
		}
	}
	if !gap {
		b.WriteByte(' ')
	}
	return b.String()
}
