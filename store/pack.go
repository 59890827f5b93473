package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"time"
)

// The records there are most of are packed instead of written as JSON: their
// fields one after the other, without names. It is a quarter of the bytes and of
// the time.
//
// A packed record begins with packedFields, which no JSON does; both are read.
// Fields are only ever added, at the end: what an older record has not is zero.

// packedFields is the first byte of a record that holds its fields in order.
const packedFields = 1

// packable is a record that is packed.
type packable interface {
	pack(*packer)
	unpack(*unpacker)
}

// encode gives the plain form of a value of a table; it may use the room of buf.
func encode(buf []byte, value any) ([]byte, error) {
	r, ok := value.(packable)
	if !ok {
		return json.Marshal(value)
	}
	p := packer{to: append(buf[:0], packedFields)}
	r.pack(&p)
	return p.to[:max(p.filled, 1)], nil
}

// packed tells whether a plain record is in the form that encode gives it.
func packed(plain []byte) bool { return len(plain) > 0 && plain[0] == packedFields }

// decode is the reverse of encode; value is a pointer. It keeps parts of plain.
func decode(plain []byte, value any) error {
	r, ok := value.(packable)
	if !ok || !packed(plain) {
		return json.Unmarshal(plain, value)
	}
	u := unpacker{from: plain[1:]}
	r.unpack(&u)
	return u.err
}

// packer writes fields.
type packer struct {
	to     []byte
	filled int // what stands behind it are fields that are zero
}

func (p *packer) count(n uint64) {
	p.to = binary.AppendUvarint(p.to, n)
	if n != 0 {
		p.filled = len(p.to)
	}
}

func (p *packer) number(n int64) { p.count(zigzag(n)) }

func (p *packer) bytes(b []byte) {
	p.count(uint64(len(b)))
	if len(b) > 0 {
		p.to = append(p.to, b...)
		p.filled = len(p.to)
	}
}

func (p *packer) text(s string) { p.bytes([]byte(s)) }

// real writes a fraction; a short one takes few bytes.
func (p *packer) real(x float64) { p.count(bits.ReverseBytes64(math.Float64bits(x))) }

// list writes how many elements follow, and those that each writes. They stay
// where they are even if they are zero, so that a count can be believed.
func (p *packer) list(n int, each func()) {
	p.count(uint64(n))
	if n > 0 {
		each()
		p.filled = len(p.to)
	}
}

func (p *packer) numbers(all []int64) {
	p.list(len(all), func() {
		for _, n := range all {
			p.number(n)
		}
	})
}

func (p *packer) words(all []string) {
	p.list(len(all), func() {
		for _, s := range all {
			p.word(s)
		}
	})
}

func (p *packer) fan(id FanID) {
	p.number(id.Owner)
	p.number(id.Chat)
}

func (p *packer) flags(set ...bool) {
	bits := uint64(0)
	for i, on := range set {
		if on {
			bits |= 1 << i
		}
	}
	p.count(bits)
}

// The forms of a moment: none, whole seconds, seconds and nanoseconds.
const (
	noMoment = iota
	wholeMoment
	fineMoment
)

// moment writes a time to the nanosecond; it is read in UTC.
func (p *packer) moment(t time.Time) {
	switch {
	case t.IsZero():
		p.count(noMoment)
	case t.Nanosecond() == 0:
		p.count(zigzag(t.Unix())<<2 | wholeMoment)
	default:
		p.count(zigzag(t.Unix())<<2 | fineMoment)
		p.count(uint64(t.Nanosecond()))
	}
}

func zigzag(n int64) uint64    { return uint64(n<<1) ^ uint64(n>>63) }
func zigzagged(n uint64) int64 { return int64(n>>1) ^ -int64(n&1) }

