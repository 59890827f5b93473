package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"secretary/bot/sandbox"
	"secretary/bot/words"
)

// errQuit ends the play on the reader's wish.
var errQuit = errors.New("quit")

// hand is the creator's: a script's or the reader's. Its methods end with an
// error when ctx does, and with errQuit when the reader has had enough.
type hand interface {
	choose(ctx context.Context, s scene, card sandbox.Message) (string, error) // one of the card's actions
	write(ctx context.Context, s scene) (string, error)                        // a reply in own words; empty: rather not
	next(ctx context.Context) error                                            // on to the next scene
	label(button string) string                                                // what stands on a button for this hand
}

// play tells the scenes to a world and shows what happens.
type play struct {
	world  *world
	screen *screen
	hand   hand
	pace   pace
}

// all plays every scene and looks at the end whether the bot kept to the rules
// of the Bot API.
func (p *play) all(ctx context.Context) error {
	for i, s := range scenes {
		p.screen.scene(i+1, len(scenes), s.title)
		if err := p.scene(ctx, s); err != nil {
			return fmt.Errorf("scene %d (%s): %w", i+1, s.title, err)
		}
		if i == len(scenes)-1 {
			break
		}
		if err := p.hand.next(ctx); err != nil {
			return err
		}
	}
	if v := p.world.telegram.Violations(); len(v) > 0 {
		return fmt.Errorf("the bot broke the rules of the Bot API: %s", strings.Join(v, "; "))
	}
	return nil
}

func (p *play) scene(ctx context.Context, s scene) error {
	if s.auto {
		if err := p.letGo(ctx); err != nil {
			return err
		}
	}
	before := p.replies()
	p.writes(s.fan...)
	card, err := p.card(ctx, s.fan...)
	if err != nil {
		return err
	}
	if s.more != "" {
		if card, err = p.overtaken(ctx, s, card); err != nil {
			return err
		}
	}
	card, held, err := p.decide(ctx, s, card)
	if err != nil {
		return err
	}
	if p.pace.strict && s.auto && !held && p.world.drafter.model == "" { // a model may rightly be unsure
		return errors.New("no countdown came: the reply waited for a person")
	}
	return p.outcome(ctx, card, before)
}

// letGo is the creator's /mode auto.
func (p *play) letGo(ctx context.Context) error {
	asked := p.world.creator.Sends("/mode auto")
	p.screen.creatorSays("/mode auto")
	var answer sandbox.Message
	err := p.world.until(ctx, "the bot confirms the mode", p.pace.limit, func() (ok bool) {
		answer, ok = p.world.newest(func(m sandbox.Message) bool { return m.FromBot && m.ID > asked && strings.Contains(m.Text, autoOn) })
		return ok
	})
	if err == nil {
		p.screen.botSays(answer)
	}
	return err
}

// writes lets the fan write messages one after the other.
func (p *play) writes(texts ...string) {
	for _, text := range texts {
		p.world.fan.Writes(p.world.creator, text)
	}
	p.screen.phone(p.world.fan.With(p.world.creator))
}

// card waits for an open card that shows all these messages.
func (p *play) card(ctx context.Context, texts ...string) (card sandbox.Message, err error) {
	what := fmt.Sprintf("a card with %d message(s) of the fan is in the creator's chat", len(texts))
	err = p.world.until(ctx, what, p.pace.limit, func() (ok bool) {
		card, ok = p.world.newest(func(m sandbox.Message) bool {
			return m.FromBot && len(actions(m)) > 0 &&
				!slices.ContainsFunc(texts, func(t string) bool { return !strings.Contains(m.Text, t) })
		})
		return ok
	})
	if err == nil {
		p.screen.card(card, p.hand.label)
	}
	return card, err
}

// overtaken lets the fan write again while the card is open. The old card must
// say that it is out of date; the new one is returned.
func (p *play) overtaken(ctx context.Context, s scene, old sandbox.Message) (sandbox.Message, error) {
	p.screen.note(meanwhile)
	p.writes(s.more)
	err := p.world.until(ctx, "the open card says that it is out of date", p.pace.limit, func() bool {
		m, ok := p.world.card(old.ID)
		old = m
		return ok && len(actions(m)) == 0 && strings.Contains(m.Text, words.Stale("wrote", p.world.fan.User().FirstName))
	})
	if err != nil {
		return old, err
	}
	p.screen.cardSays(sandbox.Message{}, old)
	return p.card(ctx, append(slices.Clone(s.fan), s.more)...)
}

// decide leaves the card to the hand until it has come to its end, and shows
// how it changes. held tells that a countdown was running on it.
func (p *play) decide(ctx context.Context, s scene, card sandbox.Message) (_ sandbox.Message, held bool, err error) {
	for !ended(card) {
		held = held || counting(card)
		if len(actions(card)) > 0 {
			if err := p.turn(ctx, s, card); err != nil {
				return card, held, err
			}
		}
		if card, err = p.changed(ctx, card); err != nil {
			return card, held, err
		}
	}
	return card, held, nil
}

