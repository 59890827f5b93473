package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/card"
	"secretary/bot/words"
	"secretary/persona"
	"secretary/persona/trust"
	"secretary/store"
)

// figure replaces what the drafter thinks of its own draft by what the creator's
// decisions have taught about such drafts. A draft of which too little was
// measured has no figure.
func (b *Bot) figure(d *persona.Draft) (trust.Score, error) {
	if !d.Known || d.Fixed {
		return trust.Score{}, nil
	}
	score, err := b.earn.Score(*d)
	d.Confidence = score.Bound
	return score, err
}

// measured is what is kept of a draft: what it was judged by, and what that came
// to, for learning and for the creator who asks why.
type measured struct {
	persona.Signals
	Parts []trust.Part `json:"parts,omitempty"`
}

// worth is the effect on the log-odds from which on a part is worth a word.
const worth = 0.05

func signals(d persona.Draft, s trust.Score) json.RawMessage {
	m := measured{Signals: d.Signals}
	for _, p := range s.Parts {
		if math.Abs(p.Effect) >= worth {
			m.Parts = append(m.Parts, p)
		}
	}
	raw, err := json.Marshal(m)
	if err != nil {
		return nil
	}
	return raw
}

// tapFigure says in words what the figure on a card is made of.
func (b *Bot) tapFigure(c tele.Context) error {
	return b.tapTold(c, func(t card.Tap) (string, error) {
		d, err := b.store.Draft(t.Draft)
		if errors.Is(err, store.ErrNotFound) {
			return "", &store.Refusal{Code: store.RefusedMissing}
		}
		if err != nil {
			return "", fmt.Errorf("read draft: %w", err)
		}
		if d.Try != t.Try {
			return "", &store.Refusal{Code: store.RefusedTry, Draft: d}
		}
		var m measured
		if err := json.Unmarshal(d.Signals, &m); err != nil {
			m.Parts = nil // a draft of a version that measured nothing
		}
		var effects []words.Effect
		for _, p := range m.Parts {
			effects = append(effects, words.Effect{Name: p.Name, For: p.Effect > 0})
		}
		return words.Figure(d.Confidence, d.Learned, effects), nil
	})
}

// acquaintance says how well a fan is known.
func acquaintance(f store.Fan, now time.Time) persona.Acquaintance {
	known := persona.Acquaintance{Messages: f.Wrote}
	if !f.First.IsZero() {
		known.Since = max(now.Sub(f.First), 0)
	}
	if !f.Hand.IsZero() {
		known.Hand = max(now.Sub(f.Hand), time.Second) // 0 would mean never
	}
	return known
}
