// Package policy decides whether a draft may go out by itself or a person is asked.
// It is pure: what it looks at is handed to it, so that every case stands in one
// table of its test.
//
// What it promises: one reason is enough for a person to be asked; every reason is
// named, not only the first; in mode earn nothing goes out but under a certificate.
package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"secretary/bot/words"
	"secretary/persona"
	"secretary/persona/firewall"
	"secretary/persona/trust"
	"secretary/store"
)

// Modes of replying (configuration key reply.mode; may differ per fan).
const (
	ModeApprove = "approve" // every reply waits for the creator
	ModeEarn    = "earn"    // a sure reply goes out by itself once the creator's decisions have proved such replies
	ModeAuto    = "auto"    // a sure reply goes out by itself after a countdown
	ModeOff     = "off"     // nothing is drafted
)

// Situation is all that policy looks at.
type Situation struct {
	Mode        string // in force for this fan
	Paused      bool
	Threshold   float64           // 0..1
	Certificate trust.Certificate // for drafts like this one
	Drawn       bool              // drawn for a spot check, if it could go out by itself in mode earn
	Draft       persona.Draft     // what the model made, with the confidence that was learned
	Screen      []persona.Flag
	Media       bool          // something the model cannot see is among the messages
	Automatic   bool          // a message was not typed by a person just now
	Age         time.Duration // of the newest message answered
	Away        bool          // a message came while this program was away from Telegram
	Today       int           // replies that went to this fan by themselves today
	Daily       int           // how many may; 0: any number
	Unsettled   bool          // an earlier reply may or may not have arrived
	Asked       bool          // the creator asked for this draft (Again, /inbox)
}

// Verdict is what happens with a draft. Hold false means: a person decides.
type Verdict struct {
	Hold  bool
	Why   []string // codes of package words, "code" or "code:detail"; never empty when Hold is false
	Would bool     // in mode earn it would go out by itself, but for a spot check
	Audit bool     // it could go out by itself and is asked as a spot check
}

// Decide says whether a draft may go out by itself. Every reason is listed, not
// only the first: the creator sees all of them. It is pure.
func Decide(s Situation) Verdict {
	around, earn := s.circumstances(), s.unearned()
	flags := s.flags(around)
	v := Verdict{Would: len(around)+len(flags)+len(earn) == 0}
	switch s.Mode {
	case ModeAuto:
		v.Why = slices.Concat(around, s.unsure(), flags)
	case ModeEarn:
		v.Why = slices.Concat(around, earn, flags)
	default:
		v.Why = slices.Concat([]string{"mode"}, around, s.unsure(), flags)
	}
	if v.Audit = s.Mode == ModeEarn && v.Would && s.Drawn && !s.Draft.Fixed; v.Audit {
		v.Why = []string{"audit"}
	}
	v.Hold = len(v.Why) == 0
	return v
}

// circumstances are reasons for a person that lie in the moment and in what the
// fan wrote.
func (s Situation) circumstances() []string {
	var why []string
	add := func(hit bool, code string) {
		if hit {
			why = append(why, code)
		}
	}
	add(s.Paused, "paused")
	add(s.Asked, "again")
	add(s.Unsettled, "unsettled")
	add(s.Media, "media")
	add(s.Automatic, "automatic")
	add(s.Age > store.AutoAge, "late")
	add(s.Away, store.WhyAway)
	add(s.Daily > 0 && s.Today >= s.Daily, fmt.Sprintf("%s:%d", store.WhyDaily, s.Daily))
	for _, f := range s.Screen {
		if f.Code == "bot_question" && s.Draft.Fixed {
			continue // answered by the creator's own fixed sentence
		}
		why = Reason(why, f)
	}
	return why
}

// unsure holds the figure against the creator's threshold.
func (s Situation) unsure() []string {
	switch {
	case s.Draft.Fixed:
		return nil
	case !s.Draft.Known:
		return []string{"unknown"}
	case s.Draft.Confidence < s.Threshold:
		return []string{"threshold"}
	}
	return nil
}

// unearned holds the figure against the certificate.
func (s Situation) unearned() []string {
	c := s.Certificate
	if !c.Holds {
		return []string{fmt.Sprintf("earn_%s:%d", cmp.Or(c.Why, trust.WhyFew), c.Missing)}
	}
	if why := s.unsure(); why != nil {
		return why
	}
	if !s.Draft.Fixed && s.Draft.Confidence < c.Threshold {
		return []string{"earn_below:" + words.Percent(c.Threshold)}
	}
	return nil
}

// flags are what the checks found in the draft, but for what is known already.
func (s Situation) flags(known []string) []string {
	why := slices.Clone(known)
	for _, f := range s.Draft.Flags {
		why = Reason(why, f)
	}
	return why[len(known):]
}

// Reason adds a flag to the reasons, once. A rule about the fan's words gives one,
// the first time: the persona screens them again.
func Reason(why []string, f persona.Flag) []string {
	r, known := firewall.Find(f.Code)
	if known && r.Direction == firewall.In && slices.ContainsFunc(why, func(w string) bool {
		return w == f.Code || strings.HasPrefix(w, f.Code+":")
	}) {
		return why
	}
	reason := f.Code
	if f.Detail != "" {
		reason += ":" + f.Detail
	}
	if slices.Contains(why, reason) {
		return why
	}
	return append(why, reason)
}

// ModeFor is the mode in force: the fan's own, else what the creator chose in
// the chat, else the configured one.
func ModeFor(fan, chosen, configured string) string {
	for _, m := range []string{fan, chosen, configured} {
		if IsMode(m) {
			return m
		}
	}
	return ModeApprove
}

// IsMode tells whether a word is the name of a mode.
func IsMode(word string) bool {
	return word == ModeApprove || word == ModeEarn || word == ModeAuto || word == ModeOff
}

// Needed is the figure that the draft is held against.
func Needed(s Situation) float64 {
	if s.Mode == ModeEarn && s.Certificate.Holds {
		return max(s.Threshold, s.Certificate.Threshold)
	}
	return s.Threshold
}
