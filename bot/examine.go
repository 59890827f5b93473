package bot

import (
	"context"
	"time"

	"secretary/bot/card"
	"secretary/bot/words"
)

// examination is what looking through the data file came to last.
type examination struct {
	at       time.Time // zero: under way
	problems int
}

// namedProblems is how many problems of a damaged file the log names.
const namedProblems = 10

// examineLoop looks through the data file after a crash. It works beside
// everything else: a wrong entry in an index is no reason to leave fans waiting.
func (b *Bot) examineLoop(ctx context.Context) {
	if b.store.Unclean() {
		b.log.Warn("the last run did not close the data file; it is looked through while the work goes on")
		b.Examine(ctx)
	}
	<-ctx.Done()
}

// Examine looks through the whole data file while it is in use. What does not
// agree is logged, by ids only; the creator is told once, and nothing is
// repaired: what is right only a person can know.
func (b *Bot) Examine(ctx context.Context) Step {
	b.examining.Lock()
	defer b.examining.Unlock()
	before := b.examined.Swap(&examination{})
	problems, err := b.store.Examine(ctx)
	if ctx.Err() != nil {
		b.examined.Store(before)
		return b.stepSound(true)
	}
	if err != nil {
		problems = append(problems, err)
	}
	for _, problem := range problems[:min(len(problems), namedProblems)] {
		b.log.Error("the data file does not agree with itself", "problem", problem)
	}
	b.examined.Store(&examination{at: b.clock(), problems: len(problems)})
	if len(problems) > 0 {
		newest := b.newestCopy()
		b.tell("data-damaged", words.DataDamaged(len(problems), card.Escape(newest.Path), newest.Encrypted))
	} else {
		b.log.Info("the data file is sound")
		b.forget("data-damaged")
	}
	return b.stepSound(true)
}

// stepSound tells whether the data file agrees with itself. Without a daemon it
// is looked through for this.
func (b *Bot) stepSound(live bool) Step {
	last := b.examined.Load()
	if !live {
		last = &examination{at: b.clock(), problems: len(b.store.Check())}
	}
	s := Step{ID: "sound", State: stepOK}
	switch {
	case last == nil:
		s.Detail = words.SoundClosed
	case last.at.IsZero():
		s.State, s.Detail = stepWaiting, words.SoundUnderWay
	case last.problems == 0:
		s.Detail = words.SoundFine(last.at)
	default:
		s.State, s.Detail = stepBlocked, words.SoundProblems(last.problems)
		newest := b.newestCopy()
		s.Fix = words.SoundFix(newest.Path, newest.Encrypted)
	}
	s.Title = words.StepTitle(s.ID)
	return s
}
