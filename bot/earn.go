package bot

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"secretary/bot/ledger"
	"secretary/bot/words"
	"secretary/persona"
	"secretary/persona/trust"
	"secretary/store"
)

// Trust is what mode earn asks for; the names are those of config.example.yaml.
type Trust struct {
	Risk  float64 // trust.risk: largest share of what goes out by itself that the creator would have changed
	Delta float64 // trust.delta: how often the certificate may be wrong
	Audit float64 // trust.audit: share of what could go out that is asked all the same
}

func (b *Bot) rules() trust.Rules {
	return trust.Rules{Risk: b.cfg.Trust.Risk, Delta: b.cfg.Trust.Delta, Floor: b.cfg.Threshold}
}

// weighEvery is how long a decision goes unnoticed at most. Most are noticed at
// once: each changes a card.
const weighEvery = 2 * time.Second

// earnLoop keeps the certificate in line with the creator's decisions. The first
// round reads the whole record.
func (b *Bot) earnLoop(ctx context.Context) {
	for {
		if err := b.weigh(); err != nil {
			b.log.Error("cannot weigh what the creator decided; trying again", "err", err)
		}
		if !b.decided.Wait(ctx, weighEvery) {
			return
		}
	}
}

// weigh holds the stored certificate against the record.
func (b *Bot) weigh() error {
	b.weighing.Lock()
	defer b.weighing.Unlock()
	s, err := b.store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	_, err = b.certify(s, s.Earned.Digest, s.Earned.Prompt)
	return err
}

// certificate is the one for drafts like this. The first draft of another model
// or persona makes the stored certificate one of theirs.
func (b *Bot) certificate(d persona.Draft) (trust.Certificate, error) {
	b.weighing.Lock()
	defer b.weighing.Unlock()
	s, err := b.store.Settings()
	if err != nil {
		return trust.Certificate{}, fmt.Errorf("read settings: %w", err)
	}
	if d.Fixed || !d.Known {
		return b.certify(s, s.Earned.Digest, s.Earned.Prompt)
	}
	return b.certify(s, d.Digest, d.Prompt)
}

// certify computes the certificate for one model and persona and stores it if
// that changes anything. Callers hold b.weighing.
func (b *Bot) certify(s store.Settings, digest, prompt string) (trust.Certificate, error) {
	samples, last, err := b.ledger.Samples()
	if err != nil {
		return trust.Certificate{}, err
	}
	version := ledger.Version(digest, prompt)
	if b.weighed.done && b.weighed.last == last && b.weighed.version == version {
		return b.weighed.certificate, nil
	}
	c := trust.Certify(samples, version, b.rules())
	if err := b.settleCertificate(s, c, digest, prompt, last); err != nil {
		return c, err
	}
	b.weighed = weighed{true, last, version, c}
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
func (b *Bot) settleCertificate(s store.Settings, c trust.Certificate, digest, prompt string, last uint64) error {
	before, after := s.Earned, s.Earned
	after.Holds, after.Threshold, after.Digest, after.Prompt, after.Weighed = c.Holds, c.Threshold, digest, prompt, last
	same := before.Digest == digest && before.Prompt == prompt
	if same && !before.Holds && !after.Holds || same && before.Holds && after.Holds && before.Threshold == after.Threshold && before.Weighed == last {
		return nil
	}
	if err := b.announce(s, before, after, c, same); err != nil { // before it is noted: twice is better than never
		return err
	}
	_, err := b.store.UpdateSettings(func(s *store.Settings) error {
		after.Salt = s.Earned.Salt
		s.Earned = after
		return nil
	})
	if err != nil {
		return fmt.Errorf("save certificate: %w", err)
	}
	b.outbox.Ring() // what was in doubt may go now, or must not
	if before.Holds && !(after.Holds && same && after.Threshold <= before.Threshold) {
		return b.rethink()
	}
	return nil
}

// announce tells the creator, in mode earn, that the certificate came or went.
func (b *Bot) announce(s store.Settings, before, after store.Earned, c trust.Certificate, same bool) error {
	if before.Holds == after.Holds {
		return nil
	}
	code := c.Why
	if !same {
		code = trust.WhyVersion
	}
	b.log.Info("the certificate changed", "holds", after.Holds, "threshold", after.Threshold, "why", code, "decisions", c.N, "rejected", c.Rejected)
	if ModeFor("", s.Mode, b.cfg.Mode) != ModeEarn {
		return nil
	}
	day := b.now().Format(time.DateOnly)
	switch {
	case after.Holds:
		return b.tellErr("earned "+day, words.Earned(after.Threshold, c.N, c.Rejected, b.cfg.Trust.Audit))
	case code == trust.WhyAudit, code == trust.WhyVersion, code == trust.WhyDrift:
		return b.tellErr(fmt.Sprintf("earn lost %s %d %s", code, after.Weighed, after.Prompt), words.EarnLost(code))
	}
	return b.tellErr("earn lost "+day, words.EarnLost(code)) // it may come and go with every decision
}

// drawn tells whether what this draft answers is drawn for a spot check: the
// same for the same messages, and nothing a fan could foresee.
func (b *Bot) drawn(fan store.Fan, salt []byte) bool {
	h := sha256.New()
	h.Write(salt)
	for _, n := range []uint64{uint64(fan.ID.Owner), uint64(fan.ID.Chat), fan.Rev} {
		h.Write(binary.BigEndian.AppendUint64(nil, n))
	}
	return float64(binary.BigEndian.Uint64(h.Sum(nil))) < b.cfg.Trust.Audit*math.MaxUint64
}

// salted makes sure that spot checks have their salt.
func salted(s *store.Settings) {
	if len(s.Earned.Salt) == 0 {
		s.Earned.Salt = make([]byte, 32)
		_, _ = rand.Read(s.Earned.Salt) // never fails: the program ends if there is no randomness
	}
}

// unearn gives a countdown back that the certificate does not cover any more.
func (b *Bot) unearn(d store.Draft) error {
	s, err := b.store.Settings()
	if err != nil || s.Earned.Covers(d) {
		return err
	}
	_, err = b.store.Stop(d.ID, d.Try, store.WhyEarn)
	var no *store.Refusal
	if errors.As(err, &no) {
		return nil
	}
	return err
}
