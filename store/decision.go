package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"
)

// Codes of Decision.Act: what was done with a draft.
const (
	ActSend     = "send"     // the creator let it go out as drafted
	ActOwn      = "own"      // the creator wrote own words in its place
	ActAuto     = "auto"     // its countdown ended and nobody stopped it
	ActAgain    = "again"    // the creator asked for another draft
	ActSkip     = "skip"     // the creator does not want to answer
	ActStop     = "stop"     // it does not go out by itself: By tells who stopped it, Detail why
	ActHand     = "hand"     // the creator answered in the chat by hand
	ActDeleted  = "deleted"  // what was sent was deleted in the chat within a day
	ActReworded = "reworded" // what was sent was edited in the chat within a day
	ActArrived  = "arrived"  // the creator said that an unknown reply had arrived
	ActResend   = "resend"   // the creator had an unknown reply sent once more
	ActStale    = "stale"    // the conversation moved on before anybody decided, or before it went out
	ActExpired  = "expired"  // the reply window closed
)

// Decision is one line of the append-only record of what became of a draft: it
// is both what the audit shows and what the confidence learns from. It holds no
// text of anybody, and nothing removes it but Erase.
type Decision struct {
	Seq    uint64
	At     time.Time
	Draft  uint64
	Try    int
	Fan    FanID
	Act    string // one of the Act… codes
	Detail string // code of why, where the act alone does not tell: one of the End… or Why… codes
	By     int64  // the creator's user id; 0: by itself

	// Accepted is the label: whether the creator let the draft stand (sent
	// unchanged or with a tiny edit). Nil: nobody looked, it teaches nothing.
	// One try of one draft has one label at most that is in force.
	Accepted *bool
	Replaces uint64  // an earlier decision whose label this one takes the place of; 0: none
	Distance float64 // normalised edit distance from the draft to what was sent, 0 to 1
	Hard     bool    // rejected outright, not merely reworded
	Auto     bool    // it went, or was about to go, out by itself
	Would    bool    // it would have gone out by itself in mode earn
	Audit    bool    // it could have gone out by itself and was asked at random

	Confidence float64 // as shown at the time, 0 to 1, if Known
	Known      bool
	Threshold  float64 // in force at the time
	Mode       string
	Why        []string // codes of why a person was asked, without details
	Model      string
	Digest     string // of the model's files
	Prompt     string // hash of the prompt
	Signals    json.RawMessage
}

// Up to tinyEdit what was sent counts as the draft (a typo, an emoji); above
// outright nothing worth speaking of was left of it.
const (
	tinyEdit = 0.1
	outright = 0.5
)

// regret is how long after a reply its removal still says something about it.
const regret = 24 * time.Hour

// compare labels a decision by what took the draft's place.
func (e Decision) compare(draft, sent string) Decision {
	e.Distance = distance(strings.TrimSpace(draft), strings.TrimSpace(sent))
	return e.label(e.Distance <= tinyEdit, e.Distance > outright)
}

func (e Decision) label(accepted, hard bool) Decision {
	e.Accepted, e.Hard = &accepted, hard && !accepted
	return e
}

// teaches tells whether what becomes of the draft says anything about drafts: a
// fixed sentence, a draft without a figure and one without a text do not.
func (d *Draft) teaches() bool { return d.Known && !d.Fixed && strings.TrimSpace(d.Text) != "" }

// record appends a decision about a draft as the draft stands before it. A
// label that the draft cannot give, or that its try has given already, is left
// out: only one that says which it replaces takes its place.
func (t *tx) record(d *Draft, e Decision) error {
	seq, err := decisionTable.next(t)
	if err != nil {
		return err
	}
	e.Seq, e.At, e.Draft, e.Try, e.Fan = seq, t.now, d.ID, d.Try, d.Fan
	e.Auto, e.Would, e.Audit = e.Auto || d.Auto, d.Would, d.Audit
	e.Confidence, e.Known, e.Threshold, e.Mode = d.Confidence, d.Known, d.Threshold, d.Mode
	e.Model, e.Digest, e.Prompt, e.Signals = d.Model, d.Digest, d.Prompt, d.Signals
	for _, why := range d.Why {
		code, _, _ := strings.Cut(why, ":")
		e.Why = append(e.Why, code)
	}
	if !d.teaches() || e.Replaces != d.Label {
		e.Accepted, e.Hard, e.Replaces = nil, false, 0
	}
	if err := decidedIndex.add(t, decidedKey(d.Fan, seq)); err != nil {
		return err
	}
	if e.Accepted != nil {
		if err := t.relabel(d, e); err != nil {
			return err
		}
	}
	return decisionTable.put(t, number(seq), e)
}

