package fold

// Pieces are all runs of three characters of a folded text.
type Pieces map[[3]rune]bool

// PiecesOf folds a text and cuts it into pieces.
func PiecesOf(text string) Pieces {
	r := []rune(Text(text))
	m := make(Pieces, len(r))
	for i := 0; i+3 <= len(r); i++ {
		m[[3]rune(r[i:i+3])] = true
	}
	return m
}

// Alike tells how much of two texts is the same, from 0 to 1: the pieces of both over the pieces of either.
func (p Pieces) Alike(q Pieces) float64 {
	both := 0
	for k := range p {
		if q[k] {
			both++
		}
	}
	if both == 0 {
		return 0
	}
	return float64(both) / float64(len(p)+len(q)-both)
}