// turn lets the hand act on the card, unless the card changes first.
func (p *play) turn(ctx context.Context, s scene, card sandbox.Message) error {
	turn, cancel := context.WithCancel(ctx)
	var watch sync.WaitGroup
	watch.Go(func() {
		defer cancel()
		_ = p.world.telegram.Until(turn, "the card changes", func() bool { return p.differs(card) }) // ends with the turn
	})
	button, err := p.hand.choose(turn, s, card)
	cancel()
	watch.Wait()
	now, _ := p.world.card(card.ID)
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("wait until the card comes to its end: %w; it says: %s", ctx.Err(), lastLine(now.Text))
	case err != nil && p.differs(card):
		return nil // it was not the hand's to decide any more
	case err != nil:
		return err
	case data(now, button) != data(card, button):
		return nil // meant for what is no longer on the card
	}
	return p.press(ctx, s, card, button)
}

// press taps a button; Edit goes on with the creator's own words.
func (p *play) press(ctx context.Context, s scene, card sandbox.Message, button string) error {
	p.screen.pressed(button)
	answer, err := p.world.creator.Taps(card.ID, button)
	switch {
	case errors.Is(err, sandbox.ErrNoButton):
		return nil // the card was quicker
	case err != nil:
		return err
	case !answer.Answered:
		return fmt.Errorf("press %q: the bot did not answer", button)
	}
	p.screen.answered(answer.Text)
	if button != words.Edit {
		return nil
	}
	return p.edit(ctx, s, card)
}

// edit replies to the bot's question with the creator's own words. Without any,
// the card stays as it is, and the hand is asked again.
func (p *play) edit(ctx context.Context, s scene, card sandbox.Message) error {
	var prompt sandbox.Message
	err := p.world.until(ctx, "the bot asks for the creator's own words", p.pace.limit, func() (ok bool) {
		prompt, ok = p.world.newest(func(m sandbox.Message) bool { return m.ForceReply && m.ID > card.ID })
		return ok || p.differs(card)
	})
	if err != nil || prompt.ID == 0 {
		return err
	}
	p.screen.botSays(prompt)
	text, err := p.hand.write(ctx, s)
	if err != nil {
		return err
	}
	if text == "" {
		p.screen.card(card, p.hand.label)
		return p.turn(ctx, s, card)
	}
	reply := p.world.creator.Replies(prompt.ID, text)
	p.screen.creatorSays(text)
	return p.heard(ctx, s, card, reply)
}

// heard waits for what the bot makes of a reply: the card changes, or the bot
// says why it does not, and the hand is asked again.
func (p *play) heard(ctx context.Context, s scene, card sandbox.Message, reply int64) error {
	var answer sandbox.Message
	err := p.world.until(ctx, "the bot takes the creator's own words", p.pace.limit, func() (ok bool) {
		answer, ok = p.world.newest(func(m sandbox.Message) bool { return m.ReplyTo == reply })
		return ok || p.differs(card)
	})
	if err != nil || p.differs(card) {
		return err
	}
	p.screen.botSays(answer)
	return p.turn(ctx, s, card)
}

// changed waits until the card is not what it was, and shows it.
func (p *play) changed(ctx context.Context, card sandbox.Message) (sandbox.Message, error) {
	err := p.world.until(ctx, "the card changes", p.pace.limit, func() bool { return p.differs(card) })
	if err != nil {
		return card, err
	}
	now, ok := p.world.card(card.ID)
	if !ok {
		return card, errors.New("the card is gone from the creator's chat")
	}
	switch {
	case ended(now), counting(now) && counting(card):
		p.screen.cardSays(card, now)
	case len(actions(now)) > 0 && body(now) != body(card):
		p.screen.card(now, p.hand.label)
	}
	return now, nil
}

// outcome checks that what the card says is what happened: sent means that the
// fan has exactly one reply more, with words that stood on the card, and before
// it the disclosure line if the card says so.
func (p *play) outcome(ctx context.Context, card sandbox.Message, before int) error {
	sent := strings.HasPrefix(lastLine(card.Text), sentLine)
	switch {
	case !sent && p.replies() != before:
		return errors.New("the fan got a reply although the card does not say so")
	case !sent && p.pace.strict:
		return fmt.Errorf("the reply was not sent; the card says: %s", lastLine(card.Text))
	case !sent:
		return nil
	}
	want := before + 1
	if strings.Contains(card.Text, words.LineWith) {
		want++
	}
	if err := p.world.until(ctx, "the reply is on the fan's phone", p.pace.limit, func() bool { return p.replies() >= want }); err != nil {
		return err
	}
	p.screen.phone(p.world.fan.With(p.world.creator))
	talk := p.world.fan.With(p.world.creator)
	reply := talk[len(talk)-1]
	if !reply.ViaBot || p.replies() != want || !strings.Contains(card.Text, reply.Text) {
		return errors.New("what the fan got is not what the card shows")
	}
	return nil
}

// replies counts what the bot sent to the fan in the creator's name.
func (p *play) replies() int {
	n := 0
	for _, m := range p.world.fan.With(p.world.creator) {
		if m.ViaBot {
			n++
		}
	}
	return n
}

// differs says whether a card looks different by now.
func (p *play) differs(card sandbox.Message) bool {
	now, ok := p.world.card(card.ID)
	return !ok || now.Source != card.Source || !slices.Equal(actions(now), actions(card))
}
