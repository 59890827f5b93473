package telegram_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"secretary/bot/telegram"
)

// A message of text is read by a way of its own: it must find what encoding/json
// finds, and refuse what that refuses.
func TestTheUsualMessageIsReadAsAnyOther(t *testing.T) {
	const usual = `{"update_id":7,"business_message":{"message_id":2,"from":{"id":3,"is_bot":false,"first_name":"Änna","last_name":"B","username":"anna","language_code":"de","is_premium":true},` +
		`"chat":{"id":3,"type":"private","first_name":"Änna","username":"anna"},"date":1750000000,"business_connection_id":"c1","text":"héllo \"you\" \ud83d\ude0a\n<b>"}}`
	for _, raw := range append([]string{
		usual, " \n" + strings.ReplaceAll(usual, ",", " ,\n\t") + " ", usual + "x", usual[:len(usual)-1], usual[:len(usual)-2] + ",}}",
		strings.Replace(usual, `"text"`, `"Text"`, 1), strings.Replace(usual, `"text":`, `"text":null,"caption":`, 1),
		strings.Replace(usual, `"date":1750000000`, `"date":1.75e9`, 1), strings.Replace(usual, `"date":1750000000`, `"date":01`, 1),
		strings.Replace(usual, `"date":1750000000`, `"date":-0`, 1), strings.Replace(usual, `"date":1750000000`, `"date":"5"`, 1),
		strings.Replace(usual, `"date":1750000000`, `"date":99999999999999999999`, 1), strings.Replace(usual, `héllo`, "h\xffllo", 1),
		strings.Replace(usual, `héllo`, "h\tllo", 1), strings.Replace(usual, `héllo`, `h\u00e9\ud800`, 1), strings.Replace(usual, `héllo`, `h\x`, 1),
		strings.Replace(usual, `"is_bot":false`, `"is_bot":falsey`, 1), strings.Replace(usual, `"is_bot":false`, `"is_bot":0`, 1),
		strings.Replace(usual, `"chat":{`, `"chat":{"id":4},"chat":{`, 1), strings.Replace(usual, `"from":{`, `"from":{"id":9,"username":"was"},"from":{`, 1),
		strings.Replace(usual, `"from":{`, `"from":null,"x":{`, 1), strings.Replace(usual, `"update_id":7`, `"update_id":0`, 1),
		`{"update_id":7}`, `{"update_id":7,"business_message":{}}`, `{"update_id":7,"business_message":[]}`,
	}, cut(usual)...) {
		got, err := telegram.DecodeUpdate([]byte(raw))
		var want telegram.Update
		if e := json.Unmarshal([]byte(raw), &want); e != nil || want.UpdateID <= 0 {
			if err == nil {
				t.Errorf("read although encoding/json refuses it (%v): %s", e, raw)
			}
			continue
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s\nis read as %+v (%v)\nwant %+v", raw, got.BusinessMessage, err, want.BusinessMessage)
		}
	}
}

// cut gives the beginnings of a text.
func cut(text string) (parts []string) {
	for i := range len(text) {
		parts = append(parts, text[:i])
	}
	return parts
}

func BenchmarkDecodeUpdate(b *testing.B) {
	raw := []byte(`{"update_id":7,"business_message":{"message_id":2,"from":{"id":3,"is_bot":false,"first_name":"Anna","username":"anna","language_code":"de"},` +
		`"chat":{"id":3,"type":"private","first_name":"Anna","username":"anna"},"date":1750000000,"business_connection_id":"c1","text":"good morning mila, did you sleep well?"}}`)
	for b.Loop() {
		if _, err := telegram.DecodeUpdate(raw); err != nil {
			b.Fatal(err)
		}
	}
}
