package web

// What the tests look at from inside.
var (
	SafeHTML = safeHTML
)

// LogLines are the lines of the secretary's log that the page tells.
func LogLines() []string {
	lines := []string{logDrafted, logOffered}
	for line := range sayings {
		lines = append(lines, line)
	}
	return lines
}
