package bot_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// The soak lets the whole bot, with its real data file, live for days on a fake
// clock: the sandbox beside it in one process, connections in memory, so that a
// day passes in about a second. Everything that can go wrong does, again and
// again, at moments that a seed chooses: see troubles. In the evenings all is
// well for some hours, the creator answers whatever is left, and then the
// questions of quiet are asked.
//
//	SECRETARY_SOAK_DAYS=30 SECRETARY_SOAK_SEEDS=100-119 go test ./bot -run Soak -v -timeout 0

// soakSeeds are lived through on every run, with the race detector the first of
// them: it takes eight times as long. A seed that failed comes to them: 57 found that
// a clock that was set moved what was due by hours, 64 that an answer about an
// older connection took the place of the newer one. (Of 311 only its third day does,
// now and then: see TestAConnectionAskedForOutOfTurn… among the stories.)
var soakSeeds = []uint64{3, 57, 64}

const soakDays = 1

func TestSoakOfSimulatedDays(t *testing.T) {
	days := soakDays
	if n, err := strconv.Atoi(os.Getenv("SECRETARY_SOAK_DAYS")); err == nil {
		days = n
	}
	for _, s := range chosenSeeds(t) {
		t.Run(fmt.Sprintf("seed %d", s), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { soak(t, s, days) })
		})
	}
}

// chosenSeeds are those of the environment, "7" or "100-119", or the kept ones.
func chosenSeeds(t *testing.T) []uint64 {
	t.Helper()
	from, to, ranged := strings.Cut(os.Getenv("SECRETARY_SOAK_SEEDS"), "-")
	if from == "" && raced {
		return soakSeeds[:1]
	}
	if from == "" {
		return soakSeeds
	}
	if !ranged {
		to = from
	}
	first, err := strconv.ParseUint(from, 10, 64)
	last, err2 := strconv.ParseUint(to, 10, 64)
	if err != nil || err2 != nil {
		t.Fatalf("SECRETARY_SOAK_SEEDS is neither a number nor a range: %v, %v", err, err2)
	}
	var all []uint64
	for s := first; s <= last; s++ {
		all = append(all, s)
	}
	return all
}

func soak(t *testing.T, seed uint64, days int) {
	began := time.Now()
	w := newSoakWorld(t, seed)
	defer w.close()
	w.mind.moody = true
	w.later(w.within(2*time.Hour), w.troubles)
	w.later(time.Minute, w.mila.looks)
	for _, f := range w.fans {
		w.later(w.within(3*time.Hour), f.wakes)
	}
	w.start()
	var first soakSize
	for day := 1; day <= days && !t.Failed(); day++ {
		w.live(began.Add(time.Duration(day)*24*time.Hour - 5*time.Hour))
		w.quiet()
		w.examine()
		if day == 1 {
			first = w.size()
		}
		w.smallerThan(first)
		w.t.Logf("seed %d day %d: %v", seed, day, w.count)
	}
	if t.Failed() {
		t.Logf("SECRETARY_SOAK_SEEDS=%d SECRETARY_SOAK_DAYS=%d go test ./bot -run Soak -v", seed, days)
	}
}
