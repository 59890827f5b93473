package store

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
)

// deflatedBlock is the first byte of a block that is deflated (RFC 1951) with
// dictionary behind it: the length of its plain form, and that form deflated. Only
// Compact makes such blocks; one that is changed is written plain.
const deflatedBlock = 2

// dictionary is what chats are full of, in several languages. It is never changed:
// blocks in files were deflated with it.
//
//go:embed dictionary.txt
var dictionary []byte

// longestBlock bounds what a deflated block may say of its length.
const longestBlock = 8 << 20

var inflaters = sync.Pool{New: func() any { return flate.NewReaderDict(bytes.NewReader(nil), dictionary) }}

// newDeflater takes a megabyte: it is for who has many blocks to write.
func newDeflater() (*flate.Writer, error) {
	return flate.NewWriterDict(nil, flate.BestCompression, dictionary)
}

// sealDeflated is sealBlock with a deflated block, where that is shorter.
func (s *sealer) sealDeflated(w *flate.Writer, name string, items []item) ([]byte, error) {
	plain := encodeBlock(items)
	var out bytes.Buffer
	out.Write(binary.AppendUvarint([]byte{deflatedBlock}, uint64(len(plain))))
	w.Reset(&out)
	_, err := w.Write(plain)
	if err = errors.Join(err, w.Close()); err != nil {
		return nil, fmt.Errorf("deflate block: %w", err)
	}
	if out.Len() < len(plain) {
		plain = out.Bytes()
	}
	return s.sealBytes(name, items[0].key, plain), nil
}

// inflate gives the plain form of a block.
func inflate(block []byte) ([]byte, error) {
	if len(block) == 0 || block[0] != deflatedBlock {
		return block, nil
	}
	length, n := binary.Uvarint(block[1:])
	if n <= 0 || length > longestBlock {
		return nil, errBlock
	}
	r := inflaters.Get().(io.Reader)
	defer inflaters.Put(r)
	if err := r.(flate.Resetter).Reset(bytes.NewReader(block[1+n:]), dictionary); err != nil {
		return nil, errBlock
	}
	plain := make([]byte, length)
	if _, err := io.ReadFull(r, plain); err != nil {
		return nil, errBlock
	}
	return plain, nil
}
