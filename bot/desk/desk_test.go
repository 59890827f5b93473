package desk_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"testing"
	"time"

	"secretary/bot/card"
	"secretary/bot/desk"
	"secretary/bot/sandbox"
	"secretary/bot/stage"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
)

// errand is one kind of call about the creator's chat; it reports whether what was
// wanted is there.
type errand struct {
	method string
	run    func(s *stage.Stage, ctx context.Context) (done bool)
}

var errands = map[string]errand{
	"say": {"sendMessage", func(s *stage.Stage, ctx context.Context) bool {
		_, err := s.Desk.Say(ctx, telegram.SendMessage{ChatID: s.Mila.ID(), Text: "hello"})
		return err == nil
	}},
	"edit": {"editMessageText", func(s *stage.Stage, ctx context.Context) bool {
		return s.Desk.Edit(ctx, s.Mila.ID(), says(s, "before"), card.Page{Text: "after"}) == nil
	}},
	"photo": {"sendPhoto", func(s *stage.Stage, ctx context.Context) bool {
		return s.Desk.Photo(ctx, telegram.SendPhoto{ChatID: s.Mila.ID(), Photo: picture(s)}) == nil
	}},
	"upload": {"sendDocument", func(s *stage.Stage, ctx context.Context) bool {
		return s.Desk.Upload(ctx, document(s)) == nil
	}},
	"take down": {"deleteMessage", func(s *stage.Stage, ctx context.Context) bool {
		before := len(s.Told())
		forgets(s, says(s, "about Alex"))
		ctx, stop := context.WithCancel(ctx)
		ended := make(chan bool)
		go func() { desk.NewCleaner(s.Store, s.Desk, s.Logger).Loop(ctx); close(ended) }()
		s.Pass(time.Minute)
		stop()
		<-ended
		return len(s.Told()) == before && len(gone(s)) == 0
	}},
	"menu": {"setMyCommands", func(s *stage.Stage, ctx context.Context) bool {
		s.Desk.Menu(ctx, s.Mila.ID())
		return len(s.Mila.Commands()) > 0 && s.Log.Count("cannot register") == 0
	}},
}

// says puts a message into the creator's chat.
func says(s *stage.Stage, text string) int64 {
	s.Helper()
	m, err := s.Desk.Say(s.Context(), telegram.SendMessage{ChatID: s.Mila.ID(), Text: text})
	s.Must(err)
	return m.MessageID
}

func document(s *stage.Stage) telegram.SendDocument {
	return telegram.SendDocument{ChatID: s.Mila.ID(), Name: "all.jsonl", Document: []byte("{}")}
}

func picture(s *stage.Stage) []byte {
	var b bytes.Buffer
	s.Must(png.Encode(&b, image.NewGray(image.Rect(0, 0, 20, 20))))
	return b.Bytes()
}

func TestNothingSaidAtTheDeskReachesAFan(t *testing.T) {
	for name, e := range errands {
		t.Run(name, func(t *testing.T) {
			stage.Play(t, func(s *stage.Stage) {
				s.Alex.Writes(s.Mila, "hi")
				if !e.run(s, s.Context()) {
					t.Error("it did not come")
				}
				for _, c := range s.Telegram.Calls("") {
					if _, named := c.Params["business_connection_id"]; named {
						t.Errorf("%s names a connection", c.Method)
					}
				}
				if n := len(s.Alex.With(s.Mila)); n != 1 {
					t.Errorf("the fan's chat has %d messages", n)
				}
			})
		})
	}
}

func TestACallThatWasBegunIsEndedThoughTheProgramEnds(t *testing.T) {
	for name, e := range errands {
		t.Run(name, func(t *testing.T) {
			stage.Play(t, func(s *stage.Stage) {
				ctx, stop := context.WithCancel(s.Context())
				defer stop()
				s.Wire.Slow(time.Second)
				s.Telegram.Fail(e.method, sandbox.Fault{If: func(map[string]any) bool {
					stop() // just as the call arrives at Telegram
					return false
				}})
				if !e.run(s, ctx) {
					t.Error("what was begun was left half done")
				}
			})
		})
	}
}

