package notice_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"secretary/bot/card"
	"secretary/bot/notice"
	"secretary/bot/pace"
	"secretary/bot/sandbox"
	"secretary/bot/stage"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
)

// play gives a writer whose loop runs.
func play(t *testing.T, play func(*stage.Stage, *notice.Writer)) {
	t.Helper()
	stage.Play(t, func(s *stage.Stage) {
		w := writer(s)
		s.Run(w.Loop)
		play(s, w)
	})
}

func writer(s *stage.Stage) *notice.Writer {
	return notice.New(s.Store, s.Desk, pace.NewBell(), s.Logger)
}

func TestNoticesArriveInOrderAndOnce(t *testing.T) {
	play(t, func(s *stage.Stage, w *notice.Writer) {
		var want []string
		for n := range 50 {
			text := fmt.Sprintf("<b>%d</b>", n)
			want = append(want, text)
			w.Tell("", text)
		}
		s.Pass(time.Hour)
		s.Wants("told", s.Told(), want...)
	})
}

func TestABadDayDelaysNoticesAndChangesNothingElse(t *testing.T) {
	for name, trouble := range map[string]func(*stage.Stage){
		"too many calls": func(s *stage.Stage) {
			s.Telegram.Fail("sendMessage", sandbox.Fault{Code: 429, RetryAfter: 3600, Times: 2})
		},
		"errors":      func(s *stage.Stage) { s.Telegram.Fail("sendMessage", sandbox.Fault{Code: 500, Times: 9}) },
		"a front-end": func(s *stage.Stage) { s.Telegram.Fail("sendMessage", sandbox.Fault{HTML: true, Times: 9}) },
		"a dead line": func(s *stage.Stage) { s.Telegram.Fail("sendMessage", sandbox.Fault{DropBefore: true, Times: 9}) },
		"silence":     func(s *stage.Stage) { s.Telegram.Fail("sendMessage", sandbox.Fault{HangBefore: true, Times: 3}) },
		"no network":  func(s *stage.Stage) { s.Wire.Cut(true); time.AfterFunc(3*time.Hour, func() { s.Wire.Cut(false) }) },
		"a creator who blocked the bot": func(s *stage.Stage) {
			s.Mila.BlocksBot()
			time.AfterFunc(3*time.Hour, func() { s.Mila.Sends("hello") })
		},
		"a token that is dead for a while": func(s *stage.Stage) {
			s.Telegram.Fail("sendMessage", sandbox.Fault{Code: 401, Times: 50})
		},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *stage.Stage, w *notice.Writer) {
				trouble(s)
				w.Tell("", "one")
				w.Tell("key", "two")
				w.Tell("", "three")
				s.Pass(time.Second)
				s.Wants("told at once", s.Told())
				s.Pass(24 * time.Hour)
				s.Wants("told the next day", s.Told(), "one", "two", "three")
			})
		})
	}
}

func TestWhatTelegramAsksToWaitIsWaited(t *testing.T) {
	play(t, func(s *stage.Stage, w *notice.Writer) {
		s.Telegram.Fail("sendMessage", sandbox.Fault{Code: 429, RetryAfter: 3600})
		w.Tell("", "one")
		s.Pass(time.Minute)
		w.Tell("", "two") // is no reason to ask sooner
		s.Pass(58 * time.Minute)
		if n := len(s.Telegram.Calls("sendMessage")); n != 1 {
			t.Errorf("%d tries within the hour", n)
		}
	})
}

func TestANoticeWaitsAlsoForWhatTelegramAskedOfACard(t *testing.T) {
	play(t, func(s *stage.Stage, w *notice.Writer) {
		s.Telegram.Fail("editMessageText", sandbox.Fault{Code: 429, RetryAfter: 3600})
		if err := s.Desk.Edit(s.Context(), s.Mila.ID(), 1, card.Page{Text: "a card"}); err == nil {
			t.Fatal("no flood")
		}
		w.Tell("", "one")
		s.Pass(59 * time.Minute)
		if n := len(s.Telegram.Calls("sendMessage")); n != 0 {
			t.Errorf("%d tries within the hour", n)
		}
		s.Pass(2 * time.Minute)
		s.Wants("told after the hour", s.Told(), "one")
	})
}

