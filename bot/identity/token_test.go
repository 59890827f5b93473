package identity_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"secretary/bot/identity"
	"secretary/bot/pace"
	"secretary/bot/sandbox"
	"secretary/bot/stage"
	"secretary/bot/words"
)

// reads is a configuration whose token can be read again.
func reads(token *string, err *error) func(*identity.Needs) {
	return func(n *identity.Needs) { n.Token = func() (string, error) { return *token, *err } }
}

// found is a bot that was started with the token that is in use.
func found(s *stage.Stage, change ...func(*identity.Needs)) *identity.Identity {
	s.Helper()
	i := bot(s, change...)
	s.Must(i.Find(s.Context()))
	return i
}

func TestAReplacedTokenOfThisBotIsTakenIntoUse(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		cards := pace.NewBell()
		token, err := s.Telegram.Token(), error(nil)
		i := found(s, reads(&token, &err), func(n *identity.Needs) { n.Cards = cards })
		fresh := s.Telegram.Revoke()
		s.Log.Hide(fresh)
		if i.Refused(s.Context()) || i.Dead() != words.TokenWait {
			t.Errorf("before there is a new one it says %q", i.Dead())
		}
		token = fresh
		if !i.Refused(s.Context()) || i.Dead() != "" || !s.API.Uses(fresh) {
			t.Errorf("the new one is not in use: %q", i.Dead())
		}
		cards.Wait(s.Context(), 0) // cards may have waited
		s.Pass(time.Minute)
		s.Wants("told", s.Told(), words.TokenReplaced)
	})
}

func TestNoOtherTokenIsTakenIntoUse(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		token, err := s.Telegram.Token(), error(nil)
		i := found(s, reads(&token, &err))
		fresh := s.Telegram.Revoke()
		other := s.Telegram.Neighbour(4242, "another_bot")
		s.Log.Hide(fresh, other)
		old := token
		for name, c := range map[string]struct {
			token string
			err   error
			bad   sandbox.Fault
			says  string
		}{
			"of another bot":      {token: other, says: "another_bot"},
			"refused as well":     {token: "7700000001:AAnonsense-nonsense-nonsense-nonsense", says: words.TokenBothDead},
			"unreadable":          {err: errors.New("no such file"), says: "no such file"},
			"not to be asked of":  {token: fresh, bad: sandbox.Fault{Code: 500}, says: "getMe"},
			"asked of in a flood": {token: fresh, bad: sandbox.Fault{Code: 429}, says: "getMe"},
			"the same as before":  {token: old, says: words.TokenWait},
		} {
			token, err = c.token, c.err
			s.Telegram.Heal()
			if c.bad.Code != 0 {
				s.Telegram.Fail("getMe", c.bad)
			}
			if i.Refused(s.Context()) || !s.API.Uses(old) || !strings.Contains(i.Dead(), c.says) {
				t.Errorf("%s: it says %q", name, i.Dead())
			}
		}
		s.Pass(time.Minute)
		s.Wants("told, though nobody could read it", s.Told())
	})
}

func TestATokenOfTheEnvironmentNeedsAPersonWhoRestarts(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		i := found(s)
		s.Telegram.Revoke()
		if i.Refused(s.Context()) || i.Dead() != words.TokenFixed {
			t.Errorf("it says %q", i.Dead())
		}
	})
}

func TestTheSameTroubleWithATokenIsLoggedOnce(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		i := found(s)
		s.Telegram.Revoke()
		for range 100 {
			i.Refused(s.Context())
		}
		if n := s.Log.Count("no longer accepts the token"); n != 1 {
			t.Errorf("logged %d times", n)
		}
	})
}

func TestATokenThatIsAcceptedAgainIsToldOnce(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		i := found(s)
		i.Fine()
		s.Pass(time.Minute)
		s.Wants("told without a trouble", s.Told())
		i.Refused(s.Context())
		i.Fine()
		i.Fine()
		s.Pass(time.Minute)
		s.Wants("told", s.Told(), words.TokenBack)
		if i.Dead() != "" {
			t.Errorf("it is still said to be dead: %q", i.Dead())
		}
	})
}

func TestAStopWhileATokenIsLookedAtChangesNothing(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		token, err := s.Telegram.Token(), error(nil)
		i := found(s, reads(&token, &err))
		old := token
		token = s.Telegram.Revoke()
		s.Telegram.Fail("getMe", sandbox.Fault{HangBefore: true})
		ctx, stop := context.WithTimeout(s.Context(), time.Second)
		defer stop()
		if i.Refused(ctx) || i.Dead() != "" || !s.API.Uses(old) {
			t.Errorf("a stop is told as a trouble: %q", i.Dead())
		}
	})
}
