package store_test

import (
	"fmt"
	"reflect"

	"secretary/store"
)

// attempt is one try of one draft: what a creator can judge, once.
type attempt struct {
	draft uint64
	try   int
}

// judge notes what the creator thinks of a draft, if the decision was taken and
// the draft is one that teaches. The first judgement of a try stands.
func (s *simulation) judge(d store.Draft, err error, accepted bool) {
	of := attempt{d.ID, d.Try}
	if _, done := s.thought[of]; err != nil || done || !d.Known || d.Fixed || d.Text == "" {
		return
	}
	s.thought[of] = accepted
}

// judgeStanding notes that the creator is about to answer by hand with other
// words than the draft that waits for a decision or for being sent.
func (s *simulation) judgeStanding(id store.FanID) {
	if len(s.models[id].messages) == 0 || s.fan(id).Draft == 0 {
		return
	}
	d := s.draft(s.fan(id).Draft)
	for _, row := range s.inFlight {
		if row.Draft == d.ID {
			return
		}
	}
	if d.State != store.StateUnknown {
		s.judge(d, nil, false)
	}
}

// takesBack deletes a reply that was sent within the day: whatever was thought
// of the draft before, it was not right.
func (s *simulation) takesBack(id store.FanID) string {
	history, err := s.History(id, 1, 0)
	s.noErr(err)
	for _, i := range s.r.Perm(len(history)) {
		m := history[i]
		if m.Author != store.AuthorBot || m.Draft == 0 || s.draft(m.Draft).SentID != m.ID {
			continue
		}
		d := s.draft(m.Draft)
		pairs, err := s.Pairs(0, 1_000_000)
		s.noErr(err)
		for _, p := range pairs {
			if p.Fan == id && p.Message == m.ID { // what was learned from it goes with it
				s.models[id].pairs--
			}
		}
		s.deletes(id, m.ID)
		if s.now.Sub(m.Date) <= store.Window && d.Known && !d.Fixed && !d.Own {
			s.thought[attempt{d.ID, d.Try}] = false
		}
		return fmt.Sprintf("reply of draft %d taken back", d.ID)
	}
	return "nothing to take back"
}

// compareDecisions holds the record against what the creator thought: nothing
// written is ever changed, and the labels in force are exactly the judgements.
func (s *simulation) compareDecisions() {
	s.t.Helper()
	all, err := s.Decisions(store.Query{})
	s.noErr(err)
	if len(all) < len(s.read) || len(s.read) > 0 && !reflect.DeepEqual(all[:len(s.read)], s.read) {
		s.t.Error("what was recorded has changed")
	}
	s.read = all
	labelled, err := s.Labelled(0, 1<<20)
	s.noErr(err)
	for _, e := range labelled {
		of := attempt{e.Draft, e.Try}
		if accepted, judged := s.thought[of]; !judged || accepted != *e.Accepted {
			s.t.Errorf("decision %d (%s) labels %v as %t; the creator thought %t (%t)", e.Seq, e.Act, of, *e.Accepted, accepted, judged)
		}
	}
	if len(labelled) != len(s.thought) {
		s.t.Errorf("%d labels for %d judgements", len(labelled), len(s.thought))
	}
}
