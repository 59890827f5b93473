package bot_test

import (
	"slices"
	"testing"
	"time"

	"secretary/bot"
	"secretary/persona"
)

func sure() bot.Situation {
	return bot.Situation{Mode: bot.ModeAuto, Threshold: 0.7, Draft: persona.Draft{Text: "Hi!", Confidence: 0.9, Known: true}}
}

func TestOnlyASureDraftWithoutAnyHitGoesOutByItself(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*bot.Situation)
		why    []string
	}{
		{"sure", func(*bot.Situation) {}, nil},
		{"exactly at the threshold", func(s *bot.Situation) { s.Draft.Confidence = 0.7 }, nil},
		{"just below", func(s *bot.Situation) { s.Draft.Confidence = 0.699 }, []string{"threshold"}},
		{"unknown confidence", func(s *bot.Situation) { s.Draft.Known = false }, []string{"unknown"}},
		{"approve mode", func(s *bot.Situation) { s.Mode = bot.ModeApprove }, []string{"mode"}},
		{"off", func(s *bot.Situation) { s.Mode = bot.ModeOff }, []string{"mode"}},
		{"a mode nobody knows", func(s *bot.Situation) { s.Mode = "AUTO" }, []string{"mode"}},
		{"paused", func(s *bot.Situation) { s.Paused = true }, []string{"paused"}},
		{"asked for by the creator", func(s *bot.Situation) { s.Asked = true }, []string{"again"}},
		{"an earlier reply is unknown", func(s *bot.Situation) { s.Unsettled = true }, []string{"unsettled"}},
		{"a photo", func(s *bot.Situation) { s.Media = true }, []string{"media"}},
		{"an away text of the fan", func(s *bot.Situation) { s.Automatic = true }, []string{"automatic"}},
		{"old", func(s *bot.Situation) { s.Age = 16 * time.Minute }, []string{"late"}},
		{"the draft holds a link", func(s *bot.Situation) { s.Draft.Flags = []persona.Flag{{Code: "link", Detail: "x.y"}} }, []string{"link:x.y"}},
		{"the fan gives orders", func(s *bot.Situation) { s.Screen = []persona.Flag{{Code: "injection"}} }, []string{"injection"}},
		{"the words that hit are shown", func(s *bot.Situation) { s.Screen = []persona.Flag{{Code: "refund", Detail: "money back"}} }, []string{"refund:money back"}},
		{"the persona has screened the same words", func(s *bot.Situation) {
			s.Screen = []persona.Flag{{Code: "refund", Detail: "money back"}}
			s.Draft.Flags = []persona.Flag{{Code: "refund", Detail: "refund"}, {Code: "pay", Detail: "refund"}}
		}, []string{"refund:money back", "pay:refund"}},
		{"are you a bot, answered by the model", func(s *bot.Situation) { s.Screen = []persona.Flag{{Code: "bot_question"}} }, []string{"bot_question"}},
		{"are you a bot, answered by the fixed sentence", func(s *bot.Situation) {
			s.Screen = []persona.Flag{{Code: "bot_question"}}
			s.Draft = persona.Draft{Text: "I have an assistant.", Fixed: true}
		}, nil},
		{"everything at once", func(s *bot.Situation) { s.Mode, s.Paused, s.Draft.Known = bot.ModeApprove, true, false }, []string{"mode", "paused", "unknown"}},
	} {
		s := sure()
		c.change(&s)
		v := bot.Decide(s)
		if v.Hold != (len(c.why) == 0) || !slices.Equal(v.Why, c.why) {
			t.Errorf("%s: hold %v because of %v, want %v", c.name, v.Hold, v.Why, c.why)
		}
	}
}

func TestTheFansOwnModeComesFirst(t *testing.T) {
	for _, c := range []struct{ fan, chosen, configured, want string }{
		{"", "", "auto", "auto"}, {"", "off", "auto", "off"}, {"approve", "auto", "auto", "approve"}, {"", "", "", "approve"}, {"nonsense", "", "auto", "auto"},
	} {
		if got := bot.ModeFor(c.fan, c.chosen, c.configured); got != c.want {
			t.Errorf("ModeFor(%q, %q, %q) = %q, want %q", c.fan, c.chosen, c.configured, got, c.want)
		}
	}
}
