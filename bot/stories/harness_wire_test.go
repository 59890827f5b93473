package stories_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"time"

	"secretary/bot/sandbox"
)

// received waits until the program has stored everything that happened so far:
// updates are taken in order, and somebody passing by is answered.
func (s *story) received() {
	s.t.Helper()
	s.fan("Passerby").Opens("")
}

// noted waits until the program has also written down which cards it showed
// Mila: a crash before that shows a card twice, and cannot do otherwise, since
// Telegram never tells what it took.
func (s *story) noted() {
	s.t.Helper()
	for _, m := range s.mila.Chat() {
		if slices.Contains(buttons(m), "Skip") || slices.Contains(buttons(m), "Stop") {
			s.logs(`msg="card shown"`, fmt.Sprintf("message=%d\n", m.ID))
		}
	}
}

// approved is the log line of a reply that may go out.
var approved = regexp.MustCompile(`msg="(?:automatic )?reply approved" draft=(\d+) `)

// settled waits until the program has written down what became of every reply:
// a power cut before that rightly asks Mila. A reply can be there before its card
// says "Sending…", so the end of each must have been shown.
func (s *story) settled() {
	s.t.Helper()
	ended := func(text string) bool {
		for _, a := range approved.FindAllStringSubmatch(text, -1) {
			shown := regexp.MustCompile(`msg="card shown" draft=`+a[1]+` fan=\d+ state=(\w+)`).FindAllStringSubmatch(text, -1)
			if len(shown) == 0 || slices.Contains([]string{"open", "holding", "queued"}, shown[len(shown)-1][1]) {
				return false
			}
		}
		return true
	}
	if !s.bin.out.waitFor(patience, ended) {
		s.t.Fatal("the end of a reply was never shown")
	}
	s.until("no reply is on its way", func() bool {
		return !slices.ContainsFunc(s.mila.Chat(), func(m sandbox.Message) bool { return holds(m.Text, "Sending…") || holds(m.Text, "Goes out at") })
	})
}

// number reads a parameter that is a number.
func number(v any) int64 {
	switch v := v.(type) {
	case json.Number:
		n, _ := v.Int64() // 0 for a fraction, which no id is
		return n
	case float64:
		return int64(v)
	case string:
		n, _ := strconv.ParseInt(v, 10, 64)
		return n
	}
	return 0
}

// toFan picks calls that act in a fan's chat; toMila those in Mila's own.
func toFan(params map[string]any) bool  { _, ok := params["business_connection_id"]; return ok }
func toMila(params map[string]any) bool { return !toFan(params) }

// replies returns the sendMessage calls into fans' chats.
func (s *story) replies() []sandbox.Call {
	var out []sandbox.Call
	for _, c := range s.tg.Calls("sendMessage") {
		if toFan(c.Params) {
			out = append(out, c)
		}
	}
	return out
}

// push delivers a raw update.
func (s *story) push(update map[string]any) {
	s.t.Helper()
	raw, err := json.Marshal(update)
	if err != nil {
		s.t.Fatal(err)
	}
	s.tg.Push(raw)
}

// businessMessage is a message of a fan to Mila's profile as the Bot API writes
// it; changes win over the usual fields, nil takes one away.
func (s *story) businessMessage(f *fan, id int64, text string, changes map[string]any) map[string]any {
	s.secret(text)
	m := map[string]any{
		"business_connection_id": s.mila.Connection().ID(), "message_id": id, "date": time.Now().Unix(),
		"from": account(f.User()), "chat": chat(f.User()), "text": text,
	}
	maps.Copy(m, changes)
	maps.DeleteFunc(m, func(_ string, v any) bool { return v == nil })
	return m
}

func account(u sandbox.User) map[string]any {
	return map[string]any{"id": u.ID, "is_bot": u.IsBot, "first_name": u.FirstName, "username": u.Username}
}

func chat(u sandbox.User) map[string]any {
	return map[string]any{"id": u.ID, "type": "private", "first_name": u.FirstName, "username": u.Username}
}
