package stories_test

import "testing"

func TestMediaIsNeverDroppedAndTheCardSaysWhatCame(t *testing.T) {
	s := tell(t, with("inbox.open_cards", 20))
	for name, media := range map[string]struct {
		sends func(*fan)
		says  []string
	}{
		"Anna": {func(f *fan) { f.WritesPhoto(s.mila.Person, "my new shelf, all yours") }, []string{"photo", "my new shelf, all yours"}},
		"Ben":  {func(f *fan) { f.WritesVoice(s.mila.Person, 7) }, []string{"voice", "0:07"}},
		"Cara": {func(f *fan) { f.WritesSticker(s.mila.Person, "😂") }, []string{"sticker", "😂"}},
		"Dan": {func(f *fan) {
			f.WritesRaw(s.mila.Person, map[string]any{"video_note": map[string]any{"file_id": "v", "file_unique_id": "u", "length": 240, "duration": 12}})
		}, []string{"video", "0:12"}},
		"Elsa": {func(f *fan) {
			f.WritesRaw(s.mila.Person, map[string]any{"document": map[string]any{"file_id": "d", "file_unique_id": "e", "file_name": "sketch_of_elsa.pdf"}})
		}, []string{"file", "sketch_of_elsa.pdf"}},
		"Fay": {func(f *fan) {
			f.WritesRaw(s.mila.Person, map[string]any{"location": map[string]any{"latitude": 38.7, "longitude": -9.1}})
		}, []string{"location"}},
		"Gil": {func(f *fan) { f.WritesRaw(s.mila.Person, map[string]any{"something_of_2031": map[string]any{"x": 1}}) }, []string{"cannot show"}},
	} {
		f := s.fan(name)
		s.secret("my new shelf, all yours", "sketch_of_elsa.pdf")
		media.sends(f)
		card := s.mila.Card(append(media.says, name)...)
		s.mila.RepliesTo(card, "thank you for this, "+name)
		f.Gets("thank you for this, " + name)
		s.mila.Closed(card, "as you wrote it")
	}
}

func TestAlbumIsOneCard(t *testing.T) {
	s := tell(t, with("reply.quiet_period", "600ms"))
	anna := s.fan("Anna")
	s.secret("three views of a bowl")
	anna.WritesPhoto(s.mila.Person, "three views of a bowl")
	anna.WritesPhoto(s.mila.Person, "")
	anna.WritesPhoto(s.mila.Person, "")
	s.mila.Card("three views of a bowl")
	s.someoneElseIsAnswered()
	if n := s.mila.Heard("three views of a bowl"); n != 1 {
		t.Errorf("%d cards for one album", n)
	}
}

func TestReplyWithAQuoteShowsWhatItAnswers(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	own := s.mila.Writes(anna, "which glaze do you prefer?")
	s.secret("the second, i think")
	anna.WritesReply(s.mila.Person, own, "the second, i think")
	s.mila.Card("the second, i think")
}
