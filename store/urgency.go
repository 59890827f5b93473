package store

import (
	"slices"
	"time"
)

// Closing is how long before its end a reply window counts as closing: such
// fans come before all others.
const Closing = time.Hour

// moneyLead is how much longer they count as waiting who speak of money. They
// come before everybody who has not waited that much longer, so nobody waits
// for ever because of them.
const moneyLead = 12 * time.Hour

// Closes is when the reply window ends.
func (f Fan) Closes() time.Time { return f.LastIn.Add(Window) }

// Moneyed tells whether the fan waits with a message about money.
func (f Fan) Moneyed() bool { return f.Money > f.Answered }

// Away tells whether the fan waits with a message that came while the program
// was away from Telegram: nothing answers it by itself.
func (f Fan) Away() bool { return f.Missed > f.Answered }

// Rank orders fans whose window is not closing, the smallest first: by how long
// they have waited since a time, and those who speak of money before the others.
func (f Fan) Rank(since time.Time) time.Time { return rank(since, f.Moneyed()) }

func rank(since time.Time, money bool) time.Time {
	if money {
		return since.Add(-moneyLead)
	}
	return since
}

// waiter is a fan who waits, as the index tells.
type waiter struct {
	fan    FanID
	rank   time.Time
	closes time.Time
}

func waiterOf(key []byte) waiter {
	return waiter{fan: fanOf(key[16:]), rank: rank(momentOf(key[8:]), len(key) > 32), closes: momentOf(key).Add(Window)}
}

// urgent lists the waiting fans whose window is open, most urgent first. It
// reads index keys only.
func (t *tx) urgent() []FanID {
	var ids []FanID
	var waiters []waiter
	for key := range waitingIndex.look(t, moment(t.now.Add(-Window+1))) {
		w := waiterOf(key)
		if w.closes.Sub(t.now) <= Closing {
			ids = append(ids, w.fan)
		} else {
			waiters = append(waiters, w)
		}
	}
	slices.SortStableFunc(waiters, func(a, b waiter) int { return a.rank.Compare(b.rank) })
	for _, w := range waiters {
		ids = append(ids, w.fan)
	}
	return ids
}
