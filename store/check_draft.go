package store

import (
	"bytes"
	"slices"
)

// What Check looks at in drafts and their replies.

func (c *checker) draft(key []byte) {
	d, ok := record(c, draftTable, key)
	if !ok {
		return
	}
	c.indexed(draftEntries(&d)...)
	f, known := c.fanOf(d.Fan)
	if d.ID != lastNumber(key) || !known {
		c.problem("draft %x says it is %d, of fan %v", key, d.ID, d.Fan)
		return
	}
	c.fate(&d, &f)
	c.times(&d)
	c.label(&d)
	for _, message := range slices.Concat(d.Card.Messages, d.Card.Copies, d.Card.Prompts) {
		if !cardIndex.has(c.t, append(signed(message), key...)) {
			c.problem("card %d does not lead to draft %d", message, d.ID)
		}
	}
}

// fate holds the draft against its conversation and its reply.
func (c *checker) fate(d *Draft, f *Fan) {
	flying := slices.DeleteFunc(c.flights(d.Fan), func(o Outgoing) bool { return !o.carries(d) })
	switch {
	case d.undecided():
		if f.Draft != d.ID || f.Rev != d.Rev || len(flying) != 0 || !slices.Equal(d.Messages, c.t.unanswered(d.Fan)) {
			c.problem("draft %d is %s but does not stand for fan %v", d.ID, d.State, d.Fan)
		}
	case d.State.Final():
		if len(flying) != 0 {
			c.problem("draft %d is %s but its reply is %s", d.ID, d.State, flying[0].State)
		}
	case len(flying) != 1 || d.Moved == (f.Draft == d.ID):
		c.problem("draft %d is %s with %d replies, moved %t", d.ID, d.State, len(flying), d.Moved)
	}
	switch d.State {
	case StateSent, StateEdited:
		c.unsent.add(d.ID)
		c.kept(d)
	case StateQueued, StateUnknown:
	default:
		return
	}
	c.unapproved.add(d.ID)
	if !d.Approved && c.recorded(*d) {
		c.problem("draft %d is %s, and nobody approved it", d.ID, d.State)
	}
}

// kept looks for the sent reply in the conversation. What is old goes from the
// beginning of a conversation: with an older message there, so is this one.
func (c *checker) kept(d *Draft) {
	if d.SentID == 0 || there(c, messageTable, messageKey(d.Fan, d.SentID, slotMessage)) {
		return
	}
	prefix := fanKey(d.Fan)
	first, _, _ := c.t.first(string(messageTable), prefix)
	if bytes.HasPrefix(first.key, prefix) && unsigned(first.key[len(prefix):]) < d.SentID {
		c.problem("draft %d was sent as message %d, which is missing", d.ID, d.SentID)
	}
}

// times holds the draft's times against its state.
func (c *checker) times(d *Draft) {
	sent := d.State == StateSent || d.State == StateEdited
	if d.State.Final() == d.Ended.IsZero() || sent == d.Sent.IsZero() {
		c.problem("draft %d is %s, ended %v, sent %v", d.ID, d.State, d.Ended, d.Sent)
	}
	if !d.HoldUntil.IsZero() && d.State != StateHolding || !d.NotBefore.IsZero() && d.State != StateQueued {
		c.problem("draft %d is %s until %v, and waits until %v", d.ID, d.State, d.HoldUntil, d.NotBefore)
	}
	if d.State == StateHolding && (!d.Auto || d.Text == "") {
		c.problem("draft %d counts down with %d bytes, automatic %t", d.ID, len(d.Text), d.Auto)
	}
}

func (c *checker) label(d *Draft) {
	if d.Label == 0 {
		return
	}
	e, ok := record(c, decisionTable, number(d.Label))
	if !ok || e.Accepted == nil || e.Draft != d.ID || e.Try != d.Try || !decidedIndex.has(c.t, labelKey(d.Label)) {
		c.problem("draft %d is labelled by decision %d, which does not label it", d.ID, d.Label)
	}
}

func (c *checker) reply(key []byte) {
	row, ok := record(c, rowTable, key)
	if !ok {
		return
	}
	c.indexed(rowEntries(&row)...)
	d, ok := record(c, draftTable, number(row.Draft))
	if !ok || row.ID != lastNumber(key) || d.Fan != row.Fan {
		c.problem("reply %x says it is %d, and belongs to draft %d of another fan, or to none", key, row.ID, row.Draft)
		return
	}
	f, _ := c.fanOf(row.Fan)
	if !c.fits(&row, &d, &f) {
		c.problem("reply %d is %s, its draft %d is %s", row.ID, row.State, d.ID, d.State)
	}
	if row.State == RowSent || row.flies() {
		c.wording(&row, &d)
	}
	if row.State == RowSent && !row.Disclosure {
		if c.sent.has(d.ID) {
			c.problem("draft %d was sent twice", d.ID)
		}
		c.sent.add(d.ID)
		c.unsent.remove(d.ID)
	}
}

// fits tells whether a reply's state is one its draft and fan allow.
func (c *checker) fits(row *Outgoing, d *Draft, f *Fan) bool {
	switch row.State {
	case RowQueued:
		one, _, err := c.t.current(row.Fan.Owner)
		return d.State == StateQueued && row.Rev == f.Rev && f.Draft == d.ID && err == nil && one.usable()
	case RowSending:
		sending := 0
		for _, other := range c.flights(row.Fan) {
			if other.State == RowSending {
				sending++
			}
		}
		return d.State == StateQueued && sending == 1
	case RowUnknown:
		return d.State == StateUnknown && !row.Disclosure || row.Disclosure && f.Doubtful == row.ID
	case RowSent:
		return d.State == sentState(d) && !row.Disclosure || row.Disclosure && !f.Disclosed.IsZero()
	}
	return true
}

// wording: what goes out, or went out, is what the card shows.
func (c *checker) wording(row *Outgoing, d *Draft) {
	if !row.Disclosure && row.Text != d.Text {
		c.problem("reply %d is not what draft %d says", row.ID, d.ID)
	}
}

func (c *checker) queueKey(key []byte) {
	row, _ := record(c, rowTable, number(lastNumber(key)))
	c.asked(queueIndex, key, rowEntries(&row))
}

func (c *checker) flightKey(key []byte) {
	row, _ := record(c, rowTable, number(lastNumber(key)))
	c.asked(flightIndex, key, rowEntries(&row))
}

func (c *checker) cardKey(key []byte) {
	if !there(c, draftTable, number(lastNumber(key))) {
		c.problem("card %d leads to draft %d, which is missing", unsigned(key), lastNumber(key))
	}
}

func (c *checker) goneKey(key []byte) {
	if len(key) != 16 || len(cardIndex.under(c.t, key[8:])) > 0 {
		c.problem("card %x is to be taken down, and has a draft", key)
	}
}

// draftKey looks at one index of drafts.
func (c *checker) draftKey(in index) func(key []byte) {
	return func(key []byte) {
		d, _ := record(c, draftTable, number(lastNumber(key)))
		c.asked(in, key, draftEntries(&d))
	}
}
