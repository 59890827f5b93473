package sandbox

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// How long updates wait for the bot.
const (
	lifeMessage  = 24 * time.Hour // from the date of the message or its edit
	lifeUpdate   = 24 * time.Hour
	lifeCallback = 150 * time.Second
	idleWeek     = 7 * 24 * time.Hour // after it the next id is chosen anew
	maxQueue     = 100000
	maxUpdate    = 1 << 16 // bytes of one update
	maxAnswer    = 1 << 22 // bytes of one answer
)

// updateNames are the kinds of updates, sorted. Those onRequest are delivered
// only if asked for by name.
var updateNames = func() []string {
	names := sortedKeys(api.Types["Update"])
	return slices.DeleteFunc(names, func(n string) bool { return n == "update_id" })
}()

var onRequest = []string{"chat_member", "message_reaction", "message_reaction_count"}

// updates is the queue of the bot and what getUpdates remembers.
type updates struct {
	next    int64 // id of the next update
	added   time.Time
	items   []item
	allowed []string // as persisted; nil is the default
	webhook string
	hookSet time.Time

	poll         *poll // the one that waits
	secondPoller bool
	lastOffset   int64
	lastStart    time.Time
	nextConflict time.Time
}

type item struct {
	id        int64
	raw       json.RawMessage // the whole update, or a pushed one as given
	until     time.Time
	delivered bool
}

func newUpdates(o Options) updates {
	u := updates{next: o.FirstUpdateID, lastOffset: -1 << 62}
	if u.next == 0 {
		u.next = rand.Int64N(1<<30) + 1
	}
	return u
}

// add puts an update into the queue unless its kind is not wanted or it has
// outlived itself. A kind that is not wanted uses up no id.
func (s *Server) add(kind string, body object, until time.Time) {
	now := s.now()
	if !s.wants(kind) || !until.After(now) || len(s.items) >= maxQueue {
		return
	}
	id := s.takeID(now)
	raw := plain(object{"update_id": id, kind: body})
	if len(raw) > maxUpdate {
		s.next = id
		return
	}
	s.put(item{id: id, raw: raw, until: until})
}

// takeID numbers an update: in sequence, or at random after an idle week.
func (s *Server) takeID(now time.Time) int64 {
	if !s.added.IsZero() && now.Sub(s.added) >= idleWeek {
		s.next = rand.Int64N(1<<30) + 1
	}
	s.added = now
	s.next++
	return s.next - 1
}

func (s *Server) put(it item) {
	s.items = append(s.items, it)
	if s.poll != nil {
		s.poll.nudge()
	}
	s.emit(Event{Kind: "update", Update: it.id})
}

func (s *Server) wants(kind string) bool {
	if s.allowed == nil {
		return !slices.Contains(onRequest, kind)
	}
	return slices.Contains(s.allowed, kind)
}

// allow applies the parameter allowed_updates and keeps it. What is no array of
// strings changes nothing; no known name means the default.
func (s *Server) allow(q *query) {
	value, err := decode([]byte(q.text("allowed_updates")))
	list, ok := value.([]any)
	if err != nil || !ok {
		return
	}
	var names []string
	for _, v := range list {
		name, ok := v.(string)
		if !ok {
			return
		}
		if name = strings.ToLower(name); slices.Contains(updateNames, name) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	s.allowed = names
	slices.Sort(s.allowed)
	if isDefault := slices.DeleteFunc(slices.Clone(updateNames), func(n string) bool { return slices.Contains(onRequest, n) }); slices.Equal(names, isDefault) {
		s.allowed = nil
	}
}

// acknowledge forgets what the offset says the bot has, and whatever died.
func (s *Server) acknowledge(offset int64) {
	now := s.now()
	s.items = slices.DeleteFunc(s.items, func(it item) bool { return !it.until.After(now) })
	if offset < 0 {
		s.items = s.items[max(0, len(s.items)+int(max(offset, -maxQueue))):]
		return
	}
	head, tail := s.next, s.next
	for _, it := range s.items {
		head, tail = min(head, it.id), max(tail, it.id+1)
	}
	s.confirm(offset)
	if offset == 0 || offset > tail+10 || offset < head-maxQueue {
		return
	}
	// Ids in a queue only rise, but pushed updates may bring any: then the place
	// of the last update the bot has seen counts as well.
	seen := -1
	for i, it := range s.items {
		if it.delivered && it.id == offset-1 {
			seen = i
		}
	}
	kept := s.items[:0:0]
	for i, it := range s.items {
		if it.id >= offset && i > seen {
			kept = append(kept, it)
		}
	}
	s.items = kept
}

// confirm forgets what the description of getUpdates calls confirmed (Options.Literal).
func (s *Server) confirm(offset int64) {
	if s.opts.Literal {
		s.items = slices.DeleteFunc(s.items, func(it item) bool { return it.id < offset })
	}
}

// deliver returns the first updates of the queue, which stay in it.
func (s *Server) deliver(limit int) []json.RawMessage {
	out := []json.RawMessage{}
	size := 0
	for i := range s.items {
		size += len(s.items[i].raw) + 50
		if len(out) == limit || size >= maxAnswer {
			break
		}
		s.items[i].delivered = true
		out = append(out, s.items[i].raw)
	}
	return out
}

// Push puts a raw update into the queue, e.g. `{"brand_new":{}}`. Without an
// update_id it gets the next one; with its own it is delivered in this place
// under that id, so duplicates and jumps can be played. Panics if raw is no
// JSON object or its update_id no number.
func (s *Server) Push(raw json.RawMessage) {
	var update map[string]json.RawMessage
	if err := json.Unmarshal(raw, &update); err != nil {
		panic("sandbox: push: " + err.Error())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var id int64
	if given, ok := update["update_id"]; ok {
		if err := json.Unmarshal(given, &id); err != nil {
			panic("sandbox: push: " + err.Error())
		}
		raw = slices.Clone(raw)
	} else {
		id = s.takeID(s.now())
		update["update_id"] = plain(id)
		raw = plain(update)
	}
	s.put(item{id: id, raw: raw, until: s.now().Add(lifeUpdate)})
}

// Pending returns how many updates wait to be acknowledged.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.acknowledge(0)
	return len(s.items)
}
