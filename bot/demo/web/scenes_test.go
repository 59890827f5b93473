package web_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"secretary/bot/demo/web"
)

var percent = regexp.MustCompile(`\d+ %`)

func TestFirstSceneShowsTheWholeWay(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.do(map[string]any{"do": "scene", "n": 1})
	card := p.card("Send", "first bowl")
	if !p.state.Scene.Running || p.state.Scene.Done {
		t.Errorf("the scene should wait for the newcomer: %+v", p.state.Scene)
	}
	if answer := p.tap(card, "Send"); answer["text"] != "Sending…" {
		t.Errorf("the bot answered %v", answer)
	}
	p.until("the scene is done", done)
	got := replies(p.state, p.anna())
	if len(got) != 1 || !strings.Contains(card.Text, got[0]) {
		t.Errorf("Anna got %q, the card said %q", got, card.Text)
	}
	if p.state.Toast.N != 1 || p.state.Toast.Text != "Sending…" {
		t.Errorf("toast %+v", p.state.Toast)
	}
	var way []string
	for _, s := range p.state.Steps {
		if s.Fan == p.anna() {
			way = append(way, s.What)
			if figure := percent.FindString(card.Text); s.What == "drafted" && (figure == "" || !strings.Contains(s.Text, figure)) {
				t.Errorf("the card shows %q, the way says %q", figure, s.Text)
			}
		}
	}
	if want := []string{"received", "stored", "waited", "drafted", "asked", "approved", "sent"}; !slices.Equal(way, want) {
		t.Errorf("the way was %v, want %v", way, want)
	}
}

func TestSecondSceneTellsOwnWordsFromTheDraft(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.do(map[string]any{"do": "scene", "n": 2})
	p.tap(p.card("Edit", "prints"), "Edit")
	prompt := web.BotMessage{}
	p.until("the bot asks for own words", func(s web.State) bool {
		prompt = s.BotChat[len(s.BotChat)-1]
		return prompt.ForceReply
	})
	p.do(map[string]any{"do": "botSend", "text": "25 and 40, which motif?", "replyTo": prompt.ID})
	p.until("the scene is done", done)
	if got := replies(p.state, p.anna()); !slices.Equal(got, []string{"25 and 40, which motif?"}) || !strings.Contains(p.state.Scene.Text, "as you wrote it") {
		t.Errorf("Anna got %q; scene %+v", got, p.state.Scene)
	}
	p.do(map[string]any{"do": "scene", "n": 2})
	p.tap(p.card("Send", "prints"), "Send")
	p.until("the scene is done again", func(s web.State) bool { return done(s) && len(replies(s, s.Fans[0].ID)) == 2 })
	if !strings.Contains(p.state.Scene.Text, "the draft as it was") {
		t.Errorf("scene %+v", p.state.Scene)
	}
}

func TestThirdSceneAnswersABurstOnce(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.do(map[string]any{"do": "scene", "n": 3})
	p.tap(p.card("Send", "one more thing", "dishwasher", "microwave"), "Send")
	p.until("the scene is done", done)
	if got := replies(p.state, p.anna()); len(got) != 1 {
		t.Errorf("Anna got %q", got)
	}
}

func TestFourthSceneVoidsTheOpenCard(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.do(map[string]any{"do": "scene", "n": 4})
	card := p.card("Send", "saturday workshop", "for two people")
	p.stepped("stale", "wrote again")
	open := 0
	for _, m := range p.state.BotChat {
		if len(m.Buttons) > 0 {
			open++
		}
	}
	if open != 1 {
		t.Errorf("%d cards have buttons\n%s", open, p.told())
	}
	p.tap(card, "Send")
	p.until("the scene is done", done)
}

func TestFifthSceneCanBeStopped(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.do(map[string]any{"do": "scene", "n": 5})
	p.tap(p.card("Stop", "pingo"), "Stop")
	p.until("the scene is done", done)
	if got := replies(p.state, p.anna()); len(got) != 0 || !strings.Contains(p.state.Scene.Text, "Stopped") {
		t.Errorf("Anna got %q; scene %+v", got, p.state.Scene)
	}
	p.stepped("note", "Mode: approve")
}

func TestFifthSceneGoesOutByItself(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.do(map[string]any{"do": "scene", "n": 5})
	p.card("Stop", "pingo")
	p.until("the scene is done", done)
	if got := replies(p.state, p.anna()); len(got) != 2 || !strings.Contains(got[0], "AI assistant") || !strings.Contains(p.state.Scene.Text, "by itself") {
		t.Errorf("Anna got %q; scene %+v", got, p.state.Scene)
	}
}

func TestAnAnswerByHandEndsAScene(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.do(map[string]any{"do": "scene", "n": 1})
	p.card("Send", "first bowl")
	p.do(map[string]any{"do": "creatorWrites", "fan": p.anna(), "text": "not at all!"})
	p.until("the scene is done", done)
	if got := replies(p.state, p.anna()); len(got) != 0 || !strings.Contains(p.state.Scene.Text, "by hand") {
		t.Errorf("Anna got %q; scene %+v", got, p.state.Scene)
	}
	p.stepped("stale", "by hand")
}

func TestASkippedCardEndsAScene(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.do(map[string]any{"do": "scene", "n": 1})
	p.tap(p.card("Skip", "first bowl"), "Skip")
	p.until("the scene is done", done)
	if !strings.Contains(p.state.Scene.Text, "Skipped") {
		t.Errorf("scene %+v", p.state.Scene)
	}
}

func TestScenesCanBeSkippedAtAnyTime(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.do(map[string]any{"do": "sceneSkip"})
	p.until("the second scene waits", func(s web.State) bool { return s.Scene.N == 2 && !s.Scene.Running })
	p.do(map[string]any{"do": "scene", "n": 5})
	p.card("Stop", "pingo")
	p.do(map[string]any{"do": "sceneSkip"})
	p.until("the tour is over", func(s web.State) bool { return s.Scene.N == 6 && s.Scene.Of == 5 && s.Scene.Done })
	p.stepped("note", "Mode: approve") // what the scene switched on does not stay
	p.do(map[string]any{"do": "scene", "n": 1})
	p.card("Send", "first bowl")
	if code, answer := p.try(map[string]any{"do": "scene", "n": 7}); code != 400 || answer["error"] == "" {
		t.Errorf("scene 7: %d %v", code, answer)
	}
}

func TestTheHintFollowsTheCard(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.do(map[string]any{"do": "switch", "name": "modelAway", "on": true})
	p.do(map[string]any{"do": "scene", "n": 1})
	p.until("the scene says that there is no draft", func(s web.State) bool { return strings.Contains(s.Scene.Text, "no draft") })
	p.do(map[string]any{"do": "switch", "name": "modelAway", "on": false})
	p.until("the scene says what to press", func(s web.State) bool { return strings.Contains(s.Scene.Text, "Press Send") })
}
