package store

import "slices"

// WaitLine is the message in the creator's chat that says how many fans wait beside
// those whose card is open.
type WaitLine struct {
	Message int64  // 0: there is none
	Text    string // what it says; it holds numbers only
}

// Crowd counts the fans who wait without a card in the creator's chat.
type Crowd struct {
	Ready   int // fans whose card only lacks a place; with 0 nothing else is counted
	More    int // fans who wait without a card, Ready among them, those with a closed window too
	Closing int // of More: those who can be answered for less than Closing
	Calm    int // open cards of fans who can be answered for longer than that, or not at all
}

// Crowd reads how many of an owner's fans wait without a card while there are so
// many places for cards: theirs has no place, or is not made yet. Fans whose
// reply is on its way do not wait.
func (s *Store) Crowd(owner int64, slots int) (Crowd, error) {
	var c Crowd
	err := s.view("count who waits", func(t *tx) error {
		c = Crowd{}
		soon, lacking := t.unshown(slots), map[FanID]bool{}
		for key := range unshownIndex.look(t, nil) {
			if !slices.Contains(soon, lastNumber(key)) {
				lacking[fanOf(key[1:])] = true
			}
		}
		if c.Ready = len(lacking); c.Ready == 0 {
			return nil
		}
		served, shown, err := t.served(lacking)
		if err != nil {
			return err
		}
		for key := range waitingIndex.look(t, nil) {
			w := waiterOf(key)
			left := w.closes.Sub(t.now)
			closing := left > 0 && left <= Closing
			switch {
			case w.fan.Owner != owner:
			case shown[w.fan] && !closing:
				c.Calm++
			case served[w.fan]:
			default:
				c.More++
				if closing {
					c.Closing++
				}
			}
		}
		return nil
	})
	return c, err
}

// served finds the fans who have a card in the chat (shown: one that asks), or
// a reply on its way. Who has moved on from a reply whose fate is open may be
// lacking a card all the same.
func (t *tx) served(lacking map[FanID]bool) (served, shown map[FanID]bool, err error) {
	served, shown = map[FanID]bool{}, map[FanID]bool{}
	for _, in := range []index{askingIndex, holdingIndex} {
		for _, id := range in.numbers(t) {
			d, err := t.draft(id)
			if err != nil {
				return nil, nil, err
			}
			served[d.Fan] = true
			shown[d.Fan] = in == askingIndex
		}
	}
	for key := range flightIndex.look(t, nil) {
		if fan := fanOf(key); !lacking[fan] {
			served[fan] = true
		}
	}
	return served, shown, nil
}
