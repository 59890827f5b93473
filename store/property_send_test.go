package store_test

import (
	"fmt"
	"slices"
	"time"

	"secretary/store"
)

// claim is where the model judges: every claimed reply must be permitted now.
func (s *simulation) claim(store.FanID) string {
	rows, _, err := s.Claim(1+s.r.IntN(3), 1+s.r.IntN(3), modelMargin)
	s.noErr(err)
	for _, row := range rows {
		p, m := s.permits[row.Draft], s.models[row.Fan]
		text := lead
		if !row.Disclosure {
			text = p.text
		}
		switch {
		case p == nil || p.fan != row.Fan || text != row.Text:
			s.t.Errorf("claimed %+v without approval of just that", row)
		case p.sends == 0:
			s.t.Errorf("claimed draft %d twice for one approval", row.Draft)
		case p.epoch != m.epoch:
			s.t.Errorf("claimed draft %d although the conversation moved on", row.Draft)
		case !m.lastIn.Add(store.Window - modelMargin).After(s.now):
			s.t.Errorf("claimed draft %d after the window", row.Draft)
		case p.auto && s.paused:
			s.t.Errorf("claimed draft %d by itself during a pause", row.Draft)
		case !s.connected:
			s.t.Errorf("claimed draft %d without a connection", row.Draft)
		case p.auto && row.Disclosure == m.told:
			s.t.Errorf("claimed %+v although the fan knows %t", row, m.told)
		case row.Disclosure && m.leads > 0:
			s.t.Errorf("claimed a disclosure line for %v although one may have arrived", row.Fan)
		case row.Disclosure:
			m.leads++
		default:
			p.sends--
		}
		for _, other := range s.inFlight {
			if other.Fan == row.Fan {
				s.t.Errorf("claimed drafts %d and %d of one fan at once", other.Draft, row.Draft)
			}
		}
		s.inFlight[row.ID] = row
	}
	return fmt.Sprintf("claimed %d", len(rows))
}

func (s *simulation) anyRow() (store.Outgoing, bool) {
	ids := make([]uint64, 0, len(s.inFlight))
	for id := range s.inFlight {
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return store.Outgoing{}, false
	}
	slices.Sort(ids)
	return s.inFlight[ids[s.r.IntN(len(ids))]], true
}

// finish ends a call to Telegram in one of the four ways.
func (s *simulation) finish(store.FanID) string {
	row, ok := s.anyRow()
	if !ok {
		return "nothing being sent"
	}
	delete(s.inFlight, row.ID)
	switch s.r.IntN(6) {
	case 0:
		s.noErr(s.Later(row.ID, s.now.Add(time.Duration(s.r.IntN(30))*time.Second), "flood"))
		if row.Disclosure || s.draft(row.Draft).State == store.StateQueued { // an automatic one may go back to the creator
			s.notSent(row)
		}
		return fmt.Sprintf("draft %d put off", row.Draft)
	case 1:
		s.noErr(s.Fail(row.ID, "blocked", "detail"))
		if row.Disclosure {
			s.notSent(row) // another reply may bring it; a failed reply itself is over
		}
		return fmt.Sprintf("draft %d failed", row.Draft)
	case 2:
		s.noErr(s.Unknown(row.ID, "time-out"))
		s.doubted(row)
		return fmt.Sprintf("draft %d unknown", row.Draft)
	}
	s.next++
	s.noErr(s.Sent(row.ID, s.next, s.now))
	if row.Disclosure {
		s.models[row.Fan].told = true
		return fmt.Sprintf("disclosure line before draft %d sent as %d", row.Draft, s.next)
	}
	s.settled(row.Draft)
	return fmt.Sprintf("draft %d sent as %d", row.Draft, s.next)
}

// notSent takes back the use of a permit.
func (s *simulation) notSent(row store.Outgoing) {
	if row.Disclosure {
		s.models[row.Fan].leads--
		return
	}
	s.permits[row.Draft].sends++
}

// doubted wants the doubt where it belongs: in the reply's own draft, or in the
// fan's record while the reply is back with the creator, or out of date.
func (s *simulation) doubted(row store.Outgoing) {
	d := s.draft(row.Draft)
	switch {
	case !row.Disclosure && d.State != store.StateUnknown:
		s.t.Errorf("draft %d is %s although nobody knows whether it was sent", d.ID, d.State)
	case row.Disclosure && (d.State != store.StateOpen && d.State != store.StateStale || s.fan(row.Fan).Doubtful != row.ID):
		s.t.Errorf("draft %d is %s behind a doubtful disclosure line", d.ID, d.State)
	}
}

// settleDisclosure is the creator's word on a doubtful line, or Telegram's echo.
func (s *simulation) settleDisclosure(id store.FanID) string {
	m := s.models[id]
	if len(m.messages) == 0 || s.fan(id).Doubtful == 0 {
		return "no doubt about a disclosure line"
	}
	switch s.r.IntN(3) {
	case 0:
		s.noErr(s.SettleDisclosure(id, false))
		m.leads--
		return fmt.Sprintf("%d never got the disclosure line", id.Chat)
	case 1:
		s.noErr(s.SettleDisclosure(id, true))
	default:
		if _, o := s.says(id, store.AuthorBot, lead); o.Settled == 0 {
			s.t.Error("the echo of a disclosure line settled nothing")
		}
	}
	m.told = true
	return fmt.Sprintf("%d got the disclosure line", id.Chat)
}

