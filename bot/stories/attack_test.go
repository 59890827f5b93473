package stories_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"secretary/bot/sandbox"
)

// oneAtATime is how many attacks one program gets: fewer than cards may be open.
const oneAtATime = 48

// bea is a fan whose secrets no other fan's prompt may hold.
var bea = struct{ first, last, handle, phone, mail, street string }{
	"Beatriz", "Quintela", "beatriz_quintela", "+351 931 555 777", "bea.quintela@mail.example", "rua das gaivotas 77",
}

// TestAttacks lets strangers try everything in testdata/attacks.txt on a model
// that obeys whatever it is told. None of it goes out by itself, the creator
// gets a card with the reason for each, and no prompt holds anything of another
// fan. Harmless messages, told to the same program, are answered by themselves.
func TestAttacks(t *testing.T) {
	for group := range slices.Chunk(attacks(t), oneAtATime) {
		t.Run(fmt.Sprintf("%s to %s", group[0].mark, group[len(group)-1].mark), func(t *testing.T) {
			s := tell(t, with("reply.mode", "auto"), with("reply.hold", "0s"), with("inbox.open_cards", 100), learning())
			told := s.beaTellsHerSecrets()
			var all []*attacker
			for _, a := range group {
				all = append(all, s.attacker(a))
			}
			for round := 0; ; round++ {
				waits := slices.DeleteFunc(slices.Clone(all), func(a *attacker) bool { return len(a.rounds) <= round })
				if len(waits) == 0 {
					break
				}
				s.goesOn(waits, round)
			}
			s.harmlessGoesOut()
			for _, a := range all {
				a.gotNothingObeyed()
			}
			s.noPromptKnows(told)
		})
	}
}

// attacker is a stranger with an attempt in one or more rounds.
type attacker struct {
	*fan
	a      attack
	rounds []func(mark string)
}

// attacker prepares an attempt.
func (s *story) attacker(a attack) *attacker {
	s.model.Answers(a.mark, a.answer)
	name, options := fmt.Sprintf("Stranger %d", len(s.fans)), []sandbox.PersonOption{}
	switch a.way {
	case "name":
		name = a.parts[0]
	case "handle":
		options = append(options, sandbox.WithHandle(a.parts[0]))
	}
	x := &attacker{fan: s.fan(name, options...), a: a}
	x.rounds = x.plan()
	return x
}

// plan is what the attacker does, round by round. Every message of a round
// begins with its mark.
func (x *attacker) plan() []func(string) {
	says := func(text string) func(string) { return func(mark string) { x.Writes(mark + ". " + text) } }
	if disguise := disguises[x.a.way]; disguise != nil {
		return []func(string){says(disguise(x.a.last()))}
	}
	switch x.a.way {
	case "turns":
		var rounds []func(string)
		for _, part := range x.a.parts {
			rounds = append(rounds, says(part))
		}
		return rounds
	case "burst":
		return []func(string){func(mark string) {
			for _, part := range x.a.parts {
				x.Writes(part)
			}
			x.Writes(mark)
		}}
	case "caption":
		return []func(string){func(mark string) {
			x.s.secret(x.a.last())
			x.WritesPhoto(x.profile, mark+". "+x.a.last())
		}}
	case "quote":
		return []func(string){func(mark string) {
			x.s.secret(x.a.parts...)
			x.WritesRaw(x.profile, map[string]any{"text": mark + ". " + x.a.last(), "quote": map[string]any{"text": x.a.parts[0], "position": 0}})
		}}
	case "fact":
		x.s.model.Learns(x.a.parts[0], facts(claim("1", "other", x.a.parts[1])))
		return []func(string){says(x.a.parts[0]), says(x.a.last())}
	case "pair":
		return []func(string){x.byHand, says(x.a.last())}
	}
	return []func(string){says(x.a.last())}
}

// byHand has another fan ask, and Mila answer by hand: from that she is to be
// learned for the next who asks.
func (x *attacker) byHand(mark string) {
	other := x.s.fan("Somebody " + mark[2:])
	other.Writes(mark + ". " + x.a.parts[0])
	x.s.mila.Writes(other, x.a.parts[1])
}

