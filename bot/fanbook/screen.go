package fanbook

import (
	"fmt"
	"slices"

	"secretary/bot/card"
	"secretary/bot/memory"
	"secretary/bot/policy"
	"secretary/bot/words"
	"secretary/persona"
	"secretary/store"
)

// Page draws the Fan screen; sure asks whether all shall be forgotten.
func (k *Book) Page(id store.FanID, sure bool) (card.Page, error) {
	f, err := k.Store.Fan(id)
	if err != nil {
		return card.Page{}, fmt.Errorf("read fan: %w", err)
	}
	m, err := k.Store.Memory(id)
	if err != nil {
		return card.Page{}, fmt.Errorf("read memory: %w", err)
	}
	first, n, err := k.Store.Began(id)
	if err != nil {
		return card.Page{}, fmt.Errorf("count messages: %w", err)
	}
	s, err := k.Store.Settings()
	if err != nil {
		return card.Page{}, fmt.Errorf("read settings: %w", err)
	}
	mode := policy.ModeFor(f.Mode, s.Mode, k.Mode)
	for _, w := range words.Modes {
		if w.Name == mode {
			mode = w.Label
		}
	}
	return card.RenderFan(card.FanView{
		Fan: f, Memory: m, First: first, Messages: n, Mode: mode, Enabled: k.Enabled, Bot: k.Identity.Me().Username, Sure: sure,
	}), nil
}

// Do does what a button of the Fan screen or of a reminder means, and gives the message
// as it is after; an empty page stays as it is.
func (k *Book) Do(id store.FanID, t card.Memo) (page card.Page, said string, err error) {
	gone := false
	switch t.Op {
	case card.MemoKept, card.MemoNoPromise:
		return k.endReminder(id, t)
	case card.MemoFact:
		gone, err = k.forgetFact(id, t.ID)
	case card.MemoPromise:
		_, gone, err = k.endPromise(id, t.ID)
	case card.MemoSummary:
		_, err = k.Store.Remember(id, func(m *store.Memory) { m.Summary = "" })
	case card.MemoAll:
		err = k.Store.ForgetMemory(id)
	}
	if err != nil {
		return page, "", err
	}
	k.Log.Info("memory of a fan changed by the creator", "fan", id.Chat)
	said = map[card.MemoOp]string{card.MemoShow: words.TapOpened, card.MemoAsk: words.TapAsksForget, card.MemoPromise: words.TapDone}[t.Op]
	switch {
	case gone:
		said = words.TapGone
	case said == "":
		said = words.TapUnlearned
	}
	page, err = k.Page(id, t.Op == card.MemoAsk)
	return page, said, err
}

func (k *Book) forgetFact(id store.FanID, fact int) (gone bool, err error) {
	gone = true
	_, err = k.Store.Remember(id, func(m *store.Memory) {
		m.Facts = slices.DeleteFunc(m.Facts, func(f store.Fact) bool {
			gone = gone && f.ID != fact
			return f.ID == fact
		})
	})
	return gone, err
}

func (k *Book) endPromise(id store.FanID, promise int) (p store.Promise, gone bool, err error) {
	gone = true
	_, err = k.Store.Remember(id, func(m *store.Memory) {
		if i := slices.IndexFunc(m.Promises, func(p store.Promise) bool { return p.ID == promise }); i >= 0 {
			p, gone = m.Promises[i], false
			m.Promises = slices.Delete(m.Promises, i, i+1)
		}
	})
	return p, gone, err
}

// endReminder ends the promise of a reminder: kept, or never one.
func (k *Book) endReminder(id store.FanID, t card.Memo) (page card.Page, said string, err error) {
	p, gone, err := k.endPromise(id, t.ID)
	if err != nil || gone {
		return page, words.TapGone, err
	}
	f, err := k.Store.Fan(id)
	if err != nil {
		return page, "", fmt.Errorf("read fan: %w", err)
	}
	said = words.TapUnlearned
	if t.Op == card.MemoKept {
		said = words.TapDone
	}
	return card.ReminderEnded(f, p, t.Op == card.MemoKept), said, nil
}

// Write notes a fact by the creator's word, such as "job: nurse"; "job:" takes it
// away. problem is a code of words.FactRefused where it cannot be one.
func (k *Book) Write(id store.FanID, text string) (cleared bool, problem string, err error) {
	key, value, ok := memory.Parse(text)
	problem = "form"
	if ok {
		problem = persona.FactProblem(key, value, k.Special)
	}
	if problem == "empty" && value == "" {
		problem = ""
	}
	if problem != "" {
		return false, problem, nil
	}
	if _, err := k.Store.Remember(id, func(m *store.Memory) { memory.Write(m, key, value, k.Now()) }); err != nil {
		return false, "", fmt.Errorf("keep a fact: %w", err)
	}
	k.Log.Info("fact written by the creator", "fan", id.Chat)
	return value == "", "", nil
}
