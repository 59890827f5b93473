package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"secretary/store"
)

func TestAFileFromBeforeTheIndexOfChatsGetsIt(t *testing.T) {
	f := open(t)
	f.received(1, anna.Chat)
	f.noErr(f.Spoil(func(b *bolt.Tx) error {
		err := error(nil)
		cursor := b.Bucket([]byte("inbox_by_chat")).Cursor()
		for key, _ := cursor.First(); key != nil; key, _ = cursor.Next() {
			err = errors.Join(err, cursor.Delete())
		}
		return err
	}))
	f.reopen()
	if rows, err := f.PendingOf(anna.Chat, 0); err != nil || len(rows) != 1 {
		t.Errorf("pending of Anna: %v, %v", rows, err)
	}
}

func update(id int64, raw string) store.Update {
	return store.Update{ID: id, Kind: "business_message", Chat: anna.Chat, Raw: []byte(raw)}
}

func (f *fixture) appends(next int64, batch ...store.Update) int {
	f.t.Helper()
	added, err := f.Append(batch, next)
	f.noErr(err)
	return added
}

func (f *fixture) pending() []store.Row {
	f.t.Helper()
	rows, err := f.Pending(0, 0)
	f.noErr(err)
	return rows
}

func TestUpdatesAreKeptByteForByteWithTheOffset(t *testing.T) {
	f := open(t)
	raw := "{\"update_id\":7,  \"unknown\":\"\xff\\u0000\"}\n" // not what a decoder would write again
	if added := f.appends(8, update(7, raw)); added != 1 {
		t.Errorf("added %d, want 1", added)
	}
	f.reopen()
	rows := f.pending()
	if len(rows) != 1 || !bytes.Equal(rows[0].Raw, []byte(raw)) || rows[0].Kind != "business_message" || rows[0].Chat != anna.Chat {
		t.Errorf("rows %+v", rows)
	}
	if !rows[0].Received.Equal(f.now) {
		t.Errorf("received %v, want %v", rows[0].Received, f.now)
	}
	if offset, err := f.Offset(); err != nil || offset != 8 {
		t.Errorf("offset %d (%v), want 8", offset, err)
	}
}

func TestUpdateDeliveredTwiceIsStoredOnce(t *testing.T) {
	f := open(t)
	f.appends(8, update(7, "a"))
	if added := f.appends(9, update(7, "a"), update(8, "b"), update(8, "b")); added != 1 {
		t.Errorf("added %d, want 1", added)
	}
	f.noErr(f.Finish(1))
	if added := f.appends(9, update(7, "a")); added != 0 {
		t.Error("an update that is done was stored again")
	}
	if rows := f.pending(); len(rows) != 1 || string(rows[0].Raw) != "b" {
		t.Errorf("pending %+v, want only b", rows)
	}
}

func TestSameUpdateIDWithOtherBytesIsAnotherUpdate(t *testing.T) {
	f := open(t)
	if added := f.appends(8, update(7, "a"), update(7, "b")); added != 2 {
		t.Errorf("added %d, want 2: a clash of ids must lose nothing", added)
	}
}

func TestSameUpdateAfterTwoDaysIsNew(t *testing.T) {
	f := open(t)
	f.appends(8, update(7, "a"))
	f.pass(48*time.Hour - time.Second)
	if added := f.appends(8, update(7, "a")); added != 0 {
		t.Error("forgotten within 48 hours")
	}
	f.pass(time.Second)
	if added := f.appends(8, update(7, "a")); added != 1 {
		t.Error("remembered for ever, although ids restart after an idle week")
	}
}

func TestOffsetFollowsTheServerAlsoBackwards(t *testing.T) {
	f := open(t)
	f.appends(900_000, update(899_999, "a"))
	f.appends(12, update(11, "b"))
	if offset, _ := f.Offset(); offset != 12 {
		t.Errorf("offset %d, want 12: ids restarted", offset)
	}
	f.appends(13, update(12, "c"))
	if offset, _ := f.Offset(); offset != 13 {
		t.Errorf("offset %d, want 13", offset)
	}
}

