package policy_test

import (
	"slices"
	"testing"
	"time"

	"secretary/bot/policy"
	"secretary/persona"
	"secretary/persona/trust"
)

func sure() policy.Situation {
	return policy.Situation{Mode: policy.ModeAuto, Threshold: 0.7, Draft: persona.Draft{Text: "Hi!", Confidence: 0.9, Known: true}}
}

func TestOnlyASureDraftWithoutAnyHitGoesOutByItself(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*policy.Situation)
		why    []string
	}{
		{"sure", func(*policy.Situation) {}, nil},
		{"exactly at the threshold", func(s *policy.Situation) { s.Draft.Confidence = 0.7 }, nil},
		{"just below", func(s *policy.Situation) { s.Draft.Confidence = 0.699 }, []string{"threshold"}},
		{"unknown confidence", func(s *policy.Situation) { s.Draft.Known = false }, []string{"unknown"}},
		{"approve mode", func(s *policy.Situation) { s.Mode = policy.ModeApprove }, []string{"mode"}},
		{"off", func(s *policy.Situation) { s.Mode = policy.ModeOff }, []string{"mode"}},
		{"a mode nobody knows", func(s *policy.Situation) { s.Mode = "AUTO" }, []string{"mode"}},
		{"paused", func(s *policy.Situation) { s.Paused = true }, []string{"paused"}},
		{"asked for by the creator", func(s *policy.Situation) { s.Asked = true }, []string{"again"}},
		{"an earlier reply is unknown", func(s *policy.Situation) { s.Unsettled = true }, []string{"unsettled"}},
		{"a photo", func(s *policy.Situation) { s.Media = true }, []string{"media"}},
		{"an away text of the fan", func(s *policy.Situation) { s.Automatic = true }, []string{"automatic"}},
		{"old", func(s *policy.Situation) { s.Age = 16 * time.Minute }, []string{"late"}},
		{"just young enough", func(s *policy.Situation) { s.Age = 15 * time.Minute }, nil},
		{"it came while the program was away", func(s *policy.Situation) { s.Away = true }, []string{"away"}},
		{"the last but one of the day", func(s *policy.Situation) { s.Daily, s.Today = 20, 19 }, nil},
		{"enough for one day", func(s *policy.Situation) { s.Daily, s.Today = 20, 20 }, []string{"daily:20"}},
		{"no ceiling", func(s *policy.Situation) { s.Today = 1000 }, nil},
		{"the draft holds a link", func(s *policy.Situation) { s.Draft.Flags = []persona.Flag{{Code: "link", Detail: "x.y"}} }, []string{"link:x.y"}},
		{"the fan gives orders", func(s *policy.Situation) { s.Screen = []persona.Flag{{Code: "injection"}} }, []string{"injection"}},
		{"the words that hit are shown", func(s *policy.Situation) { s.Screen = []persona.Flag{{Code: "refund", Detail: "money back"}} }, []string{"refund:money back"}},
		{"the persona has screened the same words", func(s *policy.Situation) {
			s.Screen = []persona.Flag{{Code: "refund", Detail: "money back"}}
			s.Draft.Flags = []persona.Flag{{Code: "refund", Detail: "refund"}, {Code: "pay", Detail: "refund"}}
		}, []string{"refund:money back", "pay:refund"}},
		{"more than the model is shown, found twice", func(s *policy.Situation) {
			s.Screen = []persona.Flag{{Code: "unseen"}}
			s.Draft.Flags = []persona.Flag{{Code: "unseen"}, {Code: "unanswered", Detail: "when?"}, {Code: "unanswered", Detail: "where?"}}
		}, []string{"unseen", "unanswered:when?", "unanswered:where?"}},
		{"are you a bot, answered by the model", func(s *policy.Situation) { s.Screen = []persona.Flag{{Code: "bot_question"}} }, []string{"bot_question"}},
		{"are you a bot, answered by the fixed sentence", func(s *policy.Situation) {
			s.Screen = []persona.Flag{{Code: "bot_question"}}
			s.Draft = persona.Draft{Text: "I have an assistant.", Fixed: true}
		}, nil},
		{"everything at once", func(s *policy.Situation) { s.Mode, s.Paused, s.Draft.Known = policy.ModeApprove, true, false }, []string{"mode", "paused", "unknown"}},
	} {
		s := sure()
		c.change(&s)
		v := policy.Decide(s)
		if v.Hold != (len(c.why) == 0) || !slices.Equal(v.Why, c.why) {
			t.Errorf("%s: hold %v because of %v, want %v", c.name, v.Hold, v.Why, c.why)
		}
	}
}

