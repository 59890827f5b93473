package upkeep

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"secretary/bot/card"
	"secretary/bot/notice"
	"secretary/bot/words"
	"secretary/store"
)

// Examination is what looking through the data file came to.
type Examination struct {
	At       time.Time // zero: under way
	Problems int
}

// Examiner looks through the data file. Its methods may be called from several
// goroutines.
type Examiner struct {
	Store   *store.Store
	Backups *Backups
	Notices *notice.Writer
	Clock   func() time.Time
	Log     *slog.Logger

	examining sync.Mutex // held while the data file is looked through
	examined  atomic.Pointer[Examination]
}

// namedProblems is how many problems of a damaged file the log names.
const namedProblems = 10

// Last is what the last examination of this run came to; nil: there was none.
func (e *Examiner) Last() *Examination { return e.examined.Load() }

// Loop looks through the data file after a crash. It works beside
// everything else: a wrong entry in an index is no reason to leave fans waiting.
func (e *Examiner) Loop(ctx context.Context) {
	if e.Store.Unclean() {
		e.Log.Warn("the last run did not close the data file; it is looked through while the work goes on")
		e.Examine(ctx)
	}
	<-ctx.Done()
}

// Examine looks through the whole data file while it is in use. What does not
// agree is logged, by ids only; the creator is told once, and nothing is
// repaired: what is right only a person can know.
func (e *Examiner) Examine(ctx context.Context) {
	e.examining.Lock()
	defer e.examining.Unlock()
	before := e.examined.Swap(&Examination{})
	problems, err := e.Store.Examine(ctx)
	if ctx.Err() != nil {
		e.examined.Store(before)
		return
	}
	if err != nil {
		problems = append(problems, err)
	}
	for _, problem := range problems[:min(len(problems), namedProblems)] {
		e.Log.Error("the data file does not agree with itself", "problem", problem)
	}
	e.examined.Store(&Examination{At: e.Clock(), Problems: len(problems)})
	if len(problems) > 0 {
		newest := e.Backups.Newest()
		e.Notices.Tell("data-damaged", words.DataDamaged(len(problems), card.Escape(newest.Path), newest.Encrypted))
	} else {
		e.Log.Info("the data file is sound")
		e.Notices.Forget("data-damaged")
	}
}
