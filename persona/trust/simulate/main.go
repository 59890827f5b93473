// Command simulate lets creators of four kinds decide on hundreds of drafts each and tells whether package trust keeps
// its promises: figures that are true, and certificates that are wrong in at most Delta of all cases. The seeds are
// fixed, so that the table it prints is the same on every machine, but for rounding.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"sync"

	"secretary/persona/trust"
)

func main() {
	runs := flag.Int("runs", 200, "creators of each kind")
	flag.Parse()
	if *runs < 1 {
		fmt.Fprintln(os.Stderr, "simulate: -runs must be at least 1")
		os.Exit(2)
	}
	fmt.Print(header())
	for _, w := range worlds {
		fmt.Print(summarise(w, simulate(w, *runs, trust.DefaultRules), trust.DefaultRules))
	}
}

// simulate runs so many creators of one kind, as many at a time as there are processors.
func simulate(w world, runs int, rules trust.Rules) []outcome {
	out := make([]outcome, runs)
	turns := make(chan struct{}, runtime.GOMAXPROCS(0))
	var all sync.WaitGroup
	for i := range out {
		all.Go(func() {
			turns <- struct{}{}
			out[i] = live(w, uint64(i), rules)
			<-turns
		})
	}
	all.Wait()
	return out
}
