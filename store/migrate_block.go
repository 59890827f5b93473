package store

import (
	"bytes"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// From version 7 on messages and pairs lie in blocks. Up to then each was sealed
// by itself, in "messages" and "pairs", under the same keys.
var unblocked = []struct {
	from, to string
	pack     func([]byte) ([]byte, error) // gives the form of today
}{
	{"messages", "message_blocks", func(plain []byte) ([]byte, error) { return plain, nil }},
	{"pairs", "pair_blocks", packPair},
}

func packPair(plain []byte) ([]byte, error) {
	var p Pair
	if err := decode(plain, &p); err != nil {
		return nil, err
	}
	return encode(nil, &p)
}

// fillBlocks writes the blocks beside the single records, a portion in each
// transaction. What an attempt that was killed left is thrown away: the version
// before may have been used since.
func (s *Store) fillBlocks() error {
	for _, m := range unblocked {
		err := s.db.Update(func(b *bolt.Tx) error {
			if b.Bucket([]byte(m.to)) == nil {
				return errNothing
			}
			return b.DeleteBucket([]byte(m.to))
		})
		if err != nil && !errors.Is(err, errNothing) {
			return err
		}
		for after := []byte{}; after != nil; {
			if after, err = s.fillPortion(m.from, m.to, after, m.pack); err != nil {
				return err
			}
		}
	}
	return nil
}

// moved is how many records one transaction moves into blocks.
const moved = 5000

// fillPortion moves records behind a key, and gives the last one; nil at the end.
func (s *Store) fillPortion(from, to string, after []byte, pack func([]byte) ([]byte, error)) (last []byte, err error) {
	err = s.db.Update(func(b *bolt.Tx) error {
		var items []item
		size := 0
		cursor := b.Bucket([]byte(from)).Cursor()
		for key, sealed := cursor.Seek(next(after)); key != nil; key, sealed = cursor.Next() {
			plain, err := s.seal.openBytes(from, key, sealed)
			if err == nil {
				plain, err = pack(plain)
			}
			if err != nil {
				return fmt.Errorf("%w: record %x of %s: %v", ErrDamaged, key, from, err)
			}
			items = append(items, item{bytes.Clone(key), plain})
			size += items[len(items)-1].size()
			if len(items) == moved {
				last = items[moved-1].key
				break
			}
		}
		if len(items) == 0 {
			return errNothing
		}
		bucket, err := b.CreateBucketIfNotExists([]byte(to))
		if err != nil {
			return err
		}
		bucket.FillPercent = 1 // they come in order
		for _, run := range split(items, size, true) {
			if err := bucket.Put(run[0].key, s.seal.sealBlock(to, run)); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, errNothing) {
		err = nil
	}
	return last, err
}

// dropUnblocked removes the single records, now that the blocks are there.
func dropUnblocked(b *bolt.Tx, _ *sealer) error {
	for _, m := range unblocked {
		bucket, err := b.CreateBucketIfNotExists([]byte(m.to))
		if err == nil {
			err = bucket.SetSequence(b.Bucket([]byte(m.from)).Sequence())
		}
		if err == nil {
			err = b.DeleteBucket([]byte(m.from))
		}
		if err != nil {
			return fmt.Errorf("put %s into blocks: %w", m.from, err)
		}
	}
	return nil
}
