package pace_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"secretary/bot/pace"
)

func TestBackoffDoublesUpToItsLimitAndStartsAgain(t *testing.T) {
	b := pace.Backoff{First: time.Second, Max: 4 * time.Second}
	for _, whole := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 4 * time.Second} {
		if d := b.Next(); d > whole || d < whole*3/4 {
			t.Errorf("waits %v, want %v less a quarter at most", d, whole)
		}
	}
	b.Reset()
	if d := b.Next(); d > time.Second {
		t.Errorf("after a reset it waits %v", d)
	}
}

func TestABellRungTwiceWakesOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := pace.NewBell()
		b.Ring()
		b.Ring()
		start := time.Now()
		b.Wait(t.Context(), time.Minute)
		if time.Since(start) != 0 {
			t.Error("a ring before the wait was not heard")
		}
		b.Wait(t.Context(), time.Minute)
		if time.Since(start) != time.Minute {
			t.Errorf("the second ring woke again after %v", time.Since(start))
		}
	})
}

func TestWaitingEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if pace.NewBell().Wait(ctx, 0) || pace.Sleep(ctx, time.Hour) {
		t.Error("an ended context counts as alive")
	}
}

func TestALastingCallOutlivesTheStopButNotForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		call, cancel := pace.Lasting(ctx, time.Minute)
		defer cancel()
		stop()
		start := time.Now()
		synctest.Wait()
		if call.Err() != nil {
			t.Fatal("the stop ended the call at once")
		}
		<-call.Done()
		if d := time.Since(start); d > 10*time.Second || d < time.Second {
			t.Errorf("the call lived on for %v", d)
		}
	})
}

func TestALastingCallEndsAtItsOwnTimeToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		call, cancel := pace.Lasting(t.Context(), 8*time.Second)
		defer cancel()
		start := time.Now()
		<-call.Done()
		if d := time.Since(start); d != 8*time.Second {
			t.Errorf("ended after %v", d)
		}
	})
}

func TestMessagesKeepTheOverallPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := pace.NewLimiter(2)
		start := time.Now()
		for chat := range int64(6) {
			if err := l.Own(t.Context(), chat); err != nil {
				t.Fatal(err)
			}
		}
		if d := time.Since(start); d < 2*time.Second {
			t.Errorf("six messages at two a second took %v", d)
		}
	})
}

func TestOneChatGetsNoMoreThanOneASecondForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := pace.NewLimiter(1000)
		start := time.Now()
		for range 20 {
			if err := l.Own(t.Context(), 7); err != nil {
				t.Fatal(err)
			}
		}
		if d := time.Since(start); d < 9*time.Second {
			t.Errorf("twenty messages to one chat took %v", d)
		}
	})
}

func TestRepliesWaitForTheirTurnBeforeTheyAreClaimed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := pace.NewLimiter(2)
		n := l.Free(16)
		if n < 1 || n > 2 {
			t.Fatalf("%d replies may go at once", n)
		}
		l.Spend(n)
		if l.Free(16) != 0 {
			t.Error("more may go although all are spent")
		}
		time.Sleep(l.Gap())
		if l.Free(16) == 0 {
			t.Error("nothing may go after the gap")
		}
	})
}

func TestNoPaceHoldsNothingBack(t *testing.T) {
	l := pace.NewLimiter(0)
	if l.Free(16) != 16 {
		t.Errorf("free %d", l.Free(16))
	}
	l.Spend(16)
	for range 100 {
		if err := l.Own(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
	}
}
