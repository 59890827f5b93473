package web_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"secretary/bot/demo/web"
)

func TestEverythingAFanDoesReachesBothPhones(t *testing.T) {
	t.Parallel()
	p := show(t)
	anna := p.anna()
	id := p.do(map[string]any{"do": "fanWrites", "fan": anna, "text": "helo"})["id"]
	p.do(map[string]any{"do": "fanEdits", "fan": anna, "id": id, "text": "hello <b>there</b>"})
	gone := p.do(map[string]any{"do": "fanWrites", "fan": anna, "text": "oops"})["id"]
	p.do(map[string]any{"do": "fanDeletes", "fan": anna, "id": gone})
	p.do(map[string]any{"do": "fanPhoto", "fan": anna, "caption": "my bowl"})
	p.do(map[string]any{"do": "fanVoice", "fan": anna, "seconds": 67})
	p.card("Edit", "hello <b>there</b>", "my bowl")
	chat := p.state.Chats[strconv.FormatInt(anna, 10)]
	var got []string
	for _, m := range chat {
		got = append(got, m.From+" "+m.Kind+" "+m.Text+m.Note)
	}
	if want := []string{"fan text hello <b>there</b>", "fan photo my bowl", "fan voice 1:07"}; !slices.Equal(got, want) || !chat[0].Edited {
		t.Errorf("the chat is %q, want %q", got, want)
	}
	card, _ := openCard(p.state, "Edit")
	if !strings.Contains(card.HTML, "hello &lt;b&gt;there&lt;/b&gt;") {
		t.Errorf("a fan's words are markup: %s", card.HTML)
	}
	if p.state.Fans[0].Unread != 3 {
		t.Errorf("unread %d", p.state.Fans[0].Unread)
	}
}

func TestABlockIsShownAndFailsTheReply(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.writes(question)
	card := p.card("Send", question)
	p.do(map[string]any{"do": "fanBlocks", "fan": p.anna(), "on": true})
	p.until("the block is shown", func(s web.State) bool { return s.Fans[0].Blocked })
	p.tap(card, "Send")
	p.stepped("failed", "blocked you")
	p.do(map[string]any{"do": "fanBlocks", "fan": p.anna(), "on": false})
	p.until("the block is gone", func(s web.State) bool { return !s.Fans[0].Blocked })
}

func TestTheEmbeddedDrafterSaysPlainlyThatItHasNothing(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.writes("can your grandmother dance tango?")
	p.stepped("trouble", "nothing in the persona file fits")
	p.card("Edit", "nothing in the persona file fits")
}

func TestCommandsAnswerAndTheirMenuIsShown(t *testing.T) {
	t.Parallel()
	p := show(t)
	p.until("the menu is there", func(s web.State) bool {
		return slices.ContainsFunc(s.Commands, func(c web.Command) bool { return c.Command == "inbox" && c.Description != "" })
	})
	p.do(map[string]any{"do": "botSend", "text": "/status", "replyTo": 0})
	p.until("the bot tells how it is", func(s web.State) bool {
		last := s.BotChat[len(s.BotChat)-1]
		return last.From == "bot" && strings.Contains(last.Text, "Nothing blocks")
	})
}

func TestDeedsThatCannotBeAreRefusedWithASentence(t *testing.T) {
	t.Parallel()
	p := show(t)
	for _, deed := range []map[string]any{
		{"do": "dance"}, {"do": "fanWrites", "fan": 1, "text": "hi"}, {"do": "fanWrites", "fan": p.anna(), "text": "  "},
		{"do": "fanWrites", "fan": p.anna(), "text": strings.Repeat("a", 4097)}, {"do": "fanWrites", "fan": p.anna(), "txt": "hi"},
		{"do": "fanAdd", "name": ""}, {"do": "fanAdd", "name": "A", "handle": "no"}, {"do": "fanAdd", "name": "A", "language": "Klingon"},
		{"do": "fanVoice", "fan": p.anna()}, {"do": "tap", "message": 1, "data": "x"}, {"do": "tap", "message": 301},
		{"do": "switch", "name": "gravity"}, {"do": "scene", "n": 0}, {"do": "botSend"},
	} {
		if code, answer := p.try(deed); code != 400 || answer["ok"] != false || !strings.HasSuffix(answer["error"].(string), ".") && !strings.Contains(answer["error"].(string), "understood") {
			t.Errorf("%v: %d %v", deed, code, answer)
		}
	}
}

func TestStepsAreAtMostSixty(t *testing.T) {
	t.Parallel()
	p := show(t)
	for range 70 {
		p.do(map[string]any{"do": "switch", "name": "reconnect"})
	}
	p.until("all is told", func(s web.State) bool { return len(s.Steps) == 60 })
}
