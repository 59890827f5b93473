package coach

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"secretary/persona"
	"secretary/store"
)

// Situation is what a fan wrote, what was drafted then, and what was sent.
type Situation struct {
	Draft    uint64         `json:"draft"`
	At       time.Time      `json:"at"`
	Language string         `json:"language,omitempty"` // hint of the fan's app
	Before   []persona.Turn `json:"before,omitempty"`
	Messages []persona.Turn `json:"messages"`
	Old      string         `json:"old"`
	Sent     string         `json:"sent,omitempty"` // empty: nothing, or nobody knows
	Act      string         `json:"act"`            // one of the Act… codes of the store
	Model    string         `json:"model"`
}

// Source is the part of the store that situations are read from.
type Source interface {
	Labelled(after uint64, limit int) ([]store.Decision, error)
	Draft(id uint64) (store.Draft, error)
	Fan(id store.FanID) (store.Fan, error)
	Messages(id store.FanID, ids []int64) ([]store.Message, error)
	History(id store.FanID, from int64, limit int) ([]store.Message, error)
}

// talkSize is how many messages around a situation are read.
const talkSize = 400

// Situations reads the newest decisions with a label, oldest first. What is no
// longer stored is left out.
func Situations(from Source, last int) ([]Situation, error) {
	decisions, err := from.Labelled(0, last)
	if err != nil {
		return nil, fmt.Errorf("read decisions: %w", err)
	}
	var out []Situation
	for _, e := range decisions {
		s, err := situation(from, e)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if len(s.Messages) > 0 && s.Old != "" {
			out = append(out, s)
		}
	}
	return out, nil
}

func situation(from Source, e store.Decision) (s Situation, err error) {
	d, err := from.Draft(e.Draft)
	if err != nil {
		return s, fmt.Errorf("read draft: %w", err)
	}
	fan, err := from.Fan(d.Fan)
	if err != nil {
		return s, fmt.Errorf("read fan: %w", err)
	}
	asked, err := from.Messages(d.Fan, d.Messages)
	if err != nil {
		return s, fmt.Errorf("read messages: %w", err)
	}
	talk, err := from.History(d.Fan, 0, talkSize)
	if err != nil {
		return s, fmt.Errorf("read history: %w", err)
	}
	s = Situation{Draft: d.ID, At: e.At, Language: fan.Language, Act: e.Act, Model: e.Model, Old: d.Text}
	if d.Own {
		s.Old = d.Previous
	}
	for _, m := range asked {
		s.Messages = append(s.Messages, turn(m))
	}
	if len(asked) == 0 {
		return s, nil
	}
	for _, m := range talk {
		if m.ID < asked[0].ID && m.Author != store.AuthorAway && m.Author != store.AuthorOther && m.Text != "" {
			s.Before = append(s.Before, turn(m))
		}
	}
	s.Before = s.Before[max(0, len(s.Before)-persona.HistoryTurns/2):]
	s.Sent = sent(d, talk)
	return s, nil
}

// sent is the answer the fan got: the reply of the draft, or what the creator wrote by hand instead.
func sent(d store.Draft, talk []store.Message) string {
	if d.SentID != 0 || d.State == store.StateSent || d.State == store.StateEdited {
		return d.Text
	}
	last := slices.Max(d.Messages)
	for _, m := range talk {
		if d.End == store.EndHand && m.ID > last && m.Author == store.AuthorHand {
			return m.Text
		}
	}
	return ""
}

func turn(m store.Message) persona.Turn {
	return persona.Turn{ID: m.ID, FromFan: m.Author == store.AuthorFan, Text: m.Text, Date: m.Date}
}
