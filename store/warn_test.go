package store_test

import (
	"errors"
	"testing"

	"secretary/store"
)

// refusedAs tells whether an approval was refused with this code.
func refusedAs(err error, code string) bool {
	var no *store.Refusal
	return errors.As(err, &no) && no.Code == code
}

func TestDraftWithCautionTakesTwoDifferentTaps(t *testing.T) {
	f := open(t)
	f.writes(anna, "where can i buy it?")
	d := f.offers(anna, store.Offer{Text: "on evil.com", Caution: true})
	send := store.Approval{Draft: d.ID, Try: 1}
	anyway := store.Approval{Draft: d.ID, Try: 1, Anyway: true}
	for _, a := range []store.Approval{send, anyway, send} {
		if _, err := f.Approve(a); !refusedAs(err, store.RefusedCaution) {
			t.Errorf("%+v before the first tap was noted: %v", a, err)
		}
	}
	if err := f.Warn(d.ID, 1); err != nil {
		t.Fatal(err)
	}
	f.reopen()
	if _, err := f.Approve(send); !refusedAs(err, store.RefusedCaution) {
		t.Errorf("the first button once more: %v", err)
	}
	if _, err := f.Approve(anyway); err != nil {
		t.Errorf("the second button: %v", err)
	}
}

func TestWarningIsForgottenWithItsTry(t *testing.T) {
	f := open(t)
	f.writes(anna, "where can i buy it?")
	d := f.offers(anna, store.Offer{Text: "on evil.com", Caution: true})
	if err := f.Warn(d.ID, 1); err != nil {
		t.Fatal(err)
	}
	d = f.offers(anna, store.Offer{Text: "on worse.com", Caution: true})
	if err := f.Warn(d.ID, 1); !refusedAs(err, store.RefusedTry) {
		t.Errorf("a first tap on the older text: %v", err)
	}
	if _, err := f.Approve(store.Approval{Draft: d.ID, Try: 1, Anyway: true}); !refusedAs(err, store.RefusedTry) {
		t.Errorf("a second tap on the older text: %v", err)
	}
	if _, err := f.Approve(store.Approval{Draft: d.ID, Try: 2, Anyway: true}); !refusedAs(err, store.RefusedCaution) {
		t.Errorf("a second tap on a text that had no first one: %v", err)
	}
	if _, err := f.Approve(store.Approval{Draft: d.ID, Text: "ask me tomorrow"}); err != nil {
		t.Errorf("own words: %v", err)
	}
}

func TestUrgentCardIsShownHoweverManyAreOpen(t *testing.T) {
	f := open(t)
	f.writes(anna, "help me")
	d := f.offers(anna, store.Offer{Problem: "selfharm", Urgent: true})
	cards, err := f.Cards(0)
	if err != nil || len(cards) != 1 || cards[0].ID != d.ID {
		t.Errorf("cards %v, %v", cards, err)
	}
}
