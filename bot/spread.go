package bot

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// spread does something to each of n that has nothing to do with the others, on all
// processors. A panic is the caller's, as if it had done them one by one.
func spread(n int, do func(i int)) {
	const share = 16 // fewer are not worth a goroutine
	var next atomic.Int64
	var fault atomic.Pointer[any]
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+share-1)/share) {
		wg.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					fault.Store(&r)
				}
			}()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
	if r := fault.Load(); r != nil {
		panic(*r)
	}
}
