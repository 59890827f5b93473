package rig_test

import (
	"testing"
	"time"

	"secretary/bot/load/rig"
)

func TestAnArchiveWeighsWhatItSaysAndIsTheSameCompacted(t *testing.T) {
	a := &rig.Archive{Fans: 9, Messages: 90, Owner: 1000, Now: time.Now()}
	s, err := a.Open(rig.Options{Dir: t.TempDir()}, "")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if text := a.Weigh(); text < 90*20 || text > 90*80 || a.Written != 90 {
		t.Errorf("%d messages weigh %d bytes", a.Written, text)
	}
	for range 2 {
		parts, err := s.Parts()
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range parts {
			if p.Name == "message_blocks" && (p.Records != 90 || p.Seals >= 90 || p.Values < 90) || p.Name == "fans" && p.Records != 9 {
				t.Errorf("%+v", p)
			}
		}
		if err := s.Compact(); err != nil {
			t.Fatal(err)
		}
	}
}