// word writes a text that most often is one of words: one byte then. 0 is no
// text, 1 one that is not among them.
func (p *packer) word(s string) {
	switch i, known := places[s]; {
	case s == "":
		p.count(0)
	case !known:
		p.count(1)
		p.text(s)
	default:
		p.count(uint64(i) + 2)
	}
}

// words are texts that stand in very many records. The list is append-only: a
// record holds the place in it.
var words = []string{
	"fan", "hand", "bot", "away", "other", "text", "photo", "voice", "video", "video_note", "sticker", "animation", "audio",
	"document", "disclosure", "automatic", "business_message", "edited_business_message", "deleted_business_messages",
	"business_connection", "message", "callback_query", "en", "de", "es", "fr", "it", "pt", "pt-br", "ru", "uk", "pl", "nl", "tr",
	"auto", "earn", "approve", "off",
	"drafting", "open", "holding", "queued", "unknown", "sent", "edited", "skipped", "stale", "expired", "failed", "sending", "stopped",
	"send", "own", "again", "skip", "stop", "deleted", "reworded", "arrived", "resend", "wrote", "answered", "connection", "right",
	"window", "working", "no_right", "paused", "mode", "delayed", "unsettled", "disclosed", "late", "daily",
}

// places is where each word stands.
var places = func() map[string]int {
	at := make(map[string]int, len(words))
	for i, s := range words {
		at[s] = i
	}
	return at
}()

// unpacker reads fields. After the last one everything is zero; err tells that
// what stands there makes no sense.
type unpacker struct {
	from []byte
	err  error
}

var errShort = errors.New("a packed record ends in the middle of a field")

func (u *unpacker) count() uint64 {
	if len(u.from) == 0 {
		return 0
	}
	n, size := binary.Uvarint(u.from)
	if size <= 0 {
		u.fail(errShort)
		return 0
	}
	u.from = u.from[size:]
	return n
}

func (u *unpacker) number() int64 { return zigzagged(u.count()) }

func (u *unpacker) fail(err error) { u.from, u.err = nil, errors.Join(u.err, err) }

func (u *unpacker) bytes() []byte {
	n := u.count()
	if n == 0 {
		return nil
	}
	if n > uint64(len(u.from)) {
		u.fail(errShort)
		return nil
	}
	part := u.from[:n:n]
	u.from = u.from[n:]
	return part
}

func (u *unpacker) text() string { return string(u.bytes()) }

func (u *unpacker) real() float64 { return math.Float64frombits(bits.ReverseBytes64(u.count())) }

// list reads how many elements follow; each takes a byte at least.
func (u *unpacker) list() int {
	n := u.count()
	if n > uint64(len(u.from)) {
		u.fail(errShort)
		return 0
	}
	return int(n)
}

func (u *unpacker) numbers() []int64 {
	var all []int64
	for n := u.list(); len(all) < n; {
		all = append(slices.Grow(all, n-len(all)), u.number())
	}
	return all
}

func (u *unpacker) words() []string {
	var all []string
	for n := u.list(); len(all) < n; {
		all = append(all, u.word())
	}
	return all
}

func (u *unpacker) fan() FanID { return FanID{Owner: u.number(), Chat: u.number()} }

func (u *unpacker) flags(set ...*bool) {
	bits := u.count()
	for i, on := range set {
		*on = bits>>i&1 == 1
	}
}

func (u *unpacker) moment() time.Time {
	n := u.count()
	seconds := zigzagged(n >> 2)
	switch n & 3 {
	case wholeMoment:
		return time.Unix(seconds, 0).UTC()
	case fineMoment:
		return time.Unix(seconds, int64(u.count())).UTC()
	}
	return time.Time{}
}

func (u *unpacker) word() string {
	n := u.count()
	switch {
	case n == 0:
		return ""
	case n == 1:
		return u.text()
	case n-2 >= uint64(len(words)):
		u.fail(fmt.Errorf("a packed record holds word %d of %d", n-2, len(words)))
		return ""
	}
	return words[n-2]
}
