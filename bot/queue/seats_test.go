package queue

import (
	"context"
	"testing"
)

func TestNoMoreWorkThanThereAreSeats(t *testing.T) {
	s := NewSeats(2)
	for range 2 {
		if !s.Take(t.Context()) {
			t.Fatal("no seat is free")
		}
	}
	over, end := context.WithCancel(t.Context())
	end()
	if s.Take(over) {
		t.Error("a third one sits")
	}
	s.Leave()
	if !s.Take(t.Context()) {
		t.Error("the seat that was left is not free")
	}
}

func TestWithoutSeatsEverybodyWorks(t *testing.T) {
	var s Seats
	for range 100 {
		if !s.Take(t.Context()) {
			t.Fatal("one had to wait")
		}
	}
	s.Leave()
}
