package stories_test

import (
	"encoding/json"
	"strings"
	"testing"

	"secretary/bot/sandbox"
)

func TestMegabyteOfJunkWhereUpdatesShouldBeLosesNothing(t *testing.T) {
	s := stage(t)
	s.tg.Fail("getUpdates", sandbox.Fault{Junk: true, Times: 2})
	s.mila.Start("")
	s.mila.Connect()
	anna := s.fan("Anna")
	anna.Writes("between two heaps of junk")
	s.run()
	s.mila.Card("between two heaps of junk")
}

func TestUnknownUpdateKindsAreStoredCountedAndSkipped(t *testing.T) {
	s := tell(t)
	s.mila.Hears("connected")
	s.push(map[string]any{"something_of_2031": map[string]any{"chat": map[string]any{"id": 1}}})
	s.push(map[string]any{"something_of_2031": map[string]any{"deep": []any{map[string]any{"x": nil}}}})
	s.push(map[string]any{})
	s.someoneElseIsAnswered()
	if text := s.mila.Asks("/status", "permission"); !holds(text, "unknown", "3") {
		t.Errorf("/status does not count the three unknown updates:\n%s", text)
	}
}

func TestMalformedUpdatesAreParkedAndTheRestIsServed(t *testing.T) {
	s := tell(t)
	s.mila.Hears("connected")
	anna := s.fan("Anna")
	for _, raw := range []string{
		`{"business_message":"a string"}`, `{"business_message":{}}`, `{"business_message":{"message_id":"seven","chat":{"id":1},"date":1,"business_connection_id":"x"}}`,
		`{"business_message":null}`, `{"callback_query":{"id":7}}`, `{"callback_query":{}}`, `{"message":[]}`, `{"business_connection":{"id":7}}`,
		`{"business_connection":{}}`, `{"business_connection":{"id":"x","is_enabled":true,"rights":{"can_reply":true}}}`, `{"deleted_business_messages":{"business_connection_id":"x","chat":{"id":1},"message_ids":"all"}}`,
		`{"edited_business_message":{"message_id":-1}}`, `{"message":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"}}}`,
		`{"business_message":{"message_id":9,"date":1,"chat":{"id":` + "620000002" + `,"type":"private"},"business_connection_id":"of nobody"}}`,
		`{"business_message":` + strings.Repeat(`{"reply_to_message":`, 300) + `{}` + strings.Repeat(`}`, 300) + `}`,
	} {
		s.tg.Push(json.RawMessage(raw))
	}
	s.push(map[string]any{"business_message": s.businessMessage(anna, 31, "a message without a sender", map[string]any{"from": nil})})
	anna.Writes("served in spite of it all")
	s.mila.Card("served in spite of it all")
	s.someoneElseIsAnswered()
	s.restart()
	s.someoneElseIsAnswered()
}

func TestMessageNamingAnUnknownConnectionIsKeptAndSaid(t *testing.T) {
	s := tell(t)
	s.mila.Hears("connected")
	anna := s.fan("Anna")
	s.push(map[string]any{"business_message": s.businessMessage(anna, 32, "through a door nobody knows", map[string]any{"business_connection_id": "of-nobody-at-all"})})
	s.someoneElseIsAnswered()
	if n := s.mila.Heard("through a door nobody knows"); n != 0 {
		t.Errorf("a message of an unknown connection was served %d times", n)
	}
}
