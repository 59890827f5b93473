package demo

import (
	"context"
	"slices"
	"unicode"

	"secretary/bot/sandbox"
	"secretary/bot/words"
)

// keyboard is what the reader types on. Both methods end with ctx.
type keyboard interface {
	key(ctx context.Context) (rune, error)                   // one key; 0 for a key without a character
	line(ctx context.Context, prompt string) (string, error) // a line, echoed; errQuit on Ctrl-C
}

// buttonKeys are the keys for a card's buttons.
var buttonKeys = map[string]rune{
	words.Send: 's', words.Edit: 'e', words.Again: 'a', words.Skip: 'k', words.Stop: 'x',
	words.Arrived: 'i', words.SendAgain: 'r',
}

// Keys that end the play: q, and what Ctrl-C and Ctrl-D send.
const quitKeys = "q\x03\x04"

// reader is the creator's hand at the keyboard.
type reader struct {
	keys   keyboard
	screen *screen
}

func (r *reader) choose(ctx context.Context, _ scene, card sandbox.Message) (string, error) {
	buttons := actions(card)
	for {
		pressed, err := r.key(ctx)
		if err != nil {
			return "", err
		}
		for button, key := range buttonKeys {
			if key == pressed && slices.Contains(buttons, button) {
				return button, nil
			}
		}
		r.screen.note(noSuchKey)
	}
}

func (r *reader) write(ctx context.Context, _ scene) (string, error) {
	return r.keys.line(ctx, ownWords)
}

func (r *reader) next(ctx context.Context) error {
	r.screen.note(goOn)
	_, err := r.key(ctx)
	return err
}

func (r *reader) label(button string) string {
	if key, ok := buttonKeys[button]; ok {
		return "[" + string(key) + "] " + button
	}
	return button
}

// key reads one key in lower case.
func (r *reader) key(ctx context.Context) (rune, error) {
	pressed, err := r.keys.key(ctx)
	if err != nil {
		return 0, err
	}
	pressed = unicode.ToLower(pressed)
	if slices.Contains([]rune(quitKeys), pressed) {
		return 0, errQuit
	}
	return pressed, nil
}
