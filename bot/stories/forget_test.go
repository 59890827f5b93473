package stories_test

import (
	"fmt"
	"os"
	"testing"

	"secretary/store/failpoint"
)

func TestForgottenFanIsGoneAndBeginsAnew(t *testing.T) {
	s := tell(t)
	anna, bert := s.fan("Anna"), s.fan("Bert")
	s.model.Says("the blue one is yours")
	anna.Writes("which vase did I order?")
	done := s.mila.Card("which vase did I order?")
	s.mila.Taps(done, "Send")
	anna.Gets("the blue one is yours")
	s.mila.Closed(done, "sent")
	s.model.Answers("are you open on sunday?", "only on weekdays")
	bert.Writes("are you open on sunday?")
	other := s.mila.Card("are you open on sunday?")
	s.model.Answers("and when does it come?", "on friday")
	anna.Writes("and when does it come?")
	open := s.mila.Card("and when does it come?")

	s.mila.Asks("/forget", "Reply to a card")
	s.mila.RepliesTo(open, "/forget")
	question := card(s.mila.Hears("Forget everything about", "Anna").ID)
	s.mila.Taps(question, "No, keep")
	s.until("it is kept", func() bool { return holds(s.mila.Reads(question), "Nothing was removed") })
	for _, name := range []string{"secretary.db.v5", "secretary.db.before-20260301-140000", "secretary.db.compact"} {
		s.write("data/"+name, "a former data file")
	}
	s.mila.RepliesTo(open, "/forget")
	question = card(s.mila.Hears("Forget everything about", "Anna").ID)
	s.mila.Taps(question, "Yes, forget")
	if said := s.mila.Hears("Forgotten").Text; !holds(said, "secretary.db.v5", "secretary.db.before-20260301-140000", "delete on the server") || holds(said, ".compact") {
		t.Errorf("what else holds her is not named: %s", said)
	}
	s.until("her cards are gone", func() bool { return s.mila.Heard("Anna") == 0 })
	code, out := s.command("check")
	if code != 0 || !holds(out, "1 seen") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	s.mila.Taps(other, "Send") // nobody else is touched
	bert.Gets("only on weekdays")

	s.model.Answers("hello, do you know me?", "nice to meet you")
	anna.Writes("hello, do you know me?")
	fresh := s.mila.Card("hello, do you know me?", "nice to meet you")
	for _, q := range s.model.Questions() {
		told := fmt.Sprint(q.Messages)
		if holds(told, "hello, do you know me?") && (holds(told, "which vase did I") || holds(told, "the blue one is")) {
			t.Errorf("the model is told of what was forgotten: %s", told)
		}
	}
	s.mila.Taps(fresh, "Send")
	anna.Gets("nice to meet you")
}

// The power goes in the middle of it: what shows a forgotten fan goes all the same.
func TestForgottenFansCardsGoThoughTheProgramDies(t *testing.T) {
	path, err := mortal()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []failpoint.Point{failpoint.GoneLeft, failpoint.GoneTaken} {
		for name, forget := range map[string]func(*story) (question card, button string){
			"one fan": func(s *story) (card, string) {
				s.mila.RepliesTo(s.mila.Card("which vase did I order?"), "/forget")
				return card(s.mila.Hears("Forget everything about", "Anna").ID), "Yes, forget"
			},
			"all fans": func(s *story) (card, string) {
				s.mila.Disconnect()
				question := card(s.mila.Hears("What shall I keep?").ID)
				s.mila.Taps(question, "Delete what is about fans")
				s.mila.Sees(question, "cannot be undone")
				return question, "Yes, delete what is about fans"
			},
		} {
			t.Run(fmt.Sprintf("%s/%s", p, name), func(t *testing.T) {
				s := stage(t, with("disconnect.ask_after", "1s"))
				s.mila.Start("")
				s.mila.Connect()
				s.bin = s.startProgram([]string{"FAILPOINT=" + string(p)}, path, "--config", s.path("config.yaml"), "run")
				s.receives()
				anna := s.fan("Anna")
				s.model.Says("the blue one is yours")
				anna.Writes("do you remember me?")
				done := s.mila.Card("do you remember me?")
				s.mila.Taps(done, "Send")
				anna.Gets("the blue one is yours")
				s.mila.Closed(done, "sent")
				anna.Writes("which vase did I order?")
				s.mila.Card("which vase did I order?")
				question, button := forget(s)
				go func() { _, _ = s.mila.Person.Taps(int64(question), button) }() // the dying do not answer
				<-s.bin.done
				shown := func() int { return s.mila.Heard("do you remember me?") + s.mila.Heard("which vase did I order?") }
				if shown() == 0 {
					t.Error("all of it was gone before the death")
				}
				s.run()
				s.until("no card shows her any more", func() bool { return shown() == 0 })
			})
		}
	}
}

func TestStrangerCannotForgetAnybody(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("still here")
	anna.Writes("will you keep me?")
	open := s.mila.Card("will you keep me?")
	s.mila.RepliesTo(open, "/forget")
	question := card(s.mila.Hears("Forget everything about").ID)
	data := s.mila.Finger(question, "Yes, forget")
	eve := s.fan("Eve")
	s.push(map[string]any{"callback_query": map[string]any{
		"id": "forged-by-eve", "chat_instance": "1", "data": data, "from": account(eve.User()),
		"message": map[string]any{"message_id": int64(question), "date": 1, "chat": chat(s.mila.User()), "from": account(s.tg.Bot())},
	}})
	s.until("the stranger's tap is answered", func() bool {
		for _, c := range s.tg.Calls("answerCallbackQuery") {
			if c.Params["callback_query_id"] == "forged-by-eve" {
				return true
			}
		}
		return false
	})
	s.mila.Taps(open, "Send")
	anna.Gets("still here")
}

func TestExportHoldsOneFanOrEverybody(t *testing.T) {
	s := tell(t)
	anna, bert := s.fan("Anna"), s.fan("Bert")
	anna.Writes("keep this of anna please")
	s.mila.Card("keep this of anna please")
	bert.Writes("and this of bert as well")
	s.mila.Card("and this of bert as well")
	read := func(args ...string) string {
		name := fmt.Sprintf("%d.md", len(args)) // the harness looks into every other file for fans' words
		code, out := s.command(append([]string{"export", s.path(name)}, args...)...)
		if code != 0 || !holds(out, "can read every word") {
			t.Errorf("exit code %d:\n%s", code, out)
		}
		raw := s.read(name)
		if info, err := os.Stat(s.path(name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode of the export: %v, %v", info, err)
		}
		return string(raw)
	}
	if all := read(); !holds(all, "keep this of anna", "and this of bert") {
		t.Errorf("the export of everything lacks something:\n%s", all)
	}
	if one := read("--fan", fmt.Sprint(anna.ID())); !holds(one, "keep this of anna") || holds(one, "and this of bert") {
		t.Errorf("the export of one fan:\n%s", one)
	}
	if code, out := s.command("export", s.path("none.md"), "--fan", "12345"); code != 1 || !holds(out, "nothing is kept of fan 12345") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	s.stop()
	if alone := read("--fan", fmt.Sprint(bert.ID()), "--config", s.path("config.yaml")); !holds(alone, "and this of bert") {
		t.Errorf("without the daemon:\n%s", alone)
	}
}
