package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"secretary/bot/pace"
	"secretary/persona"
)

// chore is one kind of small work for the model that can wait. Its jobs are
// numbers of its own, from 1.
type chore struct {
	name string // for the log
	// next names the job that waits longest, 0 if none does.
	next func() (job int64, err error)
	// do does one job with at most one question to the model. When it returns nil
	// the job is done, and next names another. ctx ends the moment a fan writes; the
	// job is then tried again later. An error of the persona is a *persona.Error.
	do func(ctx context.Context, job int64) error
	// drop gives a job up for good, so that next does not name it again.
	drop func(job int64) error
}

// chores lists what is done while nobody waits, in this order.
func (b *Bot) chores() []chore {
	return []chore{
		b.editChore(),
		b.noticing(),
		b.summing(),
	}
}

const (
	choreTries = 3           // after which a job is dropped
	choreRest  = time.Minute // until idle work is looked at again without a ring
)

// idleLoop lets the model do chores while nobody waits for a draft: once the
// queue has been empty for learn.idle, one job after another, until a fan gets a
// place in the queue. The model's cache is warmed again afterwards.
func (b *Bot) idleLoop(ctx context.Context) {
	if b.cfg.Idle <= 0 || b.cfg.Drafter == "embedded" {
		pace.Sleep(ctx, forever)
		return
	}
	idle := idler{Bot: b, tries: map[string]int{}}
	for ctx.Err() == nil {
		calm, stop, ok := b.queue.Calm(ctx)
		if !ok {
			b.queue.Empty.Wait(ctx, 0)
			continue
		}
		if pace.Sleep(calm, b.cfg.Idle) {
			b.lessons.Wait(calm, idle.work(calm))
		}
		stop()
	}
}

// idler does chores; it belongs to idleLoop.
type idler struct {
	*Bot
	tries map[string]int // of jobs that failed, by chore and number
	warm  persona.Request
}

// work does what there is to do and says when to look again.
func (i *idler) work(calm context.Context) time.Duration {
	if s, err := i.store.Settings(); err != nil || s.Paused || s.Owner == 0 || i.model.Closed(i.now()) != "" {
		return choreRest
	}
	did, rest := 0, choreRest
	for _, c := range i.chores() {
		n, again, err := i.all(calm, c)
		did += n
		if err != nil {
			i.log.Error("cannot do idle work", "chore", c.name, "err", err)
		}
		if again {
			rest = i.cfg.Idle
		}
	}
	if calm.Err() == nil {
		i.rewarm(calm, did > 0)
	}
	return rest
}

// all does a chore's jobs until none is left or one fails; again tells that the
// failed one is worth another try soon.
func (i *idler) all(calm context.Context, c chore) (did int, again bool, err error) {
	for calm.Err() == nil {
		job, err := c.next()
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
func (i *idler) one(calm context.Context, c chore, job int64) error {
	err := errSurprise
	func() {
		defer i.fence("idle " + c.name)
		err = c.do(calm, job)
	}()
	return err
}

var errSurprise = errors.New("it stopped by surprise")

// failed sorts a failure: a fan who wrote and a model that is away are not the
// job's fault, anything else counts.
func (i *idler) failed(calm context.Context, c chore, job int64, why error) (again bool, err error) {
	kind := persona.KindOf(why)
	if calm.Err() != nil || kind == persona.KindCancelled {
		i.log.Debug("idle work waits for a fan", "chore", c.name, "job", job)
		return false, nil
	}
	if away[kind] {
		i.log.Info("the model is away; idle work waits", "chore", c.name, "job", job, "kind", string(kind))
		return false, nil
	}
	key := tryKey(c, job)
	if i.tries[key]++; i.tries[key] < choreTries {
		i.log.Info("idle work failed; trying again", "chore", c.name, "job", job, "try", i.tries[key], "kind", string(kind))
		return true, nil
	}
	delete(i.tries, key)
	i.log.Warn("idle work failed too often; it is dropped", "chore", c.name, "job", job, "kind", string(kind))
	return true, c.drop(job)
}

// away lists failures that say nothing about the job.
var away = map[persona.Kind]bool{persona.KindDown: true, persona.KindBusy: true, persona.KindNoModel: true,
	persona.KindRemote: true, persona.KindPersona: true}

func tryKey(c chore, job int64) string { return fmt.Sprintf("%s %d", c.name, job) }

// rewarm puts the persona back into the model's cache after other work, and
// after the creator's wishes have changed.
func (i *idler) rewarm(calm context.Context, worked bool) {
	r := i.learned()
	if !worked && slices.Equal(r.Rules, i.warm.Rules) && r.Style == i.warm.Style {
		return
	}
	if _, err := i.persona.Warm(calm, r); err != nil {
		if calm.Err() == nil {
			i.log.Debug("cannot warm the model again", "err", err)
		}
		return
	}
	i.warm = r
}
