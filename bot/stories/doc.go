// Package stories tells the whole program from outside, one behaviour per file.
//
// A story runs the real binary (built once per test run, with the race
// detector) as a child process. Around it stand a local Bot API server with
// people in it (package sandbox) and a fake Ollama over HTTP. The story then
// reads like the thing it tells:
//
//	s := tell(t)
//	anna := s.fan("Anna")
//	s.model.Says("Hey, so good to hear from you!")
//	anna.Writes("are you still in Lisbon?")
//	card := s.mila.Card("are you still in Lisbon?")
//	s.mila.Taps(card, "Send")
//	anna.Gets("Hey, so good to hear from you!")
//	s.mila.Closed(card, "sent")
//
// To add one: a new file named for the behaviour, begin with tell (everybody in
// place, the program running) or stage (nobody has done anything yet), use the
// verbs of Mila (harness_creator_test.go), of fans (harness_fan_test.go), of the
// model (harness_model_test.go) and of the program (harness_process_test.go).
//
// Every story ends with the same questions, whatever it told: Did a fan get
// anything the story does not name with Gets, or anything twice? Does a log hold
// the token, or a word, name or handle of a fan? Is a fan's word readable in the
// data directory? Did the program send the Bot API or Ollama something malformed?
// Did it end within 10 s of SIGTERM, with exit code 0 and no data race?
//
// Stories do not sleep. They wait for a condition, and to show that something
// does not happen they wait for a later thing that must come after it
// (someoneElseIsAnswered).
package stories