func TestANoticeSurvivesTheProgram(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		s.Wire.Cut(true)
		w := writer(s)
		s.Run(w.Loop)
		w.Tell("", "one")
		s.Pass(time.Minute)
		s.Stop()
		s.Must(s.Store.Close())
		s.Open()

		s.Wire.Cut(false)
		s.Run(writer(s).Loop)
		s.Rest()
		s.Wants("told", s.Told(), "one")
	})
}

func TestAKeyIsToldOnceUntilItIsOver(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		w := writer(s)
		s.Run(w.Loop)
		w.Tell("disk", "first")
		s.Rest()
		w.Tell("disk", "again")
		w.Tell("other", "another")
		s.Stop()
		w = writer(s) // a new life of the program knows it too
		s.Run(w.Loop)
		w.Tell("disk", "after a restart")
		s.Pass(time.Minute)
		s.Wants("told", s.Told(), "first", "another")

		w.Forget("disk")
		w.Forget("never told")
		w.Tell("disk", "a new trouble")
		s.Pass(time.Minute)
		s.Wants("told", s.Told(), "first", "another", "a new trouble")
	})
}

// Nobody loses a warning to a bracket: what cannot be shown as it is meant is shown
// as it stands.
func TestANoticeWithBrokenMarkupIsToldAsItStands(t *testing.T) {
	play(t, func(s *stage.Stage, w *notice.Writer) {
		s.Forgive("can't parse entities")
		w.Tell("", "the disk <is full")
		w.Tell("", "the next one")
		s.Pass(time.Minute)
		s.Wants("told", s.Told(), "the disk <is full", "the next one")
	})
}

func TestANoticeThatIsTooLongIsToldInPart(t *testing.T) {
	play(t, func(s *stage.Stage, w *notice.Writer) {
		s.Forgive("want 0 to 4096")
		w.Tell("", strings.Repeat("x", 5000))
		s.Pass(time.Minute)
		s.Wants("told", s.Told(), strings.Repeat("x", 4095)+"…")
	})
}

func TestANoticeThatTelegramRefusesHoldsUpNoOther(t *testing.T) {
	play(t, func(s *stage.Stage, w *notice.Writer) {
		s.Telegram.Fail("sendMessage", sandbox.Fault{Code: 400, Times: 99, If: func(p map[string]any) bool { return p["text"] == "one" }})
		w.Tell("", "one")
		w.Tell("", "two")
		s.Pass(time.Minute)
		s.Wants("told", s.Told(), "two")
		if s.Log.Count("given up") != 1 {
			t.Error("the log does not say that one was given up")
		}
	})
}

func TestNobodyIsToldBeforeThereIsACreator(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		s.Settle(func(set *store.Settings) { set.Owner, set.OwnerChat = 0, 0 })
		w := writer(s)
		s.Run(w.Loop)
		w.Tell("", "one")
		s.Pass(time.Hour)
		if n := len(s.Telegram.Calls("")); n != 0 {
			t.Errorf("%d calls without a creator", n)
		}
		s.Settle(func(set *store.Settings) { set.Owner, set.OwnerChat = s.Mila.ID(), s.Mila.ID() })
		w.Ring()
		s.Rest()
		s.Wants("told", s.Told(), "one")
	})
}