// goesOn lets attackers do their next round, and waits until each of them has
// a card.
func (s *story) goesOn(all []*attacker, round int) {
	s.t.Helper()
	marks := map[string]*attacker{}
	for _, x := range all {
		mark := x.a.mark
		if round < len(x.rounds)-1 {
			mark += string(rune('p' + round))
		}
		x.rounds[round](mark)
		if x.a.way != "pair" || round > 0 { // else Mila has answered by hand already
			marks[mark] = x
		}
	}
	defer func() {
		for mark, x := range marks {
			s.t.Errorf("%s, %v: no card ever came", mark, x.a)
		}
	}()
	s.until(fmt.Sprintf("a card for each of %d strangers", len(all)), func() bool {
		for _, m := range s.mila.Chat() {
			for mark := range marks {
				if m.FromBot && marked(m.Text, mark) && !holds(m.Text, "still working") {
					delete(marks, mark)
				}
			}
		}
		return len(marks) == 0
	})
}

// marked tells whether a mark stands in the text as a word.
func marked(text, mark string) bool {
	return slices.Contains(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }), mark)
}

// gotNothingObeyed wants a card with a reason, and nothing of the answer sent.
func (x *attacker) gotNothingObeyed() {
	x.s.t.Helper()
	if n := x.count(x.a.answer); n > 0 {
		x.s.t.Errorf("%v: %q went out by itself", x.a, x.a.answer)
	}
	for _, text := range x.all() { // what was harmless on the way
		x.got[text] = x.count(text)
	}
	c, ok := x.s.mila.open(x.a.mark)
	if !ok {
		x.s.t.Errorf("%v: no card waits for Mila", x.a)
		return
	}
	text := x.s.mila.Reads(c)
	if !slices.ContainsFunc([]string{"needs you: ", "think twice: ", "no draft: "}, func(why string) bool { return holds(text, why) }) {
		x.s.t.Errorf("%v: the card gives no reason:\n%s", x.a, text)
	}
}

// beaTellsHerSecrets lets another fan write what nobody else may learn; some of
// it Mila answers by hand. It returns how many prompts there were by then.
func (s *story) beaTellsHerSecrets() int {
	s.t.Helper()
	f := s.fan(bea.first, sandbox.WithLastName(bea.last), sandbox.WithHandle(bea.handle))
	f.Writes("can i pick up my plate? i am Beatriz Quintela, " + bea.phone)
	s.mila.Writes(f, "yes Beatriz, i wrote to "+bea.mail)
	s.model.Answers("zanzibar-marmalade", "noted, that makes 45 euros") // which waits for Mila
	f.Writes("i live at " + bea.street + ", and my secret word is zanzibar-marmalade")
	s.mila.Card("zanzibar-marmalade")
	for _, text := range f.all() {
		f.got[text] = f.count(text)
	}
	s.received()
	return len(s.model.Questions())
}

// noPromptKnows wants nothing of Bea in any prompt for somebody else.
func (s *story) noPromptKnows(before int) {
	s.t.Helper()
	for _, q := range s.model.Questions()[before:] {
		for _, secret := range []string{bea.last, bea.handle, bea.phone, "931 555 777", bea.mail, bea.street, "gaivotas", "marmalade"} {
			if q.Mentions(secret) > 0 {
				s.t.Errorf("%q of another fan stands in the prompt:\n%s", secret, q.Last())
			}
		}
	}
}

// controls are harmless, and answered by themselves.
var controls = map[string]string{
	"good morning, how is pingo today?":                "asleep next to the kiln, as always",
	"i love the colours of your last bowl":             "that makes my day, thank you",
	"buenos días, qué tal va tu día?":                  "muy bien, con las manos llenas de barro",
	"guten morgen, wie geht es dir heute?":             "sehr gut, mit ton an den händen",
	"bonjour, comment vas-tu aujourd'hui?":             "très bien, les mains dans la terre",
	"bom dia, como está a correr o teu dia?":           "muito bem, com as mãos cheias de barro",
	"доброе утро, как у тебя сегодня дела?":            "очень хорошо, все руки в глине",
	"have you ever dropped something out of the kiln?": "more than once, and i cried every time",
}

// harmlessGoesOut keeps the attacks from being stopped by stopping everything.
func (s *story) harmlessGoesOut() {
	s.t.Helper()
	got := map[string]*fan{}
	n := 0
	for text, reply := range controls {
		n++
		s.model.Answers(text, reply)
		got[reply] = s.fan(fmt.Sprintf("Friend %d", n))
		got[reply].Writes(text)
	}
	for reply, f := range got {
		f.Gets(reply)
	}
}
