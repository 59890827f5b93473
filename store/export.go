package store

import (
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// Line is one line of an export: what kind of record it is, and the record. The
// kinds, in the order in which they come for each fan, are "fan", "message",
// "pair", "memory" and "decision". Behind the last fan follow the drafts, each
// with its fan, as "draft", and in an export of everything the rules of the
// creator, as "rule".
type Line struct {
	Kind   string    `json:"kind"`
	Owner  int64     `json:"owner,omitempty"`
	Fan    int64     `json:"fan,omitempty"` // chat id
	At     time.Time `json:"at"`            // of the export
	Record any       `json:"record"`
}

// Export writes everything that is kept of a fan, or of everybody (the zero
// FanID), as JSON Lines (https://jsonlines.org), and returns the number of
// bytes. It is one consistent state, and no more of it is in memory at a time
// than a record. ErrNotFound if there is no such fan.
func (s *Store) Export(w io.Writer, id FanID) (int64, error) {
	out := &counted{to: w}
	err := s.view("export", func(t *tx) error {
		e := exporter{t: t, to: json.NewEncoder(out)}
		e.to.SetEscapeHTML(false)
		if id != (FanID{}) {
			if _, ok, err := fanTable.get(t, fanKey(id)); err != nil || !ok {
				return orNotFound(err, id)
			}
		}
		return e.all(id)
	})
	return out.bytes, err
}

// counted counts what is written.
type counted struct {
	to    io.Writer
	bytes int64
}

func (c *counted) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.bytes += int64(n)
	return n, err
}

func orNotFound(err error, id FanID) error {
	if err != nil {
		return err
	}
	return fmt.Errorf("conversation %d of %d: %w", id.Chat, id.Owner, ErrNotFound)
}

type exporter struct {
	t  *tx
	to *json.Encoder
}

func (e *exporter) all(only FanID) error {
	cursor := e.t.bucket(string(fanTable)).Cursor()
	for key, _ := cursor.First(); key != nil; key, _ = cursor.Next() {
		if only != (FanID{}) && fanOf(key) != only {
			continue
		}
		if err := e.fan(fanOf(key)); err != nil {
			return err
		}
	}
	if err := e.drafts(only); err != nil || only != (FanID{}) {
		return err
	}
	return e.rules()
}

// drafts writes those of a fan, or all, as they lie: they are not sorted by fan.
func (e *exporter) drafts(only FanID) error {
	for w := behind(e.t, string(draftTable), nil); w.key != nil; w.next() {
		d, _, err := draftTable.get(e.t, w.key)
		if err == nil && (only == (FanID{}) || d.Fan == only) {
			err = e.line("draft", d.Fan, d)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (e *exporter) rules() error {
	for w := behind(e.t, string(ruleTable), nil); w.key != nil; w.next() {
		r, _, err := ruleTable.get(e.t, w.key)
		if err == nil {
			err = e.line("rule", FanID{}, r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (e *exporter) line(kind string, id FanID, record any) error {
	if err := e.to.Encode(Line{Kind: kind, Owner: id.Owner, Fan: id.Chat, At: e.t.now, Record: record}); err != nil {
		return fmt.Errorf("write line: %w", err)
	}
	return nil
}

func (e *exporter) fan(id FanID) error {
	f, _, err := fanTable.get(e.t, fanKey(id))
	if err == nil {
		err = e.line("fan", id, f)
	}
	if err != nil {
		return err
	}
	for i, err := range e.t.messages(id) {
		var m Message
		if err == nil {
			m, err = messageTable.read(i)
		}
		if err == nil {
			err = e.line("message", id, m)
		}
		if err != nil {
			return err
		}
	}
	return e.learned(id)
}

func (e *exporter) learned(id FanID) error {
	for _, key := range pairIndex.under(e.t, fanKey(id)) {
		p, ok, err := pairTable.get(e.t, number(lastNumber(key)))
		if err == nil && ok {
			err = e.line("pair", id, p)
		}
		if err != nil {
			return err
		}
	}
	m, ok, err := memoryTable.get(e.t, fanKey(id))
	if err == nil && ok {
		err = e.line("memory", id, m)
	}
	if err != nil {
		return err
	}
	for _, key := range decidedIndex.under(e.t, join(flag(false), fanKey(id))) {
		d, ok, err := decisionTable.get(e.t, number(lastNumber(key)))
		if err == nil && ok {
			err = e.line("decision", id, d)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
