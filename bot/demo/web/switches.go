package web

import (
	"slices"
	"sync/atomic"
	"time"

	"secretary/bot"
	"secretary/bot/sandbox"
)

// Switches are the bad days. Flood and Drop hit one send to a fan and go off by
// themselves; WindowSoon goes off when the window has closed. A further switch,
// reconnect, is a moment and no state: the connection changes.
type Switches struct {
	Flood      bool `json:"flood"`      // the next send is answered 429: wait five seconds
	Drop       bool `json:"drop"`       // the next send is carried out, then the line is cut
	NoRight    bool `json:"noRight"`    // the creator has taken the right to reply away
	Poller     bool `json:"poller"`     // another program polls with the same token
	ModelAway  bool `json:"modelAway"`  // nothing can be drafted, see Persona.Away
	WindowSoon bool `json:"windowSoon"` // a fan's reply window closes in ten seconds
}

const (
	floodSeconds = 5
	windowLeft   = 10 * time.Second
)

// turn throws a switch; closeWindow switches windowSoon on.
func (w *world) turn(name string, on bool) error {
	switch name {
	case "flood":
		w.arm(name, on, sandbox.Fault{Code: 429, RetryAfter: floodSeconds})
	case "drop":
		w.arm(name, on, sandbox.Fault{DropAfter: true})
	case "noRight":
		w.rights(on)
	case "reconnect":
		w.creator.Connect()
		w.set(name, false)
	case "poller":
		w.telegram.SecondPoller(on)
		w.set(name, on)
	case "modelAway":
		if err := w.takeModel(on); err != nil {
			return err
		}
		w.set(name, on)
	case "windowSoon":
		w.change(func() { w.soon, w.switches.WindowSoon = time.Time{}, on })
	default:
		return refusal(noSuchSwitch(name))
	}
	return nil
}

// set notes and tells how a switch stands.
func (w *world) set(name string, on bool) {
	w.change(func() {
		if flag := w.flag(name); flag != nil {
			*flag = on
		}
		w.step(time.Now(), "switch", switched(name, on, w.drafter.away()), 0)
	})
}

func (w *world) flag(name string) *bool {
	return map[string]*bool{"flood": &w.switches.Flood, "drop": &w.switches.Drop, "noRight": &w.switches.NoRight, "poller": &w.switches.Poller,
		"modelAway": &w.switches.ModelAway, "windowSoon": &w.switches.WindowSoon}[name]
}

// fault is a bad moment that waits in the sandbox. It cannot be taken out
// again, but it can be told to pass.
type fault struct {
	armed atomic.Bool
	spent atomic.Bool // it has hit: the next time takes a new one
}

// arm lets the next send to a fan go wrong.
func (w *world) arm(name string, on bool, f sandbox.Fault) {
	w.mu.Lock()
	waiting := w.faults[name]
	fresh := on && (waiting == nil || waiting.spent.Load())
	if fresh {
		waiting = &fault{}
		w.faults[name] = waiting
	}
	if waiting != nil {
		waiting.armed.Store(on)
	}
	w.mu.Unlock()
	w.set(name, on)
	if !fresh {
		return
	}
	f.If = func(params map[string]any) bool {
		hits := params["business_connection_id"] != nil && waiting.armed.CompareAndSwap(true, false)
		if hits {
			waiting.spent.Store(true)
		}
		return hits
	}
	w.telegram.Fail("sendMessage", f)
}

// disarm switches off what has hit.
func (w *world) disarm() {
	for name, f := range w.faults {
		if flag := w.flag(name); *flag && f.spent.Load() {
			*flag = false
		}
	}
}

// rights takes the right to reply away, or gives it back.
func (w *world) rights(taken bool) {
	keep := slices.Clone(sandbox.DefaultRights)
	if taken {
		keep = slices.DeleteFunc(keep, func(r string) bool { return r == "can_reply" })
	}
	w.creator.Connection().SetRights(keep...)
	w.set("noRight", taken)
}

// takeModel hides what drafts come from: the door to Ollama is shut, or the
// embedded drafter's persona file is hidden.
func (w *world) takeModel(away bool) error {
	door := w.drafter.door
	switch {
	case door == nil:
		return w.folder.hide(away)
	case away:
		door.shut()
		return nil
	}
	return door.open()
}

// closeWindow lets a message arrive that is nearly a day old, and answers who
// wrote it: the fan, or somebody new if the fan has written since then and so
// has a window of a day.
func (w *world) closeWindow(id int64) (result, error) {
	fan := w.fan(id)
	if fan == nil || wroteToday(fan, w.creator) {
		w.mu.Lock()
		full := len(w.fans) >= maxFans
		w.mu.Unlock()
		if full {
			return nil, refusal(tooManyFans)
		}
		fan = w.addFan(lateName, "", "en")
	}
	closes := time.Now().Add(windowLeft)
	w.change(func() {
		w.soon, w.switches.WindowSoon = closes, true
		w.step(time.Now(), "switch", windowCloses(fan.User().FirstName), fan.ID())
	})
	fan.WritesAt(w.creator, lateText, closes.Add(bot.Margin-24*time.Hour))
	return result{"fan": fan.ID()}, nil
}

func wroteToday(fan, creator *sandbox.Person) bool {
	return slices.ContainsFunc(fan.With(creator), func(m sandbox.Message) bool {
		return m.FromID == fan.ID() && time.Since(m.Date) < 24*time.Hour-windowLeft-bot.Margin
	})
}
