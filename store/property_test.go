package store_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"secretary/store"
)

// model is what a conversation must look like, kept in the plainest way: a list
// of messages and, for every approved reply, whether it may still go out.
type model struct {
	messages []modelMessage
	upTo     int64 // every message up to this id is answered
	lastIn   time.Time
	epoch    int  // moves with everything that voids a draft
	pairs    int  // what was asked and answered, with somebody looking
	told     bool // the disclosure line surely arrived
	leads    int  // disclosure lines that went out and are not known not to have arrived
}

type modelMessage struct {
	id       int64
	fan      bool
	text     string
	deleted  bool
	answered bool
}

func (m *model) unanswered() []int64 {
	ids := []int64{}
	for _, msg := range m.messages {
		if msg.fan && !msg.deleted && !msg.answered {
			ids = append(ids, msg.id)
		}
	}
	slices.Sort(ids)
	return ids
}

// hears adds what the fan wrote at a time; what comes late is answered already.
func (m *model) hears(id int64, text string, at time.Time) {
	late := id <= m.upTo
	m.messages = append(m.messages, modelMessage{id: id, fan: true, text: text, answered: late})
	if at.After(m.lastIn) {
		m.lastIn = at
	}
	if !late {
		m.epoch++
	}
}

func (m *model) answerUpTo(id int64) {
	m.upTo = max(m.upTo, id)
	for i := range m.messages {
		if m.messages[i].id <= id {
			m.messages[i].answered = true
		}
	}
}

// permit is the creator's approval of one reply, as the model sees it.
type permit struct {
	fan   store.FanID
	epoch int
	read  int64
	text  string
	sends int // how often it may still be sent
	auto  bool
}

// simulation drives a store and the model with the same random events.
type simulation struct {
	*fixture
	r         *rand.Rand
	fans      []store.FanID
	models    map[store.FanID]*model
	permits   map[uint64]*permit // by draft
	inFlight  map[uint64]store.Outgoing
	connected bool
	paused    bool
	post      post
	wire      time.Time // of the newest edit
	log       []string
	thought   map[attempt]bool // the label of each try that the creator judged
	read      []store.Decision // as read last time
}

const modelMargin = time.Minute

func newSimulation(t testing.TB, seed uint64) *simulation {
	s := &simulation{
		fixture: open(t), r: rand.New(rand.NewPCG(seed, 0)), connected: true,
		fans:   []store.FanID{anna, bert, {Owner: owner, Chat: -2003}},
		models: map[store.FanID]*model{}, permits: map[uint64]*permit{}, inFlight: map[uint64]store.Outgoing{},
		thought: map[attempt]bool{}, post: newPost(), wire: noon,
	}
	for _, id := range s.fans {
		s.models[id] = &model{}
	}
	return s
}

// actions are what may happen, as often as it stands here.
func (s *simulation) actions() []func(store.FanID) string {
	return []func(store.FanID) string{
		s.fanWrites, s.fanWrites, s.bursts, s.handWrites, s.fanEdits, s.fanDeletes, s.redelivers,
		s.posts, s.posts, s.polls, s.polls, s.works, s.works,
		s.offer, s.offer, s.offer, s.offer, s.approve, s.approve, s.approve, s.approveOwn, s.again, s.skip, s.stop,
		s.claim, s.claim, s.claim, s.finish, s.finish, s.finish, s.settleUnknown, s.settleDisclosure, s.echo,
		s.expire, s.connection, s.pause, s.show, s.learns, s.takesBack, s.forgets,
	}
}

// alone is what nobody else can work beside.
func (s *simulation) alone() []func(store.FanID) string {
	return []func(store.FanID) string{s.time, s.time, s.restart, s.dies, s.dies}
}

// act does n random things. Thorough, it looks at everything after each.
func (s *simulation) act(n int, thorough bool) {
	actions, alone := s.actions(), s.alone()
	for i := range n {
		id := s.fans[s.r.IntN(len(s.fans))]
		do := actions[s.r.IntN(len(actions))]
		did := ""
		switch s.r.IntN(20) {
		case 0, 1:
			did = alone[s.r.IntN(len(alone))](id)
		case 2, 3:
			did = s.amongOthers(func() string { return do(id) })
		default:
			did = do(id)
		}
		s.log = append(s.log, did)
		s.compare(id)
		if thorough || i%25 == 24 {
			s.check()
			s.compareDecisions()
		}
		if s.t.Failed() {
			return
		}
	}
	s.drain()
	s.compareDecisions()
}

