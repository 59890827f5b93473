package bot_test

import (
	"slices"
	"testing"
	"time"

	"secretary/bot"
	"secretary/persona"
	"secretary/persona/trust"
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
		{"just young enough", func(s *bot.Situation) { s.Age = 15 * time.Minute }, nil},
		{"it came while the program was away", func(s *bot.Situation) { s.Away = true }, []string{"away"}},
		{"the last but one of the day", func(s *bot.Situation) { s.Daily, s.Today = 20, 19 }, nil},
		{"enough for one day", func(s *bot.Situation) { s.Daily, s.Today = 20, 20 }, []string{"daily:20"}},
		{"no ceiling", func(s *bot.Situation) { s.Today = 1000 }, nil},
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

func TestInModeEarnTheCertificateDecides(t *testing.T) {
	certified := trust.Certificate{Holds: true, Threshold: 0.8}
	for _, c := range []struct {
		name   string
		change func(*bot.Situation)
		want   bot.Verdict
	}{
		{"certified and sure", func(*bot.Situation) {}, bot.Verdict{Hold: true, Would: true}},
		{"drawn for a spot check", func(s *bot.Situation) { s.Drawn = true }, bot.Verdict{Would: true, Audit: true, Why: []string{"audit"}}},
		{"exactly the certificate's figure", func(s *bot.Situation) { s.Draft.Confidence = 0.8 }, bot.Verdict{Hold: true, Would: true}},
		{"below it", func(s *bot.Situation) { s.Draft.Confidence = 0.79 }, bot.Verdict{Why: []string{"earn_below:80 %"}}},
		{"below the creator's own threshold", func(s *bot.Situation) { s.Threshold = 0.95 }, bot.Verdict{Why: []string{"threshold"}}},
		{"no figure", func(s *bot.Situation) { s.Draft.Known = false }, bot.Verdict{Why: []string{"unknown"}}},
		{"no certificate yet", func(s *bot.Situation) { s.Certificate = trust.Certificate{Why: trust.WhyFew, Missing: 23} },
			bot.Verdict{Why: []string{"earn_few:23"}}},
		{"no certificate, and drawn", func(s *bot.Situation) {
			s.Certificate, s.Drawn = trust.Certificate{Why: trust.WhyAudit, Missing: 15}, true
		}, bot.Verdict{Why: []string{"earn_audit:15"}}},
		{"a check hits", func(s *bot.Situation) { s.Draft.Flags = []persona.Flag{{Code: "price"}} }, bot.Verdict{Why: []string{"price"}}},
		{"a check hits what was drawn", func(s *bot.Situation) { s.Media, s.Drawn = true, true }, bot.Verdict{Why: []string{"media"}}},
		{"mode approve", func(s *bot.Situation) { s.Mode = bot.ModeApprove }, bot.Verdict{Would: true, Why: []string{"mode"}}},
		{"mode auto without a certificate", func(s *bot.Situation) { s.Mode, s.Certificate = bot.ModeAuto, trust.Certificate{} }, bot.Verdict{Hold: true}},
		{"mode auto is not checked on", func(s *bot.Situation) { s.Mode, s.Drawn = bot.ModeAuto, true }, bot.Verdict{Hold: true, Would: true}},
	} {
		s := sure()
		s.Mode, s.Certificate = bot.ModeEarn, certified
		c.change(&s)
		if got := bot.Decide(s); got.Hold != c.want.Hold || got.Would != c.want.Would || got.Audit != c.want.Audit || !slices.Equal(got.Why, c.want.Why) {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
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