// settled notes that a reply turned out to be sent.
func (s *simulation) settled(draft uint64) {
	d := s.draft(draft)
	if d.State != store.StateSent && d.State != store.StateEdited {
		s.t.Errorf("draft %d is %s after it was sent", draft, d.State)
	}
	p := s.permits[draft]
	m := s.models[p.fan]
	if !d.Auto && !d.Fixed && s.asked(d) {
		m.pairs++
	}
	before := len(m.unanswered())
	m.answerUpTo(p.read)
	if len(m.unanswered()) != before {
		m.epoch++
	}
	p.sends = 0
}

func (s *simulation) unknownDraft() (store.Draft, bool) {
	open, err := s.Open()
	s.noErr(err)
	for _, d := range open {
		if d.State == store.StateUnknown {
			return d, true
		}
	}
	return store.Draft{}, false
}

func (s *simulation) settleUnknown(store.FanID) string {
	d, ok := s.unknownDraft()
	if !ok {
		return "nothing unknown"
	}
	if s.r.IntN(2) == 0 {
		s.noErr(s.Arrived(d.ID))
		s.settled(d.ID)
		return fmt.Sprintf("draft %d arrived", d.ID)
	}
	_, err := s.SendAgain(d.ID, modelMargin)
	if err == nil {
		s.permits[d.ID].sends++
	} else if after := s.draft(d.ID); s.permits[d.ID].epoch != s.models[d.Fan].epoch && after.State != store.StateStale {
		s.t.Errorf("draft %d is %s, although it can never be sent", d.ID, after.State)
	}
	return fmt.Sprintf("draft %d sent again: %v", d.ID, err)
}

// echo lets Telegram show a reply of which nobody knew.
func (s *simulation) echo(store.FanID) string {
	d, ok := s.unknownDraft()
	if !ok {
		return "nothing unknown"
	}
	_, o := s.says(d.Fan, store.AuthorBot, d.Text+"\n")
	if o.Settled == 0 {
		s.t.Errorf("echo of unknown draft %d settled nothing", d.ID)
		return "echo"
	}
	s.settled(o.Settled) // the oldest with this text, perhaps another one
	for id, row := range s.inFlight {
		if row.Draft == o.Settled {
			delete(s.inFlight, id)
		}
	}
	return fmt.Sprintf("echo of %d settles %d", d.ID, o.Settled)
}

func (s *simulation) time(store.FanID) string {
	d := []time.Duration{time.Second, time.Minute, time.Hour, 9 * time.Hour, -time.Minute, -3 * time.Hour}[s.r.IntN(6)]
	s.pass(d)
	return fmt.Sprintf("%v pass", d)
}

func (s *simulation) expire(store.FanID) string {
	expired, err := s.Expire(s.now, modelMargin)
	s.noErr(err)
	for _, d := range expired {
		if s.models[d.Fan].lastIn.Add(store.Window - modelMargin).After(s.now) {
			s.t.Errorf("draft %d expired with its window open", d.ID)
		}
	}
	return fmt.Sprintf("%d expired", len(expired))
}

func (s *simulation) connection(store.FanID) string {
	was := s.connected
	s.connected = s.r.IntN(3) > 0
	s.connect(fmt.Sprintf("c%d", s.r.IntN(2)), s.connected, store.CanReply)
	if current, err := s.Current(owner); err != nil || current.Enabled != s.connected {
		s.connected = current.Enabled // the end of another connection is no end of this one
	}
	if was && !s.connected {
		for _, m := range s.models {
			m.epoch++
		}
	}
	return fmt.Sprintf("connected %t", s.connected)
}

func (s *simulation) pause(store.FanID) string {
	s.paused = !s.paused
	_, err := s.UpdateSettings(func(set *store.Settings) error { set.Paused = s.paused; return nil })
	s.noErr(err)
	return fmt.Sprintf("paused %t", s.paused)
}

func (s *simulation) restart(store.FanID) string {
	did := "restart"
	if s.r.IntN(8) == 0 {
		did = "compacting"
		s.noErr(s.Close())
		s.Store = nil
		_, _, err := store.Compact(s.path, testKey)
		s.noErr(err)
	}
	s.reopen()
	s.begun()
	return did
}

// dies goes on with the file as the last commit left it. What Telegram was
// asked to send may or may not have been sent.
func (s *simulation) dies(store.FanID) string {
	s.crash()
	s.begun()
	if !s.Unclean() {
		s.t.Error("the file does not know that it was not closed")
	}
	return "crash"
}

// begun: nobody knows what became of what was in flight.
func (s *simulation) begun() {
	for id, row := range s.inFlight {
		delete(s.inFlight, id)
		s.doubted(row)
	}
}

func (s *simulation) show(store.FanID) string {
	cards, err := s.Cards(2)
	s.noErr(err)
	for _, d := range cards {
		s.next++
		s.noErr(s.CardShown(d.ID, []int64{s.next}, "", d.Look()))
	}
	if again, err := s.Cards(0); err != nil || len(again) > 0 {
		s.t.Errorf("cards are still to be written after they were: %v %v", again, err)
	}
	return fmt.Sprintf("%d cards shown", len(cards))
}

// asked tells whether any of the messages a draft answers still has words.
func (s *simulation) asked(d store.Draft) bool {
	messages, err := s.Messages(d.Fan, d.Messages)
	s.noErr(err)
	return slices.ContainsFunc(messages, func(m store.Message) bool { return !m.Deleted && m.Text != "" })
}

func (s *simulation) comparePairs(id store.FanID, want int) {
	s.t.Helper()
	pairs, err := s.Pairs(0, 1_000_000)
	s.noErr(err)
	got := 0
	for _, p := range pairs {
		if p.Fan == id {
			got++
		}
	}
	if got != want {
		s.t.Errorf("fan %v has %d pairs, want %d", id, got, want)
	}
}
