package bot

import (
	"context"
	"fmt"
	"slices"

	"secretary/bot/card"
	"secretary/bot/policy"
	"secretary/bot/words"
	"secretary/persona"
	"secretary/persona/firewall"
	"secretary/store"
)

// burst is how many of a fan's newest unanswered messages are looked at
// together: a sentence may be split over several.
const burst = 20

// spoken is what a fan said in one batch of messages.
type spoken struct {
	fan   store.Fan // as it stands after the batch
	words []string
	count int // messages that arrived

	told bool  // there is something that cannot wait
	err  error // why that is not known
}

// watchWords looks at what fans just wrote for words that cannot wait. It is
// done where messages arrive, so an alarm waits behind no draft, and neither a
// pause nor a mode silences it.
func (b *Bot) watchWords(owner int64, events []store.Event, outcomes []store.Outcome) error {
	fresh := map[store.FanID]*spoken{}
	var order []*spoken
	for i, e := range events {
		o := outcomes[i]
		if e.Op == store.Deleted || e.Message.Author != store.AuthorFan || o.Duplicate || e.Fan.Owner != owner {
			continue
		}
		said := fresh[e.Fan]
		if said == nil {
			said = &spoken{}
			fresh[e.Fan] = said
			order = append(order, said)
		}
		said.fan = o.Fan
		if e.Op == store.Arrived {
			said.count++
		}
		if e.Message.Text != "" {
			said.words = append(said.words, e.Message.Text)
		}
	}
	spread(len(order), func(i int) { order[i].told, order[i].err = b.alarming(*order[i]) })
	for _, said := range order {
		if said.err != nil {
			return said.err
		}
		if !said.told {
			continue
		}
		if err := b.watchFan(said.fan, said.words); err != nil {
			return err
		}
	}
	return nil
}

// alarming tells whether a fan's words of one batch hold what cannot wait, or do so
// together with what else is unanswered. Only where there is more than this batch is
// the archive read.
func (b *Bot) alarming(said spoken) (bool, error) {
	if len(said.words) == 0 {
		return false, nil
	}
	if said.fan.Waiting <= said.count && said.fan.Skipped <= said.fan.Answered {
		_, told := persona.Alarm(persona.Screen(said.words))
		return told, nil
	}
	waiting, undecided, err := b.unansweredWords(said.fan)
	if len(undecided) == 0 {
		undecided = said.words // answered or skipped before it was seen
	}
	_, told := persona.Alarm(persona.Screen(undecided))
	if !told && len(waiting) != len(undecided) {
		_, told = persona.Alarm(persona.Screen(waiting))
	}
	return told, err
}

// watchWaiting looks at everybody who waits when the program starts: it may have
// died between storing a message and looking at it.
func (b *Bot) watchWaiting(ctx context.Context) {
	persona.Screen(nil) // reading the rules takes a moment; no fan shall wait for it
	owner, err := b.owner()
	fans := []store.Fan{}
	if err == nil {
		fans, err = b.store.Waiting(0)
	}
	for _, f := range fans {
		if err != nil || ctx.Err() != nil {
			break
		}
		if f.ID.Owner == owner {
			err = b.watchFan(f, nil)
		}
	}
	if err != nil {
		b.log.Error("cannot look at the words of those who wait", "err", err)
	}
}

// watchFan screens a fan's newest words, and what is unanswered together with
// them. On an alarm it tells the creator once for these messages, and offers a
// card without a draft.
func (b *Bot) watchFan(fan store.Fan, fresh []string) error {
	waiting, undecided, err := b.unansweredWords(fan)
	if err != nil {
		return err
	}
	if len(undecided) == 0 {
		undecided = fresh // answered or skipped before it was seen
	}
	f, told := persona.Alarm(persona.Screen(undecided))
	if told {
		if err := b.raise(fan, f); err != nil {
			return err
		}
	}
	if len(waiting) != len(undecided) {
		f, told = persona.Alarm(persona.Screen(waiting))
	}
	if !told || fan.Waiting == 0 {
		return nil
	}
	return b.alarmCard(context.Background(), fan, f)
}

// unansweredWords gives a fan's newest unanswered texts, and those among them
// that the creator has not skipped.
func (b *Bot) unansweredWords(fan store.Fan) (waiting, undecided []string, err error) {
	if fan.Waiting == 0 {
		return nil, nil, nil
	}
	history, err := b.store.History(fan.ID, fan.Answered+1, burst)
	if err != nil {
		return nil, nil, fmt.Errorf("read unanswered messages: %w", err)
	}
	for _, m := range history {
		if m.Author != store.AuthorFan || m.Text == "" {
			continue
		}
		waiting = append(waiting, m.Text)
		if m.ID > fan.Skipped {
			undecided = append(undecided, m.Text)
		}
	}
	return waiting, undecided, nil
}

// raise tells the creator of words that cannot wait, once for a burst.
func (b *Bot) raise(fan store.Fan, f persona.Flag) error {
	who := "<b>" + card.Escape(card.FanName(fan)) + "</b>"
	if link := card.ChatLink(fan); link != "" {
		who = `<a href="` + link + `">` + card.Escape(card.FanName(fan)) + "</a>"
	}
	b.log.Warn("words that cannot wait", "fan", fan.ID.Chat, "rule", f.Code)
	return b.notices.Enqueue(store.Notice{
		Key:  fmt.Sprintf("alarm:%d:%d:%s:%d", fan.ID.Owner, fan.ID.Chat, f.Code, max(fan.Answered, fan.Skipped)),
		Text: words.Alarm(f.Code, who, card.Escape(f.Detail)),
	})
}

// alarmCard offers a card without a draft, and shows it whatever else is open. No
// model is asked.
func (b *Bot) alarmCard(ctx context.Context, fan store.Fan, f persona.Flag) error {
	d, err := b.standing(fan)
	if err != nil {
		return err
	}
	if d.Problem == f.Code && d.Rev == fan.Rev && d.State == store.StateOpen {
		return nil // it stands there already
	}
	return b.offer(ctx, fan, store.Offer{Problem: f.Code, Why: policy.Reason(nil, f), Urgent: true})
}

// cautious tells whether a rule about replies warns of a draft.
func cautious(d persona.Draft) bool { return slices.ContainsFunc(d.Flags, persona.Flag.Warns) }

// guarded tells whether a draft holds what nobody sends.
func guarded(d persona.Draft) bool {
	return slices.ContainsFunc(d.Flags, func(f persona.Flag) bool { return f.Severity() == firewall.Never })
}