func TestANoticeComesAsItWasMeant(t *testing.T) {
	play(t, func(s *stage.Stage, w *notice.Writer) {
		s.Must(w.TellWith("", "with a button", &telegram.InlineKeyboardMarkup{InlineKeyboard: [][]telegram.InlineKeyboardButton{{card.Press("Undo", card.ActUndo, "1")}}}))
		asked := s.Mila.Sends("/remember")
		s.Must(w.Enqueue(store.Notice{Text: "an answer", ReplyTo: asked, Quiet: true}))
		gone := s.Mila.Sends("/learned")
		s.Mila.Clears(gone)
		s.Must(w.Enqueue(store.Notice{Text: "an answer to nothing", ReplyTo: gone}))
		s.Pass(time.Minute)
		chat := s.Mila.Chat()
		chat = chat[1:] // Start
		if len(chat) != 4 || len(chat[0].Buttons)+len(chat[1].Buttons) != 1 || chat[3].Text != "an answer to nothing" {
			s.Fatalf("the chat: %+v", chat)
		}
		for _, m := range chat {
			if m.Text == "an answer" && m.ReplyTo != asked {
				t.Errorf("it answers %d, asked in %d", m.ReplyTo, asked)
			}
		}
		for _, c := range s.Telegram.Calls("sendMessage") {
			if silent := c.Params["disable_notification"] == true; silent != (c.Params["text"] == "an answer") {
				t.Errorf("%v is silent: %t", c.Params["text"], silent)
			}
		}
	})
}

func TestACardMayComeOnceAllWasTold(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		cards := pace.NewBell()
		w := notice.New(s.Store, s.Desk, cards, s.Logger)
		s.Run(w.Loop)
		s.Rest()
		cards.Wait(s.Context(), 0) // there was nothing to tell
		s.Telegram.Fail("sendMessage", sandbox.Fault{Code: 500, Times: 3})
		w.Tell("", "before the card")
		cards.Wait(s.Context(), 0)
		s.Wants("told when the card may come", s.Told(), "before the card")
	})
}

func TestATroubleWithTheDataFileIsSaidStraightAwayAndOnce(t *testing.T) {
	for want, why := range map[string]error{words.DiskTrouble: errors.New("no space left"), words.DiskGone: fmt.Errorf("write: %w", store.ErrGone)} {
		play(t, func(s *stage.Stage, w *notice.Writer) {
			s.Break() // nothing can be kept
			s.Telegram.Fail("sendMessage", sandbox.Fault{Code: 429})
			for range 5 {
				w.DiskTrouble(s.Context(), why)
				s.Pass(time.Minute)
			}
			s.Wants("told", s.Told(), want)
			s.Mend()
			w.DiskFine()
			w.DiskFine()
			s.Pass(time.Minute)
			s.Wants("told", s.Told(), want, words.DiskFine)
			w.DiskTrouble(s.Context(), why)
			s.Wants("told", s.Told(), want, words.DiskFine, want)
		})
	}
}

// The disk refuses to note that a notice was sent. It must neither be sent again and
// again nor keep the later ones from their turn for good.
func TestANoticeThatCannotBeNotedIsNotRepeated(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		w := writer(s)
		w.Tell("", "one")
		w.Tell("", "two")
		s.Break()
		s.Run(w.Loop)
		s.Pass(time.Hour)
		s.Wants("told on a broken disk", s.Told(), "one")
		s.Mend()
		s.Pass(time.Hour)
		s.Wants("told", s.Told(), "one", "two")
		s.Stop()
		if n := w.Unnoted(); n != 0 {
			t.Errorf("%d are still not noted", n)
		}
	})
}

func TestANoticeThatCannotBeKeptIsAnError(t *testing.T) {
	play(t, func(s *stage.Stage, w *notice.Writer) {
		s.Break()
		s.Log.Hide("a fan's words")
		if err := w.TellErr("key", "a fan's words"); err == nil {
			t.Error("the caller is not told")
		}
		w.Tell("key", "a fan's words")
		w.Forget("key")
		if s.Log.Count("level=ERROR") != 2 {
			t.Error("a notice was lost, and the log does not say so")
		}
		s.Mend()
		w.Tell("key", "now")
		s.Rest()
		s.Wants("told", s.Told(), "now")
	})
}

func TestAStopLeavesNoNoticeHalfTold(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		w := writer(s)
		w.Tell("", "one")
		w.Tell("", "two")
		s.Wire.Slow(time.Second)
		s.Run(w.Loop)
		time.Sleep(500 * time.Millisecond) // the answer to the first is on its way
		s.Stop()
		s.Wants("told before the stop", s.Told(), "one")
		s.Wire.Slow(0)
		s.Run(writer(s).Loop)
		s.Pass(time.Minute)
		s.Wants("told", s.Told(), "one", "two")
	})
}
