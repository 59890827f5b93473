package store

import (
	"bytes"
	"sync/atomic"
)

// hot is a record that every other transaction reads, as it was read last. Each
// writing seals a record with a nonce of its own, so the same bytes under the
// same key are the same record. What is given is shared: nobody may change what
// its maps and slices hold.
type hot[T any] struct{ last atomic.Pointer[opened[T]] }

type opened[T any] struct {
	key, sealed []byte
	value       T
}

// get is table.get, without opening what was opened the last time.
func (h *hot[T]) get(t *tx, from table[T], key []byte) (value T, ok bool, err error) {
	sealed := t.bucket(string(from)).Get(key)
	if last := h.last.Load(); last != nil && bytes.Equal(last.sealed, sealed) && bytes.Equal(last.key, key) {
		return last.value, true, nil
	}
	if value, ok, err = from.get(t, key); err == nil && ok {
		h.last.Store(&opened[T]{bytes.Clone(key), bytes.Clone(sealed), value})
	}
	return value, ok, err
}
