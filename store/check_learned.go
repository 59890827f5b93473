package store

// What Check looks at in the record of decisions and in what was learned.

// decision looks at one line of the record: it has no holes, belongs to drafts,
// and no try of a draft has two labels in force.
func (c *checker) decision(key []byte) {
	c.last++
	e, ok := record(c, decisionTable, key)
	if !ok {
		return
	}
	if e.Seq != c.last || lastNumber(key) != c.last {
		c.problem("decision %d stands where %d should", e.Seq, c.last)
		c.last = lastNumber(key)
	}
	c.indexed(at(decidedIndex, decidedKey(e.Fan, e.Seq)))
	d, ok := record(c, draftTable, number(e.Draft)) // may be gone: too old, or its fan forgotten
	if ok && d.Fan != e.Fan {
		c.problem("decision %d is about draft %d, which is another fan's", e.Seq, e.Draft)
	}
	switch e.Act {
	case ActSend, ActOwn, ActAuto:
		c.unapproved.remove(e.Draft)
	}
	if e.Accepted != nil {
		c.verdict(&e, &d)
	} else if e.Replaces != 0 || decidedIndex.has(c.t, labelKey(e.Seq)) {
		c.problem("decision %d is a label and holds none", e.Seq)
	}
}

// labelsAtHand is for how many tries it is known at once which decision labels
// them. Those about one draft stand close together.
const labelsAtHand = 1 << 14

// verdict looks at a decision with a label. d is its draft, zero if gone.
func (c *checker) verdict(e *Decision, d *Draft) {
	force := decidedIndex.has(c.t, labelKey(e.Seq))
	if !e.Known || d.ID != 0 && d.Try == e.Try && force != (d.Label == e.Seq) {
		c.problem("decision %d labels try %d of draft %d, which decision %d does", e.Seq, e.Try, e.Draft, d.Label)
	}
	if e.Replaces != 0 {
		before, ok := record(c, decisionTable, number(e.Replaces))
		if !ok || before.Accepted == nil || before.Draft != e.Draft || before.Try != e.Try || decidedIndex.has(c.t, labelKey(e.Replaces)) {
			c.problem("decision %d replaces the label of decision %d, which is in force or another one's", e.Seq, e.Replaces)
		}
		c.replaced.remove(e.Replaces)
	}
	if !force {
		c.replaced.add(e.Seq)
		return
	}
	of := [2]uint64{e.Draft, uint64(e.Try)}
	if other := c.labelled[of]; other != 0 {
		c.problem("decisions %d and %d both label try %d of draft %d", other, e.Seq, e.Try, e.Draft)
	}
	if len(c.labelled) >= labelsAtHand {
		clear(c.labelled)
	}
	c.labelled[of] = e.Seq
}

// recorded tells whether what became of the draft must be in the record, which
// version 1 of the file did not have.
func (c *checker) recorded(d Draft) bool {
	first, ok := record(c, decisionTable, number(1))
	return ok && !d.Created.Before(first.At)
}

func (c *checker) decidedKey(key []byte) {
	e, ok := record(c, decisionTable, number(lastNumber(key)))
	if !ok || string(key) != string(decidedKey(e.Fan, e.Seq)) && (e.Accepted == nil || string(key) != string(labelKey(e.Seq))) {
		c.problem("index %s holds %x, which no record asks for", decidedIndex, key)
	}
}

// pair holds a pair against its index, its fan and the answer in the chat.
func (c *checker) pair(key []byte) {
	p, ok := record(c, pairTable, key)
	if !ok {
		return
	}
	c.indexed(at(pairIndex, pairKey(p)))
	if _, known := c.fanOf(p.Fan); !known || p.Seq != lastNumber(key) || p.Question == "" || p.Answer == "" {
		c.problem("pair %x says it is %d, with %d and %d bytes", key, p.Seq, len(p.Question), len(p.Answer))
	}
	m, ok := record(c, messageTable, messageKey(p.Fan, p.Message, slotMessage))
	if ok && p.Message != 0 && (m.Deleted || p.Answer != m.Text && !sameText(p.Answer, m.Text)) {
		c.problem("pair %d is not what message %d of fan %v says", p.Seq, p.Message, p.Fan)
	}
}

func (c *checker) pairKey(key []byte) {
	p, ok := record(c, pairTable, number(lastNumber(key)))
	if !ok || string(pairKey(p)) != string(key) {
		c.problem("index %s holds %x, which no record asks for", pairIndex, key)
	}
}

// rule holds a rule against its number and, at the first one, all of them
// against their limit.
func (c *checker) rule(key []byte) {
	r, ok := record(c, ruleTable, key)
	if ok && (r.ID != lastNumber(key) || r.Text == "") {
		c.problem("rule %x says it is %d, with %d bytes", key, r.ID, len(r.Text))
	}
	if first, _ := c.t.bucket(string(ruleTable)).Cursor().First(); string(first) != string(key) {
		return
	}
	standing := map[int64]int{}
	keys, _ := keysFrom(c.t, string(ruleTable), nil, portion)
	for _, key := range keys {
		if r, ok := record(c, ruleTable, key); ok && !r.Gone {
			standing[r.Owner]++
		}
	}
	for owner, n := range standing {
		if n > MaxRules {
			c.problem("%d rules of %d are in force", n, owner)
		}
	}
}

func (c *checker) memory(key []byte) {
	m, ok := record(c, memoryTable, key)
	if !ok {
		return
	}
	c.indexed(memoryEntries(&m)...)
	if _, known := c.fanOf(m.Fan); !known || m.Fan != fanOf(key) {
		c.problem("memory %x is of no fan", key)
	}
	seen := map[int]bool{0: true}
	one := func(id int, message int64) {
		if seen[id] || id > m.Last {
			c.problem("memory of %v holds number %d twice, or without a number", m.Fan, id)
		}
		seen[id] = true
		if from, ok := record(c, messageTable, messageKey(m.Fan, message, slotMessage)); ok && message != 0 && from.Deleted {
			c.problem("memory of %v holds number %d, of message %d, which is deleted", m.Fan, id, message)
		}
	}
	for _, f := range m.Facts {
		one(f.ID, f.Message)
	}
	for _, p := range m.Promises {
		one(p.ID, p.Message)
	}
}

func (c *checker) promiseKey(key []byte) {
	m, _ := record(c, memoryTable, key[8:])
	c.asked(promiseIndex, key, memoryEntries(&m))
}
