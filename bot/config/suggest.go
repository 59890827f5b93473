package config

import "strings"

const maxName = 64 // bytes; a longer name is no misspelling of ours

// suggest finds the known name that was probably meant: the nearest spelling,
// or nearly the same word in another section. "" if nothing is near.
func suggest(name string, candidates []string) string {
	if len(name) > maxName {
		return ""
	}
	lower := strings.ToLower(name)
	moved := 0 // what it costs to have meant another section
	if strings.Contains(name, ".") {
		moved = 1
	}
	best, limit := "", 1+max(1, len(name)/3)
	for _, candidate := range candidates {
		lowered := strings.ToLower(candidate)
		distance := min(editDistance(lower, lowered), moved+editDistance(last(lower), last(lowered)))
		if distance < limit {
			best, limit = candidate, distance
		}
	}
	return best
}

// last returns the part of a key after its section.
func last(name string) string { return name[strings.LastIndex(name, ".")+1:] }

// editDistance counts the letters to insert, delete or replace (Levenshtein).
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j]+1, row[j+1]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
