package store

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"
)

// Pair is something a fan asked and how the creator answered it: by hand, by an
// approved draft, or by an edited one, with the final words. It is recorded in
// the transaction that knows the answer to be sent. What went out by itself and
// nobody looked at is none: nothing is learned from it.
type Pair struct {
	Seq      uint64
	At       time.Time
	Fan      FanID
	Message  int64  // id of the answer in the chat, 0 unknown
	Question string // the fan's messages it answers, joined by line breaks
	Answer   string // what was sent
	Draft    string // what the model had proposed, if it was edited; else empty
	Hand     bool   // written by hand in the chat
	Pinned   bool   // the creator wants it kept
}

// MaxPairs is how many pairs are kept, pinned ones besides. The oldest go.
const MaxPairs = 100_000

func pairKey(p Pair) []byte { return join(fanKey(p.Fan), signed(p.Message), number(p.Seq)) }

// pair records a pair with the next number. Without words on both sides there
// is nothing to learn.
func (t *tx) pair(p Pair) error {
	if strings.TrimSpace(p.Question) == "" || strings.TrimSpace(p.Answer) == "" {
		return nil
	}
	seq, err := pairTable.next(t)
	if err != nil {
		return err
	}
	p.Seq = seq
	if err := pairTable.put(t, number(seq), p); err != nil {
		return err
	}
	if err := pairIndex.add(t, pairKey(p)); err != nil {
		return err
	}
	return t.dropOldPairs(seq)
}

