package persona

import (
	"math"
	"sync"
	"unicode"
)

const (
	replyTokens   = 220 // num_predict of a draft: a chat message of about 150 words
	minLast       = 200 // tokens that must be left for the fan's newest messages
	messageTokens = 6   // role and separators around one message
)

// budget estimates token counts, as the server has no way to ask for them. It starts from typical tokens per
// character of each script and learns the factor of the model at hand from what the server counted.
type budget struct {
	mu     sync.Mutex
	factor float64 // 0 means 1
}

// tokens estimates the length of one message.
func (b *budget) tokens(s string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return int(math.Ceil(weigh(s)*b.scale())) + messageTokens
}

func (b *budget) scale() float64 {
	if b.factor == 0 {
		return 1
	}
	return b.factor
}

// learn compares what the server counted with the estimate. It goes up at once and down slowly: too high a guess
// costs a little history, too low a guess costs a refused prompt.
func (b *budget) learn(messages []message, counted int) {
	var guess float64
	for _, m := range messages {
		guess += weigh(m.text)
	}
	counted -= messageTokens * len(messages)
	if guess < 100 || counted <= 0 {
		return
	}
	seen := float64(counted) / guess
	b.mu.Lock()
	defer b.mu.Unlock()
	b.factor = min(8, max(seen, b.scale()*0.95+seen*0.05))
}

// refused learns from a prompt that the server found too long.
func (b *budget) refused() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.factor = min(8, b.scale()*1.5)
}

// weigh gives typical token counts of multilingual vocabularies of 100,000 to 250,000 tokens.
func weigh(s string) (sum float64) {
	for _, r := range s {
		switch {
		case r < 0x80:
			sum += 0.3
		case r < 0x250 || unicode.In(r, unicode.Latin):
			sum += 0.5
		case unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Arabic, unicode.Hebrew):
			sum += 0.55
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
			sum += 1
		case r >= 0x1F000:
			sum += 2.5
		default:
			sum++
		}
	}
	return sum
}

// spoken estimates the length of turns.
func (b *budget) spoken(turns []Turn) (total int) {
	for _, t := range turns {
		total += b.tokens(Clean(t.Text))
	}
	return total
}

// trim keeps the newest turns that fit into limit tokens. When something has to go, at least half goes in one step:
// each cut makes the server evaluate the whole history again, so cuts must be rare.
func (b *budget) trim(turns []Turn, limit int) []Turn {
	total := b.spoken(turns)
	keep := len(turns)
	if keep > HistoryTurns {
		keep = HistoryTurns / 2
	}
	if total > limit {
		keep = min(keep, b.newest(turns, limit/2))
	}
	if keep == len(turns) {
		return turns
	}
	return fromFan(turns[len(turns)-keep:])
}

// newest counts how many turns from the end fit into limit tokens.
func (b *budget) newest(turns []Turn, limit int) (n int) {
	for i := len(turns) - 1; i >= 0; i-- {
		limit -= b.tokens(Clean(turns[i].Text))
		if limit < 0 {
			break
		}
		n++
	}
	return n
}

// fromFan drops leading turns of the creator, whose questions are gone.
func fromFan(turns []Turn) []Turn {
	for i, t := range turns {
		if t.FromFan {
			return turns[i:]
		}
	}
	return nil
}
