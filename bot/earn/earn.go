// Package earn is the earning of trust. The creator's decisions prove, or do not,
// that the surest drafts would have been sent as they were; while they do, a
// certificate holds, and mode earn lets such drafts go out by themselves.
//
// What it promises: the certificate that the store holds each automatic reply
// against is weighed again with every decision; a draft is held against one of its
// own model and persona; the creator is told when it comes and when it goes; and
// when it goes, countdowns that it does not cover any more ask.
package earn

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"sync"
	"time"

	"secretary/bot/desk"
	"secretary/bot/ledger"
	"secretary/bot/notice"
	"secretary/bot/pace"
	"secretary/bot/policy"
	"secretary/bot/words"
	"secretary/persona"
	"secretary/persona/trust"
	"secretary/store"
)

// Terms is what mode earn asks for; the names are those of config.example.yaml.
type Terms struct {
	Risk  float64 // trust.risk: largest share of what goes out by itself that the creator would have changed
	Delta float64 // trust.delta: how often the certificate may be wrong
	Audit float64 // trust.audit: share of what could go out that is asked all the same
}

// Needs is what a Keeper works with.
type Needs struct {
	Terms   Terms
	Floor   float64 // reply.threshold: no figure below it goes out by itself
	Mode    string  // reply.mode
	Store   *store.Store
	Desk    *desk.Desk
	Notices *notice.Writer
	Outbox  pace.Bell // rung when what was in doubt may go now, or must not
	Log     *slog.Logger
	Now     func() time.Time // Telegram's time
	// Rethink brings open drafts in line with a certificate that covers less.
	Rethink func() error
}

// Keeper keeps the certificate. Its methods may be called from several goroutines.
type Keeper struct {
	Needs
	ledger   *ledger.Ledger
	decided  pace.Bell
	weighing sync.Mutex // held while the certificate is brought in line with the record
	weighed  weighed    // what that came to last
}

// New makes a keeper; before Loop has run once, the stored certificate stands.
func New(n Needs) *Keeper {
	return &Keeper{Needs: n, ledger: ledger.New(n.Store), decided: pace.NewBell()}
}

// Decided says that the creator may have decided something.
func (k *Keeper) Decided() { k.decided.Ring() }

// Score says what the creator's decisions have taught about drafts like this one.
func (k *Keeper) Score(d persona.Draft) (trust.Score, error) {
	return k.ledger.Score(d.Signals.Features, ledger.Version(d.Digest, d.Prompt), k.Now())
}

// Forget drops what was learned from decisions that are gone.
func (k *Keeper) Forget() {
	k.weighing.Lock()
	defer k.weighing.Unlock()
	k.ledger.Forget()
	k.weighed = weighed{}
}

func (k *Keeper) rules() trust.Rules {
	return trust.Rules{Risk: k.Terms.Risk, Delta: k.Terms.Delta, Floor: k.Floor}
}

// weighEvery is how long a decision goes unnoticed at most. Most are noticed at
// once: each changes a card.
const weighEvery = 2 * time.Second

// Loop keeps the certificate in line with the creator's decisions. The first
// round reads the whole record.
func (k *Keeper) Loop(ctx context.Context) {
	for {
		if err := k.weigh(); err != nil {
			k.Log.Error("cannot weigh what the creator decided; trying again", "err", err)
		}
		if !k.decided.Wait(ctx, weighEvery) {
			return
		}
	}
}

// weigh holds the stored certificate against the record.
func (k *Keeper) weigh() error {
	k.weighing.Lock()
	defer k.weighing.Unlock()
	s, err := k.Store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	_, err = k.certify(s, s.Earned.Digest, s.Earned.Prompt)
	return err
}

// Certificate is the one for drafts like this. The first draft of another model
// or persona makes the stored certificate one of theirs.
func (k *Keeper) Certificate(d persona.Draft) (trust.Certificate, error) {
	k.weighing.Lock()
	defer k.weighing.Unlock()
	s, err := k.Store.Settings()
	if err != nil {
		return trust.Certificate{}, fmt.Errorf("read settings: %w", err)
	}
	if d.Fixed || !d.Known {
		return k.certify(s, s.Earned.Digest, s.Earned.Prompt)
	}
	return k.certify(s, d.Digest, d.Prompt)
}

