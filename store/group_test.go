package store_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"runtime"
	"sync"
	"testing"
	"time"

	"secretary/store"
)

// together lets all of these wait for one transaction that is under way, so that
// the next commit is for all of them.
func (f *fixture) together(all ...func()) {
	f.t.Helper()
	f.writes(bert, "bert holds the door")
	held, open := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		f.ok(f.SetFan(bert, func(*store.Fan) { close(held); <-open }))
	})
	<-held
	for i, do := range all {
		wg.Go(do)
		for f.Queued() <= i {
			runtime.Gosched()
		}
	}
	close(open)
	wg.Wait()
}

// ok is noErr for goroutines.
func (f *fixture) ok(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Error(err)
	}
}

func chat(i int) store.FanID { return store.FanID{Owner: owner, Chat: int64(5000 + i)} }

func (f *fixture) arrives(id store.FanID, message int64, text string) error {
	_, err := f.Apply([]store.Event{{Op: store.Arrived, Fan: id, Name: "Fan", Message: store.Message{
		ID: message, Author: store.AuthorFan, Date: f.now, Kind: "text", Text: text,
	}}})
	return err
}

func TestWhoWaitsForTheDiskSharesTheNextCommit(t *testing.T) {
	f := open(t)
	var all []func()
	for i := range 50 {
		all = append(all, func() { f.ok(f.arrives(chat(i), 1, "hello")) })
	}
	f.writes(bert, "the first one is not counted")
	before := f.Commits()
	f.together(all...)
	if n := f.Commits() - before; n != 2 {
		t.Errorf("%d commits, want one for bert's message and one for fifty fans", n)
	}
	for i := range 50 {
		f.wantUnanswered(chat(i), 1)
	}
}

func TestAPersonGoesBeforeTheMachinesThatCameFirst(t *testing.T) {
	f := open(t)
	f.writes(anna, "hi")
	asked := f.offers(anna, store.Offer{Text: "hello anna", Known: true})
	var all []func()
	for i := range 5 {
		f.writes(chat(i), "hi")
		d := f.offers(chat(i), store.Offer{Text: "hello", Hold: true})
		all = append(all, func() {
			_, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try, Auto: true})
			f.ok(err)
		})
	}
	all = append(all, func() { _, err := f.Approve(store.Approval{Draft: asked.ID, Try: asked.Try}); f.ok(err) })
	f.together(all...)
	decisions, err := f.Decisions(store.Query{})
	f.noErr(err)
	if len(decisions) != 6 || decisions[0].By != owner {
		t.Errorf("the first of %d decisions is of %s", len(decisions), decisions[0].Act)
	}
}

func TestWhoCanWaitGetsOnAllTheSame(t *testing.T) {
	f := open(t)
	f.Strict()
	var all []func()
	for i := range 20 {
		f.writes(chat(i), "hi")
		all = append(all, func() { f.ok(f.Spend(chat(i), time.Second, false)) })
	}
	f.writes(bert, "the first one is not counted")
	before := f.Commits()
	f.together(all...)
	if n := f.Commits() - before; n != 5 {
		t.Errorf("%d commits, want one for bert and four for twenty who can wait", n)
	}
}

func TestOneOfAGroupThatFailsTakesNobodyWithIt(t *testing.T) {
	f := open(t)
	why := errors.New("on purpose")
	f.writes(anna, "hi")
	draft := f.offers(anna, store.Offer{Text: "hello anna"})
	var botched, missing, refused error
	var surprise any
	f.together(
		func() { f.ok(f.arrives(chat(1), 1, "before")) },
		func() { botched = f.Botch(chat(1), why) },
		func() { missing = f.SetFan(chat(9), func(*store.Fan) {}) },
		func() { _, err := f.Approve(store.Approval{Draft: draft.ID, Try: draft.Try}); f.ok(err) },
		func() {
			defer func() { surprise = recover() }()
			_ = f.SetFan(anna, func(*store.Fan) { panic("boo") })
		},
		func() { _, refused = f.Approve(store.Approval{Draft: draft.ID, Try: draft.Try + 1}) },
		func() { f.ok(f.arrives(chat(2), 1, "after")) },
	)
	if !errors.Is(botched, why) && !errors.Is(botched, store.ErrNotFound) { // in the order that came about
		t.Errorf("the one that failed says %v", botched)
	}
	if !errors.Is(missing, store.ErrNotFound) || surprise != "boo" {
		t.Errorf("missing: %v, panic: %v", missing, surprise)
	}
	var no *store.Refusal
	if !errors.As(refused, &no) {
		t.Errorf("a wrong try: %v", refused)
	}
	f.wantUnanswered(chat(1), 1)
	f.wantUnanswered(chat(2), 1)
	if name := f.fan(chat(1)).Name; name != "Fan" {
		t.Errorf("what failed has left %q behind", name)
	}
	if d := f.draft(draft.ID); d.State != store.StateQueued {
		t.Errorf("the approved draft is %s", d.State)
	}
}

