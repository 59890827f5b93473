// Package chore lets the model do small work that can wait, while nobody waits for
// a draft.
//
// What it promises: the moment a fan gets a place in the queue the job in hand is
// given up, to be done later; a job that fails by its own fault is dropped after some
// tries, one that a fan or an absent model stopped never is; and afterwards the persona is
// put back into the model's cache.
package chore

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"secretary/bot/fence"
	"secretary/bot/pace"
	"secretary/bot/queue"
	"secretary/persona"
	"secretary/store"
)

// Chore is one kind of small work for the model. Its jobs are numbers of its own,
// from 1.
type Chore struct {
	Name string // for the log
	// Next names the job that waits longest, 0 if none does.
	Next func() (job int64, err error)
	// Do does one job with at most one question to the model. When it returns nil
	// the job is done, and Next names another. ctx ends the moment a fan writes; the
	// job is then tried again later. An error of the persona is a *persona.Error.
	Do func(ctx context.Context, job int64) error
	// Drop gives a job up for good, so that Next does not name it again.
	Drop func(job int64) error
}

const (
	maxTries  = 3           // after which a job is dropped
	restAgain = time.Minute // until idle work is looked at again without a ring
)

// Model is asked to take the persona back into its cache.
type Model interface {
	Warm(ctx context.Context, r persona.Request) (time.Duration, error)
}

// Loop does chores, those that stand first in the list first.
type Loop struct {
	After   time.Duration // learn.idle: how long nobody must have waited; 0: nothing is done
	Chores  []Chore
	Queue   *queue.Queue
	Gate    *queue.Gate // closed while the model is away
	Model   Model
	Request func() persona.Request // what all drafts have in common
	Store   *store.Store
	Bell    pace.Bell        // there may be something to do
	Now     func() time.Time // Telegram's time
	Log     *slog.Logger
}

// Run does chores while nobody waits for a draft: once the queue has been empty for
// long enough, one job after another, until a fan gets a place in it.
func (l *Loop) Run(ctx context.Context) {
	if l.After <= 0 {
		<-ctx.Done()
		return
	}
	i := idler{Loop: l, tries: map[string]int{}}
	for ctx.Err() == nil {
		calm, stop, ok := l.Queue.Calm(ctx)
		if !ok {
			l.Queue.Empty.Wait(ctx, 0)
			continue
		}
		if pace.Sleep(calm, l.After) {
			l.Bell.Wait(calm, i.work(calm))
		}
		stop()
	}
}

// idler does chores; it belongs to Run.
type idler struct {
	*Loop
	tries map[string]int // of jobs that failed, by chore and number
	warm  persona.Request
}

// work does what there is to do and says when to look again.
func (i *idler) work(calm context.Context) time.Duration {
	if s, err := i.Store.Settings(); err != nil || s.Paused || s.Owner == 0 || i.Gate.Closed(i.Now()) != "" {
		return restAgain
	}
	did, rest := 0, restAgain
	for _, c := range i.Chores {
		n, again, err := i.all(calm, c)
		did += n
		if err != nil {
			i.Log.Error("cannot do idle work", "chore", c.Name, "err", err)
		}
		if again {
			rest = i.After
		}
	}
	if calm.Err() == nil {
		i.rewarm(calm, did > 0)
	}
	return rest
}

// all does a chore's jobs until none is left or one fails; again tells that the
// failed one is worth another try soon.
func (i *idler) all(calm context.Context, c Chore) (did int, again bool, err error) {
	for calm.Err() == nil {
		job, err := c.Next()
		if err != nil || job == 0 {
			return did, false, err
		}
		if err := i.one(calm, c, job); err != nil {
			again, err = i.failed(calm, c, job, err)
			return did, again, err
		}
		delete(i.tries, tryKey(c, job))
		did++
	}
	return did, false, nil
}

// one does one job behind a fence: its texts are strangers' data.
func (i *idler) one(calm context.Context, c Chore, job int64) error {
	err := errSurprise
	func() {
		defer fence.Catch(i.Log, "idle "+c.Name)
		err = c.Do(calm, job)
	}()
	return err
}

var errSurprise = errors.New("it stopped by surprise")

// failed sorts a failure: a fan who wrote and a model that is away are not the
// job's fault, anything else counts.
func (i *idler) failed(calm context.Context, c Chore, job int64, why error) (again bool, err error) {
	kind := persona.KindOf(why)
	if calm.Err() != nil || kind == persona.KindCancelled {
		i.Log.Debug("idle work waits for a fan", "chore", c.Name, "job", job)
		return false, nil
	}
	if away[kind] {
		i.Log.Info("the model is away; idle work waits", "chore", c.Name, "job", job, "kind", string(kind))
		return false, nil
	}
	key := tryKey(c, job)
	if i.tries[key]++; i.tries[key] < maxTries {
		i.Log.Info("idle work failed; trying again", "chore", c.Name, "job", job, "try", i.tries[key], "kind", string(kind))
		return true, nil
	}
	delete(i.tries, key)
	i.Log.Warn("idle work failed too often; it is dropped", "chore", c.Name, "job", job, "kind", string(kind))
	return true, c.Drop(job)
}

// away lists failures that say nothing about the job.
var away = map[persona.Kind]bool{persona.KindDown: true, persona.KindBusy: true, persona.KindNoModel: true,
	persona.KindRemote: true, persona.KindPersona: true}

func tryKey(c Chore, job int64) string { return fmt.Sprintf("%s %d", c.Name, job) }

// rewarm puts the persona back into the model's cache after other work, and
// after the creator's wishes have changed.
func (i *idler) rewarm(calm context.Context, worked bool) {
	r := i.Request()
	if !worked && slices.Equal(r.Rules, i.warm.Rules) && r.Style == i.warm.Style {
		return
	}
	if _, err := i.Model.Warm(calm, r); err != nil {
		if calm.Err() == nil {
			i.Log.Debug("cannot warm the model again", "err", err)
		}
		return
	}
	i.warm = r
}