func (s *simulation) compare(id store.FanID) {
	s.t.Helper()
	m := s.models[id]
	if len(m.messages) == 0 {
		return
	}
	s.wantUnanswered(id, m.unanswered()...)
	fan := s.fan(id)
	if fan.Waiting != len(m.unanswered()) || !fan.LastIn.Equal(m.lastIn) {
		s.t.Errorf("fan %v waits with %d since %v, want %d since %v", id, fan.Waiting, fan.LastIn, len(m.unanswered()), m.lastIn)
	}
	history, err := s.History(id, -1<<62, 0)
	s.noErr(err)
	s.comparePairs(id, m.pairs)
	byID := map[int64]store.Message{}
	for _, h := range history {
		if h.Author != store.AuthorBot {
			byID[h.ID] = h
		}
	}
	for _, msg := range m.messages {
		if _, ok := byID[msg.id]; ok == msg.deleted || ok && byID[msg.id].Text != msg.text {
			s.t.Errorf("message %d of fan %v: %+v, want %+v", msg.id, id, byID[msg.id], msg)
		}
	}
}

func (s *simulation) fanWrites(id store.FanID) string {
	text := fmt.Sprintf("message %d", s.r.IntN(1000))
	message := s.writes(id, text)
	s.models[id].hears(message, text, s.now)
	return fmt.Sprintf("%d writes %d", id.Chat, message)
}

// bursts stores several messages in one transaction.
func (s *simulation) bursts(id store.FanID) string {
	var events []store.Event
	for i := range 2 + s.r.IntN(3) {
		s.next++
		text := fmt.Sprintf("burst %d", i)
		events = append(events, arrival(id, s.next, text, s.now))
		s.models[id].hears(s.next, text, s.now)
	}
	_, err := s.Apply(events)
	s.noErr(err)
	return fmt.Sprintf("%d writes %d messages up to %d", id.Chat, len(events), s.next)
}

func arrival(id store.FanID, message int64, text string, at time.Time) store.Event {
	return store.Event{Op: store.Arrived, Fan: id, Name: "Anna", Message: store.Message{
		ID: message, Author: store.AuthorFan, Date: at, Kind: "text", Text: text,
	}}
}

func (s *simulation) handWrites(id store.FanID) string {
	m := s.models[id]
	s.judgeStanding(id)
	message, _ := s.says(id, store.AuthorHand, "by hand")
	if len(m.unanswered()) > 0 {
		m.pairs++
	}
	m.answerUpTo(message)
	m.messages = append(m.messages, modelMessage{id: message, text: "by hand", answered: true})
	m.epoch++
	return fmt.Sprintf("creator answers %d by hand", id.Chat)
}

func (s *simulation) pick(id store.FanID) *modelMessage {
	m := s.models[id]
	for _, i := range s.r.Perm(len(m.messages)) {
		if m.messages[i].fan && !m.messages[i].deleted {
			return &m.messages[i]
		}
	}
	return nil
}

func (s *simulation) fanEdits(id store.FanID) string {
	msg := s.pick(id)
	if msg == nil {
		return "nothing to edit"
	}
	text := fmt.Sprintf("message %d", s.r.IntN(3)) // often the same again
	if text != msg.text && !msg.answered {
		s.models[id].epoch++
	}
	msg.text = text
	s.wire = s.wire.Add(time.Second) // Telegram's clock goes on whatever ours does
	s.apply(store.Event{Op: store.Edited, Fan: id, Message: store.Message{
		ID: msg.id, Author: store.AuthorFan, Date: s.now, Kind: "text", Text: text, Edited: s.wire,
	}})
	return fmt.Sprintf("%d edits %d", id.Chat, msg.id)
}

func (s *simulation) fanDeletes(id store.FanID) string {
	msg := s.pick(id)
	if msg == nil {
		return "nothing to delete"
	}
	if !msg.answered {
		s.models[id].epoch++
	}
	msg.deleted = true
	s.deletes(id, msg.id, 999_999_999)
	return fmt.Sprintf("%d deletes %d", id.Chat, msg.id)
}

func (s *simulation) redelivers(id store.FanID) string {
	msg := s.pick(id)
	if msg == nil {
		return "nothing to deliver again"
	}
	o := s.apply(store.Event{Op: store.Arrived, Fan: id, Message: store.Message{ID: msg.id, Author: store.AuthorFan, Date: s.now, Text: "old text"}})
	if !o.Duplicate {
		s.t.Errorf("message %d delivered twice is no duplicate", msg.id)
	}
	return fmt.Sprintf("%d delivered again", msg.id)
}

