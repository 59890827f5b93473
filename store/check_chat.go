package store

// What Check looks at in the inbox and in conversations.

func (c *checker) row(key []byte) {
	row, ok := record(c, inboxTable, key)
	if !ok {
		return
	}
	c.indexed(at(updateIndex, signed(row.ID), key))
	if row.Seq != lastNumber(key) {
		c.problem("row %x says it is %d", key, row.Seq)
	}
}

func (c *checker) parked(key []byte) {
	c.count.Parked++
	if !there(c, inboxTable, key) || pendingIndex.has(c.t, key) {
		c.problem("parked row %x is missing or pending", key)
	}
}

func (c *checker) pendingKey(key []byte) {
	c.count.Pending++
	row, ok := record(c, inboxTable, key)
	if !ok {
		c.problem("pending row %x is missing", key)
		return
	}
	c.indexed(at(chatIndex, chatKey(row.Chat, row.Seq)))
}

func (c *checker) chatKey(key []byte) {
	row, ok := record(c, inboxTable, number(lastNumber(key)))
	if !ok || row.Chat != unsigned(key) || !pendingIndex.has(c.t, number(row.Seq)) {
		c.problem("index %s holds %x, which no pending row asks for", chatIndex, key)
	}
}

func (c *checker) updateKey(key []byte) {
	row, ok := record(c, inboxTable, number(lastNumber(key)))
	if !ok || row.ID != unsigned(key) {
		c.problem("index %s holds %x, which no record asks for", updateIndex, key)
	}
}

func (c *checker) message(key []byte) {
	c.count.Messages++
	m, ok := record(c, messageTable, key)
	if !ok {
		return
	}
	id, slot := fanOf(key), key[len(key)-1]
	f, known := c.fanOf(id)
	if !known {
		c.problem("message %x is of no fan", key)
		return
	}
	if m.ID != unsigned(key[16:]) || slot != slotMessage && slot != slotReply {
		c.problem("message %x says it is %d", key, m.ID)
	}
	if waits(m, f, slot) != (slot == slotMessage && unansweredIndex.has(c.t, key[:24])) {
		c.problem("message %x of a fan answered up to %d: whether it waits for an answer is wrong", key, f.Answered)
	}
	if m.Author == AuthorFan && f.LastID < m.ID {
		c.problem("the newest message of fan %v is %d, not %d", id, m.ID, f.LastID)
	}
	if m.Draft != 0 && m.Kind != KindDisclosure {
		c.origin(key, m, slot)
	}
}

// waits tells whether a message is one of the unanswered ones.
func waits(m Message, f Fan, slot byte) bool {
	return m.Author == AuthorFan && !m.Deleted && m.ID > f.Answered && slot == slotMessage
}

// origin holds a sent reply against its draft, which may be gone: too old.
func (c *checker) origin(key []byte, m Message, slot byte) {
	d, ok := record(c, draftTable, number(m.Draft))
	if ok && (d.Fan != fanOf(key) || d.State != sentState(&d) || slot == slotMessage && d.SentID != m.ID) {
		c.problem("message %x is said to be draft %d, which is %s as %d", key, d.ID, d.State, d.SentID)
	}
}

func (c *checker) unansweredKey(key []byte) {
	f, known := c.fanOf(fanOf(key))
	m, ok := record(c, messageTable, append(key, slotMessage))
	if !ok || !known || !waits(m, f, slotMessage) {
		c.problem("index %s holds %x, which no record asks for", unansweredIndex, key)
	}
}

func (c *checker) conversation(key []byte) {
	c.count.Chats++
	f, ok := record(c, fanTable, key)
	if !ok {
		return
	}
	if !f.LastIn.IsZero() {
		c.count.Fans++
	}
	c.count.LastIn = latest(c.count.LastIn, f.LastIn)
	c.indexed(fanEntries(&f)...)
	if f.ID != fanOf(key) {
		c.problem("fan %x says it is %v", key, f.ID)
		return
	}
	if f.Due.IsZero() && !f.Burst.IsZero() {
		c.problem("fan %v writes since %v, and nothing is due", f.ID, f.Burst)
	}
	c.patience(&f)
	c.standing(&f)
	c.doubts(&f)
}

// patience holds how long a fan waits against what waits.
func (c *checker) patience(f *Fan) {
	unanswered := c.t.unanswered(f.ID)
	since := Message{}
	if len(unanswered) > 0 {
		since, _ = record(c, messageTable, messageKey(f.ID, unanswered[0], slotMessage))
	}
	if f.Waiting != len(unanswered) || !f.WaitingSince.Equal(since.Date) {
		c.problem("fan %v waits with %d messages since %v, has %d since %v", f.ID, f.Waiting, f.WaitingSince, len(unanswered), since.Date)
	}
}

// standing looks at the draft that stands for the conversation.
func (c *checker) standing(f *Fan) {
	if f.Draft == 0 {
		return
	}
	d, ok := record(c, draftTable, number(f.Draft))
	if !ok || d.State.Final() || d.Fan != f.ID || d.Rev != f.Rev {
		c.problem("fan %v at %d has draft %d, which does not stand: it is %s", f.ID, f.Rev, f.Draft, d.State)
	}
}

// doubts counts what may or may not have arrived.
func (c *checker) doubts(f *Fan) {
	unsettled := 0
	for _, row := range c.flights(f.ID) {
		if row.State == RowUnknown {
			unsettled++
		}
	}
	if f.Unsettled != unsettled {
		c.problem("fan %v has %d unsettled replies, not %d", f.ID, unsettled, f.Unsettled)
	}
	if f.Doubtful == 0 {
		return
	}
	row, ok := record(c, rowTable, number(f.Doubtful))
	if !ok || row.State != RowUnknown || !row.Disclosure || row.Fan != f.ID {
		c.problem("fan %v doubts disclosure line %d, which is in no doubt", f.ID, f.Doubtful)
	}
}

func (c *checker) waitingKey(key []byte) {
	c.count.Waiting++
	f, _ := c.fanOf(fanOf(key[16:]))
	c.asked(waitingIndex, key, fanEntries(&f))
}

func (c *checker) dueKey(key []byte) {
	f, _ := c.fanOf(fanOf(key[8:]))
	c.asked(dueIndex, key, fanEntries(&f))
}

func (c *checker) connection(key []byte) {
	if one, ok := record(c, connectionTable, key); ok && string(c.t.seal.nameKey(one.ID)) != string(key) {
		c.problem("connection %x of %d goes by another name", key, one.Owner)
	}
}

func (c *checker) current(key []byte) {
	one, ok, err := c.t.current(unsigned(key))
	if err != nil || !ok || one.Owner != unsigned(key) {
		c.problem("current connection of %d is missing", unsigned(key))
	}
}

func (c *checker) notice(key []byte) {
	if n, ok := record(c, noticeTable, key); ok && n.ID != lastNumber(key) {
		c.problem("notice %x says it is %d", key, n.ID)
	}
}
