package pace_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"secretary/bot/pace"
)

func TestABarrierLetsAllGoAtOnceWhenItOpens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b pace.Barrier
		b.Wait(t.Context(), time.Hour) // it is open
		b.Set(true)
		began := time.Now()
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() { b.Wait(t.Context(), time.Hour) })
		}
		time.Sleep(time.Minute)
		b.Set(false)
		all.Wait()
		if d := time.Since(began); d != time.Minute || b.Shut() {
			t.Errorf("they went on after %v, shut %t", d, b.Shut())
		}
	})
}

func TestNobodyWaitsAtABarrierForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b pace.Barrier
		b.Set(true)
		b.Set(true)
		began := time.Now()
		b.Wait(t.Context(), time.Second)
		if d := time.Since(began); d != time.Second || !b.Shut() {
			t.Errorf("waited %v, shut %t", d, b.Shut())
		}
	})
}
