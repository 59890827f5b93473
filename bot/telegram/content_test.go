package telegram_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"secretary/bot/telegram"
)

// The fragments are Telegram's, as Bot API 10.1 documents them, some shortened.
func TestContentSaysWhatCame(t *testing.T) {
	const file = `"file_id":"A","file_unique_id":"B"`
	for _, c := range []struct{ message, kind, text, note string }{
		{`"text":"hi"`, "text", "hi", ""},
		{`"photo":[{` + file + `,"width":90,"height":67}],"caption":"us"`, "photo", "us", ""},
		{`"photo":[]`, "photo", "", ""},
		{`"live_photo":{` + file + `},"photo":[{` + file + `}]`, "photo", "", ""},
		{`"video":{` + file + `,"duration":3723,"file_name":"v.mp4"}`, "video", "", "1:02:03"},
		{`"video_note":{` + file + `,"duration":60,"length":240}`, "video_note", "", "1:00"},
		{`"voice":{` + file + `,"duration":7}`, "voice", "", "0:07"},
		{`"voice":{` + file + `,"duration":-7}`, "voice", "", ""},
		{`"audio":{` + file + `,"duration":7,"performer":"Nina","title":"Feeling Good"}`, "audio", "", "Nina – Feeling Good"},
		{`"audio":{` + file + `,"duration":7,"file_name":"a.mp3"}`, "audio", "", "a.mp3"},
		{`"audio":{` + file + `,"duration":7}`, "audio", "", "0:07"},
		{`"document":{` + file + `,"file_name":"a.pdf"},"caption":"read"`, "document", "read", "a.pdf"},
		{`"animation":{` + file + `,"duration":2},"document":{` + file + `,"file_name":"x.gif"}`, "animation", "", "0:02"},
		{`"sticker":{` + file + `,"emoji":"😂","type":"regular"}`, "sticker", "", "😂"},
		{`"location":{"latitude":52.52,"longitude":13.405}`, "location", "", "52.52000, 13.40500"},
		{`"venue":{"title":"Zoo","address":"Main St","location":{}},"location":{"latitude":1,"longitude":2}`, "location", "", "Zoo, Main St"},
		{`"contact":{"phone_number":"+491","first_name":"Anna"}`, "contact", "", "Anna +491"},
		{`"poll":{"id":"1","question":"Tea?"}`, "poll", "", "Tea?"},
		{`"dice":{"emoji":"🎲","value":4}`, "dice", "", "🎲 4"},
		{`"story":{"id":3,"chat":{"id":1,"first_name":"Anna","last_name":"K"}}`, "story", "", "Anna K"},
		{`"paid_media":{"star_count":150,"paid_media":[{"type":"preview"}]},"caption":"look"`, "paid_media", "look", "150 Stars"},
		{`"gift":{"gift":{"id":"5","star_count":1},"text":"for you"}`, "gift", "for you", "1 Star"},
		{`"unique_gift":{"gift":{"base_name":"Cake","number":12},"origin":"transfer"}`, "gift", "", "Cake #12"},
		{`"checklist":{"title":"Trip","tasks":[]}`, "other", "", "checklist Trip"},
		{`"game":{"title":"Chess"}`, "other", "", ""},
		{``, "other", "", ""},
	} {
		var m telegram.Message
		if err := json.Unmarshal([]byte("{"+c.message+"}"), &m); err != nil {
			t.Fatalf("%s: %v", c.message, err)
		}
		if kind, text, note := m.Content(); kind != c.kind || text != c.text || note != c.note {
			t.Errorf("%s: %q %q %q, want %q %q %q", c.message, kind, text, note, c.kind, c.text, c.note)
		}
	}
}

func TestTheWordsOfARichMessageAreNotLost(t *testing.T) {
	m := telegram.Message{RichMessage: json.RawMessage(`{"blocks":[
		{"type":"heading","size":1,"text":"Plan"},
		{"type":"paragraph","text":["come ",{"type":"bold","text":["on",{"type":"italic","text":" Friday"}]}," ",{"type":"custom_emoji","custom_emoji_id":"1","alternative_text":"🙂"}]},
		{"type":"divider"},
		{"type":"list","items":[{"label":"1.","blocks":[{"type":"paragraph","text":"tea"}]},{"label":"2.","blocks":[{"type":"paragraph","text":"cake"}]}]},
		{"type":"details","summary":"more","blocks":[{"type":"paragraph","text":"inside"}]},
		{"type":"table","cells":[[{"text":"a"},{"text":"b"}]],"caption":"prices"},
		{"type":"photo","photo":[],"caption":{"text":"us","credit":"Anna"}},
		{"type":"from_the_future","secret":"?"},
		7,null
	]}`)}
	kind, text, note := m.Content()
	want := "Plan|come on Friday 🙂|1. tea|2. cake|more|inside|a|b|prices|us|Anna"
	if got := strings.ReplaceAll(text, "\n", "|"); got != want || kind != "other" || note != "rich message" {
		t.Errorf("%s %q (%s), want %q", kind, got, note, want)
	}
}

func TestRightsAreListedInTheOrderOfTheBotAPI(t *testing.T) {
	names := []string{
		"can_reply", "can_read_messages", "can_delete_sent_messages", "can_delete_all_messages", "can_edit_name",
		"can_edit_bio", "can_edit_profile_photo", "can_edit_username", "can_change_gift_settings",
		"can_view_gifts_and_stars", "can_convert_gifts_to_stars", "can_transfer_and_upgrade_gifts",
		"can_transfer_stars", "can_manage_stories",
	}
	all := map[string]bool{}
	for _, name := range names {
		all[name] = true
		var one telegram.BusinessBotRights
		decode(t, map[string]bool{name: true}, &one)
		if got := one.List(); !slices.Equal(got, []string{name}) {
			t.Errorf("%s is listed as %v", name, got)
		}
	}
	var every telegram.BusinessBotRights
	decode(t, all, &every)
	if got := every.List(); !slices.Equal(got, names) {
		t.Errorf("all rights are %v", got)
	}
	if got := (*telegram.BusinessBotRights)(nil).List(); got != nil {
		t.Errorf("no rights are %v", got)
	}
}

// decode turns in into out by way of JSON.
func decode(t *testing.T, in, out any) {
	t.Helper()
	raw, err := json.Marshal(in)
	if err == nil {
		err = json.Unmarshal(raw, out)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestNamesAreWrittenInFull(t *testing.T) {
	for got, want := range map[string]string{
		telegram.User{FirstName: "Anna", LastName: "K"}.Name(): "Anna K",
		telegram.User{LastName: "Only"}.Name():                 "Only",
		telegram.Chat{FirstName: "Alex"}.Name():                "Alex",
		telegram.Chat{Title: "Group", FirstName: "x"}.Name():   "Group",
	} {
		if got != want {
			t.Errorf("name is %q, want %q", got, want)
		}
	}
}

func TestAMessageTheBotCannotSeeHasNoTime(t *testing.T) {
	if m := (telegram.Message{}); !m.Time().IsZero() || !m.Edited().IsZero() {
		t.Errorf("sent %v, edited %v", m.Time(), m.Edited())
	}
	if m := (telegram.Message{Date: 1789000060}); m.Time().Unix() != 1789000060 {
		t.Errorf("sent %v", m.Time())
	}
}
