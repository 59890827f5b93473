package stories_test

import (
	"bytes"
	"testing"

	"filippo.io/age"

	"secretary/bot/sandbox"
)

// file waits for a document in Mila's chat.
func (s *story) file(caption string) sandbox.Message {
	s.t.Helper()
	m := s.mila.Hears(caption)
	if m.Kind != "document" {
		s.t.Fatalf("%q stands under a %s", caption, m.Kind)
	}
	return m
}

func TestExportComesIntoTheChatAfterASecondTap(t *testing.T) {
	s := tell(t)
	anna, bert := s.fan("Anna"), s.fan("Bert")
	anna.Writes("keep this of anna please")
	open := s.mila.Card("keep this of anna please")
	bert.Writes("and this of bert as well")
	s.mila.Card("and this of bert as well")

	s.mila.RepliesTo(open, "/export")
	question := card(s.mila.Hears("Export everything that is kept of Anna", "not encrypted").ID)
	s.mila.Taps(question, "No")
	s.mila.Closed(question, "Nothing was exported")
	if n := len(s.tg.Calls("sendDocument")); n != 0 {
		t.Errorf("%d files although Mila said no", n)
	}
	s.mila.RepliesTo(open, "/export")
	s.mila.Taps(card(s.mila.Hears("Export everything that is kept of Anna").ID), "Yes, send the file")
	one := s.file("Delete this message").File
	if !bytes.Contains(one, []byte("keep this of anna")) || bytes.Contains(one, []byte("and this of bert")) {
		t.Errorf("the export of one fan:\n%s", one)
	}
	s.mila.Asks("/export", "kept of everybody")
	s.mila.Taps(card(s.mila.Hears("kept of everybody").ID), "Yes, send the file")
	s.until("both are in a file", func() bool {
		for _, m := range s.mila.Chat() {
			if bytes.Contains(m.File, []byte("keep this of anna")) && bytes.Contains(m.File, []byte("and this of bert")) {
				return true
			}
		}
		return false
	})
	eve := s.fan("Eve")
	eve.visited = true
	eve.Sends("/export")
	s.someoneElseIsAnswered()
	if n := len(s.tg.Calls("sendDocument")); n != 2 {
		t.Errorf("%d files", n)
	}
}

func TestExportIsEncryptedWhereBackupsAre(t *testing.T) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	s := tell(t, with("backup.recipient", id.Recipient().String()))
	anna := s.fan("Anna")
	anna.Writes("keep this of anna please")
	s.mila.RepliesTo(s.mila.Card("keep this of anna please"), "/export")
	s.mila.Taps(card(s.mila.Hears("only your identity file opens it").ID), "Yes, send the file")
	r, err := age.Decrypt(bytes.NewReader(s.file("Export, encrypted").File), id)
	if err != nil {
		t.Fatal(err)
	}
	var open bytes.Buffer
	if _, err := open.ReadFrom(r); err != nil || !bytes.Contains(open.Bytes(), []byte("keep this of anna")) {
		t.Errorf("%v:\n%s", err, open.String())
	}
}
