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

// Door is the way to Ollama.
type Door struct{ *door }

func NewDoor(url string) (Door, error) {
	d, err := newDoor(url)
	return Door{d}, err
}

func (d Door) URL() string { return d.url() }
func (d Door) Open() error { return d.open() }
func (d Door) Shut()       { d.shut() }
