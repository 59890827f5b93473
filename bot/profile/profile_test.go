package profile_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"secretary/bot/profile"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// connection is the creator's, on, with these rights.
func connection(rights ...string) store.Connection {
	return store.Connection{ID: "c1", Owner: 7, Enabled: true, Rights: rights, Seen: noon}
}

func off() store.Connection { return store.Connection{ID: "c1", Owner: 7, Seen: noon} }

func TestTheCreatorHearsWhatAChangeMeansAndNothingElse(t *testing.T) {
	full := []string{"can_reply", "can_read_messages"}
	for name, c := range map[string]struct {
		before, after store.Connection
		want          string
	}{
		"connected":              {off(), connection(full...), words.Connected(nil, nil)},
		"connected without":      {off(), connection("can_reply"), words.Connected([]string{"can_read_messages"}, nil)},
		"connected with more":    {off(), connection(append(full, "can_transfer_stars")...), words.Connected(nil, []string{"can_transfer_stars"})},
		"disconnected":           {connection(full...), off(), words.Disconnected},
		"off, and still off":     {off(), off(), ""},
		"nothing changed":        {connection(full...), connection(full...), ""},
		"the same, turned round": {connection(full...), connection("can_read_messages", "can_reply"), ""},
		"a right was taken":      {connection(full...), connection("can_read_messages"), words.RightsChanged(nil, []string{"can_reply"})},
		"a right was given":      {connection("can_reply"), connection(full...), words.RightsChanged([]string{"can_read_messages"}, nil)},
		"one for another":        {connection("can_reply"), connection("can_read_messages"), words.RightsChanged([]string{"can_read_messages"}, []string{"can_reply"})},
	} {
		if got := profile.Announce(c.before, c.after); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestATimeNotConnectedIsSaidUnlessASettingWasChanged(t *testing.T) {
	for away, said := range map[time.Duration]bool{time.Second: false, 9 * time.Second: false, time.Minute: true, 48 * time.Hour: true} {
		before := off()
		before.Ended = noon.Add(-away)
		got := profile.Announce(before, connection("can_reply", "can_read_messages"))
		if strings.Contains(got, words.Unheard(before.Ended, noon)) != said {
			t.Errorf("away for %v: %q", away, got)
		}
	}
}

func TestAConnectionThatIsOffPermitsNothing(t *testing.T) {
	c := telegram.BusinessConnection{ID: "c1", User: telegram.User{ID: 7, FirstName: "Mila", LastName: "<b>", Username: "mila"}, UserChatID: 8, Date: noon.Unix(),
		IsEnabled: true, Rights: &telegram.BusinessBotRights{CanReply: true}}
	row := profile.Row(c, noon)
	if row.Owner != 7 || row.UserChat != 8 || row.Name != "Mila <b>" || !row.Date.Equal(noon) || !row.Can(store.CanReply) {
		t.Errorf("kept %+v", row)
	}
	c.IsEnabled = false
	if row := profile.Row(c, noon); row.Enabled || len(row.Rights) != 0 {
		t.Errorf("off, and it may %v", row.Rights)
	}
	c.IsEnabled, c.Rights = true, nil // Telegram names none
	if row := profile.Row(c, noon); len(row.Rights) != 0 {
		t.Errorf("nothing is named, and it may %v", row.Rights)
	}
}

func TestARightNobodyKnowsYetIsMoreThanNeeded(t *testing.T) {
	c := connection("can_reply", "can_delete_sent_messages", "can_fly")
	if got := fmt.Sprint(profile.Extra(c), profile.Missing(c)); got != "[can_fly] [can_read_messages]" {
		t.Errorf("more than needed, and missing: %s", got)
	}
	if len(c.Rights) != 3 {
		t.Error("looking took rights away")
	}
}

func TestForeignProfilesAreNamedWithoutTheCreators(t *testing.T) {
	told := map[string]string{profile.Key(7): "@mila", profile.Key(9): "@zoe", profile.Key(8): "id 8", "disk": "full"}
	if got := fmt.Sprint(profile.Foreigners(store.Settings{Told: told}, 7)); got != "[@zoe id 8]" {
		t.Errorf("named %s", got)
	}
	if got := profile.Who(store.Connection{Owner: 8}) + profile.Who(store.Connection{Owner: 9, Handle: "zoe"}); got != "id 8@zoe" {
		t.Errorf("called %s", got)
	}
}

func TestManyForeignProfilesFillNothing(t *testing.T) {
	told := map[string]string{"disk": "full"}
	for owner := range int64(1000) {
		profile.Note(told, store.Connection{Owner: owner + 1, Enabled: true})
	}
	if n := len(told); n > 30 || told[profile.Key(1)] != "id 1" {
		t.Errorf("%d are remembered", n)
	}
	profile.Note(told, store.Connection{Owner: 1, Handle: "zoe", Enabled: true})
	if told[profile.Key(1)] != "@zoe" {
		t.Error("a new handle of a known one is not noted")
	}
	profile.Note(told, store.Connection{Owner: 1})
	profile.Note(told, store.Connection{Owner: 5000, Enabled: true})
	if told[profile.Key(1)] != "" || told[profile.Key(5000)] != "id 5000" {
		t.Errorf("one that left makes no room: %v", told)
	}
}

func TestANameHasNoBlanksAround(t *testing.T) {
	for want, of := range map[string][2]string{"Ann Lee": {"Ann", "Lee"}, "Ann": {"Ann", ""}, "Lee": {"", "Lee"}, "": {"", ""}} {
		if got := profile.FullName(of[0], of[1]); got != want {
			t.Errorf("%q is %q", of, got)
		}
	}
}
