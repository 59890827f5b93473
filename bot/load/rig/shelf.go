package rig

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"secretary/store"
)

// Shelf is an archive opened without the program: what the store alone costs.
type Shelf struct {
	archive *Archive
	st      *store.Store
	dir     string
	random  *rand.Rand
	talk    *Talk
	offset  int64
	ids     map[store.FanID]int64
}

// Open writes an archive into a folder of its own, or takes the one kept in a
// file, and opens it.
func (a *Archive) Open(o Options, keep string) (*Shelf, error) {
	dir, err := os.MkdirTemp(o.Dir, "load")
	if err != nil {
		return nil, fmt.Errorf("make data folder: %w", err)
	}
	s := &Shelf{archive: a, dir: dir, random: rand.New(rand.NewPCG(7, 7)), talk: NewTalk(), ids: map[store.FanID]int64{}}
	w := &World{Dir: dir}
	if _, err = w.Settle(a, keep); err == nil {
		err = s.open(w)
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return s, nil
}

func (s *Shelf) open(w *World) error {
	key, err := store.LoadKey(w.Path("data.key"), true)
	if err != nil {
		return err
	}
	if s.st, err = store.Open(filepath.Join(s.dir, "data", "secretary.db"), key, store.Options{}); err != nil {
		return err
	}
	_, err = s.st.UpdateSettings(func(set *store.Settings) error { set.Owner = s.archive.Owner; return nil })
	if err == nil {
		_, _, err = s.st.SaveConnection(store.Connection{ID: "load", Owner: s.archive.Owner, Enabled: true, Rights: []string{store.CanReply}})
	}
	return err
}

// Close ends it and removes its data.
func (s *Shelf) Close() error { return errors.Join(s.st.Close(), os.RemoveAll(s.dir)) }

// Parts is what the data file is made of.
func (s *Shelf) Parts() ([]store.Part, error) { return s.st.Parts() }

// Size is the length of the data file in bytes.
func (s *Shelf) Size() int64 { return s.st.Size() }

// Compact compacts the data file, and opens it again.
func (s *Shelf) Compact() error {
	w := &World{Dir: s.dir}
	key, err := store.LoadKey(w.Path("data.key"), true)
	if err != nil {
		return err
	}
	if err := s.st.Close(); err != nil {
		return err
	}
	if _, _, err := store.Compact(w.Path("data/secretary.db"), key); err != nil {
		return err
	}
	return s.open(w)
}

// anyone is some fan of the archive.
func (s *Shelf) anyone() store.FanID { return s.archive.Fan(s.random.IntN(s.archive.Fans)) }

// message is the next one of a fan.
func (s *Shelf) message(id store.FanID, text string) store.Event {
	s.ids[id]++
	return store.Event{Fan: id, Message: store.Message{ID: 1_000_000 + s.ids[id], Author: store.AuthorFan, Kind: "text", Text: text, Date: time.Now()}}
}

// Batch takes in a hundred messages of fans in no order, as the program does: the
// raw updates, then what they say. It gives the time.
func (s *Shelf) Batch() (time.Duration, error) {
	var updates []store.Update
	var events []store.Event
	first := s.offset*100 + 1
	s.offset++
	for i := range int64(100) {
		e := s.message(s.anyone(), s.talk.Message())
		raw := fmt.Sprintf(`{"update_id":%d,"business_message":{"message_id":%d,"from":{"id":%d,"is_bot":false,"first_name":"Anna","username":"anna_writes","language_code":"en"},`+
			`"chat":{"id":%d,"first_name":"Anna","username":"anna_writes","type":"private"},"date":%d,"business_connection_id":"load","text":%q}}`,
			first+i, e.Message.ID, e.Fan.Chat, e.Fan.Chat, e.Message.Date.Unix(), e.Message.Text)
		updates = append(updates, store.Update{ID: first + i, Kind: "business_message", Chat: e.Fan.Chat, Raw: []byte(raw)})
		events = append(events, e)
	}
	began := time.Now()
	if _, err := s.st.Append(updates, first+100); err != nil {
		return 0, err
	}
	rows, err := s.st.Pending(0, 0)
	for i := range rows {
		events[i].Seq = rows[i].Seq
	}
	if err == nil {
		_, err = s.st.Apply(events)
	}
	return time.Since(began), err
}

// Tap lets some fan write, has a draft shown, and gives the time from the tap on
// Send to the reply that may be sent: read, approve, claim.
func (s *Shelf) Tap() (time.Duration, error) {
	out, err := s.st.Apply([]store.Event{s.message(s.anyone(), "are you there?")})
	if err != nil {
		return 0, err
	}
	fan := out[0].Fan
	offered, err := s.st.Offer(fan.ID, fan.Rev, store.Offer{Text: "yes, and happy to hear from you", Confidence: 0.9, Known: true})
	if err != nil {
		return 0, err
	}
	began := time.Now()
	d, err := s.st.Draft(offered.ID)
	if err != nil {
		return 0, err
	}
	if _, err := s.st.Approve(store.Approval{Draft: d.ID, Try: d.Try}); err != nil {
		return 0, err
	}
	rows, _, err := s.st.Claim(1, 0, 0)
	took := time.Since(began)
	if err == nil && len(rows) != 1 {
		err = fmt.Errorf("%d replies to send, want 1", len(rows))
	}
	if err != nil {
		return 0, err
	}
	s.ids[fan.ID]++
	return took, s.st.Sent(rows[0].ID, 1_000_000+s.ids[fan.ID], time.Now())
}

// Visit reads what opening the chat of some fan reads, and gives the time.
func (s *Shelf) Visit() (time.Duration, error) {
	id := s.anyone()
	began := time.Now()
	_, err := s.st.Fan(id)
	_, err2 := s.st.Memory(id)
	_, _, err3 := s.st.Began(id)
	_, err4 := s.st.History(id, 0, 400)
	_, err5 := s.st.Unanswered(id)
	return time.Since(began), errors.Join(err, err2, err3, err4, err5)
}

// Medians takes one measurement of several things in turn, so often, and gives
// the middle time of each: a machine that is quicker now and slower then is so for
// all of them.
func Medians(times int, measures ...func() (time.Duration, error)) ([]time.Duration, error) {
	all := make([][]time.Duration, len(measures))
	for range times {
		for i, measure := range measures {
			took, err := measure()
			if err != nil {
				return nil, err
			}
			all[i] = append(all[i], took)
		}
	}
	medians := make([]time.Duration, len(measures))
	for i, took := range all {
		slices.Sort(took)
		medians[i] = took[len(took)/2]
	}
	return medians, nil
}
