package stage

import (
	"strings"
	"sync"
)

// Log keeps what is logged. Its zero value works.
type Log struct {
	mu     sync.Mutex
	lines  []string
	hidden []string
}

// Write takes one line.
func (l *Log) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, string(line))
	return len(line), nil
}

// Hide names words that must never be logged: tokens, names, texts.
func (l *Log) Hide(words ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.hidden = append(l.hidden, words...)
}

// Count is how many lines hold the words.
func (l *Log) Count(words string) (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, line := range l.lines {
		if strings.Contains(line, words) {
			n++
		}
	}
	return n
}

// Leak is a line with hidden words; "" if there is none.
func (l *Log) Leak() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, line := range l.lines {
		for _, word := range l.hidden {
			if strings.Contains(line, word) {
				return line
			}
		}
	}
	return ""
}
