package store

import (
	"compress/flate"
	"errors"

	bolt "go.etcd.io/bbolt"
)

// copier writes the buckets of a file into a new one, in order, as close together
// as can be: pages are filled, and blocks made anew and deflated.
type copier struct {
	from    *tx
	to      *bolt.DB
	tx      *bolt.Tx // the one under way
	bucket  *bolt.Bucket
	written int // bytes put into it
	deflate *flate.Writer
	aim     int // bytes of records that may well fit a deflated block
}

// blocksOnPage is how many deflated blocks shall lie on one page.
const (
	blocksOnPage = 4
	pageHead     = 16 // bytes of bbolt's own, of a page and of one entry
	entryHead    = 16
)

func (c *copier) all() (err error) {
	if c.deflate, err = newDeflater(); err != nil {
		return err
	}
	c.aim = blockLimit
	err = c.from.bolt.ForEach(func(name []byte, b *bolt.Bucket) error {
		return c.copy(string(name), b)
	})
	if c.tx == nil {
		return err
	}
	if err != nil {
		return errors.Join(err, c.tx.Rollback())
	}
	return c.tx.Commit()
}

func (c *copier) copy(name string, from *bolt.Bucket) error {
	if err := c.open(name, true); err != nil {
		return err
	}
	if err := c.bucket.SetSequence(from.Sequence()); err != nil {
		return err
	}
	if inBlocks(name) {
		return c.copyBlocks(name)
	}
	return from.ForEach(func(key, value []byte) error { return c.put(name, key, value) })
}

// open makes the bucket the one that is written to, in the transaction under way
// or a new one.
func (c *copier) open(name string, fresh bool) (err error) {
	if c.tx == nil {
		if c.tx, err = c.to.Begin(true); err != nil {
			return err
		}
	}
	if fresh {
		if _, err := c.tx.CreateBucket([]byte(name)); err != nil {
			return err
		}
	}
	c.bucket = c.tx.Bucket([]byte(name))
	c.bucket.FillPercent = 1 // all comes in order
	return nil
}

func (c *copier) put(name string, key, value []byte) error {
	if c.written += len(key) + len(value); c.written > compactStep {
		if err := c.tx.Commit(); err != nil {
			return err
		}
		c.tx, c.written = nil, 0
		if err := c.open(name, false); err != nil {
			return err
		}
	}
	return c.bucket.Put(key, value)
}

// copyBlocks makes the blocks of a table anew.
func (c *copier) copyBlocks(name string) error {
	var run []item
	size := 0
	for i, err := range c.from.ascend(name, nil) {
		if err != nil {
			return err
		}
		for len(run) > 0 && size+i.size() > c.aim {
			if run, err = c.putBlock(name, run); err != nil {
				return err
			}
			size = 0
			for _, left := range run {
				size += left.size()
			}
		}
		run = append(run, i)
		size += i.size()
	}
	for err := error(nil); len(run) > 0; {
		if run, err = c.putBlock(name, run); err != nil {
			return err
		}
	}
	return nil
}

// putBlock writes as many of these items as fit into one deflated block, and
// gives the others back.
func (c *copier) putBlock(name string, items []item) (left []item, err error) {
	key := items[0].key
	room := (c.to.Info().PageSize-pageHead)/blocksOnPage - entryHead - len(key)
	for n := len(items); ; {
		sealed, err := c.from.seal.sealDeflated(c.deflate, name, items[:n])
		if err != nil {
			return nil, err
		}
		if len(sealed) <= room || n == 1 {
			if n == len(items) {
				c.aim = min(c.aim+c.aim/16, longLimit())
			} else {
				c.aim = max(blockLimit, c.aim*n/len(items))
			}
			return items[n:], c.put(name, key, sealed)
		}
		n = max(1, min(n-1, n*room/len(sealed)))
	}
}
