// Package memory decides what of the things learned about a fan is kept, and what of it is told to the model and on a
// card. It is pure: package store keeps, package persona learns.
package memory

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"secretary/persona"
	"secretary/store"
)

// Limits of what is kept and told.
const (
	kept = 20 // facts of one fan
	told = 12 // of them in a prompt
)

// Learn puts new facts beside the old ones. What the creator wrote stays; of things there is one of, the newest does.
func Learn(m *store.Memory, facts []persona.Fact) {
	for _, f := range facts {
		keep(m, store.Fact{Key: f.Key, Value: f.Value, Message: f.Message, At: f.At, Expires: f.Expires})
	}
	for len(m.Facts) > kept {
		drop(m, oldest(m.Facts))
	}
}

func keep(m *store.Memory, f store.Fact) {
	same := func(old store.Fact) bool { return old.Key == f.Key && strings.EqualFold(old.Value, f.Value) }
	if i := slices.IndexFunc(m.Facts, same); i >= 0 {
		if old := &m.Facts[i]; old.Message != 0 {
			old.Message, old.At, old.Expires = f.Message, f.At, f.Expires
		}
		return
	}
	if persona.SingleFact(f.Key) {
		if slices.ContainsFunc(m.Facts, func(old store.Fact) bool { return old.Key == f.Key && old.Message == 0 }) {
			return
		}
		m.Facts = slices.DeleteFunc(m.Facts, func(old store.Fact) bool { return old.Key == f.Key })
	}
	m.Facts = append(m.Facts, f)
}

// oldest is the place of the fact to give up first: never one of the creator's own while there are others.
func oldest(facts []store.Fact) int {
	first := 0
	for i, f := range facts {
		of := facts[first]
		if own, ofOwn := f.Message == 0, of.Message == 0; own != ofOwn && !own || own == ofOwn && f.At.Before(of.At) {
			first = i
		}
	}
	return first
}

func drop(m *store.Memory, i int) { m.Facts = slices.Delete(m.Facts, i, i+1) }

// Write sets a fact by the creator's word: it replaces every fact of that key, and an empty value only takes them away.
func Write(m *store.Memory, key, value string, now time.Time) {
	m.Facts = slices.DeleteFunc(m.Facts, func(f store.Fact) bool {
		return f.Key == key && (value == "" || persona.SingleFact(key) || strings.EqualFold(f.Value, value))
	})
	if value == "" {
		return
	}
	if len(m.Facts) >= kept {
		drop(m, oldest(m.Facts))
	}
	m.Facts = append(m.Facts, store.Fact{Key: key, Value: value, At: now})
}

// Sorted gives the facts in the order in which they are worth telling: by key, the newest first.
func Sorted(m store.Memory) []store.Fact {
	rank := map[string]int{}
	for i, k := range persona.FactKeys() {
		rank[k] = i
	}
	return slices.SortedStableFunc(slices.Values(m.Facts), func(a, b store.Fact) int {
		return cmp.Or(cmp.Compare(rank[a.Key], rank[b.Key]), b.At.Compare(a.At))
	})
}

// Lines are the facts for the model, "key: value".
func Lines(m store.Memory) []string {
	var lines []string
	for _, f := range Sorted(m) {
		if len(lines) < told {
			lines = append(lines, f.Key+": "+f.Value)
		}
	}
	return lines
}

// Keys lists what facts may be about, the most telling first.
func Keys() []string { return persona.FactKeys() }

// Glance is what a card says of a fan in one line of at most limit characters, as many facts as fit; it is not escaped.
func Glance(m store.Memory, limit int) string {
	line := ""
	for _, f := range Sorted(m) {
		next := f.Value
		if line != "" {
			next = line + " · " + f.Value
		}
		if len([]rune(next)) <= limit {
			line = next
		}
	}
	return line
}

// Parse reads "job: nurse", as the creator writes a fact; ok is false if that is none. The key may be any word, the
// value empty.
func Parse(text string) (key, value string, ok bool) {
	key, value, ok = strings.Cut(text, ":")
	key = strings.ToLower(strings.Join(strings.Fields(key), " "))
	return key, strings.Join(strings.Fields(value), " "), ok && key != "" && len(key) <= 40
}
