package bot

import (
	"fmt"
	"slices"
	"strings"

	"secretary/bot/card"
	"secretary/bot/policy"
	"secretary/bot/words"
	"secretary/persona"
	"secretary/store"
)

// Fixed is what goes to fans in the creator's own words. "{name}" in them
// stands for the creator.
type Fixed struct {
	Name       string // persona.name; empty: the name of the profile
	Disclosure string // before a fan's first automatic reply; empty: none
	Human      string // to a fan who asks for a person
	Privacy    string // to a fan who asks what is kept
}

// worded puts the creator's name into a fixed sentence.
func (b *Bot) worded(sentence string) string {
	name := b.cfg.Fixed.Name
	if s, err := b.store.Settings(); err == nil && name == "" {
		if c, err := b.store.Current(s.Owner); err == nil {
			name = c.Name
		}
	}
	return strings.ReplaceAll(sentence, "{name}", card.Name(name, words.SomeCreator))
}

// noteWish has the store note, with the message, that a fan asks for a person.
func noteWish(e *store.Event) {
	m := e.Message
	if e.Op == store.Deleted || m.Author != store.AuthorFan || m.Note == store.NoteAutomatic || persona.Wish(m.Text) != persona.WishPerson {
		return
	}
	who := card.Escape(card.FanName(store.Fan{ID: e.Fan, Name: e.Name}))
	e.Person = &store.Notice{Key: fmt.Sprintf("person:%d:%d", e.Fan.Chat, m.ID), Text: words.WantsPerson("<b>" + who + "</b>")}
}

// wishes is what the pending messages ask of the program itself.
type wishes struct {
	person, privacy bool
	other           bool // there is something else to answer
}

func (w *wishes) add(text string) {
	switch persona.Wish(text) {
	case persona.WishPerson:
		w.person = true
	case persona.WishPrivacy:
		w.privacy = true
	default:
		w.other = true
	}
}

// parting tells whether the fan is to hear now that a person will answer.
func (t talk) parting(f store.Fan) bool {
	return t.wishes.person && f.Person.Since != 0 && !f.Person.Told
}

// fixed answers without the model what has an answer in the creator's words: a
// wish for a person, what is kept, and whether this is a bot. ok is false where
// the model has to draft.
func (b *Bot) fixed(fan store.Fan, about policy.Situation, t talk) (d persona.Draft, problem string, ok bool) {
	say := func(text string, alone bool) (persona.Draft, string, bool) {
		d := persona.Draft{Text: text, Fixed: true, Model: "fixed"}
		if !alone {
			d.Flags = append(d.Flags, persona.Flag{Code: "handed"}) // more than what this answers
		}
		return d, "", true
	}
	switch {
	case about.Asked && (t.wishes.person || t.wishes.privacy):
		return d, "", false // the creator wants other words
	case t.parting(fan):
		return say(b.worded(b.cfg.Fixed.Human), true) // it answers nothing: what else was written waits on
	case t.wishes.person && fan.Person.Since != 0 && !t.wishes.other && !t.wishes.privacy:
		return d, "human", true
	case t.wishes.privacy:
		alone := !t.wishes.other && !t.wishes.person && !more(t.words, asksWhatIsKept)
		return say(b.worded(b.cfg.Fixed.Privacy), alone)
	case !flagged(about.Screen, "bot_question"):
		return d, "", false
	case b.persona.BotAnswer() == "":
		return d, "bot_question", true
	}
	alone := len(t.words) == 1 && !more(t.words, func(q string) bool { return flagged(persona.Screen([]string{q}), "bot_question") })
	return say(b.persona.BotAnswer(), alone)
}

// asksWhatIsKept tells whether a question is about privacy, not only behind the command.
func asksWhatIsKept(q string) bool {
	q = strings.TrimLeft(q, "/")
	return persona.Wish(q) == persona.WishPrivacy || len(strings.Fields(q)) == 1
}

// asideLength is how much somebody may write around a question, in characters, who asks nothing else.
const asideLength = 80

// more tells whether messages may want more than an answer to the questions that has tells of.
func more(said []string, has func(question string) bool) bool {
	return slices.ContainsFunc(said, func(text string) bool { return card.Length(text) > asideLength || persona.Money(text) }) ||
		slices.ContainsFunc(persona.Questions(said), func(q string) bool { return !has(q) })
}

func flagged(flags []persona.Flag, code string) bool {
	for _, f := range flags {
		if f.Code == code {
			return true
		}
	}
	return false
}

// modeOf is the mode in force for a draft of a fan. That a person will answer is
// still told in the mode that was in force before the fan asked for one.
func (b *Bot) modeOf(f store.Fan, parting bool, s store.Settings) string {
	own := f.Mode
	if parting && f.Person.Since != 0 {
		own = f.Person.Mode
	}
	return policy.ModeFor(own, s.Mode, b.cfg.Mode)
}

// lineUnknown calls the creator to a fan of whom it is unknown whether the
// disclosure line arrived.
func (b *Bot) lineUnknown(d store.Draft, f store.Fan, row uint64) {
	n := store.Notice{Key: fmt.Sprintf("line:%d", row), Text: words.LineUnknownNotice("<b>" + card.Escape(card.FanName(f)) + "</b>")}
	if m := d.Card.Messages; len(m) > 0 {
		n.ReplyTo = m[len(m)-1]
	}
	if err := b.notices.Enqueue(n); err != nil {
		b.log.Error("cannot keep a notice for the creator", "err", err)
	}
}
