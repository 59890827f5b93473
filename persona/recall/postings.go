package recall

import (
	"encoding/binary"
	"slices"
)

// postings is the list of the documents that hold a term. Documents are numbered in the order they came, so a list only
// grows at its end. All but the first are kept as varints of the distance from the one before, the lowest bit telling
// whether the document holds the term more than once.
type postings struct {
	data   []byte
	first  uint32 // the first document, shifted like the distances
	last   uint32 // the last document
	count  uint32
	piece  bool
	closed bool // in so many documents that it tells nothing: no longer kept
}

// add appends a document; it is later than all before.
func (p *postings) add(doc uint32, many bool) {
	bit := uint32(0)
	if many {
		bit = 1
	}
	if p.count == 0 {
		p.first = doc<<1 | bit
	} else {
		p.data = binary.AppendUvarint(p.data, uint64(doc-p.last)<<1|uint64(bit))
	}
	p.last = doc
	p.count++
}

// Pack gives back the room that lists keep for what may come. It is for the moment when a long record has been read.
func (x *Index) Pack() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.docs, x.lengths, x.lists = slices.Clone(x.docs), slices.Clone(x.lengths), slices.Clone(x.lists)
	size := 0
	for i := range x.lists {
		size += len(x.lists[i].data)
	}
	all := make([]byte, 0, size)
	for i := range x.lists {
		from := len(all)
		all = append(all, x.lists[i].data...)
		x.lists[i].data = all[from:len(all):len(all)] // what is added to one list goes elsewhere
	}
}

// shut tells whether the documents of a term are no longer kept.
func (p *postings) shut() bool { return p != nil && p.closed }

// size is how many documents hold the term; none for nil.
func (p *postings) size() int {
	if p == nil {
		return 0
	}
	return int(p.count)
}

// close forgets the documents of a term.
func (p *postings) close() { p.data, p.closed = nil, true }

// each calls fn with every document, in order.
func (p *postings) each(fn func(doc uint32, many bool)) {
	if p.count == 0 || p.closed {
		return
	}
	doc := p.first >> 1
	fn(doc, p.first&1 == 1)
	for i := 0; i < len(p.data); {
		step := uint64(p.data[i])
		if i++; step >= 0x80 {
			step &= 0x7f
			for shift := 7; ; shift += 7 {
				b := p.data[i]
				i++
				step |= uint64(b&0x7f) << shift
				if b < 0x80 {
					break
				}
			}
		}
		doc += uint32(step >> 1)
		fn(doc, step&1 == 1)
	}
}
