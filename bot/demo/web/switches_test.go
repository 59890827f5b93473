package web_test

import (
	"os"
	"strings"
	"syscall"
	"testing"

	"secretary/bot/demo/web"
)

const question = "can I put your mugs in the dishwasher?"

func TestRestartIsAKillAndKeepsTheOpenCard(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.writes(question)
	card := p.card("Send", question)
	before := p.state.Process
	p.do(map[string]any{"do": "restart"})
	p.until("another process runs", func(s web.State) bool { return s.Process.Up && s.Process.Restarts == 1 && s.Process.PID != before.PID })
	if err := syscall.Kill(before.PID, 0); err == nil {
		t.Errorf("process %d still lives", before.PID)
	}
	p.stepped("killed", "power cut")
	p.tap(card, "Send")
	p.gets(1)
}

func TestFloodMakesTheReplyWaitAndThenGo(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.do(map[string]any{"do": "switch", "name": "flood", "on": true})
	p.writes(question)
	p.tap(p.card("Send", question), "Send")
	p.stepped("later", "asks for 5s")
	if p.state.Switches.Flood {
		t.Error("the switch should be off once it has hit")
	}
	p.gets(1)
	p.stepped("sent", "confirmed")
}

func TestASwitchTurnedOffDoesNothing(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.do(map[string]any{"do": "switch", "name": "drop", "on": true})
	p.do(map[string]any{"do": "switch", "name": "drop", "on": false})
	p.writes(question)
	p.tap(p.card("Send", question), "Send")
	p.stepped("sent", "confirmed")
}

func TestADroppedSendIsUnknownUntilTheCreatorSays(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.do(map[string]any{"do": "switch", "name": "drop", "on": true})
	p.writes(question)
	p.tap(p.card("Send", question), "Send")
	p.stepped("unknown", "not sent again by itself")
	p.tap(p.card("It arrived", question), "It arrived")
	p.stepped("sent", "had arrived")
	if got := replies(p.state, p.anna()); len(got) != 1 {
		t.Errorf("Anna got %q", got)
	}
}

func TestTheRightToReplyCanGoAndComeBack(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.writes(question)
	p.card("Send", question)
	p.do(map[string]any{"do": "switch", "name": "noRight", "on": true})
	p.stepped("stale", "connection")
	p.stepped("connection", "without the right")
	p.do(map[string]any{"do": "switch", "name": "noRight", "on": false})
	p.tap(p.card("Send", question), "Send")
	p.gets(1)
}

func TestANewConnectionSendsWithTheNewID(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.writes(question)
	p.card("Send", question)
	p.do(map[string]any{"do": "switch", "name": "reconnect"})
	p.stepped("switch", "new id")
	p.tap(p.card("Send", question), "Send")
	p.gets(1)
}

func TestASecondPollerIsToldAndLosesNothing(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.do(map[string]any{"do": "switch", "name": "poller", "on": true})
	p.stepped("trouble", "409")
	p.writes(question)
	p.do(map[string]any{"do": "switch", "name": "poller", "on": false})
	p.card("Send", question)
}

func TestWithoutItsPersonaFileTheDrafterSaysSo(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.do(map[string]any{"do": "switch", "name": "modelAway", "on": true})
	p.stepped("switch", "persona file is hidden")
	if label := p.state.Persona.Label; !strings.Contains(label, "no model") {
		t.Errorf("the embedded drafter is called %q", label)
	}
	p.writes(question)
	p.stepped("trouble", "persona file")
	p.do(map[string]any{"do": "switch", "name": "modelAway", "on": false})
	p.card("Send", question)
}

func TestAWindowClosesWhileTheCardIsOpen(t *testing.T) {
	t.Parallel()
	p := show(t)
	late := int64(p.do(map[string]any{"do": "switch", "name": "windowSoon", "on": true, "fan": p.anna()})["fan"].(float64))
	if late != p.anna() {
		t.Errorf("Anna has not written today, but it is about %d", late)
	}
	p.card("Send", "saturday workshop")
	p.until("the card says that it is over", func(s web.State) bool {
		_, open := openCard(s, "Send", "saturday workshop")
		return !open && !s.Switches.WindowSoon
	})
	p.stepped("failed", "24-hour")
	if other := int64(p.do(map[string]any{"do": "fanAdd", "name": "Zoë", "handle": "zoe_z", "language": "de"})["fan"].(float64)); other == late {
		t.Error("two fans have one id")
	}
	p.writes("hi")
	if again := p.do(map[string]any{"do": "switch", "name": "windowSoon", "on": true, "fan": p.anna()})["fan"].(float64); int64(again) == p.anna() {
		t.Error("Anna has just written: her window cannot close")
	}
}

func TestASecretaryThatEndsByItselfIsTold(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.until("the process is known", func(s web.State) bool { return s.Process.Up })
	child, err := os.FindProcess(p.state.Process.PID)
	if err != nil {
		t.Fatal(err)
	}
	_ = child.Kill()
	p.stepped("trouble", "ended by itself")
	if p.state.Process.Up {
		t.Errorf("process %+v", p.state.Process)
	}
	p.do(map[string]any{"do": "restart"})
	p.writes(question)
	p.card("Send", question)
}
