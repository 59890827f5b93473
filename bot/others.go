package bot

import (
	"fmt"
	"strings"

	"secretary/store"
)

// nearby is how many of those who wait are near enough to be mixed up.
const nearby = 30

// othersThan names other fans who wait: should a model ever mix up two
// conversations, it says one of these names.
func (b *Bot) othersThan(fan store.Fan) ([]string, error) {
	fans, err := b.store.Waiting(nearby)
	if err != nil {
		return nil, fmt.Errorf("read waiting fans: %w", err)
	}
	own := namesOf(fan)
	var names []string
	for _, f := range fans {
		for _, n := range namesOf(f) {
			if f.ID != fan.ID && !strings.Contains(strings.Join(own, " "), n) {
				names = append(names, n)
			}
		}
	}
	return names, nil
}

// namesOf gives a fan's whole name, first name and handle.
func namesOf(f store.Fan) []string {
	first, _, _ := strings.Cut(f.Name, " ")
	var names []string
	for _, n := range []string{f.Name, first, f.Handle} {
		if n != "" {
			names = append(names, n)
		}
	}
	return names
}
