package rig

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"secretary/store"
)

// Archive is what a secretary that has worked for a while keeps: many fans, who
// wrote and were answered by hand, two or three messages each in turn. One in a
// hundred wrote within the last week, one in five hundred waits for an answer.
type Archive struct {
	Fans     int
	Messages int   // so many in all, at least
	Owner    int64 // the creator's user id
	Now      time.Time
	Written  int // messages written

	talk *Talk
	ids  []int64 // newest message of each fan
}

// firstFan is the chat id of the first fan of an archive; the others follow.
const firstFan = 600_000_001

// Fan is the conversation of the n-th fan.
func (a *Archive) Fan(n int) store.FanID {
	return store.FanID{Owner: a.Owner, Chat: firstFan + int64(n)}
}

// portion is how many messages one transaction writes. The program writes a
// hundred at once; what a large transaction leaves free is listed anew by every
// commit that follows.
const portion = 2000

// Write brings the archive in a store up to so many messages. Within the year
// before Now, the fans write in turn.
func (a *Archive) Write(st *store.Store) error {
	a.begin()
	for a.Written < a.Messages {
		var events []store.Event
		for len(events) < portion && a.Written < a.Messages {
			events = append(events, a.next())
		}
		if _, err := st.Apply(events); err != nil {
			return fmt.Errorf("write archive: %w", err)
		}
	}
	return nil
}

// next is the next message: the rounds go over all fans, and in every third one
// the creator answers.
func (a *Archive) next() store.Event {
	n, round := a.Written%a.Fans, a.Written/a.Fans
	last := a.Messages/a.Fans - 1
	author := store.AuthorFan
	if round%3 == 2 || round == last && n%500 != 0 {
		author = store.AuthorHand
	}
	a.Written++
	a.ids[n]++
	text := a.talk.Message()
	return store.Event{
		Fan: a.Fan(n), Name: a.talk.Name(), Handle: fmt.Sprintf("fan_%06d", n), Language: "en",
		Message: store.Message{ID: a.ids[n], Author: author, Kind: "text", Text: text, Date: a.date(n, round, last)},
	}
}

// Weigh gives the bytes of the texts of all messages. It writes none.
func (a *Archive) Weigh() (text int64) {
	same := &Archive{Fans: a.Fans, Messages: a.Messages, Owner: a.Owner, Now: a.Now}
	for same.begin(); same.Written < same.Messages; {
		text += int64(len(same.next().Message.Text))
	}
	return text
}

// begin begins the talk, unless it is under way.
func (a *Archive) begin() {
	if a.talk == nil {
		a.talk, a.ids = NewTalk(), make([]int64, a.Fans)
	}
}

// date is when a fan's message came: each fan has a time of the year.
func (a *Archive) date(n, round, last int) time.Time {
	age := 7*24*time.Hour + time.Duration(n%50_000)*10*time.Minute
	if n%100 == 0 {
		age = time.Duration(n%90_000) * 5 * time.Second
	}
	return a.Now.Add(-age - time.Duration(max(last-round, 0))*7*time.Minute).Truncate(time.Second)
}

// Settle puts the archive into a world, where no program may run, and gives its
// size in bytes. A file at keep is used if it is there, and made if it is not.
func (w *World) Settle(a *Archive, keep string) (int64, error) {
	if keep != "" {
		if size, err := w.fetch(keep); !errors.Is(err, os.ErrNotExist) {
			return size, err
		}
	}
	path := w.Path("data/secretary.db")
	key, err := store.LoadKey(w.Path("data.key"), false)
	if err != nil {
		return 0, err
	}
	st, err := store.Open(path, key, store.Options{})
	if err != nil {
		return 0, err
	}
	err = errors.Join(a.Write(st), st.Close())
	if err == nil && keep != "" {
		err = errors.Join(copyFile(path, keep), copyFile(w.Path("data.key"), keep+".key"))
	}
	if err != nil {
		return 0, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return 0, fmt.Errorf("look at data file: %w", err)
	}
	return info.Size(), nil
}

// fetch copies a kept archive into the world.
func (w *World) fetch(keep string) (int64, error) {
	info, err := os.Stat(keep)
	if err != nil {
		return 0, fmt.Errorf("look at kept archive: %w", err)
	}
	return info.Size(), errors.Join(copyFile(keep, w.Path("data/secretary.db")), copyFile(keep+".key", w.Path("data.key")))
}

func copyFile(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	in, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("copy file: %w", err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("copy file: %w", err)
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close()) // a program shall not have to wait for it later
}