// dropOldPairs removes what lies more than the limit behind the newest pair.
func (t *tx) dropOldPairs(newest uint64) error {
	if newest <= t.pairs {
		return nil
	}
	var old []Pair
	for i, err := range t.ascend(string(pairTable), nil) {
		if err == nil && lastNumber(i.key) > newest-t.pairs {
			break
		}
		var p Pair
		if err == nil {
			p, err = pairTable.read(i)
		}
		if err != nil {
			return err
		}
		if !p.Pinned {
			old = append(old, p)
		}
	}
	for _, p := range old {
		if err := t.dropPair(p); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) dropPair(p Pair) error {
	if err := pairIndex.remove(t, pairKey(p)); err != nil {
		return err
	}
	return pairTable.delete(t, number(p.Seq))
}

// pairSent records what a sent reply teaches, if the creator looked at it.
func (t *tx) pairSent(d *Draft, row *Outgoing) error {
	if d.Auto || d.Fixed {
		return nil
	}
	question, err := t.asked(d.Fan, d.Messages)
	if err != nil {
		return err
	}
	answer, err := t.arrivedAs(d, row.Text)
	if err != nil {
		return err
	}
	p := Pair{At: t.now, Fan: d.Fan, Message: d.SentID, Question: question, Answer: answer}
	if d.Own {
		p.Draft = d.Previous
	}
	return t.pair(p)
}

// arrivedAs is what the fan got of a sent reply: an echo that was not recognised
// may stand in the chat already, changed or deleted since. Empty if it is gone.
func (t *tx) arrivedAs(d *Draft, text string) (string, error) {
	if d.SentID == 0 {
		return text, nil
	}
	m, ok, err := t.message(d.Fan, d.SentID)
	switch {
	case err != nil || ok && m.Deleted:
		return "", err
	case ok && !sameText(text, m.Text):
		return m.Text, nil
	}
	return text, nil
}

// pairByHand records what the creator answered by hand to the messages that
// waited. Its caller has not yet made them answered.
func (t *tx) pairByHand(f *Fan, m Message) error {
	if m.Kind != "text" && m.Kind != "" {
		return nil // a caption says little without its picture
	}
	var waiting []int64
	for _, id := range t.unanswered(f.ID) {
		if id < m.ID {
			waiting = append(waiting, id)
		}
	}
	question, err := t.asked(f.ID, waiting)
	if err != nil {
		return err
	}
	return t.pair(Pair{At: t.now, Fan: f.ID, Message: m.ID, Question: question, Answer: m.Text, Hand: true})
}

// asked joins the texts of these messages of the fan.
func (t *tx) asked(id FanID, messages []int64) (string, error) {
	var lines []string
	for _, message := range messages {
		m, ok, err := t.message(id, message)
		if err != nil {
			return "", err
		}
		if ok && !m.Deleted && strings.TrimSpace(m.Text) != "" {
			lines = append(lines, m.Text)
		}
	}
	return strings.Join(lines, "\n"), nil
}

// pairOf gives the pair whose answer is this message.
func (t *tx) pairOf(id FanID, message int64) (p Pair, ok bool, err error) {
	if message == 0 {
		return p, false, nil
	}
	keys := pairIndex.under(t, append(fanKey(id), signed(message)...))
	if len(keys) == 0 {
		return p, false, nil
	}
	return pairTable.get(t, number(lastNumber(keys[0])))
}

// pairEdited follows the creator's change of his own message in the chat. By
// changing what went out by itself he has looked at it: it becomes a pair.
func (t *tx) pairEdited(f *Fan, m Message, before string) error {
	p, ok, err := t.pairOf(f.ID, m.ID)
	if err != nil {
		return err
	}
	if ok {
		if strings.TrimSpace(m.Text) == "" {
			return t.dropPair(p)
		}
		p.Answer = m.Text
		return pairTable.put(t, number(p.Seq), p)
	}
	if m.Author != AuthorBot || m.Draft == 0 {
		return nil
	}
	d, err := t.draft(m.Draft)
	if errors.Is(err, ErrNotFound) {
		return nil // too old to be kept, while its message still is
	}
	if err != nil || !d.Auto || d.Fixed {
		return err
	}
	question, err := t.asked(f.ID, d.Messages)
	if err != nil {
		return err
	}
	return t.pair(Pair{At: t.now, Fan: f.ID, Message: m.ID, Question: question, Answer: m.Text, Draft: before})
}

// pairDeleted forgets the pair of an answer that the creator took back.
func (t *tx) pairDeleted(id FanID, message int64) error {
	p, ok, err := t.pairOf(id, message)
	if err != nil || !ok {
		return err
	}
	return t.dropPair(p)
}

// Pairs reads up to limit pairs with a number above after, in the order they
// were learned. Numbers are never used twice, and one that is MaxPairs behind
// the newest is gone unless it is pinned.
func (s *Store) Pairs(after uint64, limit int) ([]Pair, error) {
	var pairs []Pair
	err := s.view("read pairs", func(t *tx) (err error) {
		pairs, err = readUpTo(t.ascend(string(pairTable), number(after+1)), limit)
		return err
	})
	return pairs, err
}

// readUpTo reads as many pairs.
func readUpTo(from iter.Seq2[item, error], limit int) (pairs []Pair, err error) {
	for i, err := range from {
		if err != nil || len(pairs) >= limit {
			return pairs, err
		}
		p, err := pairTable.read(i)
		if err != nil {
			return pairs, err
		}
		pairs = append(pairs, p)
	}
	return pairs, nil
}

// LastPairs reads the newest limit pairs, the newest first.
func (s *Store) LastPairs(limit int) ([]Pair, error) {
	var pairs []Pair
	err := s.view("read newest pairs", func(t *tx) (err error) {
		pairs, err = readUpTo(t.descend(string(pairTable), behindAll), limit)
		return err
	})
	return pairs, err
}

// Pair reads one pair; ErrNotFound if there is none, or no longer.
func (s *Store) Pair(seq uint64) (Pair, error) {
	var pair Pair
	err := s.view(fmt.Sprintf("read pair %d", seq), func(t *tx) error {
		p, ok, err := pairTable.get(t, number(seq))
		if err == nil && !ok {
			err = ErrNotFound
		}
		pair = p
		return err
	})
	return pair, err
}

// PinPair keeps a pair beyond MaxPairs, or no longer; ErrNotFound if there is
// none.
func (s *Store) PinPair(seq uint64, pinned bool) error {
	return s.update(fmt.Sprintf("pin pair %d", seq), func(t *tx) error {
		p, ok, err := pairTable.get(t, number(seq))
		if err == nil && !ok {
			err = ErrNotFound
		}
		if err != nil || p.Pinned == pinned {
			return err
		}
		p.Pinned = pinned
		return pairTable.put(t, number(seq), p)
	})
}

// DropPair forgets a pair; one that is gone already is no error.
func (s *Store) DropPair(seq uint64) error {
	return s.update(fmt.Sprintf("forget pair %d", seq), func(t *tx) error {
		p, ok, err := pairTable.get(t, number(seq))
		if err != nil || !ok {
			return err
		}
		return t.dropPair(p)
	})
}
