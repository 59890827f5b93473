package bot_test

import (
	"fmt"
	"time"

	"secretary/bot/sandbox"
)

// troubles begins something bad, and plans the next.
func (w *soakWorld) troubles() {
	w.startsAnew()
	w.later(w.within(50*time.Minute), w.troubles)
	all := []func(){w.answersBadly, w.answersBadly, w.answersBadly, w.answersBadly, w.answersBadly, w.answersBadly, w.answersBadly, w.answersBadly,
		w.diesAtACall, w.diesAtACall, w.diesAtACall, w.lineDown, w.modelDown, w.modelSlow, w.connectionOff, w.rightsGone,
		w.reconnected, w.secretaryModeOff, w.secondPoller, w.webhook, w.tokenReplaced, w.stopped, w.crashed, w.crashed, w.clockJumps,
		w.fanShut, w.automatic, w.paused}
	all[w.rng.IntN(len(all))]()
}

// lasts notes a trouble that ends by itself after a while, or when all is well again.
func (w *soakWorld) lasts(name string, most time.Duration, end func()) {
	if w.ends[name] != nil {
		return
	}
	w.count[name]++
	w.ends[name] = end
	w.later(w.within(most), func() { w.over(name) })
}

func (w *soakWorld) over(name string) {
	if end := w.ends[name]; end != nil {
		delete(w.ends, name)
		end()
	}
}

// heard tells whether the server tells the bot of what a fan writes now.
func (w *soakWorld) heard(f *soakFan) bool {
	return w.ends["connection off"] == nil && w.ends["secretary mode off"] == nil && !f.shut
}

// answersBadly spoils some calls: any, those of one method, or the sends to fans.
func (w *soakWorld) answersBadly() {
	faults := []sandbox.Fault{
		{Code: 429, RetryAfter: 1 + w.rng.IntN(5)}, {Code: 429, RetryAfter: 60 + w.rng.IntN(7000)}, {Code: 500}, {Code: 502, HTML: true},
		{Junk: true}, {DropBefore: true}, {DropAfter: true}, {HalfAfter: true}, {HangBefore: true}, {HangAfter: true},
	}
	f := faults[w.rng.IntN(len(faults))]
	f.Times = 1 + w.rng.IntN(4)
	w.count["bad answers"]++
	w.tg.Fail(w.method(&f), f)
}

// diesAtACall lets the program die while the server has a call of it in hand.
func (w *soakWorld) diesAtACall() {
	f := sandbox.Fault{DropBefore: true}
	if w.often(0.7) {
		f = sandbox.Fault{HangAfter: true}
	}
	method := w.method(&f)
	of := f.If
	f.If = func(params map[string]any) bool {
		if of != nil && !of(params) {
			return false
		}
		select {
		case w.power <- struct{}{}:
		default: // it dies already
		}
		return true
	}
	w.tg.Fail(method, f)
}

// method chooses whose calls a fault hits.
func (w *soakWorld) method(f *sandbox.Fault) string {
	if w.often(0.5) {
		f.If = func(params map[string]any) bool { _, ok := params["business_connection_id"]; return ok }
		return "sendMessage"
	}
	all := []string{"", "sendMessage", "editMessageText", "getUpdates", "answerCallbackQuery", "getMe", "getBusinessConnection", "deleteMessage", "readBusinessMessage"}
	return all[w.rng.IntN(len(all))]
}

func (w *soakWorld) lineDown() {
	w.wire.Cut(true)
	w.lasts("line down", 5*time.Hour, func() { w.wire.Cut(false) })
}

func (w *soakWorld) modelDown() {
	w.mind.set(func() { w.mind.down = true })
	w.lasts("model down", 8*time.Hour, func() { w.mind.set(func() { w.mind.down = false }) })
}

func (w *soakWorld) modelSlow() {
	w.mind.set(func() { w.mind.slow = true })
	w.lasts("model slow", 3*time.Hour, func() { w.mind.set(func() { w.mind.slow = false }) })
}

func (w *soakWorld) connectionOff() {
	if w.ends["connection off"] != nil || w.ends["rights gone"] != nil || w.ends["secretary mode off"] != nil {
		return
	}
	c := w.mila.Connection()
	c.Disable()
	w.lasts("connection off", time.Hour, c.Enable)
}

