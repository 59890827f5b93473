package web

import (
	"encoding/json"
	"strings"
	"time"

	"secretary/bot/sandbox"
	"secretary/bot/words"
)

const (
	maxSteps   = 60
	typingTime = 5 * time.Second // as long as Telegram shows a chat action
)

// Step is one thing that happened, in plain words.
type Step struct {
	At   int64  `json:"at"`   // Unix milliseconds
	What string `json:"what"` // received, stored, waited, drafted, asked, approved, sent, later, unknown, failed, stale, skipped, stopped, again, switch, killed, started, connection, trouble, scene, note
	Text string `json:"text"`
	Fan  int64  `json:"fan"` // id; 0: about nobody
}

// trace remembers what the log says only once.
type trace struct {
	stored  map[int64]time.Time // fan: when the newest message was stored
	made    map[int64]entry     // fan: the draft that was made and is not offered yet; its figure comes with the offer
	drafts  map[uint64]int64    // draft: fan
	outbox  map[uint64]int64    // outbox row: fan
	failed  map[int64]bool      // fan: it was said already why there is no draft
	cards   map[int64]int64     // message in the creator's chat: fan
	expired map[int64]bool      // message in the creator's chat that is known to be out of date
}

func newTrace() trace {
	return trace{stored: map[int64]time.Time{}, made: map[int64]entry{}, drafts: map[uint64]int64{}, outbox: map[uint64]int64{}, failed: map[int64]bool{},
		cards: map[int64]int64{}, expired: map[int64]bool{}}
}

// step adds a step; w.mu is held, and the caller touches.
func (w *world) step(at time.Time, what, text string, fan int64) {
	w.steps = append(w.steps, Step{At: at.UnixMilli(), What: what, Text: text, Fan: fan})
	if n := len(w.steps); n > maxSteps {
		w.steps = append([]Step{}, w.steps[n-maxSteps:]...)
	}
}

// happened takes an event of the sandbox.
func (w *world) happened(e sandbox.Event) {
	switch {
	case e.Kind == "call", e.Kind == "update", e.Kind == "answer", e.Kind == "server":
		return
	case e.Kind == "edit" && e.Person == 0 && e.Chat == w.creator.ID():
		w.cardEdited(e)
		return
	}
	w.change(func() {
		fan := w.fanLocked(e.Person)
		switch {
		case e.Kind == "fault":
			w.disarm()
		case e.Kind == "violation":
			w.step(e.At, "trouble", ruleBroken, 0)
		case e.Kind == "typing" && e.Person == w.creator.ID():
			w.typing[e.Chat] = e.At.Add(typingTime)
		case e.Kind == "message" && e.Person == w.creator.ID():
			delete(w.typing, e.Chat)
		case fan != nil && e.Chat == w.creator.ID():
			if text := didToTelegram(e.Kind, fan.User().FirstName, w.blocked[fan.ID()]); text != "" {
				w.step(e.At, "received", text, fan.ID())
			}
		}
	})
}

// cardEdited says so when a card has gone out of date: the log does not.
func (w *world) cardEdited(e sandbox.Event) {
	last := ""
	for _, m := range w.creator.Chat() {
		if m.ID == e.Message {
			last = lastLine(m.Text)
		}
	}
	w.change(func() {
		if strings.HasPrefix(last, outOfDate) && !w.trace.expired[e.Message] {
			w.trace.expired[e.Message] = true
			w.step(e.At, "stale", cardStale(last), w.trace.cards[e.Message])
		}
	})
}

// entry is a line of the secretary's log; see package bot for who writes it.
type entry struct {
	Time       time.Time `json:"time"`
	Msg        string    `json:"msg"`
	Fan        int64     `json:"fan"`
	Message    int64     `json:"message"`
	Draft      uint64    `json:"draft"`
	Outbox     uint64    `json:"outbox"`
	Kind       string    `json:"kind"`
	Model      string    `json:"model"`
	State      string    `json:"state"`
	Problem    string    `json:"problem"`
	Code       string    `json:"code"`
	Mode       string    `json:"mode"`
	RetryAfter string    `json:"retry_after"` // a Go duration
	Total      string    `json:"total"`       // a Go duration
	Known      bool      `json:"known"`
	Confidence float64   `json:"confidence"`
	Enabled    bool      `json:"enabled"`
	Rights     []string  `json:"rights"`
	On         bool      `json:"on"`
}

// logged takes a line of the secretary's log; false: it is none.
func (w *world) logged(line []byte) bool {
	var e entry
	if err := json.Unmarshal(line, &e); err != nil || e.Msg == "" {
		return false
	}
	w.change(func() { w.read(e) })
	return true
}

// read makes steps of a log line; w.mu is held.
func (w *world) read(e entry) {
	t := &w.trace
	t.follow(&e)
	switch e.Msg {
	case logStored:
		t.stored[e.Fan] = e.Time
	case logDrafted:
		t.made[e.Fan] = e
		return
	case logNoDraft:
		t.failed[e.Fan] = true
	case logOffered:
		if made, ok := t.made[e.Fan]; ok {
			made.Confidence = e.Confidence
			w.drafted(made)
			delete(t.made, e.Fan)
		}
		if e.Problem != "" && !t.failed[e.Fan] {
			w.step(e.Time, "trouble", words.Problem(e.Problem, w.drafter.model), e.Fan)
		}
		delete(t.failed, e.Fan)
		return
	case logCardShown:
		t.cards[e.Message] = e.Fan
	}
	say, ok := sayings[e.Msg]
	if !ok {
		return
	}
	if text := say.text(e, w.drafter.model); text != "" {
		w.step(e.Time, say.what, text, e.Fan)
	}
}

// follow finds the fan a line is about, and remembers what belongs to whom.
func (t *trace) follow(e *entry) {
	if e.Fan == 0 {
		e.Fan = t.drafts[e.Draft]
	}
	if e.Fan == 0 {
		e.Fan = t.outbox[e.Outbox]
	}
	if e.Fan == 0 {
		return
	}
	if e.Draft != 0 {
		t.drafts[e.Draft] = e.Fan
	}
	if e.Outbox != 0 {
		t.outbox[e.Outbox] = e.Fan
	}
}

// drafted makes two steps: how long was waited, and the draft.
func (w *world) drafted(e entry) {
	took, err := time.ParseDuration(e.Total)
	if err != nil {
		took = 0
	}
	began := e.Time.Add(-took)
	if stored := w.trace.stored[e.Fan]; !stored.IsZero() && began.After(stored) {
		w.step(began, "waited", waited(began.Sub(stored)), e.Fan)
		delete(w.trace.stored, e.Fan)
	}
	w.step(e.Time, "drafted", draftMade(took, e.Confidence, e.Known, w.drafter.model), e.Fan)
}

func lastLine(text string) string { return text[strings.LastIndexByte(text, '\n')+1:] }
