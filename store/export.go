package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// Line is one line of an export: what kind of record it is, and the record. The
// kinds, in the order in which they come for each fan, are "fan", "message",
// "draft", "pair", "memory" and "decision"; rules of the creator follow at the
// end of an export of everything, as "rule".
type Line struct {
	Kind   string    `json:"kind"`
	Owner  int64     `json:"owner,omitempty"`
	Fan    int64     `json:"fan,omitempty"` // chat id
	At     time.Time `json:"at"`            // of the export
	Record any       `json:"record"`
}

// Export writes everything that is kept of a fan, or of everybody (the zero
// FanID), as JSON Lines (https://jsonlines.org), and returns the number of
// bytes. It is one consistent state. ErrNotFound if there is no such fan.
func (s *Store) Export(w io.Writer, id FanID) (int64, error) {
	out := &counted{to: w}
	err := s.view("export", func(t *tx) error {
		e := exporter{t: t, to: json.NewEncoder(out), drafts: map[FanID][]Draft{}}
		e.to.SetEscapeHTML(false)
		if id != (FanID{}) {
			if _, ok, err := fanTable.get(t, fanKey(id)); err != nil || !ok {
				return orNotFound(err, id)
			}
		}
		err := each(t, draftTable, func(_ []byte, d *Draft) {
			if id == (FanID{}) || d.Fan == id {
				e.drafts[d.Fan] = append(e.drafts[d.Fan], *d)
			}
		})
		if err != nil {
			return err
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
	t      *tx
	to     *json.Encoder
	drafts map[FanID][]Draft
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
	if only != (FanID{}) {
		return nil
	}
	var failed error
	err := each(e.t, ruleTable, func(_ []byte, r *Rule) {
		if failed == nil {
			failed = e.line("rule", FanID{}, r)
		}
	})
	if err == nil {
		err = failed
	}
	return err
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
	prefix := fanKey(id)
	cursor := e.t.bucket(string(messageTable)).Cursor()
	for key, _ := cursor.Seek(prefix); bytes.HasPrefix(key, prefix); key, _ = cursor.Next() {
		m, _, err := messageTable.get(e.t, key)
		if err == nil {
			err = e.line("message", id, m)
		}
		if err != nil {
			return err
		}
	}
	for _, d := range e.drafts[id] {
		if err := e.line("draft", id, d); err != nil {
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
