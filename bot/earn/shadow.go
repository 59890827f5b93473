package earn

import (
	"context"
	"errors"
	"fmt"
	"time"

	"secretary/bot/card"
	"secretary/bot/chart"
	"secretary/bot/desk"
	"secretary/bot/ledger"
	"secretary/bot/policy"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/persona/trust"
	"secretary/store"
)

// week is the time a shadow report looks back.
const week = 7 * 24 * time.Hour

// shownChanges is how many of the changed drafts a report shows.
const shownChanges = 2

// shadow is what mode earn would have done, or did, in a stretch of time.
type shadow struct {
	decided int // drafts the creator judged
	would   int // drafts that would have gone out by themselves, and were judged or did go out
	changed []store.Decision
}

// reckon sums up decisions, oldest first. A draft that was judged twice counts
// by the last judgement.
func reckon(decisions []store.Decision) shadow {
	type try struct {
		draft uint64
		n     int
	}
	last := map[try]store.Decision{}
	var order []try
	for _, e := range decisions {
		if e.Accepted == nil && e.Act != store.ActAuto {
			continue
		}
		of := try{e.Draft, e.Try}
		if _, seen := last[of]; !seen {
			order = append(order, of)
		}
		last[of] = e
	}
	var s shadow
	for _, of := range order {
		e := last[of]
		if e.Accepted != nil {
			s.decided++
		}
		if !e.Would {
			continue
		}
		s.would++
		if e.Accepted != nil && !*e.Accepted {
			s.changed = append(s.changed, e)
		}
	}
	return s
}

// Show sends the report with its picture. Drawing and sending it takes a moment.
func (k *Keeper) Show(ctx context.Context) error {
	s, err := k.Store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	samples, _, err := k.ledger.Samples()
	if err != nil {
		return err
	}
	if len(samples) == 0 {
		return k.Notices.TellErr("", words.TrustEmpty)
	}
	c := k.proof(samples, s)
	caption, err := k.trustCaption(s, c)
	if err != nil {
		return err
	}
	picture, err := chart.Trust(trust.Summarise(samples), c, chart.Phone)
	if err != nil {
		return fmt.Errorf("draw the trust report: %w", err)
	}
	err = k.Desk.Photo(ctx, telegram.SendPhoto{
		ChatID: desk.Chat(s), Photo: picture, Caption: caption, ParseMode: "HTML", ReplyMarkup: *card.ModeButtons(k.mode(s)),
	})
	if e, ok := telegram.AsError(err); ok && !e.Certain {
		k.Log.Warn("it is unknown whether the trust report arrived", "err", err)
		return nil // a second picture is worse than none: /trust can be asked again
	}
	return err
}

// mode is the one in force where a fan has none of his own.
func (k *Keeper) mode(s store.Settings) string { return policy.ModeFor("", s.Mode, k.Mode) }

// proof is the certificate as it stands.
func (k *Keeper) proof(samples []trust.Sample, s store.Settings) trust.Certificate {
	return trust.Certify(samples, ledger.Version(s.Earned.Digest, s.Earned.Prompt), k.rules())
}

// trustCaption says what would have gone out by itself, what the creator changed
// of it, and how the certificate stands.
func (k *Keeper) trustCaption(s store.Settings, c trust.Certificate) (string, error) {
	decisions, err := k.Store.Decisions(store.Query{Since: k.Now().Add(-week)})
	if err != nil {
		return "", fmt.Errorf("read decisions: %w", err)
	}
	sum := reckon(decisions)
	var changes []words.Change
	for i := len(sum.changed) - 1; i >= 0 && len(changes) < shownChanges; i-- {
		change, err := k.change(sum.changed[i])
		if err != nil {
			return "", err
		}
		if change.Draft != "" {
			changes = append(changes, change)
		}
	}
	state := words.Certificate(c.Holds, c.Threshold, c.N, c.Rejected, c.Why, c.Missing)
	return words.Shadow(sum.would, len(sum.changed), changes) + "\n\n" + state + "\n" + words.ModeNow(k.mode(s)), nil
}

// change shortens a changed draft and what became of it for the report. Where a
// later try has taken its place in the record there is nothing to show.
func (k *Keeper) change(e store.Decision) (words.Change, error) {
	d, err := k.Store.Draft(e.Draft)
	if errors.Is(err, store.ErrNotFound) {
		return words.Change{}, nil
	}
	if err != nil {
		return words.Change{}, fmt.Errorf("read draft: %w", err)
	}
	c := words.Change{Draft: d.Text, Act: e.Act}
	switch {
	case d.Own && d.Try == e.Try:
		c.Draft, c.Sent = d.Previous, d.Text
	case d.Try == e.Try+1 && !d.Own:
		c.Draft = d.Previous
	case d.Try != e.Try:
		c.Draft = ""
	}
	c.Draft, c.Sent = brief(c.Draft), brief(c.Sent)
	return c, nil
}

// brief is a text on one line of a caption, which holds 1024 characters in all.
func brief(text string) string { return card.Escape(card.Name(card.Cut(text, 80), "")) }

// Weekly tells of the last week without being asked, once in seven days, and
// only if there is something to tell.
func (k *Keeper) Weekly() {
	if err := k.tellWeek(); err != nil {
		k.Log.Error("cannot tell of the week", "err", err)
	}
}

// enough decisions for a weekly report.
const enough = 20

// weekTold is the key of Settings.Told with the time of the last weekly report.
const weekTold = "trust week"

func (k *Keeper) tellWeek() error {
	s, err := k.Store.Settings()
	if err != nil || s.Owner == 0 {
		return err
	}
	now := k.Now()
	if last, err := time.Parse(time.RFC3339, s.Told[weekTold]); err == nil && now.Sub(last) < week {
		return nil
	}
	decisions, err := k.Store.Decisions(store.Query{Since: now.Add(-week)})
	if err != nil {
		return fmt.Errorf("read decisions: %w", err)
	}
	if s.Told[weekTold] != "" && reckon(decisions).decided >= enough { // the first week only begins
		samples, _, err := k.ledger.Samples()
		if err != nil {
			return err
		}
		text, err := k.trustCaption(s, k.proof(samples, s))
		if err != nil {
			return err
		}
		if err := k.Notices.TellWith("trust week "+now.Format(time.DateOnly), text+"\n"+words.TrustMore, card.ModeButtons(k.mode(s))); err != nil {
			return err
		}
	} else if s.Told[weekTold] != "" {
		return nil // looked at again within the hour
	}
	_, err = k.Store.UpdateSettings(func(s *store.Settings) error {
		s.Told[weekTold] = now.Format(time.RFC3339)
		return nil
	})
	return err
}
