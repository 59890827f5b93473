package stories_test

import (
	"slices"
	"testing"
)

func TestPauseStopsDraftingAndSurvivesARestart(t *testing.T) {
	s := tell(t)
	s.mila.Asks("/pause", "paused")
	anna := s.fan("Anna")
	anna.Writes("said into the pause")
	s.received()
	s.restart()
	ben := s.fan("Ben")
	ben.Writes("said into the pause as well")
	s.received()
	s.mila.Asks("/status", "paused")
	if n := len(s.model.Questions()); n != 0 {
		t.Errorf("%d drafts during the pause", n)
	}

	s.model.Answers("said into the pause as well", "ben is heard after all")
	s.mila.Asks("/resume", "again")
	s.mila.Card("Anna", "said into the pause")
	s.mila.Taps(s.mila.Card("Ben", "ben is heard after all"), "Send")
	ben.Gets("ben is heard after all")
}

func TestOpenCardCanBeSentDuringAPause(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("a person may always answer")
	anna.Writes("will the pause hold me up?")
	card := s.mila.Card("will the pause hold me up?")
	s.mila.Asks("/pause", "paused")
	s.mila.Taps(card, "Send")
	anna.Gets("a person may always answer")
}

func TestPauseWhileTheModelWorksShowsNothingNew(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Is(hanging)
	anna.Writes("halfway through a thought")
	s.model.Asked(1)
	s.mila.Asks("/pause", "paused")
	s.model.Wakes()
	s.received()
	s.mila.Asks("/resume", "again")
	s.mila.Card("halfway through a thought")
}

func TestCommandsAreRegisteredForTheCreatorsChatOnly(t *testing.T) {
	s := tell(t)
	s.mila.Hears("connected")
	hugo := s.fan("Hugo")
	hugo.Opens("")
	s.until("the command menu is there", func() bool { return len(s.mila.Commands()) > 0 })
	var names []string
	for _, c := range s.mila.Commands() {
		names = append(names, c.Command)
	}
	for _, want := range []string{"status", "inbox", "pause", "resume", "mode", "help"} {
		if !slices.Contains(names, want) {
			t.Errorf("/%s is not in the menu %q", want, names)
		}
	}
	if got := hugo.Commands(); len(got) != 0 {
		t.Errorf("a stranger sees the menu %v", got)
	}
}

func TestHelpExplainsEveryButton(t *testing.T) {
	s := tell(t)
	s.mila.Asks("/help", "Send", "Edit", "Again", "Skip", "/again", "/pause", "/inbox", "/status", "/mode")
	s.mila.Asks("/nonsense", "/help")
}