// anyDraft gives a draft that may be decided on, often an old one.
func (s *simulation) anyDraft() (store.Draft, bool) {
	open, err := s.Open()
	s.noErr(err)
	if len(open) == 0 {
		return store.Draft{}, false
	}
	d := open[s.r.IntN(len(open))]
	if s.r.IntN(4) == 0 {
		old, err := s.Draft(1 + uint64(s.r.IntN(int(d.ID))))
		return old, err == nil // its fan may be forgotten
	}
	return d, true
}

func (s *simulation) approve(store.FanID) string {
	d, ok := s.anyDraft()
	if !ok {
		return "nothing to approve"
	}
	try := d.Try - s.r.IntN(5)/4
	auto := d.Auto && s.r.IntN(4) > 0
	row, err := s.Approve(store.Approval{Draft: d.ID, Try: try, Auto: auto, Lead: lead, Margin: modelMargin})
	if s.approved(d, row, auto, err); !auto {
		s.judge(d, err, true)
	}
	return fmt.Sprintf("draft %d approved: %v", d.ID, err)
}

func (s *simulation) approveOwn(store.FanID) string {
	d, ok := s.anyDraft()
	if !ok {
		return "nothing to write"
	}
	row, err := s.Approve(store.Approval{Draft: d.ID, Text: fmt.Sprintf("own %d", s.r.IntN(3)), Margin: modelMargin})
	s.approved(d, row, false, err)
	s.judge(d, err, false)
	return fmt.Sprintf("draft %d approved with own words: %v", d.ID, err)
}

func (s *simulation) approved(d store.Draft, row store.Outgoing, auto bool, err error) {
	if err != nil {
		return
	}
	if auto && s.paused {
		s.t.Errorf("draft %d approved by itself during a pause", row.Draft)
	}
	if p := s.permits[row.Draft]; p != nil && p.sends > 0 && !(p.auto && d.State != store.StateQueued) { // not one that came back
		s.t.Errorf("draft %d approved twice", row.Draft)
	}
	m := s.models[row.Fan]
	text := s.draft(row.Draft).Text
	if row.Disclosure != (auto && !m.told) || row.Text != text && row.Text != lead {
		s.t.Errorf("draft %d is queued as %+v, automatic %t, the fan knows %t", row.Draft, row, auto, m.told)
	}
	read := int64(0)
	if ids := m.unanswered(); len(ids) > 0 {
		read = ids[len(ids)-1]
	}
	s.permits[row.Draft] = &permit{fan: row.Fan, epoch: m.epoch, read: read, text: text, sends: 1, auto: auto}
}

func (s *simulation) again(store.FanID) string {
	d, ok := s.anyDraft()
	if !ok {
		return "nothing to draft again"
	}
	_, err := s.Again(d.ID, d.Try, "shorter")
	s.judge(d, err, false)
	return fmt.Sprintf("draft %d again: %v", d.ID, err)
}

func (s *simulation) skip(store.FanID) string {
	d, ok := s.anyDraft()
	if !ok {
		return "nothing to skip"
	}
	_, err := s.Skip(d.ID, d.Try)
	s.judge(d, err, false)
	return fmt.Sprintf("draft %d skipped: %v", d.ID, err)
}

func (s *simulation) stop(store.FanID) string {
	d, ok := s.anyDraft()
	if !ok {
		return "nothing to stop"
	}
	stopped, err := s.Stop(d.ID, d.Try, store.WhyStopped)
	if err == nil {
		_, err := s.Approve(store.Approval{Draft: d.ID, Try: stopped.Try, Auto: true})
		wantRefused(s.t, err, store.RefusedClosed)
	}
	return fmt.Sprintf("draft %d stopped: %v", d.ID, err)
}

// learns keeps something of the newest message, for a while.
func (s *simulation) learns(id store.FanID) string {
	m := s.models[id]
	if len(m.messages) == 0 {
		return "learns nothing"
	}
	newest := m.messages[len(m.messages)-1].id
	s.remember(id, func(k *store.Memory) {
		k.Read = newest
		k.Facts = append(k.Facts, store.Fact{Key: "other", Value: "x", Message: newest, Expires: s.now.Add(time.Duration(s.r.IntN(48)) * time.Hour)})
		k.Promises = append(k.Promises, store.Promise{Text: "x", Message: newest, Due: s.now, Remind: s.now.Add(time.Hour)})
	})
	return "learns"
}
