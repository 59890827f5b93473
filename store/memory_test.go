package store_test

import (
	"errors"
	"testing"
	"time"

	"secretary/store"
)

const day = 24 * time.Hour

func (f *fixture) remember(id store.FanID, change func(*store.Memory)) store.Memory {
	f.t.Helper()
	m, err := f.Remember(id, change)
	f.noErr(err)
	return m
}

func (f *fixture) memory(id store.FanID) store.Memory {
	f.t.Helper()
	m, err := f.Memory(id)
	f.noErr(err)
	return m
}

func (f *fixture) due() []store.Memory {
	f.t.Helper()
	due, err := f.MemoriesDue(10)
	f.noErr(err)
	return due
}

func TestMemoryBelongsToOneFanAndSurvivesARestart(t *testing.T) {
	f := open(t)
	id := f.writes(anna, "i live in Berlin")
	f.writes(bert, "hello")
	f.remember(anna, func(m *store.Memory) {
		m.Facts = append(m.Facts, store.Fact{Key: "lives in", Value: "Berlin", Message: id, At: f.now})
		m.Summary, m.Read = "They talked about Berlin.", id
	})
	f.reopen()
	if m := f.memory(anna); len(m.Facts) != 1 || m.Facts[0].ID != 1 || m.Facts[0].Value != "Berlin" || m.Summary == "" || m.Read != id || m.Fan != anna {
		t.Errorf("memory is %+v", m)
	}
	if m := f.memory(bert); len(m.Facts) != 0 || m.Summary != "" || m.Fan != bert {
		t.Errorf("bert's memory is %+v", m)
	}
	if _, err := f.Remember(store.FanID{Owner: owner, Chat: 9}, func(*store.Memory) {}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
}

// A button names a fact by its number: it must never mean another one.
func TestNumbersOfFactsAndPromisesAreNeverUsedAgain(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	learn := func() int {
		m := f.remember(anna, func(m *store.Memory) { m.Facts = append(m.Facts, store.Fact{Key: "pet", Value: "a dog"}) })
		return m.Facts[len(m.Facts)-1].ID
	}
	first := learn()
	m := f.remember(anna, func(m *store.Memory) {
		m.Facts = nil
		m.Promises = append(m.Promises, store.Promise{Text: "tomorrow", Due: f.now.Add(day), Remind: f.now.Add(day)})
	})
	promise := m.Promises[0].ID
	f.noErr(f.ForgetMemory(anna))
	if third := learn(); first == promise || third == first || third == promise {
		t.Errorf("numbers %d, %d, %d", first, promise, third)
	}
}

func TestFactsExpire(t *testing.T) {
	f := open(t)
	f.writes(anna, "two")
	f.remember(anna, func(m *store.Memory) {
		m.Facts = []store.Fact{{Key: "plans", Value: "Rome", Expires: f.now.Add(day)}, {Key: "name", Value: "Anna"}}
	})
	f.pass(day - time.Second)
	if len(f.memory(anna).Facts) != 2 || len(f.due()) != 0 {
		t.Error("a fact expired before its time")
	}
	f.pass(time.Second)
	if facts := f.memory(anna).Facts; len(facts) != 1 || facts[0].Value != "Anna" {
		t.Errorf("facts %+v after one expired", facts)
	}
	if len(f.due()) != 1 {
		t.Error("an expired fact is not cleared away")
	}
	f.remember(anna, func(*store.Memory) {})
	if len(f.due()) != 0 {
		t.Error("still due after it was cleared away")
	}
}

func TestPromisesComeDueInOrderAndOnce(t *testing.T) {
	f := open(t)
	f.writes(anna, "when?")
	f.writes(bert, "when?")
	promise := func(id store.FanID, text string, in time.Duration) {
		f.remember(id, func(m *store.Memory) {
			m.Promises = append(m.Promises, store.Promise{Text: text, Due: f.now.Add(in + time.Hour), Remind: f.now.Add(in)})
		})
	}
	promise(anna, "on monday", 2*day)
	promise(anna, "tomorrow", day)
	promise(bert, "tonight", 6*time.Hour)
	if len(f.due()) != 0 {
		t.Error("due at once")
	}
	f.pass(day)
	f.reopen()
	if due := f.due(); len(due) != 2 || due[0].Fan != bert || due[1].Fan != anna || len(due[1].Promises) != 2 {
		t.Fatalf("due: %+v", due)
	}
	for _, id := range []store.FanID{anna, bert} {
		f.remember(id, func(m *store.Memory) {
			for i, p := range m.Promises {
				m.Promises[i].Reminded = !p.Remind.After(f.now)
			}
		})
	}
	if due := f.due(); len(due) != 0 {
		t.Errorf("due again: %+v", due)
	}
	f.pass(day)
	if due := f.due(); len(due) != 1 || due[0].Fan != anna {
		t.Errorf("the later promise is not due: %+v", due)
	}
	f.pass(30 * day)
	if m := f.memory(bert); len(m.Promises) != 0 {
		t.Errorf("a promise is kept for ever: %+v", m.Promises)
	}
}

func TestWhatAMessageTaughtGoesWithTheMessage(t *testing.T) {
	for what, lose := range map[string]func(f *fixture, id int64){
		"deleted": func(f *fixture, id int64) { f.deletes(anna, id) },
		"edited":  func(f *fixture, id int64) { f.pass(time.Second); f.edits(anna, store.AuthorFan, id, "never mind") },
	} {
		t.Run(what, func(t *testing.T) {
			f := open(t)
			id := f.writes(anna, "i live in Berlin")
			other := f.writes(anna, "i have a dog")
			f.remember(anna, func(m *store.Memory) {
				m.Facts = []store.Fact{{Key: "lives in", Value: "Berlin", Message: id}, {Key: "pet", Value: "a dog", Message: other}}
				m.Promises = []store.Promise{{Text: "tomorrow", Message: id, Due: f.now.Add(day), Remind: f.now.Add(day)}}
			})
			lose(f, id)
			if m := f.memory(anna); len(m.Facts) != 1 || m.Facts[0].Value != "a dog" || len(m.Promises) != 0 {
				t.Errorf("left: %+v", m)
			}
		})
	}
}

func TestForgottenMemoryIsNotLearnedAgain(t *testing.T) {
	f := open(t)
	id := f.writes(anna, "i live in Berlin")
	f.remember(anna, func(m *store.Memory) { m.Facts = []store.Fact{{Key: "lives in", Value: "Berlin", Message: id}} })
	f.noErr(f.ForgetMemory(anna))
	if m := f.memory(anna); len(m.Facts) != 0 || m.Read != id || m.Folded != id || m.Heard != id {
		t.Errorf("memory is %+v", m)
	}
	if err := f.ForgetMemory(bert); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
	if fans, _, _, err := f.Unsearched(store.FanID{}, 10, time.Time{}); err != nil || len(fans) != 0 {
		t.Errorf("unsearched %v (%v)", fans, err)
	}
}

func TestUnsearchedGoesThroughAllFansInSteps(t *testing.T) {
	f := open(t)
	var want []store.FanID
	for chat := int64(1); chat <= 7; chat++ {
		id := store.FanID{Owner: owner, Chat: 3000 + chat}
		read := f.writes(id, "hello")
		if chat%3 == 0 {
			f.remember(id, func(m *store.Memory) { m.Read, m.Heard = read, read })
			continue
		}
		want = append(want, id)
	}
	old := store.FanID{Owner: owner, Chat: 3100}
	f.apply(store.Event{Fan: old, Message: store.Message{ID: 1, Author: store.AuthorFan, Date: f.now.Add(-30 * day), Kind: "text", Text: "long ago"}})
	var got []store.FanID
	last, steps := store.FanID{}, 0
	for more := true; more; steps++ {
		var fans []store.FanID
		var err error
		fans, last, more, err = f.Unsearched(last, 3, f.now.Add(-7*day))
		f.noErr(err)
		got = append(got, fans...)
	}
	if len(got) != len(want) || steps != 3 {
		t.Fatalf("got %v in %d steps, want %v in 3", got, steps, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("got %v, want %v", got, want)
		}
	}
	if first, n, err := f.Began(want[0]); err != nil || n != 1 || !first.Equal(f.now) {
		t.Errorf("%d messages since %v (%v)", n, first, err)
	}
}

// A message may go while the model still reads it: what comes of it is dropped.
func TestNothingIsRememberedOfAMessageThatIsDeletedMeanwhile(t *testing.T) {
	f := open(t)
	gone, kept := f.writes(anna, "my cat is called Pingo"), f.writes(anna, "i live in Lisbon")
	f.deletes(anna, gone)
	m := f.remember(anna, func(m *store.Memory) {
		m.Facts = []store.Fact{{Key: "pet", Value: "Pingo", Message: gone}, {Key: "home", Value: "Lisbon", Message: kept}, {Key: "job", Value: "nurse"}}
		m.Promises = []store.Promise{{Text: "tomorrow", Message: gone, Due: f.now.Add(day)}}
	})
	if len(m.Facts) != 2 || m.Facts[0].Key != "home" || len(m.Promises) != 0 {
		t.Errorf("memory is %+v", m)
	}
}
