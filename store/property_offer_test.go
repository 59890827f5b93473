package store_test

import (
	"errors"
	"fmt"

	"secretary/store"
)

func (s *simulation) offer(id store.FanID) string {
	m := s.models[id]
	if len(m.messages) == 0 {
		return "nobody to draft for"
	}
	rev := s.fan(id).Rev
	if s.r.IntN(4) == 0 {
		rev-- // the model was slow
	}
	hold := s.r.IntN(3) == 0
	o := store.Offer{Text: fmt.Sprintf("draft %d", s.r.IntN(4)), Hold: hold, Auto: hold, Known: s.r.IntN(5) > 0, Fixed: s.r.IntN(9) == 0}
	if s.r.IntN(2) == 0 {
		return s.offerAndSend(id, rev, o)
	}
	d, err := s.Offer(id, rev, o)
	if err != nil && !errors.Is(err, store.ErrStale) {
		s.t.Errorf("offer: %v", err)
	}
	return fmt.Sprintf("draft %d offered to %d: %v", d.ID, id.Chat, err)
}

// offerAndSend offers what goes out at once if it goes out by itself.
func (s *simulation) offerAndSend(id store.FanID, rev uint64, o store.Offer) string {
	f := s.fan(id)
	stood := store.Draft{}
	if f.Draft != 0 {
		stood = s.draft(f.Draft)
	}
	d, row, err := s.OfferAndSend(id, rev, o, store.Approval{Auto: true, Lead: lead, Margin: modelMargin})
	switch {
	case err != nil && !errors.Is(err, store.ErrStale):
		s.t.Errorf("offer: %v", err)
	case err == nil && rev != f.Rev:
		s.t.Errorf("draft %d was taken although it is out of date", d.ID)
	case (row.ID != 0) != (err == nil && d.State == store.StateQueued):
		s.t.Errorf("draft %d is %s with reply %d: %v", d.ID, d.State, row.ID, err)
	case row.ID != 0 && !o.Hold:
		s.t.Errorf("draft %d goes out although nobody wanted that", d.ID)
	case row.ID != 0:
		s.approved(stood, row, true, nil)
	}
	return fmt.Sprintf("draft %d offered to %d to go out at once (reply %d): %v", d.ID, id.Chat, row.ID, err)
}
