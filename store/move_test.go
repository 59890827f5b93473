package store_test

import (
	"errors"
	"testing"

	"secretary/store"
)

func TestMovingToAnotherBotForgetsWhatStoodInTheOldOnesChats(t *testing.T) {
	f := open(t)
	f.connect("old", true, store.CanReply)
	anna, ben := store.FanID{Owner: owner, Chat: 1}, store.FanID{Owner: owner, Chat: 2}
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "Hi!"})
	f.shows(d.ID, 304)
	f.noErr(f.AddPrompt(d.ID, 305))
	f.writes(ben, "hey")
	doubted, row := f.sending(ben, "are you there?")
	f.noErr(f.Unknown(row.ID, "cut"))
	f.shows(doubted.ID, 306)
	eve := store.FanID{Owner: owner, Chat: 3}
	f.writes(eve, "bye")
	f.shows(f.offers(eve, store.Offer{Text: "Bye!"}).ID, 307)
	_, err := f.ForgetFan(eve)
	f.noErr(err)
	if _, err := f.Append([]store.Update{{ID: 41, Kind: "message", Raw: []byte(`{}`)}}, 42); err != nil {
		t.Fatal(err)
	}

	f.noErr(f.MoveTo(99, "new_bot"))
	for _, message := range []int64{304, 305, 306} {
		if d, err := f.DraftByCard(message); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("message %d still belongs to draft %d (%v)", message, d.ID, err)
		}
	}
	if cards := f.gone(); len(cards) > 0 {
		t.Errorf("to be taken out of the new bot's chat: %v", cards)
	}
	if offset, err := f.Offset(); err != nil || offset != 0 {
		t.Errorf("offset %d, %v", offset, err)
	}
	if c, err := f.Current(owner); err != nil || c.Enabled {
		t.Errorf("the old bot's connection is still in force: %+v, %v", c, err)
	}
	f.wantState(d.ID, store.StateStale, store.EndConnection)
	f.wantState(doubted.ID, store.StateUnknown, store.EndConnection)
	f.wantCards(5, doubted.ID)
	s, err := f.Settings()
	if err != nil || s.BotID != 99 || s.BotName != "new_bot" {
		t.Errorf("settings %+v, %v", s, err)
	}
	if o, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try}); err == nil {
		t.Errorf("an old button still approves: %+v", o)
	}
}
