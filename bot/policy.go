package bot

import (
	"slices"
	"strings"
	"time"

	"secretary/persona"
	"secretary/persona/firewall"
)

// Modes of replying (configuration key reply.mode; may differ per fan).
const (
	ModeApprove = "approve" // every reply waits for the creator
	ModeAuto    = "auto"    // a sure reply goes out by itself after a countdown
	ModeOff     = "off"     // nothing is drafted
)

// lateAfter is the age of a message from which on nothing answers it by
// itself: the fan has stopped waiting, and the talk may have moved on.
const lateAfter = 15 * time.Minute

// Situation is all that policy looks at.
type Situation struct {
	Mode      string // in force for this fan
	Paused    bool
	Threshold float64       // 0..1
	Draft     persona.Draft // what the model made
	Screen    []persona.Flag
	Media     bool          // something the model cannot see is among the messages
	Automatic bool          // a message was not typed by a person just now
	Age       time.Duration // of the newest message answered
	Unsettled bool          // an earlier reply may or may not have arrived
	Asked     bool          // the creator asked for this draft (Again, /inbox)
}

// Verdict is what happens with a draft. Hold false means: a person decides.
type Verdict struct {
	Hold bool
	Why  []string // codes of package words, "code" or "code:detail"; never empty when Hold is false
}

// Decide says whether a draft may go out by itself. Every reason is listed, not
// only the first: the creator sees all of them. It is pure.
func Decide(s Situation) Verdict {
	var why []string
	add := func(hit bool, code string) {
		if hit {
			why = append(why, code)
		}
	}
	add(s.Mode != ModeAuto, "mode")
	add(s.Paused, "paused")
	add(s.Asked, "again")
	add(s.Unsettled, "unsettled")
	add(s.Media, "media")
	add(s.Automatic, "automatic")
	add(s.Age > lateAfter, "late")
	for _, f := range s.Screen {
		if f.Code == "bot_question" && s.Draft.Fixed {
			continue // answered by the creator's own fixed sentence
		}
		why = reason(why, f)
	}
	if !s.Draft.Fixed {
		add(!s.Draft.Known, "unknown")
		add(s.Draft.Known && s.Draft.Confidence < s.Threshold, "threshold")
	}
	for _, f := range s.Draft.Flags {
		why = reason(why, f)
	}
	return Verdict{Hold: len(why) == 0, Why: why}
}

// reason adds a flag to the reasons. A rule about the fan's words gives one, the
// first time: the persona screens them again.
func reason(why []string, f persona.Flag) []string {
	r, known := firewall.Find(f.Code)
	if known && r.Direction == firewall.In && slices.ContainsFunc(why, func(w string) bool {
		return w == f.Code || strings.HasPrefix(w, f.Code+":")
	}) {
		return why
	}
	if f.Detail == "" {
		return append(why, f.Code)
	}
	return append(why, f.Code+":"+f.Detail)
}

// ModeFor is the mode in force: the fan's own, else what the creator chose in
// the chat, else the configured one.
func ModeFor(fan, chosen, configured string) string {
	for _, m := range []string{fan, chosen, configured} {
		if m == ModeApprove || m == ModeAuto || m == ModeOff {
			return m
		}
	}
	return ModeApprove
}