func TestPendingGivesPagesInOrderOfArrival(t *testing.T) {
	f := open(t)
	for i := range int64(5) {
		f.appends(i+1, update(100-i, fmt.Sprint(i)))
	}
	first, err := f.Pending(0, 2)
	f.noErr(err)
	rest, err := f.Pending(first[1].Seq, 10)
	f.noErr(err)
	text := ""
	for _, row := range append(first, rest...) {
		text += string(row.Raw)
	}
	if len(first) != 2 || text != "01234" {
		t.Errorf("got %q with a first page of %d", text, len(first))
	}
}

func TestParkedRowIsCountedAndComesNotBack(t *testing.T) {
	f := open(t)
	f.appends(3, update(1, "bad"), update(2, "good"))
	f.noErr(f.Park(1, "cannot be read"))
	f.noErr(f.Park(1, "still not"))
	f.reopen()
	if rows := f.pending(); len(rows) != 1 || rows[0].Seq != 2 {
		t.Errorf("pending %+v, want row 2", rows)
	}
	stats, err := f.Stats()
	if err != nil || stats.Parked != 1 || stats.Pending != 1 {
		t.Errorf("stats %+v (%v)", stats, err)
	}
	if err := f.Park(99, "no such row"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
	f.noErr(f.Finish(1, 2, 2, 99))
	if stats, _ := f.Stats(); stats.Parked != 0 || stats.Pending != 0 {
		t.Errorf("stats %+v after all is done", stats)
	}
}

func TestUpdatesAreCountedByKind(t *testing.T) {
	f := open(t)
	f.appends(4, update(1, "a"), store.Update{ID: 2, Kind: "", Raw: []byte("x")}, store.Update{ID: 3, Kind: "poll", Raw: []byte("y")})
	f.appends(4, update(1, "a"))
	stats, err := f.Stats()
	if err != nil || stats.Kinds["business_message"] != 1 || stats.Kinds[""] != 1 || !stats.LastUpdate.Equal(f.now) {
		t.Errorf("stats %+v (%v)", stats, err)
	}
	if n, err := f.Count("poll"); err != nil || n != 1 {
		t.Errorf("%d polls (%v), want 1", n, err)
	}
	if n, err := f.Count("never seen"); err != nil || n != 0 {
		t.Errorf("%d of a kind never seen (%v)", n, err)
	}
}

func TestPurgeTakesOnlyOldRowsThatAreDone(t *testing.T) {
	f := open(t)
	f.appends(4, update(1, "done"), update(2, "pending"), update(3, "parked"))
	f.noErr(f.Finish(1))
	f.noErr(f.Park(3, "bad"))
	f.pass(50 * time.Hour)
	f.appends(5, update(4, "young"))
	f.noErr(f.Finish(4))
	f.pass(time.Hour)
	if n, err := f.Purge(72 * time.Hour); err != nil || n != 0 {
		t.Errorf("purged %d (%v) younger than asked", n, err)
	}
	if n, err := f.Purge(0); err != nil || n != 1 {
		t.Errorf("purged %d (%v), want 1", n, err)
	}
	if added := f.appends(5, update(4, "young")); added != 0 {
		t.Error("purge forgot a row that duplicates are known by")
	}
	if rows := f.pending(); len(rows) != 1 || string(rows[0].Raw) != "pending" {
		t.Errorf("pending %+v", rows)
	}
}

func TestPurgeWorksThroughManyRows(t *testing.T) {
	f := open(t)
	batch := make([]store.Update, 1200)
	seqs := make([]uint64, len(batch))
	for i := range batch {
		batch[i], seqs[i] = update(int64(i), fmt.Sprint(i)), uint64(i+1)
	}
	f.appends(1200, batch...)
	f.noErr(f.Finish(seqs...))
	f.pass(49 * time.Hour)
	if n, err := f.Purge(time.Hour); err != nil || n != 1200 {
		t.Errorf("purged %d (%v), want 1200", n, err)
	}
}