// relabel makes the decision the one that labels the draft's present try.
func (t *tx) relabel(d *Draft, e Decision) error {
	if e.Replaces != 0 {
		if err := decidedIndex.remove(t, labelKey(e.Replaces)); err != nil {
			return err
		}
	}
	d.Label = e.Seq
	return decidedIndex.add(t, labelKey(e.Seq))
}

// The index holds two lists: every decision of a fan, and the decisions whose
// label is in force.
func decidedKey(id FanID, seq uint64) []byte { return join(flag(false), fanKey(id), number(seq)) }

func labelKey(seq uint64) []byte { return join(flag(true), number(seq)) }

// Query selects decisions. Its zero value selects all.
type Query struct {
	Fan   FanID     // of this fan only; zero: of all
	Since time.Time // not older than this; zero: from the beginning
	After uint64    // with a higher Seq only
	Limit int       // at most so many, the oldest ones; 0: no limit
}

// Decisions reads what was decided, oldest first. A long record is read in
// portions: After is the Seq of the last one, Limit the size.
func (s *Store) Decisions(q Query) ([]Decision, error) {
	var decisions []Decision
	err := s.view("read decisions", func(t *tx) error {
		decisions = nil
		for seq := range t.decided(q) {
			e, ok, err := decisionTable.get(t, number(seq))
			if err != nil {
				return err
			}
			if !ok || e.At.Before(q.Since) {
				continue
			}
			decisions = append(decisions, e)
			if len(decisions) == q.Limit {
				break
			}
		}
		return nil
	})
	return decisions, err
}

// decided yields the numbers that a query may mean, in order.
func (t *tx) decided(q Query) func(yield func(uint64) bool) {
	from := max(q.After+1, t.firstSince(q.Since))
	if q.Fan == (FanID{}) {
		last := t.bucket(string(decisionTable)).Sequence()
		return func(yield func(uint64) bool) {
			for seq := from; seq <= last && yield(seq); seq++ {
			}
		}
	}
	prefix := join(flag(false), fanKey(q.Fan))
	return func(yield func(uint64) bool) {
		for key := range decidedIndex.walk(t, join(prefix, number(from))) {
			if !bytes.HasPrefix(key, prefix) || !yield(lastNumber(key)) {
				return
			}
		}
	}
}

// clockSlack is how far the clock may have been put back between two decisions.
const clockSlack = time.Hour

// firstSince is a number from which on all decisions since a time stand.
func (t *tx) firstSince(since time.Time) uint64 {
	if since.IsZero() {
		return 0
	}
	last := t.bucket(string(decisionTable)).Sequence()
	return uint64(sort.Search(int(last), func(i int) bool {
		e, ok, err := decisionTable.get(t, number(uint64(i)+1))
		return err == nil && ok && !e.At.Before(since.Add(-clockSlack))
	})) + 1
}

// Labelled reads the newest limit decisions with a higher Seq than after whose
// label is in force, oldest first. It reads no others, however many there are.
func (s *Store) Labelled(after uint64, limit int) ([]Decision, error) {
	var decisions []Decision
	err := s.view("read labels", func(t *tx) error {
		decisions = nil
		for _, seq := range t.labels(after, limit) {
			e, ok, err := decisionTable.get(t, number(seq))
			if err == nil && !ok {
				err = fmt.Errorf("%w: decision %d is missing", ErrDamaged, seq)
			}
			if err != nil {
				return err
			}
			decisions = append(decisions, e)
		}
		return nil
	})
	return decisions, err
}

// labels lists the newest limit labels in force after a number, in order.
func (t *tx) labels(after uint64, limit int) []uint64 {
	var seqs []uint64
	oldest := labelKey(after + 1)
	cursor := t.bucket(string(decidedIndex)).Cursor()
	for key, _ := cursor.Last(); bytes.Compare(key, oldest) >= 0 && len(seqs) < limit; key, _ = cursor.Prev() {
		seqs = append(seqs, lastNumber(key))
	}
	slices.Reverse(seqs)
	return seqs
}