func TestOfTwoApprovalsInOneCommitOneIsRefused(t *testing.T) {
	f := open(t)
	f.writes(anna, "hi")
	d := f.offers(anna, store.Offer{Text: "hello anna"})
	errs := make([]error, 20)
	var all []func()
	for i := range errs {
		all = append(all, func() { _, errs[i] = f.Approve(store.Approval{Draft: d.ID, Try: d.Try}) })
	}
	f.together(all...)
	refused := 0
	for _, err := range errs {
		if err != nil {
			wantRefused(t, err, store.RefusedClosed)
			refused++
		}
	}
	claimed, _, err := f.Claim(10, 10, 0)
	f.noErr(err)
	if refused != len(errs)-1 || len(claimed) != 1 {
		t.Errorf("%d of %d approvals were refused, %d replies go out", refused, len(errs), len(claimed))
	}
}

func TestACommitThatFailsFailsForAll(t *testing.T) {
	s, err := store.Open(filepath.Join(t.TempDir(), "data", "secretary.db"), testKey, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{Store: s, t: t, now: noon}
	errs := make([]error, 4)
	all := []func(){func() { errs[0] = f.SetFan(bert, func(*store.Fan) { f.ok(f.Unplug()) }) }}
	for i := range errs[1:] {
		all = append(all, func() { errs[i+1] = f.arrives(chat(i), 1, "is this kept?") })
	}
	f.together(all...)
	for i, err := range errs[1:] {
		if err == nil {
			t.Errorf("message %d counts as stored on a disk that is gone", i)
		}
	}
}

// live is the story of one fan up to the second reply, with mistakes in between.
func (f *fixture) live(id store.FanID) error {
	why := errors.New("on purpose")
	for n := int64(1); n <= 3; n++ {
		if err := f.arrives(id, n, fmt.Sprintf("message %d", n)); err != nil {
			return err
		}
		if err := f.Botch(id, why); !errors.Is(err, why) {
			return fmt.Errorf("a failure ended with %w", err)
		}
		fan, err := f.Fan(id)
		if err != nil {
			return err
		}
		if _, err := f.Offer(id, fan.Rev-1, store.Offer{Text: "too late"}); !errors.Is(err, store.ErrStale) {
			return fmt.Errorf("a late draft ended with %w", err)
		}
		d, err := f.Offer(id, fan.Rev, store.Offer{Text: fmt.Sprintf("answer %d", n), Known: true})
		if err != nil {
			return err
		}
		if n == 2 {
			continue // the next message makes it stale
		}
		o, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try})
		if err != nil {
			return err
		}
		if _, _, err := f.Claim(1000, 1000, 0); err != nil {
			return err
		}
		if err := f.Sent(o.ID, 1000+n, f.now); err != nil {
			return err
		}
	}
	return nil
}

// fate is what a fan's story comes to, whatever the numbers of its records.
type fate struct {
	fan      store.Fan
	messages []store.Message
	acts     []string
}

func (f *fixture) fate(id store.FanID) fate {
	f.t.Helper()
	fan := f.fan(id)
	fan.Draft, fan.ID = 0, store.FanID{}
	messages, err := f.History(id, -1<<62, 0)
	f.noErr(err)
	for i := range messages {
		messages[i].Draft = 0
	}
	decisions, err := f.Decisions(store.Query{Fan: id})
	f.noErr(err)
	out := fate{fan: fan, messages: messages}
	for _, d := range decisions {
		out.acts = append(out.acts, d.Act+" "+d.Detail)
	}
	return out
}

// TestManyAtOnceEndAsOneAfterAnother lets many fans live the same story at the
// same time: each ends as the one who was alone.
func TestManyAtOnceEndAsOneAfterAnother(t *testing.T) {
	alone, crowd := open(t), open(t)
	alone.noErr(alone.live(chat(0)))
	want := alone.fate(chat(0))
	var wg sync.WaitGroup
	before := crowd.Commits()
	for i := range 40 {
		wg.Go(func() {
			if err := crowd.live(chat(i)); err != nil {
				t.Errorf("fan %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	t.Logf("%d commits", crowd.Commits()-before)
	for i := range 40 {
		if got := crowd.fate(chat(i)); !reflect.DeepEqual(got, want) {
			t.Errorf("fan %d ended as\n%+v, alone it is\n%+v", i, got, want)
		}
	}
}

func BenchmarkWriters(b *testing.B) {
	for _, n := range []int{1, 4, 16, 64} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			f := open(b)
			start := time.Now()
			b.SetParallelism(n)
			var next sync.Mutex
			last := 0
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					next.Lock()
					last++
					i := last
					next.Unlock()
					if err := f.arrives(chat(i), 1, "hello"); err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "tx/s")
		})
	}
}