func TestNothingIsBegunOnceTheProgramHasEnded(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		ended, stop := context.WithCancel(s.Context())
		stop()
		_, err := s.Desk.Say(ended, telegram.SendMessage{ChatID: s.Mila.ID(), Text: "hello"})
		if err == nil || s.Desk.Upload(ended, document(s)) == nil || len(s.Telegram.Calls("")) != 0 {
			t.Errorf("said %v, calls %v", err, s.Telegram.Calls(""))
		}
	})
}

func TestAFileThatMayHaveArrivedIsNotSentAgain(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		for _, trouble := range []sandbox.Fault{{DropAfter: true}, {HalfAfter: true}, {HangAfter: true}, {Code: 500}} {
			s.Telegram.Fail("sendDocument", trouble)
			before := len(s.Telegram.Calls("sendDocument"))
			if err := s.Desk.Upload(s.Context(), document(s)); err == nil {
				t.Errorf("%+v: the caller is not told", trouble)
			}
			if n := len(s.Telegram.Calls("sendDocument")) - before; n != 1 {
				t.Errorf("%+v: sent %d times", trouble, n)
			}
		}
	})
}

func TestAFileThatWasRefusedForTheCrowdComesWhenTelegramSays(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		s.Telegram.Fail("sendDocument", sandbox.Fault{Code: 429, RetryAfter: 300, Times: 2})
		began := time.Now()
		s.Must(s.Desk.Upload(s.Context(), document(s)))
		if took := time.Since(began); took < 10*time.Minute || len(s.Mila.Chat()) != 2 {
			t.Errorf("it came after %v; the chat: %v", took, s.Mila.Chat())
		}

		s.Telegram.Fail("sendDocument", sandbox.Fault{Code: 429, RetryAfter: 1, Times: 100})
		if err := s.Desk.Upload(s.Context(), document(s)); err == nil || len(s.Telegram.Calls("sendDocument")) > 10 {
			t.Errorf("it ended with %v after %d tries", err, len(s.Telegram.Calls("sendDocument")))
		}
	})
}

func TestAListDrawnTwiceShowsTheNewerOne(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		s.Run(s.Desk.AnswerLoop)
		list, slow, state := says(s, "list"), make(chan bool), "old"
		s.Desk.Rewrite(s.Mila.ID(), list, func() (card.Page, error) {
			page := card.Page{Text: state}
			<-slow
			return page, nil
		})
		s.Rest()
		state = "new" // the other one has read it already
		s.Desk.Rewrite(s.Mila.ID(), list, func() (card.Page, error) { return card.Page{Text: state}, nil })
		s.Rest()
		close(slow)
		s.Pass(time.Second)
		s.Wants("the list", s.Told(), "new")
	})
}

func TestTheMenuIsTheCreatorsAloneAndRegisteredUntilThatWorked(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		s.Alex.Start("")
		s.Telegram.Fail("setMyCommands", sandbox.Fault{Code: 429})
		for range 3 {
			s.Desk.Menu(s.Context(), s.Mila.ID())
		}
		if n := len(s.Telegram.Calls("setMyCommands")); n != 2 {
			t.Errorf("registered %d times: once in vain, once for good", n)
		}
		if got := len(s.Mila.Commands()); got != len(words.Commands) || len(s.Alex.Commands()) != 0 {
			t.Errorf("the creator sees %d of %d commands, a stranger %d", got, len(words.Commands), len(s.Alex.Commands()))
		}
	})
}

func TestTheCreatorsChatIsWhereStartWasPressed(t *testing.T) {
	if got := desk.Chat(store.Settings{Owner: 7}); got != 7 {
		t.Errorf("before Start it is %d", got)
	}
	if got := desk.Chat(store.Settings{Owner: 7, OwnerChat: 8}); got != 8 {
		t.Errorf("after Start it is %d", got)
	}
}
