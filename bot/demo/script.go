package demo

import (
	"context"
	"errors"
	"slices"

	"secretary/bot/sandbox"
	"secretary/bot/words"
)

// script is the creator's hand in the unattended play: it sends what is
// drafted, writes where the scene wants it, and lets a countdown run.
type script struct{}

func (script) choose(ctx context.Context, s scene, card sandbox.Message) (string, error) {
	buttons := actions(card)
	switch {
	case counting(card):
		<-ctx.Done()
		return "", ctx.Err()
	case s.own != "" && slices.Contains(buttons, words.Edit):
		return words.Edit, nil
	case slices.Contains(buttons, words.Send):
		return words.Send, nil
	case slices.Contains(buttons, words.Anyway): // a rule warned of the draft
		return words.Anyway, nil
	}
	return "", errors.New("the card offers nothing to send:\n" + card.Text)
}

func (script) write(_ context.Context, s scene) (string, error) { return s.own, nil }
func (script) next(context.Context) error                       { return nil }
func (script) label(button string) string                       { return button }
