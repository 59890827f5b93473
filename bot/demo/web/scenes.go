package web

import (
	"context"
	"slices"
	"strings"
	"sync"

	"secretary/bot/sandbox"
	"secretary/bot/words"
)

// Scene is where the newcomer is led. Started, a scene waits for what the
// newcomer does with the real buttons, and says what happened.
type Scene struct {
	N       int    `json:"n"` // from 1; Of+1 after the last
	Of      int    `json:"of"`
	Title   string `json:"title"`
	Text    string `json:"text"`   // what to do, or what to see
	Action  string `json:"action"` // on the button that starts it, or that goes on when it is done; "" while it runs
	Done    bool   `json:"done"`
	Running bool   `json:"running"`
}

// script is one scene as it is written. play returns what happened.
type script struct {
	title, intro, action string
	play                 func(a *act) (string, error)
}

// before is a scene that waits for its start; n counts from 0, and one more
// than there are is the end of the tour.
func before(n int) Scene {
	all := scripts()
	if n >= len(all) {
		return Scene{N: n + 1, Of: len(all), Title: titleEnd, Text: allSeen, Done: true}
	}
	return Scene{N: n + 1, Of: len(all), Title: all[n].title, Text: all[n].intro, Action: all[n].action}
}

// goOn is on the button of scene n when it is done.
func goOn(n int, all []script) string {
	if n < len(all) {
		return nextScene(all[n].title)
	}
	return finish
}

// act is a scene that is being played.
type act struct {
	ctx    context.Context
	leave  context.CancelFunc
	ended  sync.WaitGroup
	w      *world
	fan    *sandbox.Person
	since  int64 // newest message in the bot's chat before the scene
	before int   // replies the fan had before the scene
}

func (w *world) sceneNumber() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.scene.N
}

// enter starts scene n, from 1; one that is being played is left.
func (w *world) enter(n int) error {
	all := scripts()
	if n < 1 || n > len(all)+1 || w.alive.Err() != nil {
		return refusal(noSuchScene)
	}
	w.staging.Lock()
	defer w.staging.Unlock()
	w.leaveLocked()
	if n > len(all) {
		w.change(func() { w.scene = before(n - 1) })
		return nil
	}
	a := &act{w: w, fan: w.anna()}
	a.ctx, a.leave = context.WithCancel(w.alive)
	a.before = a.replies()
	for _, m := range w.creator.Chat() {
		a.since = max(a.since, m.ID)
	}
	w.act = a
	w.change(func() {
		w.scene = before(n - 1)
		w.scene.Running, w.scene.Action = true, ""
	})
	a.ended.Go(func() {
		text, err := all[n-1].play(a)
		if err != nil {
			return // left, or the demo ends
		}
		w.change(func() {
			w.scene.Running, w.scene.Done, w.scene.Text, w.scene.Action = false, true, text, goOn(n, all)
		})
	})
	return nil
}

// skip leaves the scene; the next one waits for its start.
func (w *world) skip() {
	w.staging.Lock()
	defer w.staging.Unlock()
	w.leaveLocked()
	w.change(func() { w.scene = before(min(w.scene.N, len(scripts()))) }) // counted from 0, N is the one after it
}

// leave ends the scene that is being played and waits for its end.
func (w *world) leave() {
	w.staging.Lock()
	defer w.staging.Unlock()
	w.leaveLocked()
}

func (w *world) leaveLocked() {
	if w.act != nil {
		w.act.leave()
		w.act.ended.Wait()
		w.act = nil
	}
}

// anna is the fan of the scenes.
func (w *world) anna() *sandbox.Person {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.fans[0]
}

// say tells the newcomer what to do now.
func (a *act) say(text string) { a.w.change(func() { a.w.scene.Text = text }) }

// until waits until the condition holds, looking after everything that happens
// in Telegram; there is no limit but the scene's end.
func (a *act) until(what string, cond func() bool) error {
	return a.w.telegram.Until(a.ctx, what, cond)
}

func (a *act) writes(texts ...string) {
	for _, text := range texts {
		a.fan.Writes(a.w.creator, text)
	}
}

// replies counts what the fan got through the bot.
func (a *act) replies() int {
	n := 0
	for _, m := range a.fan.With(a.w.creator) {
		if m.ViaBot {
			n++
		}
	}
	return n
}

// arrived tells whether the fan got the draft of a card: the disclosure line
// before it is another message.
func (a *act) arrived(card sandbox.Message) bool {
	talk := a.fan.With(a.w.creator)
	last := talk[len(talk)-1]
	return last.ViaBot && strings.Contains(card.Text, last.Text)
}

// find returns the newest message of the bot in this scene that fits.
func (a *act) find(fits func(sandbox.Message) bool) (sandbox.Message, bool) {
	for _, m := range slices.Backward(a.w.creator.Chat()) {
		if m.ID > a.since && m.FromBot && fits(m) {
			return m, true
		}
	}
	return sandbox.Message{}, false
}

// card waits for an open card with all these texts.
func (a *act) card(texts ...string) (card sandbox.Message, err error) {
	err = a.until("a card", func() (ok bool) {
		card, ok = a.find(func(m sandbox.Message) bool { return pressable(m) && holdsAll(m.Text, texts) })
		return ok
	})
	return card, err
}

// outcome is how a scene can end; each is something the newcomer did.
type outcome int

const (
	sent    outcome = iota // as it stood on the card
	edited                 // in the creator's own words
	byHand                 // in the profile, not through the bot
	skipped                // not at all
)

// end waits until the newcomer has dealt with the fan's messages. wanted says
// what to do while the card has a draft, which may come late.
func (a *act) end(wanted string) (o outcome, err error) {
	hand, said := a.byHand(), ""
	err = a.until("the newcomer decides", func() bool {
		if card, ok := a.find(pressable); ok {
			if text := hint(card, wanted); text != said {
				said = text
				a.say(text)
			}
		}
		closed := func(prefix string) bool {
			_, ok := a.find(func(m sandbox.Message) bool { return strings.HasPrefix(lastLine(m.Text), prefix) })
			return ok
		}
		switch {
		case a.replies() > a.before && closed(sentAsWritten):
			o = edited
		case a.replies() > a.before && closed(sentPlain):
			o = sent
		case a.byHand() > hand:
			o = byHand
		case closed(skippedPlain):
			o = skipped
		default:
			return false
		}
		return true
	})
	return o, err
}

// byHand counts what the creator wrote in the profile.
func (a *act) byHand() int {
	n := 0
	for _, m := range a.fan.With(a.w.creator) {
		if m.From == a.w.creator && !m.ViaBot {
			n++
		}
	}
	return n
}

// pressable says whether the bot hears of any button of a message.
func pressable(m sandbox.Message) bool {
	return slices.ContainsFunc(slices.Concat(m.Buttons...), func(b sandbox.Button) bool { return b.Data != "" })
}

func hasButton(m sandbox.Message, text string) bool {
	return slices.ContainsFunc(slices.Concat(m.Buttons...), func(b sandbox.Button) bool { return b.Text == text && b.Data != "" })
}

func holdsAll(text string, parts []string) bool {
	return !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(text, p) })
}

// hint says what to press, by what the card has.
func hint(card sandbox.Message, wanted string) string {
	if hasButton(card, words.Send) || hasButton(card, words.Anyway) {
		return wanted
	}
	return noDraftHere
}
