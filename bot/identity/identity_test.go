package identity_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"secretary/bot/identity"
	"secretary/bot/notice"
	"secretary/bot/pace"
	"secretary/bot/sandbox"
	"secretary/bot/stage"
	"secretary/bot/words"
	"secretary/store"
)

// bot is an identity at work, with the creator told of what it notices.
func bot(s *stage.Stage, change ...func(*identity.Needs)) *identity.Identity {
	needs := identity.Needs{API: s.API, Store: s.Store, Notices: notice.New(s.Store, s.Desk, pace.NewBell(), s.Logger), Cards: pace.NewBell(), Log: s.Logger}
	for _, c := range change {
		c(&needs)
	}
	s.Run(needs.Notices.Loop)
	return identity.New(needs)
}

// wantStart wants an end of the start that says what to do.
func wantStart(s *stage.Stage, err error, say string) {
	s.Helper()
	if !errors.Is(err, identity.ErrStart) || !strings.Contains(err.Error(), say) {
		s.Errorf("the start ended with %v, want one for good that says %q", err, say)
	}
}

func TestADataDirectoryBelongsToTheFirstBotThatUsesIt(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		i := bot(s)
		if i.Me() != nil {
			t.Error("it knows who it is before it asked")
		}
		s.Must(i.Find(s.Context()))
		set, err := s.Store.Settings()
		s.Must(err)
		if me := s.Telegram.Bot(); set.BotID != me.ID || set.BotName != me.Username || i.Me().ID != me.ID {
			t.Errorf("the data belongs to %d @%s", set.BotID, set.BotName)
		}
	})
}

func TestAnotherBotGetsTheDataOnlyOnPurpose(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		s.Settle(func(set *store.Settings) { set.BotID, set.BotName = 7, "the_old_bot" })
		wantStart(s, bot(s).Find(s.Context()), "the_old_bot")
		if set, _ := s.Store.Settings(); set.BotID != 7 || set.BotName != "the_old_bot" {
			t.Errorf("the refusal moved the data to %d @%s", set.BotID, set.BotName)
		}
		s.Must(bot(s, func(n *identity.Needs) { n.Adopt = true }).Find(s.Context()))
		if set, _ := s.Store.Settings(); set.BotID != s.Telegram.Bot().ID {
			t.Errorf("--adopt left the data to %d", set.BotID)
		}
		s.Must(bot(s).Find(s.Context())) // from then on it is at home
	})
}

func TestARenamedBotIsTheSameBot(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		s.Settle(func(set *store.Settings) { set.BotID, set.BotName = s.Telegram.Bot().ID, "former_name" })
		s.Must(bot(s).Find(s.Context()))
		if set, _ := s.Store.Settings(); set.BotName != s.Telegram.Bot().Username {
			t.Errorf("it is still called @%s", set.BotName)
		}
	})
}

func TestABotOfAnotherNameThanWantedDoesNotStart(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		named := func(name string) *identity.Identity {
			return bot(s, func(n *identity.Needs) { n.Username = name })
		}
		wantStart(s, named("@some_other_bot").Find(s.Context()), s.Telegram.Bot().Username)
		if set, _ := s.Store.Settings(); set.BotID != 0 {
			t.Error("the wrong bot took the data")
		}
		for _, right := range []string{"", s.Telegram.Bot().Username, "@" + strings.ToUpper(s.Telegram.Bot().Username)} {
			s.Must(named(right).Find(s.Context()))
		}
	})
}

func TestARefusedTokenEndsTheStartAtOnce(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		s.Telegram.Revoke()
		began := time.Now()
		wantStart(s, bot(s).Find(s.Context()), words.TokenRefused)
		if time.Since(began) != 0 {
			t.Error("a refused token was tried on")
		}
	})
}

func TestAStartWaitsForTelegram(t *testing.T) {
	for name, trouble := range map[string]func(*stage.Stage){
		"no network yet": func(s *stage.Stage) { s.Wire.Cut(true); time.AfterFunc(time.Hour, func() { s.Wire.Cut(false) }) },
		"too many calls": func(s *stage.Stage) { s.Telegram.Fail("getMe", sandbox.Fault{Code: 429, RetryAfter: 3600}) },
		"errors":         func(s *stage.Stage) { s.Telegram.Fail("getMe", sandbox.Fault{Code: 500, Times: 5}) },
		"a page":         func(s *stage.Stage) { s.Telegram.Fail("getMe", sandbox.Fault{HTML: true, Times: 5}) },
		"silence":        func(s *stage.Stage) { s.Telegram.Fail("getMe", sandbox.Fault{HangBefore: true, Times: 5}) },
	} {
		t.Run(name, func(t *testing.T) {
			stage.Play(t, func(s *stage.Stage) {
				trouble(s)
				began := time.Now()
				s.Must(bot(s).Find(s.Context()))
				if time.Since(began) == 0 || len(s.Telegram.Calls("getMe")) > 10 {
					t.Errorf("found after %v and %d calls", time.Since(began), len(s.Telegram.Calls("getMe")))
				}
			})
		})
	}
}

func TestAStartAsksNoSoonerThanTelegramSays(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		s.Telegram.Fail("getMe", sandbox.Fault{Code: 429, RetryAfter: 3600, Times: 2})
		began := time.Now()
		s.Must(bot(s).Find(s.Context()))
		if took := time.Since(began); took < 2*time.Hour {
			t.Errorf("asked again after %v", took)
		}
	})
}

func TestAStartThatWaitsCanBeStopped(t *testing.T) {
	for name, trouble := range map[string]sandbox.Fault{"errors": {Code: 500, Times: 99}, "a flood": {Code: 429, RetryAfter: 3600, Times: 99}, "silence": {HangBefore: true}} {
		t.Run(name, func(t *testing.T) {
			stage.Play(t, func(s *stage.Stage) {
				s.Telegram.Fail("getMe", trouble)
				ctx, stop := context.WithTimeout(s.Context(), time.Second)
				defer stop()
				began := time.Now()
				if err := bot(s).Find(ctx); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Second {
					t.Errorf("it ended with %v after %v", err, time.Since(began))
				}
			})
		})
	}
}

func TestADataFileThatCannotNoteTheBotStopsTheStart(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		i := bot(s)
		s.Break()
		if err := i.Find(s.Context()); err == nil || i.Me() != nil {
			t.Errorf("it started with %v, as %v", err, i.Me())
		}
	})
}

func TestSecretaryModeThatGoesOffIsToldOnceAndAgainTheNextTime(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		i := bot(s)
		s.Must(i.Find(s.Context()))
		watch := func(times int) {
			for range times {
				i.WatchMode(s.Context())
				s.Pass(time.Minute)
			}
		}
		watch(2)
		s.Wants("told while it is on", s.Told())
		s.Telegram.SetSecretaryMode(false)
		watch(3)
		s.Wants("told", s.Told(), words.ModeOff)
		s.Telegram.Fail("getMe", sandbox.Fault{Code: 500}) // is no word about the mode
		watch(1)
		s.Telegram.SetSecretaryMode(true)
		watch(2)
		s.Telegram.SetSecretaryMode(false)
		watch(2)
		s.Wants("told", s.Told(), words.ModeOff, words.ModeOff)

		s.Telegram.SetSecretaryMode(true) // while the program is away
		i = bot(s)
		s.Must(i.Find(s.Context()))
		watch(1)
		s.Telegram.SetSecretaryMode(false)
		watch(1)
		s.Wants("told", s.Told(), words.ModeOff, words.ModeOff, words.ModeOff)
	})
}
