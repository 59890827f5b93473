package config

import "strings"

// suggest finds the known name that was probably meant: the same word in
// another section, or the nearest spelling. "" if nothing is near.
func suggest(name string, candidates []string) string {
	lower := strings.ToLower(name)
	best, bestDistance := "", 1+max(2, len(lower)/4)
	for _, candidate := range candidates {
		lowered := strings.ToLower(candidate)
		distance := editDistance(lower, lowered)
		if last(lower) == last(lowered) {
			distance = min(distance, 1)
		}
		if distance < bestDistance {
			best, bestDistance = candidate, distance
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
