package store

import "slices"

// longest is how many characters of a difference are compared one by one;
// what is beyond counts as changed. It bounds the time a transaction takes.
const longest = 1000

// distance is the share of characters that differ between two texts, from 0
// (equal) to 1: Levenshtein's distance over the longer one's length.
func distance(before, after string) float64 {
	a, b := []rune(before), []rune(after)
	whole := max(len(a), len(b))
	if whole == 0 {
		return 0
	}
	a, b = differing(a, b)
	beyond := max(len(a), len(b), longest) - longest
	a, b = a[:min(len(a), longest)], b[:min(len(b), longest)]
	return min(float64(edits(a, b)+beyond)/float64(whole), 1)
}

// differing leaves out what both begin and end with.
func differing(a, b []rune) ([]rune, []rune) {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return a, b
}

// edits counts the insertions, deletions and replacements from a to b.
func edits(a, b []rune) int {
	row := make([]int, len(b)+1) // the distances from the part of a seen so far to every beginning of b
	for j := range row {
		row[j] = j
	}
	for i, r := range a {
		before := slices.Clone(row)
		row[0] = i + 1
		for j, c := range b {
			change := before[j]
			if r != c {
				change++
			}
			row[j+1] = min(before[j+1]+1, row[j]+1, change)
		}
	}
	return row[len(b)]
}
