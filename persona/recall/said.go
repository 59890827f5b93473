package recall

import "hash/maphash"

// heard counts to how many different groups something was said, up to three.
type heard struct {
	groups [2]int64
	count  uint8
}

// everybody is the number of different fans from which on something belongs to none of them.
const everybody = 3

// maxSaid bounds the memory for it. What comes later is not known as common, which only means that less is used.
const maxSaid = 200_000

// Common tells whether this mark (see Marks) stands in the answers to at least three different groups: then it tells
// nothing about any one of them.
func (x *Index) Common(mark string) bool {
	h := maphash.String(x.seed, mark)
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.said[h].count >= everybody
}

// hear lists the hashes of the marks of an entry.
func (x *Index) hear(e Entry) (marks []uint64) {
	if e.Group == 0 {
		return nil
	}
	for _, m := range Marks(e.Answer) {
		marks = append(marks, maphash.String(x.seed, m))
	}
	return marks
}

func (x *Index) remember(marks []uint64, group int64) {
	for _, m := range marks {
		h, ok := x.said[m]
		if h.count >= everybody || !ok && len(x.said) >= maxSaid {
			continue
		}
		known := false
		for i := range h.count {
			known = known || h.groups[i] == group
		}
		if known {
			continue
		}
		if h.count < 2 {
			h.groups[h.count] = group
		}
		h.count++
		x.said[m] = h
	}
}
