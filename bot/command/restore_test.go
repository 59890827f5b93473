package command_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"secretary/store"
)

// kept makes the data of a bot, with one message of this moment in it.
func kept(t *testing.T, bot int64, name string, at time.Time) {
	t.Helper()
	key, err := store.LoadKey("data.key", false)
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(filepath.Join("data", "secretary.db"), key, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = st.UpdateSettings(func(s *store.Settings) error { s.BotID, s.BotName = bot, name; return nil })
	if err == nil && !at.IsZero() {
		_, err = st.Apply([]store.Event{{Op: store.Arrived, Fan: store.FanID{Owner: 7, Chat: 70}, Name: "Anna",
			Message: store.Message{ID: 1, Author: store.AuthorFan, Date: at, Kind: "text", Text: "hello"}}})
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestRestoreSaysWhoseACopyIsAndHowNew(t *testing.T) {
	furnished(t)
	at := time.Now().Add(-50 * time.Hour)
	kept(t, 7, "old_bot", at)
	types(t, "backup", "copy.db").wants(t, 0)
	says := []string{"copy.db belongs to @old_bot (7)", "newest message is of " + at.Local().Format("2006-01-02 15:04:05") + " (2 d 2 h ago)"}
	types(t, "restore", "copy.db").wants(t, 0, append(says, "Restored copy.db (1 messages)")...)

	kept(t, 8, "new_bot", time.Time{})
	types(t, "restore", "copy.db").wants(t, 1, append(says, "another bot, @new_bot (8)", "--adopt", "nothing was changed")...)
	types(t, "restore", "copy.db", "--adopt").wants(t, 0, says...)
	types(t, "restore", "copy.db").wants(t, 0, says...) // it is that bot's now
	if before, _ := filepath.Glob("data/*.before-*"); len(before) != 3 {
		t.Errorf("of three restores there is %v", before)
	}
}

func TestACopyThatIsNotThereLeavesNoFolder(t *testing.T) {
	furnished(t)
	types(t, "restore", "gone.db").wants(t, 1, "gone.db", "nothing was changed")
	if _, err := os.Lstat("data"); err == nil {
		t.Error("there is a data folder")
	}
}

func TestADashIsNoFile(t *testing.T) {
	furnished(t)
	kept(t, 0, "", time.Time{})
	for _, command := range []string{"backup", "export"} {
		types(t, command, "-").wants(t, 2, "name one", "secretary "+command+" FILE")
		if _, err := os.Lstat("-"); err == nil {
			t.Errorf("%s wrote a file that is called -", command)
		}
	}
	types(t, "backup", "./-").wants(t, 0, "Copied")
}

func TestAnExportOfNothingSaysSo(t *testing.T) {
	furnished(t)
	kept(t, 0, "", time.Time{})
	types(t, "export", "all.jsonl").wants(t, 0, "Nothing is kept yet", "all.jsonl is empty")
}

func TestRestoreOfACopyThatNobodyUsedSaysSo(t *testing.T) {
	furnished(t)
	kept(t, 0, "", time.Time{})
	types(t, "backup", "copy.db").wants(t, 0)
	if err := os.RemoveAll("data"); err != nil {
		t.Fatal(err)
	}
	types(t, "restore", "copy.db").wants(t, 0, "copy.db belongs to no bot yet; it holds no messages.")
}
