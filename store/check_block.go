package store

import "bytes"

// block looks at how the records of a table lie in its blocks: in one order
// without a gap between two blocks, each known by its first record, none empty,
// none longer than it may be.
func (c *checker) block(name string) func(key []byte) {
	return func(key []byte) {
		cursor := c.t.bucket(name).Cursor()
		at, sealed := cursor.Seek(key)
		b, err := c.t.blockAt(name, at, sealed)
		if err != nil {
			return // named with its records
		}
		if len(b.items) == 0 || !bytes.Equal(b.items[0].key, key) {
			c.problem("block %x of %s does not begin with its record", key, name)
			return
		}
		if b.size > longLimit() && len(b.items) > 1 {
			c.problem("block %x of %s holds %d records of %d bytes", key, name, len(b.items), b.size)
		}
		before := []byte(nil)
		for _, i := range b.items {
			if bytes.Compare(i.key, before) <= 0 {
				c.problem("record %x of %s stands behind %x", i.key, name, before)
			}
			before = i.key
		}
		if next, _ := cursor.Next(); next != nil && bytes.Compare(next, before) <= 0 {
			c.problem("record %x of %s stands behind block %x", before, name, next)
		}
	}
}

// keysInBlocks is keysFrom for a table in blocks. A block that cannot be read is
// a problem, and hides no other.
func (c *checker) keysInBlocks(name string, after []byte, limit int) (keys [][]byte, last []byte) {
	for i, err := range c.t.ascend(name, next(after)) {
		if err != nil {
			c.problem("%v", err)
			continue
		}
		if keys = append(keys, i.key); len(keys) == limit {
			return keys, i.key
		}
	}
	return keys, nil
}

// lastInBlocks is the last key of a table in blocks, as far as it can be read.
func (c *checker) lastInBlocks(name string) []byte {
	for i, err := range c.t.descend(name, behindAll) {
		if err != nil {
			break
		}
		return i.key
	}
	return nil
}