// certify computes the certificate for one model and persona and stores it if
// that changes anything. Callers hold weighing.
func (k *Keeper) certify(s store.Settings, digest, prompt string) (trust.Certificate, error) {
	samples, last, err := k.ledger.Samples()
	if err != nil {
		return trust.Certificate{}, err
	}
	version := ledger.Version(digest, prompt)
	if k.weighed.done && k.weighed.last == last && k.weighed.version == version {
		return k.weighed.certificate, nil
	}
	c := trust.Certify(samples, version, k.rules())
	if err := k.settleCertificate(s, c, digest, prompt, last); err != nil {
		return c, err
	}
	k.weighed = weighed{true, last, version, c}
	return c, nil
}

// weighed is a certificate with what it was made of: as long as that is the same
// there is nothing to weigh.
type weighed struct {
	done        bool
	last        uint64 // decision
	version     string
	certificate trust.Certificate
}

// settleCertificate stores a certificate that is another one than before, with
// all that follows from it.
func (k *Keeper) settleCertificate(s store.Settings, c trust.Certificate, digest, prompt string, last uint64) error {
	before, after := s.Earned, s.Earned
	after.Holds, after.Threshold, after.Digest, after.Prompt, after.Weighed = c.Holds, c.Threshold, digest, prompt, last
	same := before.Digest == digest && before.Prompt == prompt
	if same && !before.Holds && !after.Holds || same && before.Holds && after.Holds && before.Threshold == after.Threshold && before.Weighed == last {
		return nil
	}
	if err := k.announce(s, before, after, c, same); err != nil { // before it is noted: twice is better than never
		return err
	}
	_, err := k.Store.UpdateSettings(func(s *store.Settings) error {
		after.Salt = s.Earned.Salt
		s.Earned = after
		return nil
	})
	if err != nil {
		return fmt.Errorf("save certificate: %w", err)
	}
	k.Outbox.Ring() // what was in doubt may go now, or must not
	if before.Holds && !(after.Holds && same && after.Threshold <= before.Threshold) {
		return k.Rethink()
	}
	return nil
}

// announce tells the creator, in mode earn, that the certificate came or went.
func (k *Keeper) announce(s store.Settings, before, after store.Earned, c trust.Certificate, same bool) error {
	if before.Holds == after.Holds {
		return nil
	}
	code := c.Why
	if !same {
		code = trust.WhyVersion
	}
	k.Log.Info("the certificate changed", "holds", after.Holds, "threshold", after.Threshold, "why", code, "decisions", c.N, "rejected", c.Rejected)
	if k.mode(s) != policy.ModeEarn {
		return nil
	}
	day := k.Now().Format(time.DateOnly)
	switch {
	case after.Holds:
		return k.Notices.TellErr("earned "+day, words.Earned(after.Threshold, c.N, c.Rejected, k.Terms.Audit))
	case code == trust.WhyAudit, code == trust.WhyVersion, code == trust.WhyDrift:
		return k.Notices.TellErr(fmt.Sprintf("earn lost %s %d %s", code, after.Weighed, after.Prompt), words.EarnLost(code))
	}
	return k.Notices.TellErr("earn lost "+day, words.EarnLost(code)) // it may come and go with every decision
}

// Drawn tells whether what this draft answers is drawn for a spot check: the
// same for the same messages, and nothing a fan could foresee.
func (k *Keeper) Drawn(fan store.Fan, salt []byte) bool {
	h := sha256.New()
	h.Write(salt)
	for _, n := range []uint64{uint64(fan.ID.Owner), uint64(fan.ID.Chat), fan.Rev} {
		h.Write(binary.BigEndian.AppendUint64(nil, n))
	}
	return float64(binary.BigEndian.Uint64(h.Sum(nil))) < k.Terms.Audit*math.MaxUint64
}

// Salted makes sure that spot checks have their salt.
func Salted(s *store.Settings) {
	if len(s.Earned.Salt) == 0 {
		s.Earned.Salt = make([]byte, 32)
		_, _ = rand.Read(s.Earned.Salt) // never fails: the program ends if there is no randomness
	}
}

// Unearn gives a countdown back that the certificate does not cover any more.
func (k *Keeper) Unearn(d store.Draft) error {
	s, err := k.Store.Settings()
	if err != nil || s.Earned.Covers(d) {
		return err
	}
	_, err = k.Store.Stop(d.ID, d.Try, store.WhyEarn)
	var no *store.Refusal
	if errors.As(err, &no) {
		return nil
	}
	return err
}
