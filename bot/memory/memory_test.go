package memory_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"secretary/bot/memory"
	"secretary/persona"
	"secretary/store"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func fact(key, value string, message int64) persona.Fact {
	return persona.Fact{Key: key, Value: value, Message: message, At: noon.Add(time.Duration(message) * time.Minute)}
}

func TestNewestOfOneThingStaysAndManyThingsStandSideBySide(t *testing.T) {
	var m store.Memory
	memory.Learn(&m, []persona.Fact{fact("lives in", "Berlin", 1), fact("pet", "a dog", 2), fact("lives in", "Rome", 3), fact("pet", "a cat", 4), fact("pet", "A Dog", 5)})
	want := []string{"lives in: Rome", "pet: a dog", "pet: a cat"}
	if got := memory.Lines(m); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWhatTheCreatorWroteStays(t *testing.T) {
	var m store.Memory
	memory.Write(&m, "job", "painter", noon)
	memory.Learn(&m, []persona.Fact{fact("job", "nurse", 9)})
	if got := memory.Lines(m); !slices.Equal(got, []string{"job: painter"}) {
		t.Errorf("got %q", got)
	}
	memory.Write(&m, "job", "sculptor", noon)
	memory.Write(&m, "pet", "a cat", noon)
	memory.Write(&m, "pet", "a dog", noon)
	if got := memory.Lines(m); !slices.Equal(got, []string{"job: sculptor", "pet: a cat", "pet: a dog"}) {
		t.Errorf("got %q", got)
	}
	memory.Write(&m, "pet", "", noon)
	if got := memory.Lines(m); !slices.Equal(got, []string{"job: sculptor"}) {
		t.Errorf("got %q", got)
	}
}

func TestFactsAreBoundedAndTheOldestGo(t *testing.T) {
	var m store.Memory
	memory.Write(&m, "other", "the creator's own", noon.Add(-time.Hour))
	for i := range 40 {
		memory.Learn(&m, []persona.Fact{fact("likes", fmt.Sprint("thing ", i), int64(i+1))})
	}
	if len(m.Facts) != 20 || m.Facts[0].Value != "the creator's own" || m.Facts[1].Value != "thing 21" {
		t.Errorf("%d facts: %+v", len(m.Facts), m.Facts)
	}
	if n := len(memory.Lines(m)); n != 12 {
		t.Errorf("%d lines", n)
	}
}

func TestGlanceIsOneShortLine(t *testing.T) {
	var m store.Memory
	if memory.Glance(m, 80) != "" {
		t.Error("something about nobody")
	}
	memory.Learn(&m, []persona.Fact{fact("likes", strings.Repeat("long ", 15), 1), fact("pet", "a dog", 2), fact("lives in", "Berlin", 3), fact("name", "Anna", 4)})
	if got := memory.Glance(m, 40); got != "Anna · Berlin · a dog" {
		t.Errorf("got %q", got)
	}
}

func TestParseReadsAFact(t *testing.T) {
	for text, want := range map[string][2]string{
		"job: nurse": {"job", "nurse"}, " Lives  In :  Rome , Italy ": {"lives in", "Rome , Italy"}, "pet:": {"pet", ""}, "other: at 10:30": {"other", "at 10:30"},
	} {
		if k, v, ok := memory.Parse(text); !ok || k != want[0] || v != want[1] {
			t.Errorf("%q: %q %q %v", text, k, v, ok)
		}
	}
	for _, text := range []string{"", "hello", ":", ": x", strings.Repeat("a", 50) + ": x"} {
		if _, _, ok := memory.Parse(text); ok {
			t.Errorf("%q is a fact", text)
		}
	}
}
