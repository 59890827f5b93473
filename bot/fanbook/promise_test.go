package fanbook

import (
	"testing"
	"time"

	"secretary/store"
)

func TestPromisesAreTheCreatorsOwnAndStillToCome(t *testing.T) {
	said := time.Date(2026, 11, 19, 14, 30, 0, 0, time.Local)
	message := func(author store.Author, text string) store.Message {
		return store.Message{ID: 7, Author: author, Date: said.UTC(), Kind: "text", Text: text}
	}
	passedOn := message(store.AuthorHand, "i'll send it tomorrow")
	passedOn.Forward = true
	for name, c := range map[string]struct {
		m    store.Message
		now  time.Time
		want int
	}{
		"by hand":                      {message(store.AuthorHand, "i'll send it tomorrow"), said, 1},
		"approved":                     {message(store.AuthorBot, "ich schicke es dir morgen"), said, 1},
		"by the fan":                   {message(store.AuthorFan, "i'll send it tomorrow"), said, 0},
		"by Telegram's away text":      {message(store.AuthorAway, "i'll send it tomorrow"), said, 0},
		"by another bot":               {message(store.AuthorOther, "i'll send it tomorrow"), said, 0},
		"somebody else's words":        {passedOn, said, 0},
		"nothing promised":             {message(store.AuthorHand, "see you tomorrow"), said, 0},
		"due while this was away":      {message(store.AuthorHand, "i'll send it tomorrow"), said.Add(36 * time.Hour), 1},
		"long past when it was read":   {message(store.AuthorHand, "i'll send it tomorrow"), said.Add(5 * 24 * time.Hour), 0},
		"by the calendar of the place": {message(store.AuthorHand, "i'll send it at 5pm today"), said, 1},
	} {
		got := promisesIn([]store.Message{c.m}, c.now)
		if len(got) != c.want {
			t.Errorf("%s: %+v", name, got)
			continue
		}
		if c.want == 1 && (got[0].Message != 7 || got[0].Text != c.m.Text || got[0].Due.Location() != time.Local) {
			t.Errorf("%s: %+v", name, got[0])
		}
	}
}
