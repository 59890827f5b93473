package bot

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"secretary/store"
)

const (
	nearby     = 30          // of those who wait are near enough to be mixed up
	nearbyLife = time.Second // how old what is known of them may be: a crowd changes, but not who stands near
)

// bystanders are the fans near enough to be mixed up, as read last.
type bystanders struct {
	mu   sync.Mutex
	read time.Time
	fans []store.Fan
}

// othersThan names other fans who wait: should a model ever mix up two
// conversations, it says one of these names.
func (b *Bot) othersThan(fan store.Fan) ([]string, error) {
	fans, err := b.standingBy()
	if err != nil {
		return nil, err
	}
	own := strings.Join(namesOf(fan), " ")
	var names []string
	for _, f := range fans {
		for _, n := range namesOf(f) {
			if f.ID != fan.ID && !strings.Contains(own, n) {
				names = append(names, n)
			}
		}
	}
	return names, nil
}

// standingBy gives the first of those who wait. To find them in a crowd takes
// longer than a draft should, so it is not done for each.
func (b *Bot) standingBy() ([]store.Fan, error) {
	b.bystanders.mu.Lock()
	defer b.bystanders.mu.Unlock()
	if now := b.clock(); now.Sub(b.bystanders.read).Abs() >= nearbyLife {
		fans, err := b.store.Waiting(nearby)
		if err != nil {
			return nil, fmt.Errorf("read waiting fans: %w", err)
		}
		b.bystanders.fans, b.bystanders.read = fans, now
	}
	return b.bystanders.fans, nil
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
