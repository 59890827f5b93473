package earn

import "secretary/store"

// Reckon gives the figures of a shadow report: judged, would have gone out,
// changed of these.
func Reckon(decisions []store.Decision) [3]int {
	s := reckon(decisions)
	return [3]int{s.decided, s.would, len(s.changed)}
}