func TestInModeEarnTheCertificateDecides(t *testing.T) {
	certified := trust.Certificate{Holds: true, Threshold: 0.8}
	for _, c := range []struct {
		name   string
		change func(*policy.Situation)
		want   policy.Verdict
	}{
		{"certified and sure", func(*policy.Situation) {}, policy.Verdict{Hold: true, Would: true}},
		{"drawn for a spot check", func(s *policy.Situation) { s.Drawn = true }, policy.Verdict{Would: true, Audit: true, Why: []string{"audit"}}},
		{"exactly the certificate's figure", func(s *policy.Situation) { s.Draft.Confidence = 0.8 }, policy.Verdict{Hold: true, Would: true}},
		{"below it", func(s *policy.Situation) { s.Draft.Confidence = 0.79 }, policy.Verdict{Why: []string{"earn_below:80 %"}}},
		{"below the creator's own threshold", func(s *policy.Situation) { s.Threshold = 0.95 }, policy.Verdict{Why: []string{"threshold"}}},
		{"no figure", func(s *policy.Situation) { s.Draft.Known = false }, policy.Verdict{Why: []string{"unknown"}}},
		{"no certificate yet", func(s *policy.Situation) { s.Certificate = trust.Certificate{Why: trust.WhyFew, Missing: 23} },
			policy.Verdict{Why: []string{"earn_few:23"}}},
		{"no certificate, and drawn", func(s *policy.Situation) {
			s.Certificate, s.Drawn = trust.Certificate{Why: trust.WhyAudit, Missing: 15}, true
		}, policy.Verdict{Why: []string{"earn_audit:15"}}},
		{"a check hits", func(s *policy.Situation) { s.Draft.Flags = []persona.Flag{{Code: "price"}} }, policy.Verdict{Why: []string{"price"}}},
		{"a check hits what was drawn", func(s *policy.Situation) { s.Media, s.Drawn = true, true }, policy.Verdict{Why: []string{"media"}}},
		{"mode approve", func(s *policy.Situation) { s.Mode = policy.ModeApprove }, policy.Verdict{Would: true, Why: []string{"mode"}}},
		{"mode auto without a certificate", func(s *policy.Situation) { s.Mode, s.Certificate = policy.ModeAuto, trust.Certificate{} }, policy.Verdict{Hold: true}},
		{"mode auto is not checked on", func(s *policy.Situation) { s.Mode, s.Drawn = policy.ModeAuto, true }, policy.Verdict{Hold: true, Would: true}},
	} {
		s := sure()
		s.Mode, s.Certificate = policy.ModeEarn, certified
		c.change(&s)
		if got := policy.Decide(s); got.Hold != c.want.Hold || got.Would != c.want.Would || got.Audit != c.want.Audit || !slices.Equal(got.Why, c.want.Why) {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestTheFansOwnModeComesFirst(t *testing.T) {
	for _, c := range []struct{ fan, chosen, configured, want string }{
		{"", "", "auto", "auto"}, {"", "off", "auto", "off"}, {"approve", "auto", "auto", "approve"}, {"", "", "", "approve"}, {"nonsense", "", "auto", "auto"},
	} {
		if got := policy.ModeFor(c.fan, c.chosen, c.configured); got != c.want {
			t.Errorf("ModeFor(%q, %q, %q) = %q, want %q", c.fan, c.chosen, c.configured, got, c.want)
		}
	}
}
