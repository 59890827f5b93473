// Package audit prints the record of decisions: who let what go out, when, by
// which button, and what the program thought of it. It shows no text of anybody
// unless it is asked to.
package audit

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"secretary/bot/card"
	"secretary/bot/words"
	"secretary/store"
)

// Query says which decisions are wanted.
type Query struct {
	Fan   int64     `json:"fan,omitempty"`   // the fan's user id; 0: all fans
	Since time.Time `json:"since"`           // zero: from the beginning
	After uint64    `json:"after,omitempty"` // those with a higher number
	Texts bool      `json:"texts,omitempty"` // with drafts and replies
}

// Portion is how many decisions one answer holds at most.
const Portion = 500

// Line is one decision.
type Line struct {
	Seq        uint64    `json:"seq"`
	At         time.Time `json:"at"`
	Fan        int64     `json:"fan"`
	Draft      uint64    `json:"draft"`
	Try        int       `json:"try"`
	Act        string    `json:"act"`              // one of the store's Act codes: the button
	Detail     string    `json:"detail,omitempty"` // why, where the act alone does not tell
	By         int64     `json:"by"`               // the creator's user id; 0: by itself
	Accepted   *bool     `json:"accepted,omitempty"`
	Distance   float64   `json:"distance"` // share of the draft that was changed
	Confidence *float64  `json:"confidence,omitempty"`
	Threshold  float64   `json:"threshold"`
	Mode       string    `json:"mode"`
	Auto       bool      `json:"auto"`
	Would      bool      `json:"would"` // mode earn would have let it go
	SpotCheck  bool      `json:"spot_check"`
	Why        []string  `json:"why,omitempty"`
	Model      string    `json:"model"`
	Digest     string    `json:"digest,omitempty"`
	Prompt     string    `json:"prompt,omitempty"`
	Drafted    string    `json:"drafted,omitempty"` // only with Texts, and while the draft holds this try
	Sent       string    `json:"sent,omitempty"`    // only with Texts: own words in the draft's place
}

// Source is the part of the store that an audit reads.
type Source interface {
	Settings() (store.Settings, error)
	Decisions(q store.Query) ([]store.Decision, error)
	Draft(id uint64) (store.Draft, error)
}

// Read gives the next portion of what a query asks for, oldest first.
func Read(from Source, q Query) ([]Line, error) {
	s, err := from.Settings()
	if err != nil {
		return nil, err
	}
	want := store.Query{Since: q.Since, After: q.After, Limit: Portion}
	if q.Fan != 0 {
		want.Fan = store.FanID{Owner: s.Owner, Chat: q.Fan}
	}
	decisions, err := from.Decisions(want)
	if err != nil {
		return nil, err
	}
	lines := make([]Line, 0, len(decisions))
	for _, e := range decisions {
		l := line(e)
		if q.Texts {
			if err := l.text(from); err != nil {
				return nil, err
			}
		}
		lines = append(lines, l)
	}
	return lines, nil
}

func line(e store.Decision) Line {
	l := Line{
		Seq: e.Seq, At: e.At, Fan: e.Fan.Chat, Draft: e.Draft, Try: e.Try, Act: e.Act, Detail: e.Detail, By: e.By,
		Accepted: e.Accepted, Distance: e.Distance, Threshold: e.Threshold, Mode: e.Mode, Auto: e.Auto, Would: e.Would,
		SpotCheck: e.Audit, Why: e.Why, Model: e.Model, Digest: e.Digest, Prompt: e.Prompt,
	}
	if e.Known {
		l.Confidence = &e.Confidence
	}
	return l
}

// text adds what was drafted and sent. Of a try that another one replaced only
// the newest is kept.
func (l *Line) text(from Source) error {
	d, err := from.Draft(l.Draft)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	switch {
	case err != nil:
		return fmt.Errorf("read draft: %w", err)
	case d.Try == l.Try && d.Own:
		l.Drafted, l.Sent = d.Previous, d.Text
	case d.Try == l.Try:
		l.Drafted = d.Text
	case d.Try == l.Try+1 && !d.Own:
		l.Drafted = d.Previous
	}
	return nil
}

// Print writes lines for people, one or, with texts, up to three each.
func Print(w io.Writer, lines []Line) error {
	for _, l := range lines {
		figure := "-"
		if l.Confidence != nil {
			figure = words.Percent(*l.Confidence)
		}
		_, err := fmt.Fprintf(w, "%s  fan %d  draft %d.%d  %s  by %s  %s of %s  %s  %s%s\n",
			l.At.Local().Format("2006-01-02 15:04:05"), l.Fan, l.Draft, l.Try, act(l), who(l), figure, words.Percent(l.Threshold),
			orDash(l.Mode), orDash(l.Model), marks(l))
		for _, text := range []struct{ head, body string }{{"drafted", l.Drafted}, {"sent   ", l.Sent}} {
			if err == nil && text.body != "" {
				_, err = fmt.Fprintf(w, "    %s  %s\n", text.head, strconv.Quote(card.Cut(text.body, 400)))
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func act(l Line) string {
	if l.Detail != "" {
		return l.Act + " (" + l.Detail + ")"
	}
	return l.Act
}

func who(l Line) string {
	if l.By == 0 {
		return "itself"
	}
	return strconv.FormatInt(l.By, 10)
}

func marks(l Line) string {
	var s strings.Builder
	for _, m := range []struct {
		on   bool
		word string
	}{{l.Accepted != nil && *l.Accepted, "accepted"}, {l.Accepted != nil && !*l.Accepted, "rejected"}, {l.SpotCheck, "spot check"}} {
		if m.on {
			s.WriteString("  " + m.word)
		}
	}
	return s.String()
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// Since reads a time: "7d", "36h", or a day like 2026-03-01. Empty is the
// beginning.
func Since(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if day, err := time.ParseInLocation(time.DateOnly, text, time.Local); err == nil {
		return day, nil
	}
	if n, ok := strings.CutSuffix(text, "d"); ok {
		if days, err := strconv.Atoi(n); err == nil && days > 0 && days < 36500 {
			return now.AddDate(0, 0, -days), nil
		}
	}
	if d, err := time.ParseDuration(text); err == nil && d > 0 {
		return now.Add(-d), nil
	}
	return time.Time{}, fmt.Errorf("--since %q: give 7d, 36h, or a day like 2026-03-01", text)
}