func (w *soakWorld) rightsGone() {
	if w.ends["connection off"] != nil || w.ends["rights gone"] != nil || w.ends["secretary mode off"] != nil {
		return
	}
	c := w.mila.Connection()
	c.SetRights("can_read_messages")
	w.lasts("rights gone", time.Hour, func() { c.SetRights(sandbox.DefaultRights...) })
}

func (w *soakWorld) reconnected() {
	if w.ends["connection off"] == nil && w.ends["rights gone"] == nil && w.ends["secretary mode off"] == nil {
		w.count["reconnected"]++
		w.mila.Connect()
	}
}

func (w *soakWorld) secretaryModeOff() {
	if w.ends["connection off"] != nil || w.ends["rights gone"] != nil {
		return // Telegram tells of no change of the connection meanwhile, nor afterwards
	}
	w.tg.SetSecretaryMode(false)
	w.lasts("secretary mode off", time.Hour, func() { w.tg.SetSecretaryMode(true) })
}

func (w *soakWorld) secondPoller() {
	w.tg.SecondPoller(true)
	w.lasts("second poller", 3*time.Hour, func() { w.tg.SecondPoller(false) })
}

func (w *soakWorld) webhook() {
	w.tg.SetWebhook("https://elsewhere.example/hook")
	w.lasts("webhook", 3*time.Hour, func() { w.tg.SetWebhook("") })
}

// tokenReplaced revokes the token; the new one is put in its place later. Only a
// program that was just starting has ended over it.
func (w *soakWorld) tokenReplaced() {
	if w.ends["token revoked"] != nil || w.ends["stopped"] != nil {
		return
	}
	fresh := w.tg.Revoke()
	w.log.secret(fresh)
	w.lasts("token revoked", 4*time.Hour, func() { w.keepToken(fresh) })
}

func (w *soakWorld) stopped() { w.goesDown(true) }
func (w *soakWorld) crashed() { w.goesDown(false) }

func (w *soakWorld) goesDown(cleanly bool) {
	if w.ends["stopped"] != nil || w.ends["token revoked"] != nil {
		return
	}
	if !cleanly {
		w.count["crashes"]++
	}
	w.startsAnew()
	w.halt(cleanly)
	most := 2 * time.Minute
	if w.often(0.3) {
		most = 6 * time.Hour
	}
	w.lasts("stopped", most, w.start)
}

func (w *soakWorld) clockJumps() {
	by := w.within(4 * time.Hour)
	if w.often(0.5) {
		by = -by
	}
	before := w.alive()
	w.jump.Add(int64(by))
	if after := w.alive(); before != after {
		w.t.Errorf("%v: with the clock set by %v the bot's health is %q, was %q", time.Now(), by, after, before)
	}
	w.lasts("clock wrong", 5*time.Hour, func() { w.jump.Store(0) })
}

// alive is what a healthcheck says.
func (w *soakWorld) alive() string {
	if w.bot == nil {
		return "stopped"
	}
	return fmt.Sprint(w.bot.Alive())
}

// fanShut is a chat that is taken out, paused, or whose fan has had enough.
func (w *soakWorld) fanShut() {
	f := w.fans[w.rng.IntN(len(w.fans))]
	c := w.mila.Connection()
	if f.shut || w.ends["a fan shut"] != nil || w.ends["connection off"] != nil {
		return
	}
	f.shut = true
	end := func() { c.Include(f.Person) }
	switch w.rng.IntN(3) {
	case 0:
		c.Exclude(f.Person)
	case 1:
		c.Pause(f.Person)
		end = func() { c.Resume(f.Person) }
	case 2:
		f.Blocks(w.mila.Person)
		end = func() { f.Unblocks(w.mila.Person) }
	}
	w.lasts("a fan shut", 2*time.Hour, func() { f.shut = false; end() })
}

// automatic lets replies go out by themselves for a while.
func (w *soakWorld) automatic() {
	if w.ends["mode auto"] != nil {
		return
	}
	w.mila.Sends("/mode auto")
	w.mila.auto = append(w.mila.auto, [2]time.Time{time.Now()})
	w.lasts("mode auto", 6*time.Hour, func() {
		w.mila.Sends("/mode approve")
		w.mila.auto[len(w.mila.auto)-1][1] = time.Now()
	})
}

func (w *soakWorld) paused() {
	if w.ends["paused"] != nil {
		return
	}
	w.mila.Sends("/pause")
	w.lasts("paused", 2*time.Hour, func() { w.mila.Sends("/resume") })
}
