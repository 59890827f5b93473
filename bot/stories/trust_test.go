package stories_test

import (
	"bytes"
	"image/png"
	"os"
	"slices"
	"testing"

	"secretary/bot/sandbox"
)

// report asks for /trust and waits for the picture.
func (m *creator) report() sandbox.Message {
	m.s.t.Helper()
	after := m.Sends("/trust")
	var found sandbox.Message
	m.s.until("the trust report", func() bool {
		for _, msg := range m.Chat() {
			if msg.FromBot && msg.ID > after && msg.Kind == "photo" {
				found = msg
				return true
			}
		}
		return false
	})
	return found
}

func TestTrustShowsThePictureAndWhatWouldHaveGoneOut(t *testing.T) {
	s := earning(t, with("reply.mode", "approve"))
	if said := s.mila.Asks("/trust", "nothing to show yet"); !holds(said, "Send, change or skip") {
		t.Errorf("without a decision /trust says %q", said)
	}
	s.mila.Asks("/mode earn", "Earn")
	s.earns()
	s.mila.Asks("/mode approve", "Approve")
	ben, c, kept := s.guestAsks(sure)
	s.mila.Taps(c, "Send")
	ben.Gets(kept)
	anna, c, text := s.guestAsks(sure)
	s.mila.RepliesTo(c, "no, that one is out of fashion, take the blue one instead")
	anna.Gets("no, that one is out of fashion, take the blue one instead")
	got := s.mila.report()
	if !holds(got.Text, "Last 7 days: 2 would have gone out by themselves; you changed 1 of them.",
		"“"+text+"” → “no, that one is out of fashion", "Mode: Approve") {
		t.Errorf("the report says:\n%s", got.Text)
	}
	if names := buttons(got); !slices.Equal(names, []string{"Earn", "Auto", "Off"}) {
		t.Errorf("its buttons are %q", names)
	}
	picture, err := png.Decode(bytes.NewReader(got.File))
	if err != nil || picture.Bounds().Dx() < 600 {
		t.Errorf("the picture: %v", err)
	}
	if dir := os.Getenv("SECRETARY_SHOW"); dir != "" { // to look at it
		if err := os.WriteFile(dir+"/trust.png", got.File, 0o600); err != nil {
			t.Error(err)
		}
	}
	s.mila.Taps(card(got.ID), "Off")
	s.mila.Hears("● Off")
	hugo := s.fan("Hugo")
	hugo.Tells("/trust")
	for _, m := range hugo.Chat() {
		if m.Kind == "photo" {
			t.Error("a stranger was sent the report")
		}
	}
}
